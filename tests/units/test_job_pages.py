"""A job belongs to who asked for it: its page polls, its file is a download."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from tests import factories
from units import jobs
from units.models import Job, JobState
from units.models.jobs import SILENCE
from units.permissions import Permission


@pytest.fixture
def job(filler, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Job.objects.create(
        kind="report",
        title="导出附件2",
        owner=filler,
        asked_at=factories.DURING,
        state=JobState.RUNNING,
        phase="写入第 2 页",
        seen_at=timezone.now(),
        done=40,
        total=80,
    )


@pytest.fixture
def finished(job):
    job.state, job.finished_at, job.file_name = JobState.DONE, factories.DURING, "附件2.xlsx"
    job.file.save("result.xlsx", ContentFile(b"PK"))
    return job


def page(job):
    return reverse("units:job-detail", args=[job.pk])


def test_a_running_job_shows_its_phase_and_polls_itself(as_user, filler, job):
    text = as_user(filler).get(page(job)).text
    assert "写入第 2 页" in text
    assert "40/80（50.0%）" in text
    assert f'hx-get="{page(job)}"' in text


def test_htmx_gets_the_card_alone(as_user, filler, job):
    text = as_user(filler).get(page(job), headers={"HX-Request": "true"}).text
    assert text.lstrip().startswith("<section")
    assert "<html" not in text


def test_a_finished_job_stops_polling_and_offers_its_file(as_user, filler, finished):
    text = as_user(filler).get(page(finished)).text
    assert "hx-trigger" not in text
    assert reverse("units:job-file", args=[finished.pk]) in text


def test_the_file_is_a_download_under_its_own_name(as_user, filler, finished):
    response = as_user(filler).get(reverse("units:job-file", args=[finished.pk]))
    assert response.getvalue() == b"PK"
    assert response["Content-Disposition"].startswith("attachment;")
    assert "%E9%99%84%E4%BB%B62.xlsx" in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_job_without_a_file_has_nothing_to_download(as_user, filler, job):
    assert as_user(filler).get(reverse("units:job-file", args=[job.pk])).status_code == 404


@pytest.mark.parametrize("name", ["units:job-detail", "units:job-file"])
@pytest.mark.parametrize("who", ["head", "admin", "reviewer"])
def test_jobs_of_others_are_hidden_from_everybody(as_user, people, finished, name, who):
    client = as_user(getattr(people, who))
    assert client.get(reverse(name, args=[finished.pk])).status_code == 404


def test_the_list_holds_the_own_jobs(as_user, filler, head, job):
    assert "导出附件2" in as_user(filler).get(reverse("units:job-list")).text
    assert "导出附件2" not in as_user(head).get(reverse("units:job-list")).text


def retry(job):
    return reverse("units:job-retry", args=[job.pk])


def test_a_silent_job_says_that_it_broke_off_and_may_be_tried_again(as_user, filler, job):
    Job.objects.filter(pk=job.pk).update(seen_at=timezone.now() - SILENCE - timedelta(seconds=1))
    text = as_user(filler).get(page(job)).text
    assert "中断，可重试" in text
    assert retry(job) in text


def test_a_job_at_work_offers_no_retry(as_user, filler, job):
    Job.objects.filter(pk=job.pk).update(seen_at=timezone.now())
    assert retry(job) not in as_user(filler).get(page(job)).text


def test_retry_asks_again(as_user, filler, job):
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, may_retry=True)
    response = as_user(filler).post(retry(job))
    job.refresh_from_db()
    assert (response.status_code, response.url) == (302, page(job))
    assert job.state == JobState.QUEUED


def test_who_lost_the_right_cannot_ask_again(as_user, filler, job, monkeypatch):
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, may_retry=True)
    monkeypatch.setitem(jobs.NEEDED, job.kind, Permission.CATALOGUE)
    assert as_user(filler).post(retry(job)).status_code == 403
    job.refresh_from_db()
    assert job.state == JobState.FAILED


def test_asking_again_for_a_finished_job_is_answered_in_words(as_user, filler, finished):
    response = as_user(filler).post(retry(finished), follow=True)
    assert "不需要重试" in response.text
