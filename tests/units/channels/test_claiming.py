"""Claimed once, whoever rings; what was claimed and lost is left to a person (trust C4)."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from tests import factories
from units.channels import claiming, delivering, settling
from units.channels.outcomes import again, taken
from units.models import Channel, Delivery, DeliveryState
from units.models.channels import SILENCE

from .conftest import TEN, deliver, outside, say


def test_a_lost_worker_leaves_the_outcome_open(mail_server, fang):
    """Killed between sending and noting: the letter may have left."""
    say(fang)
    assert claiming.claim(Channel.EMAIL, at=TEN)
    assert deliver(TEN + SILENCE - timedelta(seconds=1)) == 0
    assert outside()[0].state == DeliveryState.SENDING
    assert deliver(TEN + SILENCE) == 0
    (row,) = outside()
    assert row.state == DeliveryState.UNKNOWN and "不会自动重发" in row.error
    assert deliver(TEN + timedelta(hours=1)) == 0
    assert mail_server.taken == []


def test_a_worker_that_was_only_slow_still_knows_best(mail_server, fang):
    say(fang)
    letter = claiming.claim(Channel.EMAIL, at=TEN)
    settling.give_up_silent(at=TEN + SILENCE)
    settling.settle(letter, taken("收下"), at=TEN + SILENCE * 2)
    assert outside()[0].state == DeliveryState.SENT


def test_what_was_given_up_does_not_start_again_by_itself(mail_server, fang):
    say(fang)
    letter = claiming.claim(Channel.EMAIL, at=TEN)
    settling.give_up_silent(at=TEN + SILENCE)
    settling.settle(letter, again("稍后"), at=TEN + SILENCE * 2)
    assert outside()[0].state == DeliveryState.FAILED


def test_a_letter_that_was_settled_is_not_settled_twice(mail_server, fang):
    say(fang)
    letter = claiming.claim(Channel.EMAIL, at=TEN)
    settling.settle(letter, taken("收下"), at=TEN)
    settling.settle(letter, again("稍后"), at=TEN)
    assert outside()[0].state == DeliveryState.SENT and len(outside()[0].tries) == 1


def test_while_one_letter_is_under_way_the_next_worker_leaves(mail_server, fang, head):
    head.email = "he@example.gov.cn"
    head.save()
    say(fang, head)
    assert claiming.claim(Channel.EMAIL, at=TEN)
    assert claiming.claim(Channel.EMAIL, at=TEN + timedelta(seconds=1)) is None
    assert claiming.claim(Channel.EMAIL, at=TEN + SILENCE + timedelta(seconds=1))


def test_an_error_of_the_program_holds_up_nobody(mail_server, fang, head, monkeypatch):
    head.email = "he@example.gov.cn"
    head.save()
    say(fang, head)
    monkeypatch.setitem(delivering.CARRIERS, Channel.EMAIL, lambda letter: 1 / 0)
    assert deliver() == 2
    assert {row.state for row in outside()} == {DeliveryState.UNKNOWN}


def test_a_run_comes_to_an_end(mail_server, town, monkeypatch):
    monkeypatch.setattr(delivering, "LETTERS_A_RUN", 3)
    people = [
        factories.user(f"u{number}", unit=town.renshe, email=f"u{number}@example.gov.cn")
        for number in range(5)
    ]
    say(*people)
    assert [deliver(), deliver(), deliver()] == [3, 2, 0]
    assert len(mail_server.taken) == 5


@pytest.mark.django_db(transaction=True)
def test_many_workers_send_each_letter_once(mail_server, town):
    people = [
        factories.user(f"u{number}", unit=town.renshe, email=f"u{number}@example.gov.cn")
        for number in range(12)
    ]
    say(*people)
    say(*people)
    start = Barrier(4)

    def work():
        start.wait()
        for _bell in range(12):
            delivering.deliver(now=lambda: TEN)
        connection.close()

    workers = [Thread(target=work) for _number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    addressed = [mail["To"].addresses[0].addr_spec for mail in mail_server.taken]
    assert sorted(addressed) == sorted(person.email for person in people)
    letters = Delivery.objects.exclude(channel="inbox").values_list("letter", flat=True).distinct()
    assert len(letters) == 12
    assert {row.state for row in outside()} == {DeliveryState.SENT}
