"""The fixed cast, the city they work in, and two rules about databases under test."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseOperations
from django.db.models.signals import post_migrate
from django.test import Client
from django.utils import translation

from units import workdays
from yichuang import messages

from . import factories


def pytest_sessionstart(session):
    """Compile the English once, before any process of a parallel run reads it."""
    if not hasattr(session.config, "workerinput"):
        messages.compile_catalogue()


def pytest_collection_modifyitems(config, items):
    """What is about PostgreSQL's row locks runs there only: SQLite locks the whole database."""
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        return
    elsewhere = [item for item in items if item.get_closest_marker("postgresql")]
    config.hook.pytest_deselected(items=elsewhere)
    items[:] = [item for item in items if item not in elsewhere]


@pytest.fixture(scope="session", autouse=True)
def sqlite_can_flush():
    """Let transactional tests empty an SQLite database in spite of its delete triggers.

    The audit trail and the catalogue refuse DELETE, which is how Django flushes SQLite (on
    PostgreSQL it is TRUNCATE, which fires no row trigger). The triggers are dropped and put
    back by the same transaction, so that no test ever runs without them.
    """
    plain = DatabaseOperations.sql_flush

    def sql_flush(self, *args, **kwargs):
        statements = plain(self, *args, **kwargs)
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall() if statements else []
        drops = [f'DROP TRIGGER "{name}"' for name, _ in triggers]
        return [*drops, *statements, *(sql for _, sql in triggers)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", sql_flush)
        yield


@pytest.fixture(scope="session", autouse=True)
def rules_outlive_a_flush():
    """What migrations filled is there again for the test after a transactional one."""

    def fill(**_kwargs):
        factories.rules()

    post_migrate.connect(fill, sender=apps.get_app_config("tasks"))
    yield
    post_migrate.disconnect(fill, sender=apps.get_app_config("tasks"))


@pytest.fixture(scope="session")
def days_off():
    """The workday calendar as the migrations fill it, without asking a database."""
    return factories.days_off()


@pytest.fixture(autouse=True)
def calendar_is_known(days_off):
    """Every test starts with the same days in memory, whatever the one before made of them."""
    workdays.keep(days_off)


@pytest.fixture(autouse=True)
def language_of_the_installation():
    """A request in English leaves its language behind in the thread."""
    yield
    translation.deactivate()


class WriteRefused(AssertionError):
    """A request that must only read tried to write."""


READS = ("SELECT", "WITH", "EXPLAIN", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")
LOCK = re.compile(r" FOR (NO KEY )?UPDATE")


def refuse_writes(execute, sql, params, many, context):
    statement = sql.lstrip(" (\n").upper()
    # WITH may introduce a write, and SELECT … FOR UPDATE locks rows that a GET has no right to.
    if not statement.startswith(READS) or LOCK.search(statement):
        raise WriteRefused(sql)
    if statement.startswith("WITH") and any(
        verb in statement for verb in ("INSERT INTO", "DELETE FROM", "UPDATE ")
    ):
        raise WriteRefused(sql)
    return execute(sql, params, many, context)


@pytest.fixture
def only_reads():
    """A context manager under which the database refuses everything but reading."""
    return lambda: connection.execute_wrapper(refuse_writes)


@pytest.fixture
def as_user(db):
    """`as_user(person)` is a browser in which that person has signed in."""

    def browser(person, **defaults):
        client = Client(**defaults)
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return browser


@pytest.fixture
def town(db):
    return factories.city()


@pytest.fixture
def people(town):
    """The whole cast: `people.filler`, `people.head` …"""
    return factories.cast(town)


@pytest.fixture
def reviewer(people):
    return people.reviewer


@pytest.fixture
def admin(people):
    return people.admin


@pytest.fixture
def leader(people):
    return people.leader


@pytest.fixture
def filler(people):
    return people.filler


@pytest.fixture
def head(people):
    return people.head


@pytest.fixture
def stranger(people):
    return people.stranger


@pytest.fixture
def collector(people):
    return people.collector


@pytest.fixture
def district_filler(people):
    return people.district_filler


@pytest.fixture
def district_head(people):
    return people.district_head


@pytest.fixture
def other_collector(people):
    return people.other_collector


@pytest.fixture
def contractor(people):
    return people.contractor


@pytest.fixture
def hall(people):
    return people.hall


@pytest.fixture
def library(town):
    """An applied library version with the small catalogue."""
    return factories.catalogue(town)


@pytest.fixture
def campaign(town, people, library):
    """A published campaign: its lists, checks and rosters are with the units."""
    return factories.campaign(town, people)


@pytest.fixture
def tasks(campaign, town):
    """`tasks.city_list`, `tasks.part` …: what 市人力社保局 and 上城区 owe."""
    return factories.tasks_of(campaign, town)
