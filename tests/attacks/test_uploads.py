"""Uploads that are decided twice, overtaken, or broken off half-way."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

import tasks.workbooks.jobs  # noqa: F401 - the worker knows them
from tasks.models import ColumnMapping, Entry, WorkbookState, WorkbookUpload
from tasks.workbooks import marks, receiving, writing
from tests.factories import DURING
from tests.tasks.acts import page
from tests.tasks.workbooks import books
from units import jobs
from units.models import Event, Job, JobState, Role, User


@pytest.fixture
def rows(task):
    return list(Entry.objects.filter(task=task).select_related("matter", "task__unit").in_order())


@pytest.fixture
def content(rows):
    return books.file(books.sheet([books.line(row, volume=77) for row in rows]))


@pytest.fixture
def upload(task, content, filler):
    return books.bring(task, content, filler)


def now(upload):
    return WorkbookUpload.objects.select_related("task").get(pk=upload.pk)


@pytest.fixture
def broken(upload, filler, settings):
    """Confirmed as a job that broke off; it may be tried again."""
    settings.LARGEST_DIRECT_WRITE = 1
    job, _count = writing.confirm(upload, stale=False, by=filler, at=DURING)
    settings.LARGEST_DIRECT_WRITE = 1000
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, may_retry=True)
    return job


def test_a_job_tried_again_after_all_was_taken_back_writes_nothing(broken, upload, filler):
    writing.confirm(now(upload), stale=False, by=filler, at=DURING)
    writing.revert(now(upload), by=filler, at=DURING)
    assert jobs.retry(broken, by=filler, at=timezone.now())
    jobs.run(broken.pk)
    assert "已经处理过" in Job.objects.get(pk=broken.pk).message
    assert now(upload).state == WorkbookState.REVERTED
    assert not Entry.objects.filter(volume=77).exists()


@pytest.mark.parametrize(
    "act",
    [
        lambda upload, by: receiving.compare_again(upload, by=by, clears=True),
        lambda upload, by: receiving.pick(upload, {}, by=by),
    ],
)
def test_what_was_written_meanwhile_is_not_read_anew(upload, filler, act):
    """Otherwise it could no longer be taken back."""
    seen = now(upload)
    writing.confirm(now(upload), stale=False, by=filler, at=DURING)
    with pytest.raises(receiving.AlreadyDecided):
        act(seen, filler)
    assert now(upload).state == WorkbookState.APPLIED


def test_a_reader_that_was_slow_does_not_bring_a_decided_upload_back(upload, filler):
    WorkbookUpload.objects.filter(pk=upload.pk).update(state=WorkbookState.READING)
    slow = now(upload)
    assert receiving.cancel(now(upload), by=filler, at=DURING)
    receiving.read(slow, by=filler)
    assert now(upload).state == WorkbookState.CANCELLED


def test_a_file_that_breaks_the_reader_ends_with_a_sentence(
    task, content, filler, as_user, monkeypatch
):
    monkeypatch.setattr(receiving, "compare", lambda *_args, **_more: 1 / 0)
    answer = as_user(filler).post(page("workbook-upload", task), {"file": content}, follow=True)
    assert "程序出错，未写入任何数据" in answer.text
    assert WorkbookUpload.objects.get().state == WorkbookState.REFUSED


def test_an_upload_nobody_reads_any_more_can_be_given_up(upload, filler, as_user):
    """The web process was killed while it read."""
    WorkbookUpload.objects.filter(pk=upload.pk).update(state=WorkbookState.READING)
    clerk = as_user(filler)
    assert page("workbook-cancel", upload) in clerk.get(page("workbook-detail", upload)).text
    clerk.post(page("workbook-cancel", upload))
    assert now(upload).state == WorkbookState.CANCELLED


def test_a_header_picked_for_a_large_file_is_remembered_too(upload, filler, settings):
    settings.LARGEST_DIRECT_READ = 1
    picked = {"rows": [1], "columns": {"base_code": 4, "volume": 9}}
    job = receiving.pick(upload, {"Sheet1": picked}, by=filler)
    assert not ColumnMapping.objects.exists()
    jobs.run(job.pk)
    assert ColumnMapping.objects.get().columns == picked["columns"]


@pytest.mark.parametrize("lost", [{"is_active": False}, {"role": Role.LEADER}])
def test_whoever_lost_the_right_meanwhile_has_nothing_written(upload, filler, settings, lost):
    settings.LARGEST_DIRECT_WRITE = 1
    job, _count = writing.confirm(upload, stale=False, by=filler, at=DURING)
    User.objects.filter(pk=filler.pk).update(**lost)
    jobs.run(job.pk)
    assert "您已无权进行此操作" in Job.objects.get(pk=job.pk).message
    assert not Entry.objects.filter(volume=77).exists()


def test_an_uploaded_page_comes_back_as_a_file_and_never_as_a_page(task, filler, as_user):
    clerk, name = as_user(filler), "<img src=x>.html"
    content = books.uploaded(b"<script>alert(1)</script>", name)
    clerk.post(page("workbook-upload", task), {"file": content})
    answer = clerk.post(page("workbook-original", WorkbookUpload.objects.get()))
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_large_file_is_marked_once_by_a_worker(upload, filler, as_user, settings):
    """In the web process it would keep everybody waiting, and five clicks fill its memory."""
    settings.LARGEST_DIRECT_MARKING = 1
    clerk = as_user(filler)
    first, second = (clerk.post(page("workbook-marked", upload)) for _click in range(2))
    assert first.url == second.url
    job = Job.objects.get(kind="workbook-mark")
    jobs.run(job.pk)
    answer = clerk.get(reverse("units:job-file", args=[job.pk]))
    assert answer.getvalue().startswith(b"PK") and "attachment" in answer["Content-Disposition"]
    assert Event.objects.filter(action="export", label="填报-已标注.xlsx").count() == 1


def test_a_text_of_half_a_million_cells_comes_back_as_a_list(task, filler, settings):
    settings.LARGEST_DIRECT_READ = 2**20
    line = "9," * 199 + "9\n"
    text = "权力编码,办件量（件）,系统名称" + ",其他" * 197 + "\n" + line * 2100
    upload = books.bring(task, books.uploaded(text.encode(), "大表.csv"), filler, at=DURING)
    assert load_workbook(BytesIO(marks.marked(upload))).sheetnames == ["问题清单"]


def test_another_comparison_than_the_one_that_was_seen_is_not_confirmed(upload, filler, as_user):
    """Two windows: in one of them blank cells were made to clear answers."""
    clerk = as_user(filler)
    seen = clerk.get(page("workbook-detail", upload)).context["form"]["seen"].value()
    clerk.post(page("workbook-blanks", upload), {"clears": "on"})
    answer = clerk.post(page("workbook-apply", upload), {"seen": seen}, follow=True)
    assert "之后又重新核对过，没有写入" in answer.text
    assert now(upload).state == WorkbookState.PREVIEWED
    clerk.post(page("workbook-apply", upload), {"seen": now(upload).plan["made_at"]})
    assert now(upload).state == WorkbookState.APPLIED
