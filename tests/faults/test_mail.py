"""A mail server that takes calls and says nothing: pages and other work go on (C7)."""

import time

import pytest

from tests.installation import wait_until

from .ledger import check_whole, count
from .processes import Visitor, beat, web, worker
from .servers import black_hole
from .world import UNITS

pytestmark = pytest.mark.redis

TRIED = "SELECT count(*) FROM units_delivery WHERE channel = 'email' AND attempts > 0"
WAITING = f"{TRIED} AND state = 'queued' AND error <> ''"
SENT = "SELECT count(*) FROM units_delivery WHERE channel = 'email' AND state = 'sent'"
NOTICE = "SELECT min(id) FROM tasks_campaign"


def test_it_holds_up_nothing_but_mail_and_is_tried_again(portal, mail_server):
    well = portal.env["EMAIL_URL"]
    with black_hole() as port, web(portal) as (address, _pages), beat(portal):
        portal.env["EMAIL_URL"] = f"smtp://127.0.0.1:{port}"
        admin = Visitor(address).sign_in("admin")
        with worker(portal):
            wait_until(lambda: count(portal, TRIED), "a letter hangs", pause=0.02)
            started = time.monotonic()
            assert admin.status("/operations/") == 200
            assert time.monotonic() - started < 3
            job = admin.ask_export(count(portal, NOTICE))
            wait_until(lambda: portal.job(job)[0] == "done", "other work is done")
            wait_until(lambda: count(portal, WAITING), "the letter is put back")
        assert check_whole(portal)
        assert (count(portal, SENT), mail_server.taken) == (0, [])
        portal.env["EMAIL_URL"] = well
        portal.execute("UPDATE units_delivery SET due_at = asked_at WHERE state = 'queued'")
        portal.execute(
            "UPDATE units_delivery SET claimed_at = NULL, state = 'queued' WHERE state = 'sending'"
        )
        with worker(portal):
            wait_until(lambda: count(portal, SENT) == UNITS, "all letters sent")
    assert len({mail["To"] for mail in mail_server.taken}) == len(mail_server.taken) == UNITS
