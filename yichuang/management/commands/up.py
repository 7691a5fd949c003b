"""`manage.py up`: prepare the database and run web, worker and beat until Ctrl-C."""

import socket
import sys
import time
import urllib.error
import urllib.request

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from yichuang.processes import Child, supervise

HOST = "127.0.0.1"
PATIENCE_SECONDS = 60


class Command(BaseCommand):
    help = "Run the whole portal with one command: web, worker and beat, until Ctrl-C."
    # The checks run inside migrate; here they would ask a database that is not there yet.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--demo", action="store_true", help="Load the demo first if there is no account yet."
        )

    def handle(self, *, port, demo, **options):
        refuse_taken(port)
        self.prepare(demo)
        supervise(children(port), say=self.stderr.write, when_started=lambda: self.announce(port))
        self.stdout.write(_("已全部结束。"))

    def prepare(self, demo):
        call_command("messages", compile=True, verbosity=0)
        call_command("migrate", interactive=False, verbosity=0)
        if demo and not get_user_model().objects.exists():
            self.stdout.write(_("正在装入演示数据……"))
            call_command("demo")
        if not settings.DEBUG:
            call_command("collectstatic", interactive=False, verbosity=0)

    def announce(self, port):
        """Tell the address once a page really answers."""
        patience = time.monotonic() + PATIENCE_SECONDS
        while not answers(port):
            if time.monotonic() > patience:
                self.stderr.write(_("网页服务没有响应，请查看上面的报错。"))
                return
            time.sleep(0.1)
        address = f"http://{HOST}:{port}/"
        self.stdout.write(_("一窗已就绪：%(address)s（按 Ctrl-C 结束）") % {"address": address})
        self.stdout.flush()


def refuse_taken(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CommandError(
                _("端口 %(port)d 已被占用，请换一个：manage.py up --port …") % {"port": port}
            ) from error


def answers(port) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def children(port) -> list[Child]:
    """Beat is a child of its own: inside the worker it would outlive a killed worker and double."""
    python = [sys.executable, "-m"]
    web = "gunicorn yichuang.wsgi --worker-class gthread --workers 1 --threads 8"
    web += f" --bind {HOST}:{port} --no-control-socket --log-level warning --graceful-timeout 5"
    worker = "celery -q -A yichuang worker --pool threads -c 2 --without-gossip --without-mingle"
    beat = "celery -q -A yichuang beat --pidfile="
    return [
        Child("web", [*python, *web.split()]),
        Child("worker", [*python, *worker.split(), "-l", "WARNING"]),
        Child("beat", [*python, *beat.split(), "-l", "WARNING"]),
    ]
