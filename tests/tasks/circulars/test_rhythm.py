"""The schedule: reports on due days, 周五汇总、周一初核、周二下发, and 现在汇总 by hand."""

from datetime import datetime, timedelta

import pytest

from tasks.circulars import circulars, compiling, rhythm
from tasks.models import Circular, OverdueReport, State, Task
from tests.factories import CITY_TIME
from units import jobs
from units.models import Job, Message, Routine
from units.occasions import latest_occasion
from units.routines import ROUTINES

from .conftest import CUT_OFF, NEXT_DAY


def at(month, day, hour=17):
    return datetime(2018, month, day, hour, tzinfo=CITY_TIME)


def test_every_schedule_has_its_function(db):
    codes = {"overdue-report", "weekly-circular", "check-circular", "issue-circular"}
    assert codes <= set(ROUTINES) and codes <= set(Routine.objects.values_list("code", flat=True))


@pytest.mark.parametrize(
    ("day", "reports"),
    [((4, 3), 0), ((4, 4), 1), ((4, 8), 1), ((4, 9), 0)],
)
def test_a_report_on_the_last_workday_and_on_the_one_after(reported, day, reports):
    occasion = at(*day)
    ROUTINES["overdue-report"](occasion=occasion, at=occasion)
    assert OverdueReport.objects.filter(cut_off_at=occasion).count() == reports


def test_a_second_run_of_an_occasion_adds_nothing(reported, reviewer):
    for _time in range(2):
        rhythm.report_on_due_days(occasion=CUT_OFF, at=CUT_OFF + timedelta(hours=16))
    assert OverdueReport.objects.get().compiled_at == CUT_OFF + timedelta(hours=16)
    assert Message.objects.filter(to=reviewer, subject__startswith="逾期情况已汇总").count() == 1


def test_friday_compiles_and_drafts_but_never_issues(reported, reviewer):
    friday = at(4, 13)
    message, url = rhythm.draft_weekly(occasion=friday, at=friday)
    rhythm.draft_weekly(occasion=friday, at=friday)
    circular = Circular.objects.get()
    assert circular.state == "draft" and circular.drafted_by is None
    assert url == circular.report.get_absolute_url() and "应报送 4 家" in message


def test_nobody_is_reported_on_when_all_is_approved(reported):
    Task.objects.update(state=State.APPROVED)
    message, url = rhythm.draft_weekly(occasion=at(4, 13), at=at(4, 13))
    assert "没有进行中的专项" in message and not url and not OverdueReport.objects.exists()


def test_monday_reminds_of_drafts_and_tuesday_of_what_was_checked(circular, reviewer, admin):
    monday, tuesday = at(4, 16, 9), at(4, 17, 9)
    for _time in range(2):
        rhythm.remind_to_check(occasion=monday, at=monday)
    assert "没有待印发" in rhythm.remind_to_issue(occasion=tuesday, at=tuesday)[0]
    circulars.check(circular, seen=0, by=reviewer, at=monday)
    rhythm.remind_to_issue(occasion=tuesday, at=tuesday)
    assert "没有待核" in rhythm.remind_to_check(occasion=tuesday, at=tuesday)[0]
    assert Message.objects.filter(to=reviewer, subject__startswith="请核稿").count() == 1
    assert Message.objects.filter(to=admin, subject__startswith="请印发").count() == 1


def test_a_friday_off_waits_for_the_next_workday(db):
    """4月6日 was a holiday: 周五汇总 comes on Sunday the 8th, which is worked."""
    weekly = Routine.objects.get(code="weekly-circular")
    assert latest_occasion(weekly, at=at(4, 8, 18)) == at(4, 8)


def test_pressing_twice_is_one_job_and_one_report(reported, campaign, reviewer):
    first = compiling.ask(campaign, by=reviewer, at=NEXT_DAY)
    assert compiling.ask(campaign, by=reviewer, at=NEXT_DAY + timedelta(seconds=1)) == first
    for _time in range(2):
        jobs.run(first.pk)
    report = OverdueReport.objects.get()
    done = Job.objects.get(pk=first.pk)
    assert report.by == reviewer and report.cut_off_at == NEXT_DAY
    assert done.state == "done" and done.result_url == report.get_absolute_url()


def test_a_job_done_again_after_its_worker_died_finds_its_report(reported, campaign, reviewer):
    """C1: killed between the report and the end of the job."""
    job = compiling.ask(campaign, by=reviewer, at=NEXT_DAY)
    compiling.compile_report(campaign, cut_off_at=NEXT_DAY, by=reviewer, at=NEXT_DAY)
    jobs.run(job.pk)
    assert OverdueReport.objects.count() == 1
    assert Job.objects.get(pk=job.pk).state == "done"


def test_a_report_that_breaks_off_leaves_nothing(reported, campaign, reviewer, monkeypatch):
    """C1: killed while compiling; the second try makes the whole report, cut when it was asked."""
    job = compiling.ask(campaign, by=reviewer, at=NEXT_DAY)

    def dies(*args, **kwargs):
        raise RuntimeError("killed")

    monkeypatch.setattr(compiling, "figures", dies)
    jobs.run(job.pk)
    assert not OverdueReport.objects.exists()
    monkeypatch.undo()
    assert jobs.retry(Job.objects.get(pk=job.pk), by=reviewer, at=NEXT_DAY)
    jobs.run(job.pk)
    assert compiling.is_unchanged(OverdueReport.objects.get(cut_off_at=NEXT_DAY))
