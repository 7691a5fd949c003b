"""A portal of its own on disk, run as the processes an operator runs."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg2

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_SECONDS = 180


def wait_until(ready, what, pause=0.1):
    """What `ready` answers as soon as it answers something."""
    patience = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < patience:
        if answer := ready():
            return answer
        time.sleep(pause)
    raise AssertionError(f"not within {PATIENCE_SECONDS} s: {what}")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_alive(pid):
    """A zombie is dead: only its parent's attention is missing."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def family(pid):
    """The process and everything it started."""
    tasks = Path(f"/proc/{pid}/task")
    children = [int(c) for t in tasks.iterdir() for c in (t / "children").read_text().split()]
    return [pid, *(descendant for child in children for descendant in family(child))]


def kill(process):
    """End the process and everything it started, at once and without a word."""
    for pid in family(process.pid) if is_alive(process.pid) else []:
        os.kill(pid, signal.SIGKILL)
    process.wait()


class Installation:
    def __init__(self, folder, database_url="", redis_url=""):
        self.folder = folder
        self.database_url = database_url or f"sqlite:///{folder / 'portal.sqlite3'}"
        self.env = os.environ | {
            "YICHUANG_ENV": "demo",
            "DJANGO_SETTINGS_MODULE": "yichuang.settings",
            "VAR_DIR": str(folder),
            "DATABASE_URL": self.database_url,
            "REDIS_URL": redis_url,
            "SWEEP_SECONDS": "1",
            "PYTHONPATH": str(ROOT),
        }

    def run(self, *arguments, **env):
        """Run Python to its end and return what it printed."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.env | env,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def ask_export(self, **env):
        """Ask for an export from a process of its own, as the web process would."""
        return int(self.run("-m", "tests.asking", **env))

    @contextmanager
    def running(self, *arguments):
        """Python as a process beside the test, ended afterwards with all it started."""
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *arguments], cwd=ROOT, env=self.env, stdout=log, stderr=log
            )
        try:
            yield process
        finally:
            kill(process)

    def job(self, pk):
        """State and file of a job, read past Django."""
        return self.row(f"SELECT state, file FROM units_job WHERE id = {int(pk)}")

    def row(self, query):
        """The first row of the answer of the database, asked past Django."""
        with self._cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchone()

    def execute(self, statement):
        """Change the database past Django."""
        with self._cursor() as cursor:
            cursor.execute(statement)

    @contextmanager
    def _cursor(self):
        if self.database_url.startswith("sqlite"):
            database = sqlite3.connect(self.database_url.removeprefix("sqlite:///"), timeout=20)
        else:
            database = psycopg2.connect(self.database_url)
        yield database.cursor()
        database.commit()
        database.close()

    def wait_for_job(self, pk):
        """The workbook a job wrote, once it is over."""
        wait_until(lambda: self.job(pk)[0] in {"done", "failed"}, f"job {pk} over")
        state, file = self.job(pk)
        assert state == "done", (self.folder / "log").read_text()
        return self.folder / "files" / file
