"""Jobs: done once, taken up again after a killed worker, never lost with the broker."""

from datetime import timedelta

import pytest
from django.utils import timezone

from units import jobs
from units.models import Action, Event, Job, JobState, Message
from units.models.jobs import MAX_ATTEMPTS, SILENCE


@pytest.fixture
def done_by(monkeypatch):
    """Jobs of the kind `count` are done by appending to this list."""
    seen = []
    monkeypatch.setitem(jobs.HANDLERS, "count", lambda job, report: seen.append(job.pk))
    return seen


@pytest.fixture
def job(filler):
    return Job.objects.create(
        kind="count", title="点数", owner=filler, asked_at=timezone.now(), arguments={}
    )


def test_a_job_is_done_once_however_often_the_bell_rings(job, done_by, filler):
    jobs.run(job.pk)
    jobs.run(job.pk)
    assert done_by == [job.pk]
    assert Message.objects.filter(to=filler, subject="点数：已完成").count() == 1


def test_a_job_that_is_done_is_done_whole(job, monkeypatch):
    monkeypatch.setitem(jobs.HANDLERS, "count", lambda job, report: report("点数", 4000, 4485))
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.done, job.total) == (4485, 4485)


def test_a_running_job_is_not_taken_by_a_second_worker(job, done_by):
    assert Job.objects.claim(job.pk, at=timezone.now())
    jobs.run(job.pk)
    assert done_by == []


def test_a_silent_job_is_taken_up_again(job, done_by):
    assert Job.objects.claim(job.pk, at=timezone.now() - SILENCE - timedelta(seconds=5))
    jobs.run(job.pk)
    assert done_by == [job.pk]


def test_a_worker_that_comes_back_too_late_changes_nothing(job, done_by, filler):
    late = Job.objects.claim(job.pk, at=timezone.now() - SILENCE - timedelta(seconds=5))
    jobs.run(job.pk)
    jobs._finish(late, JobState.FAILED, "迟到的结果")
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert Message.objects.filter(to=filler).count() == 1


def test_a_job_that_breaks_too_often_is_closed_and_its_owner_told(job, filler):
    long_ago = timezone.now() - SILENCE - timedelta(minutes=5)
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, attempts=MAX_ATTEMPTS, seen_at=long_ago
    )
    jobs.sweep(at=timezone.now())
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert Message.objects.filter(to=filler, body__contains="多次中断").exists()


def broken_off(job, monkeypatch):
    monkeypatch.setitem(jobs.HANDLERS, "count", lambda job, report: 1 / 0)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.may_retry
    return job


def test_a_job_that_broke_off_is_tried_again_on_request(job, monkeypatch, filler):
    broken_off(job, monkeypatch)
    seen = []
    monkeypatch.setitem(jobs.HANDLERS, "count", lambda job, report: seen.append(job.pk))
    assert jobs.retry(job, by=filler, at=timezone.now())
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (seen, job.state, job.may_retry) == ([job.pk], JobState.DONE, False)


def test_of_two_who_ask_again_the_second_is_told(job, monkeypatch, filler):
    broken_off(job, monkeypatch)
    assert jobs.retry(job, by=filler, at=timezone.now())
    assert not jobs.retry(job, by=filler, at=timezone.now())
    assert Event.objects.of(job).get().action == Action.REOPEN


def test_a_refused_job_is_not_offered_again(job, monkeypatch, filler):
    def refuses(job, report):
        raise jobs.JobRefused("该专项已发布。")

    monkeypatch.setitem(jobs.HANDLERS, "count", refuses)
    jobs.run(job.pk)
    assert not jobs.retry(job, by=filler, at=timezone.now())


def test_a_job_at_work_is_not_started_a_second_time(job, filler):
    Job.objects.claim(job.pk, at=timezone.now())
    assert not jobs.retry(job, by=filler, at=timezone.now())


def test_a_slow_worker_does_not_close_the_job_that_was_asked_for_again(job, filler, done_by):
    slow = Job.objects.claim(job.pk, at=timezone.now() - SILENCE - timedelta(seconds=5))
    assert jobs.retry(job, by=filler, at=timezone.now())
    slow.report(phase="迟到", done=1, total=2, at=timezone.now())
    jobs._finish(slow, JobState.FAILED, "迟到的结果")
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.phase, done_by) == (JobState.DONE, "", [job.pk])


def test_a_job_closed_after_too_many_attempts_has_as_many_again(job, filler, done_by):
    long_ago = timezone.now() - SILENCE - timedelta(minutes=5)
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, attempts=MAX_ATTEMPTS, seen_at=long_ago
    )
    jobs.sweep(at=timezone.now())
    jobs.run(job.pk)
    assert done_by == []
    assert jobs.retry(job, by=filler, at=timezone.now())
    jobs.run(job.pk)
    assert done_by == [job.pk]


def test_an_unexpected_error_is_kept_with_a_number_not_lost(job, monkeypatch):
    def breaks(job, report):
        raise ZeroDivisionError

    monkeypatch.setitem(jobs.HANDLERS, "count", breaks)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert str(job.pk) in job.message


def test_a_refusal_says_why(job, monkeypatch):
    def refuses(job, report):
        raise jobs.JobRefused("该专项已发布。")

    monkeypatch.setitem(jobs.HANDLERS, "count", refuses)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.FAILED, "该专项已发布。")


def test_with_the_broker_down_the_job_is_stored(
    filler, monkeypatch, django_capture_on_commit_callbacks
):
    def down(**kwargs):
        raise OSError("connection refused")

    monkeypatch.setattr(jobs.work_on, "apply_async", down)
    with django_capture_on_commit_callbacks(execute=True):
        asked = jobs.ask("count", title="点数", owner=filler)
    assert Job.objects.left_behind(at=timezone.now()).get() == asked
