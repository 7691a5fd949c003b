"""Everybody's jobs, for who operates the portal: all but their results."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tests.factories import DURING
from units import jobs
from units.models import Action, Event, Job, JobState, Message

from .conftest import job

JOBS = "units:operation-jobs"


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
    # Words that a redirect could take for the name of a page.
    for back in ("1:2", "0001-01-01", "units:nowhere"):
        assert browser.post(url, {"back": back}).status_code == 302


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
