"""运行: how each part is, schedules one may change, runs one may retry."""

from datetime import datetime, time, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import CITY_TIME
from units import pulse, routines
from units.models import Event, Routine, RoutineRun, RunState
from units.operations import schedules

from .conftest import job

JOBS = "units:operation-jobs"


# ── Overview ──────────────────────────────────────────────────────────────────────────────


def test_parts_and_ticks_are_told_in_words(browser, admin):
    pulse.beat("beat@vm", at=timezone.now() - timedelta(hours=1))
    pulse.beat("sweep-jobs", at=timezone.now(), error="OSError: no route")
    text = browser.get(reverse("units:operations")).text
    assert "超时未见" in text
    assert "OSError: no route" in text
    assert "尚未启动" in text


def test_every_tick_of_beat_has_a_name(browser):
    ticks = browser.get(reverse("units:operations")).context["ticks"]
    assert [tick["label"] for tick in ticks if str(tick["label"]).isascii()] == []


def test_only_who_operates_finds_the_entry(as_user, admin, reviewer):
    entry = f'href="{reverse("units:operations")}"'
    assert entry in as_user(admin).get("/").text
    assert entry not in as_user(reviewer).get("/").text


# ── Schedules ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "每星期五 17:00，遇休息日顺延"),
        ({"weekdays": [0, 2], "workdays_only": False}, "每星期一、星期三 17:00"),
        ({"weekdays": []}, "每个工作日 17:00"),
        ({"weekdays": [], "workdays_only": False, "hour": time(8, 30)}, "每天 08:30"),
    ],
)
def test_a_schedule_reads_as_a_sentence(weekly, fields, words):
    for name, value in fields.items():
        setattr(weekly, name, value)
    assert schedules.in_words(weekly) == words


def save(browser, routine, **data):
    data = {"weekdays": ["0"], "hour": "08:30", "workdays_only": "on", "is_on": "on"} | data
    return browser.post(reverse("units:routine-edit", args=[routine.pk]), data, follow=True)


def test_a_changed_schedule_counts_from_now(browser, weekly, admin):
    before = timezone.now()
    assert "已保存" in save(browser, weekly).text
    weekly.refresh_from_db()
    assert (weekly.weekdays, weekly.hour, weekly.counts_from > before) == ([0], time(8, 30), True)
    event = Event.objects.of(weekly).get()
    assert event.changes == {"weekdays": ["星期五", "星期一"], "hour": ["17:00", "08:30"]}
    routines.ring_due(at=timezone.now())
    assert not RoutineRun.objects.exists()


def test_saving_what_was_there_changes_nothing(browser, weekly):
    assert "没有改动" in save(browser, weekly, weekdays=["4"], hour="17:00").text
    assert not Event.objects.of(weekly).exists()


def test_all_seven_days_are_every_day(browser, weekly):
    save(browser, weekly, weekdays=[str(day) for day in range(7)])
    weekly.refresh_from_db()
    assert weekly.weekdays == []


@pytest.mark.parametrize("data", [{"weekdays": ["7"]}, {"hour": ""}, {"hour": "25:00"}])
def test_senseless_times_are_refused(browser, weekly, data):
    assert save(browser, weekly, **data).status_code == 422
    weekly.refresh_from_db()
    assert weekly.weekdays == [4]


def test_switched_off_it_says_so(browser, weekly):
    save(browser, weekly, is_on="")
    assert "停用" in browser.get(reverse("units:operations")).text


def test_run_now_shows_its_result(browser, weekly, admin, django_capture_on_commit_callbacks):
    browser.post(reverse("units:routine-run", args=[weekly.pk]))
    run = RoutineRun.objects.get()
    routines.run(run.pk)
    text = browser.get(reverse("units:routine", args=[weekly.pk])).text
    assert "汇总完成" in text
    assert f"{admin.name}手动运行" in text


def test_run_now_pressed_twice_runs_once(browser, weekly):
    for _ in range(2):
        browser.post(reverse("units:routine-run", args=[weekly.pk]))
    assert RoutineRun.objects.count() == 1


def test_a_result_is_linked_and_a_failure_told_in_its_words(browser, weekly):
    for day, state, words in ((2, RunState.DONE, "汇总了 3 个"), (9, RunState.FAILED, "没有专项")):
        RoutineRun.objects.create(
            routine=weekly,
            occasion=datetime(2018, 3, day, 17, tzinfo=CITY_TIME),
            state=state,
            message=words,
            result_url="/reports/7/" if state == RunState.DONE else "",
        )
    failed = RoutineRun.objects.get(state=RunState.FAILED)
    text = browser.get(reverse("units:routine", args=[weekly.pk])).text
    assert '<a href="/reports/7/">汇总了 3 个</a>' in text
    assert "没有专项" in text
    assert reverse("units:run-retry", args=[failed.pk]) in text
    browser.post(reverse("units:run-retry", args=[failed.pk]))
    failed.refresh_from_db()
    assert failed.state == RunState.QUEUED


# ── Cost ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["units:operations", JOBS, "units:routine"])
def test_queries_do_not_grow_with_rows(browser, weekly, filler, stranger, name):
    args = [weekly.pk] if name == "units:routine" else []

    def cost():
        cache.set("broker", "ok")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert browser.get(reverse(name, args=args)).status_code == 200
        return len(queries)

    def grow(count, month):
        for number in range(count):
            job(filler if number % 2 else stranger, f"导出{number}", minutes=number)
            other = Routine.objects.create(code=f"r{month}{number}", name="r", hour=time(9))
            for one in (weekly, other):
                when = datetime(2018, month, number + 1, tzinfo=CITY_TIME)
                RoutineRun.objects.create(routine=one, occasion=when, by=filler)

    grow(2, 1)
    cost()
    before = cost()
    grow(20, 2)
    assert cost() == before
