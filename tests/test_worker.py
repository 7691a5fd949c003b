"""A real worker on a real Redis: the bell is heard, and a bell not rung loses nothing."""

import os

import psycopg2
import pytest
from django.db import connection
from openpyxl import load_workbook

from .asking_library import ADDED
from .installation import Installation, free_port, kill, wait_until

pytestmark = pytest.mark.redis

REDIS = os.environ.get("TEST_REDIS_URL") or "redis://127.0.0.1:6379/9"
WORKER = ("-m", "celery", "-A", "yichuang", "worker", "--pool", "threads", "-c", "1")
BEAT = ("-m", "celery", "-A", "yichuang", "beat", "--pidfile=")


@pytest.fixture
def database_url():
    """A database that a second process sees too; an SQLite file is made by the installation."""
    if connection.vendor == "sqlite":
        yield ""
        return
    facts = connection.settings_dict
    server = f"postgres://{facts['USER']}:{facts['PASSWORD']}@{facts['HOST']}:{facts['PORT']}"
    name = f"yichuang_worker_{os.getpid()}"
    administration = psycopg2.connect(f"{server}/postgres")
    administration.autocommit = True
    cursor = administration.cursor()
    cursor.execute(f"CREATE DATABASE {name}")
    yield f"{server}/{name}"
    cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    administration.close()


@pytest.fixture
def portal(tmp_path, database_url):
    portal = Installation(tmp_path, database_url, REDIS)
    portal.run("manage.py", "migrate", "--verbosity", "0")
    return portal


def test_a_worker_does_what_was_asked(portal):
    with portal.running(*WORKER):
        workbook = load_workbook(portal.wait_for_job(portal.ask_export()), read_only=True)
    values = {cell for row in workbook.active.iter_rows(values_only=True) for cell in row}
    assert {"人社事项1", "人社事项8", "公安事项2"} <= values


def test_a_job_asked_with_the_broker_down_is_stored_and_swept_up(portal):
    job = portal.ask_export(REDIS_URL=f"redis://127.0.0.1:{free_port()}/0")
    assert portal.job(job)[0] == "queued"
    with portal.running(*WORKER), portal.running(*BEAT):
        assert portal.wait_for_job(job).stat().st_size > 0


def killed_when(portal, job, condition):
    """Start a worker, kill it as soon as the job is so, and let it look silent."""
    ready = f"SELECT 1 FROM units_job WHERE id = {job} AND ({condition} OR state = 'done')"
    with portal.running(*WORKER) as worker:
        wait_until(lambda: portal.row(ready), condition, pause=0.005)
        kill(worker)
    assert portal.job(job)[0] == "running", "the worker was quicker than its killer"
    portal.execute(f"UPDATE units_job SET seen_at = '2018-04-01 00:00:00' WHERE id = {job}")


def written(portal):
    """Library versions, new matters, new rows of the lists."""
    matters = "SELECT count(*) FROM matters_matter WHERE inner_code LIKE 'N%'"
    rows = matters.replace(
        "matters_matter", "matters_matter m JOIN tasks_entry e ON m.id = matter_id"
    )
    queries = ("SELECT count(*) FROM matters_libraryversion", matters, rows)
    return tuple(portal.row(query)[0] for query in queries)


def test_a_library_whose_worker_is_killed_is_written_whole_or_not_at_all(portal):
    job = int(portal.run("-m", "tests.asking_library"))
    with portal.running(*BEAT):
        for condition in ("state = 'running'", "phase IN ('整理', '写入')", "phase = '写入'"):
            killed_when(portal, job, condition)
            assert written(portal) == (1, 0, 0)
        with portal.running(*WORKER):
            wait_until(lambda: portal.job(job)[0] == "failed", "the job is given up")
            assert "中断，可重试" in portal.row("SELECT message FROM units_job")[0]
            portal.run("-m", "tests.asking_library", str(job))
            wait_until(lambda: portal.job(job)[0] == "done", "the job is done")
    assert written(portal) == (2, ADDED, ADDED)


def planned(portal):
    """The state of the uploaded library, and how many parts of its plan are kept."""
    state = portal.row("SELECT state FROM matters_libraryupload")[0]
    return state, portal.row("SELECT count(*) FROM matters_planlines")[0]


def test_a_library_whose_reader_is_killed_has_a_whole_plan_or_none(portal):
    job = int(portal.run("-m", "tests.asking_library", "read", LARGEST_DIRECT_READ="0"))
    with portal.running(*BEAT):
        for condition in ("attempts = 1", "attempts = 2 AND phase = '核对'", "attempts = 3"):
            killed_when(portal, job, condition)
            assert planned(portal) == ("reading", 0)
        with portal.running(*WORKER):
            wait_until(lambda: portal.job(job)[0] == "failed", "the job is given up")
            assert "中断，可重试" in portal.row("SELECT message FROM units_job")[0]
            portal.run("-m", "tests.asking_library", str(job))
            wait_until(lambda: portal.job(job)[0] == "done", "the library is read")
    assert planned(portal) == ("previewed", ADDED // 500)
    assert written(portal) == (1, 0, 0)


def filled(portal):
    """The state of the uploaded workbook, and how many rows carry its answers."""
    state = portal.row("SELECT state FROM tasks_workbookupload")[0]
    return state, portal.row("SELECT count(*) FROM tasks_entry WHERE version > 0")[0]


def test_a_workbook_whose_worker_is_killed_is_written_whole_or_not_at_all(portal):
    small = {"LARGEST_DIRECT_READ": "0", "LARGEST_DIRECT_WRITE": "0"}
    job = int(portal.run("-m", "tests.asking_workbook", **small))
    killed_when(portal, job, "state = 'running'")
    assert filled(portal) == ("reading", 0)
    with portal.running(*BEAT), portal.running(*WORKER):
        wait_until(lambda: portal.job(job)[0] == "done", "the workbook is read")
    job = int(portal.run("-m", "tests.asking_workbook", "confirm", **small))
    with portal.running(*BEAT):
        for condition in ("state = 'running'", "phase = '写入'"):
            killed_when(portal, job, condition)
            assert filled(portal) == ("applying", 0)
        with portal.running(*WORKER):
            wait_until(lambda: portal.job(job)[0] == "done", "the workbook is written")
    assert filled(portal) == ("applied", 2_000)
