"""What the ladder says now: once, the present rung only, by day, to who still owes it."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tasks.models import ChasingSlip, DayOffPolicy, Reminder, Rung, State, Task
from tasks.reminding import ledger
from tasks.reminding.days import day_of
from tasks.reminding.planning import plan, remind
from tests import factories
from units import workdays
from units.models import (
    Channel,
    Delegation,
    Delivery,
    Message,
    MessageKind,
    Robot,
    SpecialDay,
    UnitKind,
)

from .spring import Spring, at
from .test_spring import by_hand, live_through, told


@pytest.fixture
def town(db):
    town = Spring()
    town.acknowledge()
    Message.objects.all().delete()
    return town


def codes(moment):
    """The rungs that speak at `moment`, each once."""
    return {one.rung.code for one in plan(moment) if not one.skipped}


def skipped(moment):
    return {one.rung.code for one in plan(moment) if one.skipped}


def task_of(town, name):
    return town.tasks(name).for_page().order_by("obligation").first()


def test_ringing_seldom_says_the_same(town):
    """Beat may ring twice a minute or twice a day: what it says is what is due, once."""
    live_through(town, ["09:00", "09:00:30", "18:00", "18:20"])
    assert told() == by_hand("told")


def test_the_zone_of_beat_changes_nothing(town):
    """The same moment in UTC (trust B6)."""
    moment = at("03-30", "09:00")
    here = [(one.task.pk, one.rung.code) for one in plan(moment)]
    there = plan(moment.astimezone(timezone.get_fixed_timezone(0)))
    assert here and [(one.task.pk, one.rung.code) for one in there] == here
    assert plan(moment - timedelta(seconds=1)) == []


def test_a_clock_that_jumps_back_says_nothing_again(town):
    remind(at("03-30", "09:30"))
    assert remind(at("03-30", "09:00")) == 0
    assert remind(at("03-30", "10:30")) == 0


# --- days: the rule for deadlines on days off, the calendar (golden cases 1 and 2) ---

RULES = {  # T-3, T-1, T, the last evening, T+1, T+2, T+3
    (DayOffPolicy.LEGAL, 0): "03-30 04-03 04-04 04-06 04-08 04-09 04-10",
    (DayOffPolicy.BEFORE, 0): "03-30 04-03 04-04 04-04 04-08 04-09 04-10",
    (DayOffPolicy.AFTER, 0): "04-02 04-04 04-08 04-08 04-09 04-10 04-11",
    # One workday of grace: nobody is late before 8 April 24:00; the reminders stay where they are.
    (DayOffPolicy.LEGAL, 1): "03-30 04-03 04-04 04-06 04-09 04-10 04-11",
    (DayOffPolicy.BEFORE, 1): "03-30 04-03 04-04 04-04 04-09 04-10 04-11",
    (DayOffPolicy.AFTER, 1): "04-02 04-04 04-08 04-08 04-10 04-11 04-12",
}
SPOKEN = ("t-3", "t-1", "t-0", "last-evening", "t+1", "t+2", "t+3")


@pytest.mark.parametrize(("policy", "grace"), RULES)
def test_each_rule_has_its_days(db, policy, grace):
    town = Spring(day_off_policy=policy, grace_workdays=grace)
    task = task_of(town, "教育")
    found = [f"{day_of(Rung.objects.get(code=code), task):%m-%d}" for code in SPOKEN]
    assert " ".join(found) == RULES[policy, grace]
    for code in SPOKEN:
        rung = Rung.objects.get(code=code)
        moment = at(f"{day_of(rung, task):%m-%d}", f"{rung.hour:%H:%M}")
        assert code in codes(moment), code


def test_nobody_is_called_overdue_within_the_grace(db):
    Spring(grace_workdays=1)
    assert codes(at("04-08", "09:00")) == set()
    assert "t+1" in codes(at("04-09", "09:00"))


def test_a_day_of_the_calendar_that_changes_moves_what_is_still_to_come(town):
    remind(at("03-30", "09:00"))
    SpecialDay.objects.update_or_create(day=date(2018, 4, 3), defaults={"works": False})
    workdays.forget()
    # T-3 would be Thursday 29 March now; it was said, and is not said again.
    assert codes(at("03-30", "10:00")) == set()
    assert codes(at("04-03", "09:00")) == set()
    assert codes(at("04-02", "09:00")) == {"t-1"}


@pytest.mark.parametrize("clock", ["00:00", "03:00", "07:59", "20:00", "23:59"])
def test_at_night_nobody_is_told_anything(town, clock):
    for day in ("03-30", "04-04", "04-08", "04-10"):
        assert plan(at(day, clock)) == []


def test_the_last_evening_is_not_a_night(town):
    assert codes(at("04-06", "17:59")) == set()
    assert codes(at("04-06", "18:00")) == codes(at("04-06", "21:59")) == {"last-evening"}
    assert codes(at("04-06", "22:00")) == set()
    # Whoever was not told then is not told afterwards that it is the last evening.
    assert codes(at("04-07", "10:00")) == codes(at("04-08", "08:30")) == set()


# --- a standstill, a moved deadline (trust C5) ---


def test_after_three_days_of_silence_only_the_present_rung_speaks(town):
    remind(at("04-03", "09:00"))
    # Beat stood still from 4 April to 9 April: T, the list, the last evening and blue are past.
    moment = at("04-09", "09:00")
    assert codes(moment) == {"t+2"}
    assert skipped(moment) == {"t-0", "last-evening", "t+1"}
    before = Message.objects.count()
    told = remind(moment)
    assert Message.objects.count() - before == told > 0
    assert set(ChasingSlip.objects.values_list("kind", flat=True)) == {"urge"}
    assert remind(moment + timedelta(minutes=1)) == 0
    rows = Reminder.objects.filter(rung__code="t+1")
    assert set(rows.values_list("skipped", flat=True)) == {ledger.OVERTAKEN}


def test_what_counts_down_is_not_said_when_the_day_is_over(town):
    assert codes(at("04-04", "17:00")) == {"t-0"}
    # The list of the missing is the bureau's; the units still hear that it is the last day.
    assert codes(at("04-04", "18:30")) == {"t-0", "t-0-list"}
    assert codes(at("04-08", "08:30")) == set()


def test_what_is_long_past_startles_nobody(town):
    assert "t+3" in codes(at("04-10", "19:00"))
    assert codes(at("05-10", "10:00")) == set()


def test_a_new_rung_in_the_past_is_overtaken(town):
    remind(at("04-08", "09:00"))
    values = Rung.objects.filter(code="t-1").values().get() | {"id": None, "code": "own-1"}
    Rung.objects.create(**values | {"offset": -2})
    assert codes(at("04-08", "09:30")) == set()


def test_a_moved_deadline_is_reminded_of_anew(town):
    remind(at("04-08", "09:00"))
    town.extend("教育", date(2018, 4, 13), at("04-09", "08:30"))
    blue = ChasingSlip.objects.filter(unit=town.units["教育"]).count()
    remind(at("04-09", "09:00"))
    assert ChasingSlip.objects.filter(unit=town.units["教育"]).count() == blue
    assert {
        one.rung.code
        for one in plan(at("04-10", "09:00"))
        if one.task.unit.pk == town.units["教育"].pk
    } == {"t-3"}
    for day in ("04-10", "04-12", "04-13"):
        remind(at(day, "09:00"))
    told = Reminder.objects.filter(task__unit=town.units["教育"], due_on=date(2018, 4, 13))
    assert set(told.values_list("rung__code", flat=True)) == {"t-3", "t-1", "t-0"}


def test_a_deadline_moved_close_is_not_reminded_of_backwards(town):
    """T-3 and T-1 of the new date lie before the day it was set."""
    town.extend("教育", date(2018, 4, 9), at("04-08", "15:00"))
    mine = [one for one in plan(at("04-08", "15:01")) if one.task.unit == town.units["教育"]]
    assert mine == []


# --- to whom ---


def test_only_who_has_not_reported_is_told(town):
    town.report("人社", at("03-29", "15:00"))
    remind(at("03-30", "09:00"))
    assert not Message.objects.filter(to__name="人社填报").exists()
    assert Message.objects.filter(to__name="公安填报").count() == 1


def test_taken_back_it_is_owed_again(town):
    town.report("人社", at("03-29", "15:00"))
    town.tasks("人社").update(state=State.FILLING, first_submitted_at=None)
    remind(at("03-30", "09:00"))
    assert Message.objects.filter(to__name="人社填报").count() == 1


def test_a_released_unit_owes_nothing(town):
    town.tasks("人社").update(state=State.APPROVED)
    assert not [one for one in plan(at("04-10", "09:00")) if one.task.unit == town.units["人社"]]


@pytest.mark.parametrize("change", [{"reminders_on": False}, {"state": "closed"}])
def test_a_campaign_may_be_quiet(town, change):
    type(town.campaign).objects.update(**change)
    assert plan(at("03-30", "09:00")) == []


def test_a_rung_that_is_off_is_quiet(town):
    Rung.objects.filter(code="t-3").update(is_on=False)
    assert plan(at("03-30", "09:00")) == []


def test_what_a_district_gave_back_is_reminded_of_but_never_late(town):
    """Returned by the district before it has reported itself: no clock, but not done either."""
    town.report("区人社", at("03-29", "10:00"))
    town.tasks("区人社").update(state=State.RETURNED)
    assert "区人社" in _names(town, at("03-30", "09:00"))
    assert "区人社" not in _names(town, at("04-08", "09:00"))


def _names(town, moment):
    short = {unit.pk: name for name, unit in town.units.items()}
    return {short[one.task.unit_id] for one in plan(moment) if not one.skipped}


def test_who_has_no_account_of_the_role_is_stood_in_for(town):
    """市公安局 has no head: the filler hears what is for heads (golden case 24)."""
    remind(at("04-09", "09:00"))
    assert Message.objects.filter(to__name="公安填报", subject__startswith="橙色催办").exists()


def test_somebody_who_left_is_not_told(town):
    people = town.units["教育"].users
    people.update(is_active=False)
    remind(at("03-30", "09:00"))
    rows = Reminder.objects.filter(task__unit=town.units["教育"], channel="inbox")
    assert set(rows.values_list("skipped", flat=True)) == {ledger.NO_ACCOUNT}
    assert not Message.objects.filter(to__in=people.all()).exists()


def test_the_substitute_of_a_head_is_told_once(town):
    head, filler = (town.units["教育"].users.get(name=f"教育{role}") for role in ("处长", "填报"))
    Delegation.objects.create(
        principal=head,
        substitute=filler,
        starts_on=date(2018, 4, 1),
        ends_on=date(2018, 4, 30),
        reason="出差",
        created_at=at("04-01", "09:00"),
        created_by=head,
    )
    remind(at("04-03", "09:00"))
    assert Message.objects.filter(to=filler).count() == 1
    remind(at("04-09", "09:00"))
    copy = Message.objects.get(to=filler, sent_at=at("04-09", "09:00"))
    assert copy.subject.startswith("代教育处长：橙色催办")
    assert Reminder.objects.filter(messages=copy).exists()


# --- channels ---


def test_groups_are_told_once_of_all(town):
    Robot.objects.create(
        name="市级部门群", channel=Channel.DINGTALK, address="https://x", kinds=["reminder"]
    )
    remind(at("04-08", "09:00"))
    said = Delivery.objects.get(robot__isnull=False)
    assert said.subject == "蓝色提醒" and "市司法局" in said.body and "区卫计局" not in said.body
    rows = Reminder.objects.filter(channel="dingtalk", rung__code="t+1")
    assert {row.deliveries.get().pk for row in rows} == {said.pk}
    assert not rows.filter(task__parent__isnull=False).exists()
    wecom = Reminder.objects.filter(channel="wecom", rung__code="t+1")
    assert set(wecom.values_list("skipped", flat=True)) == {ledger.NO_ROBOT}


def test_a_channel_nobody_has_says_so(town):
    remind(at("03-30", "09:00"))
    rows = Reminder.objects.filter(channel="email", task__unit=town.units["教育"])
    assert set(rows.values_list("skipped", flat=True)) == {ledger.NO_WAY}


def test_the_last_evening_leaves_at_once_although_it_is_a_holiday(town, settings):
    settings.EMAIL_ON = True
    remind(at("04-06", "18:00"))
    mails = Delivery.objects.filter(channel="email", kind=MessageKind.REMINDER)
    assert set(mails.values_list("due_at", flat=True)) == {at("04-06", "18:00")}


# --- cost, and two at once (trust C4) ---


def test_many_units_cost_as_many_queries_as_few(town):
    def cost(moment):
        with CaptureQueriesContext(connection) as queries:
            assert remind(moment) > 0
        return len(queries)

    few = cost(at("03-30", "09:00"))
    root, model = town.units["教育"].parent, task_of(town, "教育")
    for number in range(20):
        unit = factories.unit(f"新局{number}", UnitKind.DEPARTMENT, root, sort_order=500 + number)
        factories.user(f"new{number}", unit=unit, name=f"新人{number}")
        Task.objects.create(
            obligation=model.obligation, unit=unit, due_at=model.due_at, late_at=model.late_at
        )
    # SQLite takes only so many values in one statement.
    assert cost(at("04-03", "09:00")) <= few + 6 < 50


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_say_everything_once():
    town = Spring()
    town.acknowledge()
    Message.objects.all().delete()
    barrier, told, errors = threading.Barrier(4), [], []

    def ring():
        try:
            barrier.wait()
            told.append(remind(at("04-08", "09:00")))
        except Exception as error:  # noqa: BLE001 a thread keeps what went wrong for the test
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ring) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    people = Message.objects.filter(kind=MessageKind.REMINDER).values_list("to", flat=True)
    assert len(people) == len(set(people)) == sum(told) > 0
    keys = Reminder.objects.values_list("task", "rung", "due_on", "channel")
    assert len(keys) == len(set(keys)) > 0
    slips = ChasingSlip.objects.values_list("task", "kind")
    assert len(slips) == len(set(slips)) > 0
