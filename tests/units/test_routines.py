"""Routines: each occasion once, the latest after a standstill, taken up again after a death."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from tests.factories import CITY_TIME
from units import occasions, routines
from units.models import Action, Event, Message, Routine, RoutineRun, RunState
from units.models.jobs import MAX_ATTEMPTS, SILENCE

LONG_AGO = datetime(2018, 1, 1, tzinfo=CITY_TIME)
FRIDAY, MONDAY = 4, 0


def moment(month, day, hour, minute=0):
    return datetime(2018, month, day, hour, minute, tzinfo=CITY_TIME)


@pytest.fixture(autouse=True)
def only_these(monkeypatch):
    monkeypatch.setattr(routines, "ROUTINES", {})


@pytest.fixture
def rung(monkeypatch):
    """The runs a message was sent for; nobody works on them by themselves."""
    seen = []
    monkeypatch.setattr(routines, "ring", seen.append)
    return seen


@pytest.fixture
def done(rung):
    """What the routine `weekly` did: the occasions it was called for."""
    seen = []

    @routines.routine("weekly")
    def weekly(*, occasion, at):
        seen.append(occasion)
        return "汇总了 3 个单位", "/reports/1/"

    return seen


@pytest.fixture
def weekly(db):
    """周五 17:00 汇总."""
    return Routine.objects.create(
        code="weekly", name="周五汇总", weekdays=[FRIDAY], hour=time(17), counts_from=LONG_AGO
    )


def ring_and_work(at):
    routines.ring_due(at=at)
    for one in RoutineRun.objects.filter(state=RunState.QUEUED):
        routines.run(one.pk)


# ── Occasions ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("at", "latest", "following"),
    [
        (moment(3, 30, 16, 59), moment(3, 23, 17), moment(3, 30, 17)),
        (moment(3, 30, 17), moment(3, 30, 17), moment(4, 8, 17)),
        # 清明: Friday 6 April is off, and Sunday 8 April is worked instead (domain case 1).
        (moment(4, 7, 12), moment(3, 30, 17), moment(4, 8, 17)),
        (moment(4, 8, 17, 1), moment(4, 8, 17), moment(4, 13, 17)),
    ],
)
def test_a_friday_that_is_off_waits_for_the_next_workday(weekly, at, latest, following):
    assert occasions.latest_occasion(weekly, at=at) == latest
    assert occasions.next_occasion(weekly, at=at) == following


def test_a_routine_that_keeps_its_day_runs_on_days_off_too(weekly):
    weekly.workdays_only = False
    assert occasions.next_occasion(weekly, at=moment(4, 1, 0)) == moment(4, 6, 17)


def test_without_days_of_the_week_it_runs_each_workday(weekly):
    weekly.weekdays = []
    assert occasions.next_occasion(weekly, at=moment(4, 4, 18)) == moment(4, 8, 17)
    assert occasions.latest_occasion(weekly, at=moment(4, 8, 16)) == moment(4, 4, 17)


def test_switched_off_it_has_no_next_occasion(weekly):
    weekly.is_on = False
    assert occasions.next_occasion(weekly, at=moment(4, 1, 0)) is None


# ── Once ──────────────────────────────────────────────────────────────────────────────────


def test_an_occasion_is_run_once_however_often_beat_rings(weekly, done):
    for minute in range(5):
        ring_and_work(moment(3, 30, 17, minute))
    one = RoutineRun.objects.get()
    assert (done, one.state) == ([moment(3, 30, 17)], RunState.DONE)
    assert (one.message, one.result_url) == ("汇总了 3 个单位", "/reports/1/")


def test_a_second_message_for_the_same_run_does_nothing(weekly, done):
    ring_and_work(moment(3, 30, 17))
    routines.run(RoutineRun.objects.get().pk)
    assert len(done) == 1


def test_a_beat_that_rang_at_the_same_moment_changes_nothing(weekly, done, monkeypatch):
    stale = routines.due_occasions(moment(3, 30, 17))
    ring_and_work(moment(3, 30, 17))
    monkeypatch.setattr(routines, "due_occasions", lambda at: stale)
    ring_and_work(moment(3, 30, 17))
    assert (len(done), RoutineRun.objects.count()) == (1, 1)


def test_after_weeks_of_standstill_only_the_latest_occasion_is_run(weekly, done):
    ring_and_work(moment(2, 23, 17))
    ring_and_work(moment(3, 31, 9))
    assert done == [moment(2, 23, 17), moment(3, 30, 17)]


def test_switched_off_it_is_never_run(weekly, done):
    Routine.objects.update(is_on=False)
    ring_and_work(moment(3, 30, 17))
    assert done == []


def test_a_new_installation_owes_nothing_for_the_days_before(weekly, done):
    Routine.objects.update(counts_from=None)
    ring_and_work(moment(3, 24, 9))
    assert done == []
    ring_and_work(moment(3, 30, 17))
    assert done == [moment(3, 30, 17)]


def test_times_are_kept_by_the_clock_of_the_city(weekly, done):
    with timezone.override(UTC):
        ring_and_work(moment(3, 30, 17))
    with timezone.override("America/New_York"):
        ring_and_work(moment(3, 30, 17, 1))
    assert done == [moment(3, 30, 17)]


# ── Broken off, failed, tried again ───────────────────────────────────────────────────────


@pytest.fixture
def run(weekly, done):
    routines.ring_due(at=moment(3, 30, 17))
    return RoutineRun.objects.get()


def died(run, *, attempts=1):
    """The worker of `run` was killed a while ago."""
    RoutineRun.objects.filter(pk=run.pk).update(
        state=RunState.RUNNING,
        attempts=attempts,
        seen_at=timezone.now() - SILENCE - timedelta(seconds=1),
    )


def test_a_run_whose_worker_died_is_taken_up_again(run, rung, done):
    died(run)
    rung.clear()
    routines.sweep(at=timezone.now())
    assert rung == [run.pk]
    routines.run(run.pk)
    run.refresh_from_db()
    assert (run.state, run.attempts, len(done)) == (RunState.DONE, 2, 1)


def test_a_run_at_work_is_left_alone(run, rung):
    RoutineRun.objects.filter(pk=run.pk).update(state=RunState.RUNNING, seen_at=timezone.now())
    rung.clear()
    routines.sweep(at=timezone.now())
    assert rung == []


def test_a_run_that_broke_off_too_often_fails_and_the_administrators_hear(run, admin):
    died(run, attempts=MAX_ATTEMPTS)
    routines.sweep(at=timezone.now())
    run.refresh_from_db()
    assert (run.state, run.message) == (RunState.FAILED, "多次中断，可重试。")
    assert Message.objects.get(to=admin).subject == "定时任务失败：周五汇总"


def test_a_worker_that_comes_back_too_late_changes_nothing(run):
    slow = RoutineRun.objects.claim(run.pk, at=timezone.now() - 2 * SILENCE)
    routines.run(run.pk)
    routines._finish(slow, RunState.FAILED, "迟到的结果")
    run.refresh_from_db()
    assert (run.state, run.message) == (RunState.DONE, "汇总了 3 个单位")


def breaks(error):
    @routines.routine("weekly")
    def weekly(*, occasion, at):
        raise error


def test_an_error_is_kept_with_the_run_in_words(run):
    breaks(ZeroDivisionError("division by zero"))
    routines.run(run.pk)
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert "ZeroDivisionError" in run.message
    assert str(run.pk) in run.message


def test_a_refusal_says_why(run):
    breaks(routines.RoutineRefused("没有正在进行的专项。"))
    routines.run(run.pk)
    run.refresh_from_db()
    assert (run.state, run.message) == (RunState.FAILED, "没有正在进行的专项。")


def test_a_database_that_goes_away_costs_an_attempt_only(run, rung):
    breaks(OperationalError("server closed the connection unexpectedly"))
    routines.run(run.pk)
    run.refresh_from_db()
    assert run.state == RunState.RUNNING
    rung.clear()
    routines.sweep(at=timezone.now() + 2 * SILENCE)
    assert rung == [run.pk]


def test_a_failed_run_is_tried_again_on_request(run, admin, done):
    breaks(ValueError())
    routines.run(run.pk)
    RoutineRun.objects.filter(pk=run.pk).update(attempts=MAX_ATTEMPTS)
    monday = routines.routine("weekly")(lambda *, occasion, at: "好了")
    assert routines.ROUTINES["weekly"] is monday
    assert routines.retry(run, by=admin, at=timezone.now())
    assert not routines.retry(run, by=admin, at=timezone.now())
    routines.run(run.pk)
    run.refresh_from_db()
    assert (run.state, run.message) == (RunState.DONE, "好了")
    assert Event.objects.of(run).get().action == Action.REOPEN


def test_the_worker_says_that_it_lives_while_the_work_takes_long(run, monkeypatch):
    monkeypatch.setattr(routines, "SIGN_OF_LIFE_SECONDS", 0.05)
    monkeypatch.setattr(routines.connection, "close", lambda: None)
    said = []
    monkeypatch.setattr(
        type(RoutineRun.objects.all()), "update", lambda self, **fields: said.append(fields) or 1
    )
    with routines._signs_of_life(run):
        time_out = timezone.now() + timedelta(seconds=5)
        while not said and timezone.now() < time_out:
            pass
    assert list(said[0]) == ["seen_at"]


# ── By hand ───────────────────────────────────────────────────────────────────────────────


def test_run_now_is_an_occasion_of_its_own(weekly, done, admin):
    ring_and_work(moment(3, 30, 17))
    at = moment(3, 31, 9)
    one = routines.run_now(weekly, by=admin, at=at)
    routines.run(one.pk)
    assert done == [moment(3, 30, 17), at]
    assert Event.objects.of(one).get().action == Action.RUN


def test_run_now_twice_runs_once(weekly, done, admin):
    assert routines.run_now(weekly, by=admin, at=moment(3, 31, 9))
    assert routines.run_now(weekly, by=admin, at=moment(3, 31, 9, 1)) is None
    assert RoutineRun.objects.count() == 1


def test_run_now_does_not_use_up_the_next_occasion(weekly, done, admin):
    one = routines.run_now(weekly, by=admin, at=moment(3, 30, 9))
    routines.run(one.pk)
    ring_and_work(moment(3, 30, 17))
    assert done == [moment(3, 30, 9), moment(3, 30, 17)]
