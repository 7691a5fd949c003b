"""A job belongs to who asked for it: its page polls, its file is a download."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from tests import factories
from units.models import Job, JobState


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
