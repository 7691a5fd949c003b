"""A worker killed at twenty points: no half reminders, no doubled mail, no wrong report (C1)."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from tests.installation import ROOT, is_alive, wait_until

from .ledger import SAID, check_exactly_once, check_whole, count, is_all_over
from .processes import beat

pytestmark = pytest.mark.redis

# Seconds after the ladder was rung for: before, in and after its transaction.
IN_THE_LADDER = (0.0, 0.1, 0.2, 0.4, 0.8, 1.2)
# Meanwhile letters stand still, or a quick machine has sent them all before the ladder is done.
LETTERS, SLOW, QUICK = 100, 5, 0.3
# Numbers of letters in whose middle the worker dies.
IN_A_LETTER = (1, 3, 4, 7, 12, 20, 28, 37, 45, 51)
# Seconds after the routine was rung for.
IN_THE_ROUTINE = (0.0, 0.05, 0.1, 0.2)


class Nursery:
    """Starts workers quickly and kills them without a word."""

    def __init__(self, portal, process):
        self.portal, self.process, self.count = portal, process, 0
        self.log = portal.folder / "log"

    @contextmanager
    def worker(self):
        """A worker that is dead afterwards, whatever it was doing."""
        self.count += 1
        print(f"worker{self.count}", file=self.process.stdin, flush=True)
        pid = int(self.process.stdout.readline())
        yield pid
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not is_alive(pid), "the worker is dead", pause=0.01)

    def heard(self, task, since):
        """Whether a worker has received `task` since the log had so many bytes."""
        return f"Task {task}[".encode() in self.log.read_bytes()[since:]

    def size(self):
        return self.log.stat().st_size


@pytest.fixture
def nursery(portal):
    with (portal.folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery"],
            cwd=ROOT,
            env=portal.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    yield Nursery(portal, process)
    process.stdin.close()
    process.wait(timeout=20)


def look_silent(portal):
    """What the dead worker held was held long ago: nobody waits for its silence."""
    long_ago = "'2018-04-01 00:00:00+00:00'"
    for table, column, state in (
        ("units_delivery", "claimed_at", "sending"),
        ("units_routinerun", "seen_at", "running"),
    ):
        portal.execute(f"UPDATE {table} SET {column} = {long_ago} WHERE state = '{state}'")


def kill_after(nursery, task, seconds):
    since = nursery.size()
    with nursery.worker():
        wait_until(lambda: nursery.heard(task, since), task, pause=0.005)
        time.sleep(seconds)
    look_silent(nursery.portal)


def test_nothing_is_doubled_lost_or_half(portal, nursery, mail_server):
    portal.execute("UPDATE units_routine SET is_on = NOT is_on WHERE code = 'overdue-report'")
    mail_server.stops, mail_server.seconds = set(range(LETTERS)), SLOW
    with beat(portal):
        spoken = []
        for seconds in IN_THE_LADDER:
            kill_after(nursery, "tasks.reminding.jobs.remind", seconds)
            spoken.append(check_whole(portal))
        # The first died too early to say anything; if none did, this would have tested nothing.
        assert not spoken[0]
        mail_server.seconds = QUICK
        for number in IN_A_LETTER:
            kill_in_letter(nursery, mail_server, number)
            assert check_whole(portal)
        portal.execute("UPDATE units_routine SET is_on = NOT is_on WHERE code = 'overdue-report'")
        for seconds in IN_THE_ROUTINE:
            portal.execute("UPDATE units_routinerun SET state = 'queued', attempts = 0")
            kill_after(nursery, "units.routines.work_on_run", seconds)
            assert count(portal, "SELECT count(*) FROM tasks_overduereport") in {0, 1}
        with nursery.worker():
            wait_until(lambda: is_all_over(portal), "everything said, sent and run")
    check_exactly_once(portal, mail_server, unknown=nursery.count)
    assert nursery.count == len(IN_THE_LADDER + IN_A_LETTER + IN_THE_ROUTINE) + 1


def kill_in_letter(nursery, mail_server, number):
    """Let a worker die while the mail server holds the next letter from `number` on."""
    mail_server.stands_still.clear()
    mail_server.stops = {max(number, len(mail_server.taken) + 1)}
    with nursery.worker():
        wait_until(lambda: count(nursery.portal, SAID), "the ladder has spoken")
        assert mail_server.stands_still.wait(60)
    look_silent(nursery.portal)
