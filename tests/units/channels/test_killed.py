"""A worker that is killed while a letter is under way: nothing is lost, nothing is sent twice."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tests.installation import ROOT, wait_until
from units.models import Delivery, DeliveryState, MessageKind
from units.models.channels import SILENCE

from .conftest import deliver, outside, say

WORK = """
import django
django.setup()
from django.utils import timezone
from units.channels import delivering
print(delivering.deliver(now=timezone.now))
"""


@pytest.fixture
def worker(mail_server, tmp_path):
    """`worker()` is a process of its own that delivers from the database of this test."""
    facts = connection.settings_dict
    url = f"sqlite:///{facts['NAME']}"
    if connection.vendor == "postgresql":
        url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**facts)
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "yichuang.settings",
        "YICHUANG_ENV": "test",
        "DATABASE_URL": url,
        "VAR_DIR": str(tmp_path),
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_server.port}",
        "PYTHONPATH": str(ROOT),
    }

    def start():
        return subprocess.Popen([sys.executable, "-c", WORK], cwd=ROOT, env=env)

    return start


@pytest.fixture
def waiting(mail_server, fang):
    """Two messages to 方填报 that may leave now, whatever the hour."""
    now = timezone.now()
    for number in range(2):
        say(fang, kind=MessageKind.CHASING, subject=f"催办{number}", at=now, not_before=now)
    return now


def states():
    return {row.state for row in outside()}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["recipient", "text"])
def test_a_killed_worker_sends_nothing_twice(mail_server, waiting, worker, step):
    """Killed before the server has the letter, and after it: only a person sends it again."""
    mail_server.pauses_at = step
    process = worker()
    wait_until(lambda: mail_server.is_paused, "the letter under way")
    assert states() == {DeliveryState.SENDING}
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    mail_server.go_on()
    claimed = outside()[0].claimed_at
    assert deliver(claimed + SILENCE) == 0 and states() == {DeliveryState.UNKNOWN}
    assert deliver(claimed + timedelta(hours=12)) == 0
    assert len(mail_server.taken) == (1 if step == "text" else 0)


@pytest.mark.django_db(transaction=True)
def test_two_processes_send_a_letter_once(mail_server, waiting, worker):
    processes = [worker(), worker()]
    assert [process.wait(60) for process in processes] == [0, 0]
    assert len(mail_server.taken) == 1 and states() == {DeliveryState.SENT}
    assert len(set(Delivery.objects.exclude(letter=None).values_list("letter", flat=True))) == 1
