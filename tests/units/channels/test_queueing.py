"""What is told is queued for the channels each person wants, with what it speaks of."""

from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.factories import CITY_TIME
from units.channels import groups
from units.models import (
    Channel,
    ChannelPreference,
    Delegation,
    Delivery,
    DeliveryState,
    Frequency,
    Message,
    MessageKind,
)

from .conftest import TEN, outside, say

NIGHT = datetime(2018, 4, 4, 21, 0, tzinfo=CITY_TIME)
AFTER_THE_HOLIDAY = datetime(2018, 4, 8, 8, 0, tzinfo=CITY_TIME)


def prefer(person, frequency, *, kind=MessageKind.REVIEW, channel=Channel.EMAIL):
    ChannelPreference.objects.create(user=person, kind=kind, channel=channel, frequency=frequency)


def test_every_message_is_in_the_register_from_the_start(filler):
    (message,) = say(filler)
    row = Delivery.objects.get()
    assert (row.message, row.channel, row.state) == (message, Channel.INBOX, DeliveryState.SENT)
    assert (row.person, row.unit, row.sent_at) == (filler, filler.unit, TEN)


def test_without_a_mail_server_nothing_waits_for_one(fang):
    say(fang)
    assert outside() == []


def test_who_has_an_address_is_mailed_unless_it_is_trifling(by_mail, fang, head):
    for kind in MessageKind:
        say(fang, head, kind=kind)
    assert [row.kind for row in outside()] == [
        "task", "review", "objection", "reminder", "chasing", "circular",
    ]  # fmt: skip
    assert {(row.person, row.address, row.due_at) for row in outside()} == {
        (fang, "fang@example.gov.cn", TEN)
    }


def test_who_wants_no_mail_is_left_in_peace(by_mail, fang):
    prefer(fang, Frequency.OFF)
    say(fang)
    assert outside() == [] and Message.objects.filter(to=fang).count() == 1


def test_a_digest_waits_for_the_next_morning(by_mail, fang):
    prefer(fang, Frequency.DAILY)
    say(fang)
    assert outside()[0].due_at == datetime(2018, 4, 3, 8, 30, tzinfo=CITY_TIME)


def test_a_choice_holds_for_its_kind_alone(by_mail, fang):
    prefer(fang, Frequency.OFF, kind=MessageKind.TASK)
    say(fang)
    assert len(outside()) == 1


def test_a_choice_can_ask_for_more_than_is_usual(by_mail, fang):
    prefer(fang, Frequency.INSTANT, kind=MessageKind.JOB)
    say(fang, kind=MessageKind.JOB)
    assert len(outside()) == 1


def test_at_night_it_waits_for_the_next_workday(by_mail, fang):
    say(fang, at=NIGHT)
    assert outside()[0].due_at == AFTER_THE_HOLIDAY


def test_the_last_evening_may_be_named(by_mail, fang):
    say(fang, at=NIGHT, not_before=NIGHT)
    assert outside()[0].due_at == NIGHT


def test_an_sms_goes_only_where_the_caller_names_it(by_mail, by_sms, fang):
    say(fang, kind=MessageKind.CHASING)
    assert [row.channel for row in outside()] == [Channel.EMAIL]
    say(fang, kind=MessageKind.CHASING, channels=[Channel.SMS])
    assert [row.channel for row in outside()] == [Channel.EMAIL, Channel.SMS]
    assert outside()[1].address == "19900000011"


def test_an_sms_about_anything_else_is_not_usual(by_sms, fang):
    say(fang, kind=MessageKind.TASK, channels=[Channel.SMS])
    assert outside() == []
    prefer(fang, Frequency.INSTANT, kind=MessageKind.TASK, channel=Channel.SMS)
    say(fang, kind=MessageKind.TASK)
    assert len(outside()) == 1


def test_who_wants_no_sms_gets_none_though_it_is_named(by_sms, fang):
    prefer(fang, Frequency.OFF, kind=MessageKind.CHASING, channel=Channel.SMS)
    say(fang, kind=MessageKind.CHASING, channels=[Channel.SMS])
    assert outside() == []


def test_no_channel_at_all_may_be_named(by_mail, fang):
    say(fang, channels=[])
    assert outside() == [] and Message.objects.count() == 1


def test_a_landline_gets_no_sms(by_sms, fang):
    fang.phone = "0571-85250000"
    fang.save()
    say(fang, kind=MessageKind.CHASING, channels=[Channel.SMS])
    assert outside() == []


def test_a_substitute_is_told_by_their_own_channels(by_mail, fang, head):
    Delegation.objects.create(
        principal=head,
        substitute=fang,
        starts_on=TEN.date(),
        ends_on=TEN.date(),
        reason="出差",
        created_at=TEN,
        created_by=head,
    )
    say(head)
    assert [(row.person, row.subject) for row in outside()] == [(fang, f"代{head}：附件2已退回")]


def test_what_is_taken_back_was_never_told(by_mail, fang):
    with pytest.raises(RuntimeError), transaction.atomic():
        say(fang)
        raise RuntimeError
    assert not Delivery.objects.exists() and not Message.objects.exists()


def test_one_bell_rings_for_many_messages(
    by_mail, fang, monkeypatch, django_capture_on_commit_callbacks
):
    rung = []
    monkeypatch.setattr(
        "units.channels.jobs.deliver_due.apply_async", lambda **how: rung.append(how)
    )
    with django_capture_on_commit_callbacks(execute=True):
        say(fang)
        say(fang)
    assert rung == [{"retry": False}]


def test_a_dead_broker_does_not_hurt(
    by_mail, fang, monkeypatch, django_capture_on_commit_callbacks
):
    def dead(**_how):
        raise ConnectionError

    monkeypatch.setattr("units.channels.jobs.deliver_due.apply_async", dead)
    with django_capture_on_commit_callbacks(execute=True):
        say(fang)
    assert outside()[0].state == DeliveryState.QUEUED


def test_telling_many_reads_no_more_than_telling_one(by_mail, by_sms, fang, town):
    many = [
        factories.user(f"u{number}", unit=town.renshe, email=f"u{number}@example.gov.cn")
        for number in range(40)
    ]

    def reads(*people):
        with CaptureQueriesContext(connection) as queries:
            say(*people)
        return sum(query["sql"].startswith("SELECT") for query in queries)

    say(fang)  # every process reads the calendar once
    assert (reads(fang), reads(*many)) == (2, 2)


def test_groups_are_told_what_they_asked_for(group):
    told = groups.tell_groups(kind=MessageKind.CHASING, subject="催办", body="名单", at=TEN)
    assert [(row.robot, row.channel, row.unit.kind) for row in told] == [
        (group, Channel.DINGTALK, "bureau")
    ]
    assert groups.tell_groups(kind=MessageKind.TASK, subject="新任务", at=TEN) == []


def test_groups_sleep_at_night_and_when_switched_off(group):
    (row,) = groups.tell_groups(kind=MessageKind.CHASING, subject="催办", at=NIGHT)
    assert row.due_at == AFTER_THE_HOLIDAY
    group.is_on = False
    group.save()
    assert groups.tell_groups(kind=MessageKind.CHASING, subject="催办", at=TEN) == []


def test_a_bad_moment_is_a_long_way_off(by_mail, fang):
    """Two messages of one evening are due together, and so become one letter."""
    say(fang, at=NIGHT)
    say(fang, at=NIGHT + timedelta(hours=30))
    assert {row.due_at for row in outside()} == {AFTER_THE_HOLIDAY}
