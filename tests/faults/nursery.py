"""Workers by the line: the program is loaded once, each worker is a fork of it.

A test that kills twenty workers would otherwise spend a minute on importing them.
"""

import os
import signal
import sys

import django

django.setup()

from django.db import connections  # noqa: E402 - once Django is set up

from yichuang.celery import app  # noqa: E402 - once Django is set up

WORKER = ["worker", "--pool", "threads", "-c", "2", "--without-gossip", "--without-mingle"]


def serve() -> None:
    """For each line of the input start a worker and print its number."""
    app.loader.import_default_modules()
    connections.close_all()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for name in sys.stdin:
        child = os.fork()
        if not child:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # its banner is no number
            app.worker_main([*WORKER, "-l", "INFO", "-n", f"{name.strip()}@test"])
            os._exit(0)
        print(child, flush=True)


if __name__ == "__main__":
    serve()
