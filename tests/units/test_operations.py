"""运行: everybody's jobs without their results, schedules one may change, runs one may retry."""

from datetime import datetime, time, timedelta
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tests.factories import CITY_TIME, DURING
from units import jobs, pulse, routines
from units.models import Action, Event, Job, JobState, Message, Routine, RoutineRun, RunState
from units.models.jobs import SILENCE
from units.operations import health, schedules

JOBS = "units:operation-jobs"


@pytest.fixture(autouse=True)
def quiet(monkeypatch):
    """No broker is asked and no message sent."""
    monkeypatch.setattr(health, "_ask_broker", lambda: "ok")
    monkeypatch.setattr(jobs, "ring", lambda pk: None)
    monkeypatch.setattr(routines, "ring", lambda pk: None)
    cache.delete("broker")


@pytest.fixture
def browser(as_user, admin):
    return as_user(admin)


def job(owner, title, state=JobState.DONE, *, minutes=0, **fields):
    asked_at = DURING - timedelta(minutes=minutes)
    fields.setdefault("kind", "report")
    return Job.objects.create(title=title, owner=owner, state=state, asked_at=asked_at, **fields)


@pytest.fixture
def silent(filler):
    """A job whose worker was killed."""
    seen = timezone.now() - SILENCE - timedelta(seconds=5)
    return job(filler, "静默的导出", JobState.RUNNING, minutes=60, seen_at=seen, attempts=1)


@pytest.fixture
def weekly(monkeypatch, db):
    monkeypatch.setitem(routines.ROUTINES, "weekly", lambda *, occasion, at: "汇总完成")
    return Routine.objects.create(code="weekly", name="周五汇总", weekdays=[4], hour=time(17))


# ── Jobs of everybody ─────────────────────────────────────────────────────────────────────


def order(text, *titles):
    places = [text.index(title) for title in titles]
    return places == sorted(places)


def test_what_broke_off_stands_first_then_what_is_not_over(browser, filler, stranger, silent):
    job(filler, "新的导出", JobState.DONE)
    job(stranger, "排队的导入", JobState.QUEUED, minutes=30)
    text = browser.get(reverse(JOBS)).text
    assert order(text, "静默的导出", "排队的导入", "新的导出")
    assert "中断，可重试" in text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("state=broken", {"静默的导出"}),
        ("state=done", {"甲"}),
        ("kind=report", {"甲", "静默的导出"}),
        ("q=莫生人", {"甲"}),
        ("q=人力社保 静默", {"静默的导出"}),
        ("state=nonsense&sort=nonsense&page=9999", {"甲", "静默的导出"}),
    ],
)
def test_the_address_narrows_the_list(browser, stranger, silent, query, shown, monkeypatch):
    monkeypatch.setitem(jobs.NAMES, "report", "导出附件")
    job(stranger, "甲", JobState.DONE)
    lines = browser.get(f"{reverse(JOBS)}?{query}").context["lines"]
    assert {line["job"].title for line in lines} == shown


def test_a_result_stays_with_its_owner(browser, filler, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    done = job(filler, "导出附件2", file_name="附件2.xlsx", result_url="/somewhere/")
    done.file.save("x.xlsx", ContentFile(b"PK"))
    text = browser.get(reverse(JOBS)).text
    assert "导出附件2" in text
    assert reverse("units:job-file", args=[done.pk]) not in text
    assert "/somewhere/" not in text
    assert browser.get(reverse("units:job-file", args=[done.pk])).status_code == 404


def test_the_workbook_holds_what_the_list_shows(browser, filler, stranger, silent, admin):
    job(stranger, "=1+1", JobState.DONE)
    response = browser.post(reverse("units:operation-jobs-export") + "?state=done")
    sheet = load_workbook(BytesIO(response.getvalue())).active
    rows = list(sheet.iter_rows())
    assert [cell.value for cell in rows[-1]][1] == "=1+1"
    assert rows[-1][1].data_type == "s"
    assert "静默的导出" not in str([[cell.value for cell in row] for row in rows])
    assert Event.objects.get(action=Action.EXPORT).by == admin


def test_an_administrator_retries_what_broke_off_and_comes_back_to_the_list(browser, silent, admin):
    back = reverse(JOBS) + "?state=broken"
    url = reverse("units:operation-job-retry", args=[silent.pk])
    response = browser.post(url, {"back": back})
    silent.refresh_from_db()
    assert (response.url, silent.state) == (back, JobState.QUEUED)
    assert Event.objects.of(silent).get().by == admin


def test_no_other_site_is_gone_back_to(browser, silent):
    url = reverse("units:operation-job-retry", args=[silent.pk])
    assert browser.post(url, {"back": "https://evil.example/"}).url == reverse(JOBS)


def abandon(browser, one):
    response = browser.post(reverse("units:operation-job-abandon", args=[one.pk]), follow=True)
    one.refresh_from_db()
    return response.text


@pytest.mark.parametrize(
    "fields",
    [
        {"state": JobState.QUEUED},
        {"state": JobState.FAILED, "may_retry": True},
        {"state": JobState.RUNNING, "seen_at": DURING, "attempts": 1},
    ],
)
def test_a_job_that_is_given_up_is_over_and_its_owner_hears(browser, filler, admin, fields):
    one = job(filler, "毒任务", **fields)
    assert "已放弃" in abandon(browser, one)
    assert (one.state, one.may_retry) == (JobState.FAILED, False)
    assert Message.objects.get(to=filler).body == one.message
    event = Event.objects.of(one).get()
    assert (event.action, event.by) == (Action.WITHDRAW, admin)
    jobs.sweep(at=timezone.now())
    jobs.run(one.pk)
    assert Job.objects.get(pk=one.pk).state == JobState.FAILED


def test_a_job_at_work_or_over_is_not_given_up(browser, filler):
    at_work = job(filler, "在做", JobState.RUNNING, seen_at=timezone.now())
    over = job(filler, "做完", JobState.DONE)
    for one, state in ((at_work, JobState.RUNNING), (over, JobState.DONE)):
        assert "不能放弃" in abandon(browser, one)
        assert one.state == state
        assert not Event.objects.of(one).exists()


def test_a_job_that_always_breaks_stops_and_shows_up(browser, filler, monkeypatch):
    def poison(job, report):
        raise MemoryError("too large")

    monkeypatch.setitem(jobs.HANDLERS, "poison", poison)
    one = job(filler, "毒任务", JobState.QUEUED, kind="poison")
    for _ in range(5):
        jobs.sweep(at=timezone.now())
        jobs.run(one.pk)
    one.refresh_from_db()
    assert (one.state, one.attempts) == (JobState.FAILED, 1)
    text = browser.get(reverse(JOBS)).text
    assert "毒任务" in text
    assert f"编号 {one.pk}" in text
    assert browser.get(reverse("units:operations")).context["queue"]["broken"] == 1


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
