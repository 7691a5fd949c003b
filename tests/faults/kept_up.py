"""Runs Python with the arguments given, again whenever it ends: what docker compose and
`manage.py up` do for a process that broke down (`restart: unless-stopped`)."""

import sys

from yichuang.processes import Child, supervise

if __name__ == "__main__":
    child = Child(sys.argv[1], [sys.executable, *sys.argv[2:]])
    supervise([child], say=lambda news: print(news, flush=True), when_started=lambda: None)
