"""Servers of a test's own, which it may stop, empty, restart or let hang."""

import asyncio
import importlib.util
import shutil
import socket
import subprocess
import tempfile
import threading
from contextlib import contextmanager

import psycopg2
import pytest
import redis

from tests.installation import ROOT, free_port, wait_until
from tests.units.channels.post_office import MailServer


class PrivateRedis:
    """A Redis that keeps nothing on disk, as docker-compose.yml runs it."""

    def __init__(self, folder):
        self.folder, self.port, self.process = folder, free_port(), None
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.client = redis.Redis.from_url(self.url)

    def start(self):
        program = shutil.which("redis-server") or pytest.fail("redis-server is missing")
        command = [program, "--port", str(self.port), "--dir", str(self.folder), "--save", ""]
        self.process = subprocess.Popen(
            [*command, "--bind", "127.0.0.1", "--appendonly", "no"], stdout=subprocess.DEVNULL
        )
        wait_until(self._answers, "Redis answers", pause=0.02)

    def stop(self):
        self.process.kill()
        self.process.wait()

    def flush(self):
        self.client.flushall()

    def _answers(self):
        try:
            return self.client.ping()
        except redis.RedisError:
            return False


class SlowMailServer(MailServer):
    """Stands still in the middle of the letters whose numbers are in `stops`, and says so."""

    def __init__(self):
        super().__init__()
        self.stops, self.stands_still, self.seconds = set(), threading.Event(), 0.3

    async def handle_DATA(self, server, session, envelope):
        answer = await super().handle_DATA(server, session, envelope)
        if len(self.taken) in self.stops:
            self.stands_still.set()
            await asyncio.sleep(self.seconds)
        return answer


@contextmanager
def black_hole():
    """A mail server that takes every call and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as hole:
        yield hole.getsockname()[1]


class PrivatePostgres:
    """A PostgreSQL server that one test may restart."""

    def __init__(self):
        path = ROOT / ".ci" / "services.py"
        spec = importlib.util.spec_from_file_location("services", path)
        self.services = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self.services)
        self.port = free_port()
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def __enter__(self):
        binaries = self.services.binaries() or pytest.fail("initdb and pg_ctl are missing")
        self.folder = tempfile.mkdtemp(prefix="yichuang-faults-")
        as_owner = self.services.owner(self.folder)
        self.control = [*as_owner, binaries / "pg_ctl", "-D", f"{self.folder}/data", "-w"]
        create = [binaries / "initdb", "-D", f"{self.folder}/data", "-U", "postgres"]
        self._run([*as_owner, *create, "-A", "trust", "-E", "UTF8"])
        self._start()
        return self

    def __exit__(self, *_error):
        self._run([*self.control, "-m", "immediate", "stop"])
        shutil.rmtree(self.folder, ignore_errors=True)

    def restart(self):
        """As an administrator does it: open transactions are cut off."""
        self._run([*self.control, "-m", "fast", "stop"])
        self._start()

    def _start(self):
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self._run([*self.control, "-l", f"{self.folder}/log", "-o", options, "start"])

    def _run(self, command):
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder)


def administer(url, *statements):
    """Run statements outside any transaction."""
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    connection.close()
