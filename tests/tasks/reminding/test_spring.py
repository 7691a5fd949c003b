"""The whole spring of 2018 in small steps, against an expectation that was written by hand."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings

from tasks.models import ChasingSlip, Reminder, Task
from tasks.models.chasing import WORDS
from tasks.reminding import ledger
from tasks.reminding.planning import remind
from units.channels import hours
from units.models import Delivery, Message, MessageKind
from units.workdays import is_workday

from .spring import Spring, at, days

BY_HAND = Path(__file__).with_name("spring_2018.txt")
LAST_EVENING = at("04-06", "18:00")
# Every full hour, and the minutes around those at which a rung speaks.
CLOCKS = sorted(
    {f"{hour:02}:00" for hour in range(24)}
    | {"08:59", "09:01", "12:30", "17:59", "18:01", "21:59", "23:59"}
)

ACTS = {
    ("04-02", "11:00"): lambda town, now: town.report("规划", now),
    ("04-03", "10:00"): lambda town, now: town.report("区人社", now),
    ("04-03", "15:00"): lambda town, now: town.report("人社", now),
    ("04-04", "10:00"): lambda town, now: town.extend("卫计", date(2018, 4, 13), now),
    ("04-04", "15:00"): lambda town, now: town.report("区民政", now),
    ("04-04", "17:00"): lambda town, now: town.report("下城", now),
    ("04-06", "21:30"): lambda town, now: town.report("公安", now),
    ("04-08", "15:00"): lambda town, now: town.send_back("规划", now),
    ("04-08", "16:00"): lambda town, now: town.report("民政", now),
    ("04-09", "10:00"): lambda town, now: town.report("国土", now),
    ("04-10", "11:00"): lambda town, now: town.report("规划", now),
    ("04-10", "15:00"): lambda town, now: town.note_missing("区卫计"),
    ("04-10", "16:00"): lambda town, now: town.report("上城", now),
    ("04-13", "20:00"): lambda town, now: town.report("卫计", now),
}


def by_hand(section: str) -> Counter:
    """(moment, what, who) → how many, as the file says."""
    expected, here = Counter(), ""
    for line in BY_HAND.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("["):
            here = line.strip("[]")
        elif here == section:
            day, clock, what, *people = line.split()
            for one in people:
                who, _times, number = one.partition("×")
                assert (at(day, clock), what, who) not in expected, line
                expected[at(day, clock), what, who] = int(number or 1)
    return expected


def live_through(town, clocks=CLOCKS) -> None:
    """Beat rings at all of `clocks` from 30 March to 20 April, and people act in between."""
    town.acknowledge()
    Message.objects.all().delete()
    moments = {(day, clock) for day in days("03-30", "04-20") for clock in clocks} | set(ACTS)
    for day, clock in sorted(moments):
        now = at(day, clock)
        if (day, clock) in ACTS:
            ACTS[day, clock](town, now)
        remind(now)


def told() -> Counter:
    """What the inboxes hold: (moment, rung, person) → how many tasks it speaks of."""
    rows = Reminder.objects.filter(channel="inbox", messages__isnull=False)
    return Counter(
        (moment, rung, person)
        for moment, rung, person, _task in rows.values_list(
            "messages__sent_at", "rung__code", "messages__to__name", "task"
        )
    )


@pytest.fixture(scope="module")
def spring(django_db_setup, django_db_blocker):
    """Lived through once for all tests here, none of which writes."""
    mail = override_settings(EMAIL_ON=True)
    with django_db_blocker.unblock(), mail, transaction.atomic():
        town = Spring()
        live_through(town)
        yield town
        transaction.set_rollback(True)


def test_everybody_is_told_what_was_written_down_beforehand(spring):
    assert told() == by_hand("told")


def test_nobody_gets_two_messages_on_one_occasion(spring):
    sent = Message.objects.filter(kind=MessageKind.REMINDER)
    occasions = Counter(sent.values_list("sent_at", "to__name"))
    assert set(occasions.values()) == {1}
    assert len(occasions) == len({(when, who) for when, _rung, who in by_hand("told")})


def test_units_without_an_account_are_kept_for_the_phone_round(spring):
    rows = Reminder.objects.filter(skipped=ledger.NO_ACCOUNT, channel="inbox")
    short = {unit.pk: name for name, unit in spring.units.items()}
    found = {
        (moment, rung, short[unit])
        for moment, rung, unit in rows.values_list("at", "rung__code", "task__unit")
    }
    assert found == set(by_hand("no account"))


def test_slips_go_to_who_owes_the_bureau(spring):
    short = {unit.pk: name for name, unit in spring.units.items()}
    slips = ChasingSlip.objects.values_list("issued_at", "kind", "unit")
    assert Counter((when, WORDS[kind], short[unit]) for when, kind, unit in slips) == by_hand(
        "slips"
    )


def test_a_unit_without_matters_hears_nothing(spring):
    assert not Task.objects.filter(unit=spring.units["外办"]).exists()
    assert not Message.objects.filter(to__unit=spring.units["外办"]).exists()


def test_nothing_leaves_at_night_or_on_days_off_but_on_the_last_evening(spring):
    mails = Delivery.objects.filter(channel="email", kind=MessageKind.REMINDER)
    moments = set(mails.values_list("due_at", flat=True))
    assert LAST_EVENING in moments and not is_workday(date(2018, 4, 6))
    assert all(hours.is_allowed(moment) for moment in moments - {LAST_EVENING})
    said = set(Message.objects.filter(kind=MessageKind.REMINDER).values_list("sent_at", flat=True))
    assert said == moments


def test_a_digest_names_what_is_owed_and_what_is_missing(spring):
    sent = Message.objects.filter(kind=MessageKind.REMINDER)
    body = sent.get(to__name="上城汇总", sent_at=at("04-04", "09:00")).body
    assert "补填对接事项清单（各区县市）" in body and "报送工作小组人员名单" in body
    assert "已报 1/2 个部门，未报部门 1 个：区卫计局" in body
    body = sent.get(to__name="沈审核", sent_at=at("04-04", "18:00")).body
    assert "未报送的有6/10家" in body
    assert (
        "补填对接事项清单（市级部门）（5/8）：市公安局、市民政局、市国土局、市教育局、市司法局"
        in body
    )
    assert "补填对接事项清单（各区县市）（1/2）：上城区" in body


def test_red_names_the_leader_and_the_slip(spring):
    red = Message.objects.get(to__name="教育填报", sent_at=at("04-10", "09:00"))
    assert red.subject.startswith("红色督办：") and "已逾期 3 个工作日" in red.subject
    assert "督办责任人（分管领导）：教育分管" in red.body
    assert "督查单：督办〔2018〕1号、督办〔2018〕2号" in red.body
    district = Message.objects.get(to__name="上城汇总", sent_at=at("04-10", "09:00"))
    assert "名单中尚无" in district.body
