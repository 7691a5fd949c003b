"""Redis stopped, then empty: pages go on, nothing is lost, nobody restarts anything (C2)."""

import time

import pytest

from tests.installation import is_alive, wait_until

from .ledger import count
from .processes import Visitor, beat, kept_worker, web, worker
from .world import UNITS

pytestmark = pytest.mark.redis

MOST_SECONDS = 120
SUBMITTED = "SELECT count(*) FROM tasks_task WHERE state = 'submitted'"
SENT = "SELECT count(*) FROM units_delivery WHERE channel = 'email' AND state = 'sent'"
NOTICE = "SELECT min(id) FROM tasks_campaign"
FIRST_TASK = "SELECT min(id) FROM tasks_task"


def heads(address, numbers):
    """(visitor, the key of their first task), each signed in."""
    return [(Visitor(address).sign_in(f"head{number:02}"), number - 1) for number in numbers]


def submit_all(portal, visitors):
    """Every head submits; the slowest took so many seconds."""
    first, slowest = count(portal, FIRST_TASK), 0
    for visitor, offset in visitors:
        started = time.monotonic()
        assert visitor.submit(first + offset) == 302
        slowest = max(slowest, time.monotonic() - started)
    return slowest


def test_stopped_and_started_again(portal, redis_server, mail_server):
    with web(portal) as (address, pages), kept_worker(portal), beat(portal) as beating:
        admin, notice = Visitor(address).sign_in("admin"), count(portal, NOTICE)
        usual, later = heads(address, range(1, 6)), heads(address, range(6, 26))
        wait_until(lambda: count(portal, SENT) == UNITS, "the ladder has spoken")
        usually = submit_all(portal, usual)
        redis_server.stop()
        slowest = submit_all(portal, later)
        assert slowest < max(2 * usually, 3)
        assert count(portal, SUBMITTED) == 25
        job = admin.ask_export(notice)
        down = Visitor(address).ask("/healthz")
        assert (down[0], '"broker": "down"' in down[1]) == (200, True)
        redis_server.start()
        back = time.monotonic()
        wait_until(lambda: portal.job(job)[0] == "done", "the job is done")
        assert time.monotonic() - back < MOST_SECONDS
        assert all(is_alive(one.pid) for one in (pages, beating))
        wait_until(lambda: '"status": "ok"' in Visitor(address).ask("/healthz")[1], "all is well")


def test_emptied_while_everything_runs(portal, redis_server, mail_server):
    with web(portal) as (address, _pages), beat(portal):
        admin, notice = Visitor(address).sign_in("admin"), count(portal, NOTICE)
        (visitor,) = heads(address, [1])
        first = admin.ask_export(notice)
        redis_server.flush()
        with worker(portal):
            wait_until(lambda: portal.job(first)[0] == "done", "what was asked before is done")
            redis_server.flush()
            started = time.monotonic()
            second = admin.ask_export(notice)
            assert submit_all(portal, [visitor]) < 5
            wait_until(lambda: portal.job(second)[0] == "done", "what was asked after is done")
            wait_until(lambda: count(portal, SENT) == UNITS, "the ladder has spoken")
            assert time.monotonic() - started < MOST_SECONDS
