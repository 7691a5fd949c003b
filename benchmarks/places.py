"""Installations to measure in: SQLite always, PostgreSQL where it answers; made and removed."""

import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from benchmarks.frame import Case, run

SERVER = os.environ.get("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
READY, WORK = "ready", "work"


@dataclass(frozen=True)
class Place:
    """One database server (or none) and a folder; `folder` also takes workbooks."""

    name: str
    folder: Path
    url: str  # of the working database, which `fresh` makes anew from the ready one

    @property
    def env(self) -> dict[str, str]:
        return {
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "YICHUANG_ENV": "demo",
            "DATABASE_URL": self.url,
            "VAR_DIR": str(self.folder),
            "LOG_LEVEL": "ERROR",
            "REDIS_URL": "",
        }

    def case(self, call: str, *, every: int = 1, **arguments) -> Case:
        return Case(call, arguments, self.env, every)

    def prepare(self, call: str, name: str = READY, **arguments) -> None:
        """Run a case that fills the working database, and keep the result as `name`."""
        run(self.case(call, **arguments))
        keep(self.url, name)


@contextmanager
def places() -> Iterator[list[Place]]:
    """SQLite and, when a server answers, PostgreSQL."""
    with (
        embedded() as lite,
        tempfile.TemporaryDirectory(prefix="yichuang-bench-") as there,
        _server_database() as url,
    ):
        yield [lite, Place("PostgreSQL", Path(there), url)] if url else [lite]


@contextmanager
def embedded() -> Iterator[Place]:
    """SQLite alone, for what is about the embedded database or none."""
    with tempfile.TemporaryDirectory(prefix="yichuang-bench-") as folder:
        yield Place("SQLite", Path(folder), f"sqlite:///{folder}/{WORK}.sqlite3")


@contextmanager
def _server_database() -> Iterator[str]:
    """The address of an empty database of our own; every copy of it is dropped at the end."""
    name = f"yichuang_bench_{secrets.token_hex(3)}"
    try:
        _administer(SERVER, f'CREATE DATABASE "{name}"')
    except psycopg2.Error as error:
        print(f"PostgreSQL is not measured: {str(error).strip()}", file=sys.stderr)
        yield ""
        return
    try:
        yield _address(SERVER, name)
    finally:
        for copy in _copies(name):
            _administer(SERVER, f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')


def _copies(name: str) -> list[str]:
    with closing(psycopg2.connect(SERVER)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [name])
        return [found for (found,) in cursor.fetchall()]


def keep(url: str, name: str) -> None:
    """Keep the working database as it is now under `name`."""
    _copy(url, _named(url, name))


def fresh(url: str, name: str = READY) -> None:
    """Make the working database again what `name` was."""
    _copy(_named(url, name), url)


def _copy(source: str, target: str) -> None:
    if source.startswith("sqlite"):
        old, new = (url.removeprefix("sqlite:///") for url in (source, target))
        for rest in ("-wal", "-shm"):
            with suppress(FileNotFoundError):
                os.unlink(new + rest)
        shutil.copyfile(old, new)
        return
    old, new = (urlsplit(url).path[1:] for url in (source, target))
    _administer(SERVER, f'DROP DATABASE IF EXISTS "{new}" WITH (FORCE)')
    _administer(SERVER, f'CREATE DATABASE "{new}" TEMPLATE "{old}"')


def _named(url: str, name: str) -> str:
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return url.replace(f"{WORK}.sqlite3", f"{name}.sqlite3")
    return _address(url, f"{parts.path[1:]}_{name}")


def _address(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _administer(url: str, statement: str) -> None:
    with closing(psycopg2.connect(url, connect_timeout=2)) as connection:
        connection.autocommit = True
        connection.cursor().execute(statement)
