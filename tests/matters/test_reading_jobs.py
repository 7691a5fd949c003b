"""A large library workbook is read by a worker; small ones are read at once, as ever."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

import matters.jobs  # noqa: F401 (registers the handler, as the worker does)
from matters import catalogue, receiving
from matters.models import LibraryUpload, Matter, PickedHeader, UploadState
from tests.matters.library_books import AT, THREE, imported, upload_of
from tests.matters.test_picking_pages import own, picked
from units import jobs
from units.models import Job, JobState, Message

CREATE = reverse("matters:upload-create")


@pytest.fixture
def browser(as_user, admin):
    return as_user(admin)


@pytest.fixture(autouse=True)
def everything_is_large(settings):
    settings.LARGEST_DIRECT_READ = 0


def brought(browser, file):
    """The upload that a worker is to read, and its job."""
    answer = browser.post(CREATE, {"file": file})
    upload, job = LibraryUpload.objects.get(), Job.objects.get()
    assert answer.url == reverse("units:job-detail", args=[job.pk])
    return upload, job


def worked_off(upload, job):
    jobs.run(job.pk)
    upload.refresh_from_db()
    job.refresh_from_db()


def page(browser, upload):
    return browser.get(reverse("matters:upload-detail", args=[upload.pk]))


def test_a_large_library_is_kept_at_once_and_read_by_the_worker(browser, admin):
    upload, job = brought(browser, upload_of(THREE))
    assert (upload.state, upload.job, job.owner) == (UploadState.READING, job, admin)
    assert "正在读取和核对" in page(browser, upload).text
    worked_off(upload, job)
    assert (upload.state, upload.plan["counts"]["added"]) == (UploadState.PREVIEWED, 3)
    assert "将新增 3 项" in page(browser, upload).text and not Matter.objects.exists()


def test_its_result_is_told_in_the_inbox_and_leads_to_the_preview(browser, admin):
    upload, job = brought(browser, upload_of(THREE))
    worked_off(upload, job)
    message = Message.objects.get(to=admin)
    assert message.url == reverse("matters:upload-detail", args=[upload.pk])
    assert "没有写入任何内容" in message.body and "权力事项库.xlsx" in message.subject


def test_the_steps_are_told_with_the_rows(admin):
    upload, _job = receiving.receive(upload_of(THREE), by=admin, at=AT)
    told = []
    receiving.read(upload, language="zh-hans", report=lambda *step: told.append(step))
    assert told == [("读取", 0, 0), ("核对", 0, 4), ("预览", 3, 3)]


def test_a_small_library_is_read_while_the_person_waits(browser, settings):
    settings.LARGEST_DIRECT_READ = 512 * 1024
    browser.post(CREATE, {"file": upload_of(THREE)})
    assert LibraryUpload.objects.get().state == UploadState.PREVIEWED
    assert not Job.objects.exists()


def test_a_large_file_that_is_no_library_is_kept_with_the_reason(browser):
    upload, job = brought(browser, SimpleUploadedFile("库.xlsx", b"%PDF-1.7 nothing"))
    worked_off(upload, job)
    assert (upload.state, job.state) == (UploadState.REFUSED, JobState.DONE)
    assert "PDF" in upload.refusal == job.message
    assert "PDF" in page(browser, upload).text
    assert browser.get(reverse("matters:upload-list")).status_code == 200


def test_a_header_that_is_not_certain_is_picked_and_read_by_the_worker(browser):
    upload, job = brought(browser, own())
    worked_off(upload, job)
    assert upload.state == UploadState.UNCLEAR
    answer = browser.post(reverse("matters:upload-pick", args=[upload.pk]), picked())
    second = Job.objects.latest("pk")
    assert answer.url == reverse("units:job-detail", args=[second.pk])
    worked_off(upload, second)
    assert (upload.state, upload.plan["counts"]["added"]) == (UploadState.PREVIEWED, 3)
    assert PickedHeader.objects.count() == 1


def test_a_reading_that_was_overtaken_changes_nothing(browser):
    upload, job = brought(browser, own())
    worked_off(upload, job)
    browser.post(reverse("matters:upload-pick", args=[upload.pk]), picked())
    late = LibraryUpload.objects.get()
    late.job = job
    receiving.read(late, language="zh-hans", report=lambda *_: None)
    upload.refresh_from_db()
    assert (upload.state, upload.plan["counts"]["added"]) == (UploadState.READING, 0)


def test_what_broke_off_can_be_given_up_or_tried_again(browser, admin):
    upload, job = brought(browser, upload_of(THREE))
    assert not catalogue.cancel(upload, by=admin, at=AT)
    Job.objects.update(state=JobState.FAILED, may_retry=True, message="多次中断，可重试。")
    assert "多次中断，可重试" in page(browser, upload).text
    assert jobs.retry(job, by=admin, at=AT)
    worked_off(upload, job)
    assert upload.state == UploadState.PREVIEWED


def test_giving_up_what_broke_off_leaves_no_plan_behind(browser, admin):
    upload, job = brought(browser, upload_of(THREE))
    Job.objects.update(state=JobState.FAILED, may_retry=True)
    browser.post(reverse("matters:upload-cancel", args=[upload.pk]))
    assert jobs.retry(job, by=admin, at=AT)
    worked_off(upload, job)
    assert (upload.state, upload.plan["counts"]["added"]) == (UploadState.CANCELLED, 0)
    assert "已经处理过" in job.message


def test_the_plan_is_made_against_the_version_that_is_in_force_then(browser, admin):
    upload, job = brought(browser, upload_of(THREE))
    version = imported(THREE[:1], admin)
    worked_off(upload, job)
    assert (upload.base_version, upload.plan["counts"]["added"]) == (version, 2)


def test_a_reader_of_english_is_refused_in_english(browser, admin):
    file = SimpleUploadedFile("库.xlsx", b"%PDF-1.7 nothing")
    answer = browser.post(CREATE, {"file": file}, headers={"accept-language": "en"})
    assert answer.status_code == 302
    job = Job.objects.get()
    assert job.title.startswith("核对权力事项库")
    assert job.arguments["language"] == "en"
