"""Two beats, two workers, every message many times over: everything happens once (trust C4)."""

from contextlib import ExitStack

import pytest

from tests.installation import wait_until

from .ledger import check_exactly_once, is_all_over
from .processes import beat, worker

pytestmark = pytest.mark.redis


def test_everything_is_said_sent_and_run_once(portal, mail_server, redis_server):
    with ExitStack() as processes:
        for number in (1, 2):
            processes.enter_context(worker(portal, f"worker{number}"))
            processes.enter_context(beat(portal, f"beat{number}"))
        portal.run("-m", "tests.faults.bells", "40")
        wait_until(lambda: is_all_over(portal), "everything said, sent and run")
        portal.run("-m", "tests.faults.bells", "20")
        wait_until(lambda: not redis_server.client.llen("celery"), "every bell heard")
        wait_until(lambda: is_all_over(portal), "and nothing more")
    check_exactly_once(portal, mail_server)
