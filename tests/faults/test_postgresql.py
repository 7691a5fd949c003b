"""PostgreSQL restarted under load: nothing acknowledged is lost, all goes on by itself (C3)."""

import time
from threading import Thread

import pytest

from tests.installation import Installation, is_alive, wait_until

from .conftest import QUICKLY, build
from .ledger import count
from .processes import Visitor, beat, web, worker
from .servers import PrivatePostgres
from .world import UNITS

pytestmark = [pytest.mark.redis, pytest.mark.postgresql]

SECONDS_AFTER = 10
TASKS = "SELECT min(id) FROM tasks_task"
NOTICE = "SELECT min(id) FROM tasks_campaign"


@pytest.fixture
def server():
    with PrivatePostgres() as server:
        yield server


@pytest.fixture
def portal(tmp_path, server, redis_server, mail_server):
    portal = Installation(tmp_path, server.url, redis_server.url)
    portal.env |= QUICKLY | {"EMAIL_URL": f"smtp://127.0.0.1:{mail_server.port}"}
    build(portal)
    return portal


class Storm:
    """Heads who sign in and submit one after another, each trying again until it is done."""

    def __init__(self, address, first):
        self.address, self.first = address, first
        self.acknowledged, self.errors = set(), []
        self.threads = [Thread(target=self.submit, args=(start,)) for start in (1, 2, 3, 4)]

    def __enter__(self):
        for one in self.threads:
            one.start()
        return self

    def __exit__(self, *_error):
        for one in self.threads:
            one.join()

    def submit(self, start):
        for number in range(start, 41, 4):
            task = self.first + number - 1
            while task not in self.acknowledged:
                if self._once(number, task) == 302:
                    self.acknowledged.add(task)
                else:
                    self.errors.append(time.monotonic())
                    time.sleep(0.2)

    def _once(self, number, task):
        try:
            return Visitor(self.address).sign_in(f"head{number:02}").submit(task)
        except AssertionError:
            return 0


def test_restarted_under_a_storm(portal, server, mail_server):
    with web(portal) as (address, pages), worker(portal) as working, beat(portal) as beating:
        admin, notice = Visitor(address).sign_in("admin"), count(portal, NOTICE)
        with Storm(address, count(portal, TASKS)) as storm:
            before = admin.ask_export(notice)
            wait_until(lambda: len(storm.acknowledged) >= 10, "some have submitted")
            server.restart()
            back = time.monotonic()
        assert len(storm.acknowledged) == 40
        assert max(storm.errors, default=back) - back < SECONDS_AFTER
        keys = ",".join(map(str, storm.acknowledged))
        there = f"SELECT count(*) FROM tasks_task WHERE id IN ({keys}) AND state = 'submitted'"
        assert count(portal, there) == 40
        after = admin.ask_export(notice)
        for job in (before, after):
            wait_until(lambda job=job: portal.job(job)[0] == "done", "the jobs are done")
        sent = "SELECT count(*) FROM units_delivery WHERE channel = 'email' AND state = 'sent'"
        unknown = sent.replace("'sent'", "'unknown'")
        wait_until(
            lambda: count(portal, sent) + count(portal, unknown) >= UNITS - 40, "letters leave"
        )
        assert all(is_alive(one.pid) for one in (pages, working, beating))
    receivers = [mail["To"] for mail in mail_server.taken]
    assert len(receivers) == len(set(receivers))
