"""One world for the session, a copy of it and servers of its own for each test."""

import os
import shutil
from pathlib import Path

import pytest
from django.db import connection

from tests.installation import Installation

from .servers import PrivateRedis, SlowMailServer, administer

# Everything beat does, each second; messages leave at any hour.
QUICKLY = {
    "SWEEP_SECONDS": "1",
    "DELIVER_SECONDS": "1",
    "REMIND_SECONDS": "1",
    "ROUTINE_SECONDS": "1",
    "QUIET_UNTIL": "00:00",
    "QUIET_FROM": "23:59:59.999999",
    "GATEWAY_TIMEOUT": "3",
}


def build(portal):
    """Fill a new installation; with the tests' hasher people sign in quickly."""
    portal.env |= QUICKLY
    portal.run("manage.py", "migrate", "--verbosity", "0")
    portal.run("-m", "tests.faults.world", DJANGO_SETTINGS_MODULE="tests.settings")


def server_of_the_tests():
    facts = connection.settings_dict
    return f"postgres://{facts['USER']}:{facts['PASSWORD']}@{facts['HOST']}:{facts['PORT']}"


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """The world as a file, or as a database of PostgreSQL's to copy."""
    folder = tmp_path_factory.mktemp("world")
    if connection.vendor == "sqlite":
        build(Installation(folder))
        yield folder / "portal.sqlite3"
        return
    name, server = f"yichuang_world_{os.getpid()}", server_of_the_tests()
    administer(f"{server}/postgres", f"CREATE DATABASE {name}")
    build(Installation(folder, f"{server}/{name}"))
    yield name
    administer(f"{server}/postgres", f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database_url(template, tmp_path):
    if isinstance(template, Path):
        shutil.copy(template, tmp_path / "portal.sqlite3")
        yield ""
        return
    name, server = f"{template}_copy", server_of_the_tests()
    administer(f"{server}/postgres", f"CREATE DATABASE {name} TEMPLATE {template}")
    yield f"{server}/{name}"
    administer(f"{server}/postgres", f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def redis_server(tmp_path):
    server = PrivateRedis(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def mail_server():
    with SlowMailServer() as server:
        yield server


@pytest.fixture
def portal(tmp_path, database_url, redis_server, mail_server):
    portal = Installation(tmp_path, database_url, redis_server.url)
    portal.env |= QUICKLY | {
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_server.port}",
        "DEFAULT_FROM_EMAIL": "yichuang@example.gov.cn",
    }
    return portal
