"""Asking for exports: who may, at once or in the background, and the trace each leaves."""

import io
from urllib.parse import quote

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tasks.models import (
    ObligationKind,
)
from tests.factories import DURING
from units import jobs
from units.models import Action, Event, Job, JobState

from .export_books import downloaded, export, values


def ask(campaign, **fields):
    return {"campaign": campaign.pk, "table": "2", "edition": "print", "unit": "", **fields}


def test_a_small_export_comes_at_once_and_leaves_a_trace(filled, campaign, reviewer, as_user, town):
    response = as_user(reviewer).post(
        reverse("tasks:export-start"), ask(campaign, unit=town.renshe.pk)
    )
    assert load_workbook(downloaded(response)).active["C6"].value == "人社事项1"
    name = "附件2_补填对接事项清单（市级部门）_市人力社保局_打印版.xlsx"
    assert response["Content-Disposition"] == f"attachment; filename*=utf-8''{quote(name)}"
    assert "no-store" in response["Cache-Control"]
    event = Event.objects.of(campaign).get(action=Action.EXPORT)
    assert (event.by, event.unit, event.label) == (reviewer, town.renshe, name)
    assert event.reason == "8 行"


def test_a_large_export_becomes_a_job(filled, campaign, reviewer, as_user, settings, tmp_path):
    settings.LARGEST_DIRECT_EXPORT, settings.MEDIA_ROOT = 9, tmp_path
    response = as_user(reviewer).post(reverse("tasks:export-start"), ask(campaign))
    job = Job.objects.get(kind="export")
    assert response.url == reverse("units:job-detail", args=[job.pk])
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.DONE, "共 10 行。")
    assert job.file_name == "附件2_补填对接事项清单（市级部门）_全部单位_打印版.xlsx"
    with job.file.open("rb") as file:
        assert load_workbook(file).active["C6"].value == "人社事项1"
    assert Event.objects.of(campaign).filter(action=Action.EXPORT).count() == 1


def test_a_job_shows_its_progress(filled, campaign, reviewer, monkeypatch):
    monkeypatch.setattr("tasks.exports.attachments.ROWS_PER_REPORT", 4)
    told = []
    export(campaign, "2", "print", reviewer).write(
        io.BytesIO(), at=DURING, report=lambda *progress: told.append(progress)
    )
    assert told == [("写入表格", 4, 10), ("写入表格", 8, 10)]


def test_a_job_asks_for_the_right_when_it_works(filled, campaign, reviewer, as_user, settings):
    settings.LARGEST_DIRECT_EXPORT = 1
    as_user(reviewer).post(reverse("tasks:export-start"), ask(campaign))
    reviewer.role = "filler"
    reviewer.save()
    job = Job.objects.get(kind="export")
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.FAILED and job.message.startswith("您已无权进行此操作")
    assert not job.file


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"table": "objections"}, "只有附件1至附件4有打印版"),
        ({"table": "objections", "edition": "data"}, "没有可导出的行"),
        ({"edition": "odt"}, "odt"),
    ],
)
def test_what_cannot_be_exported_is_explained(campaign, reviewer, as_user, fields, sentence):
    response = as_user(reviewer).post(reverse("tasks:export-start"), ask(campaign, **fields))
    assert sentence in response.content.decode()
    assert not Event.objects.filter(action=Action.EXPORT).exists()


def test_the_page_reads_only(campaign, reviewer, filler, tasks, as_user, only_reads):
    browsers = as_user(reviewer), as_user(filler)
    with only_reads():
        page = browsers[0].get(reverse("tasks:export-list"), {"table": "3"})
        own = browsers[1].get(reverse("tasks:task-export", args=[tasks.city_list.pk]))
    assert '<option value="3" selected>' in page.content.decode()
    assert "下载打印版" in own.content.decode()


@pytest.mark.parametrize("name", ["filler", "collector", "leader", "contractor", "hall"])
def test_only_the_bureau_exports_all_units(campaign, people, as_user, name):
    browser = as_user(getattr(people, name))
    assert browser.get(reverse("tasks:export-list")).status_code == 403
    assert browser.post(reverse("tasks:export-start"), ask(campaign)).status_code == 403


def test_a_unit_downloads_its_own_rows_only(tasks, people, as_user):
    part = reverse("tasks:task-export-file", args=[tasks.part.pk])
    response = as_user(people.district_filler).post(part, {"edition": "data"})
    sheet = load_workbook(downloaded(response)).active
    assert {cell.value for cell in sheet["C"][1:]} == {"区人力社保局"}
    assert sheet.max_row == 3
    event = Event.objects.of(tasks.part).get(action=Action.EXPORT)
    assert event.reason == "2 行"
    assert as_user(people.stranger).post(part, {"edition": "data"}).status_code == 404
    assert as_user(people.contractor).post(part, {"edition": "data"}).status_code == 403


def test_the_check_list_of_a_unit_has_room_for_its_answers(tasks, head, as_user):
    url = reverse("tasks:task-export-file", args=[tasks.check.pk])
    sheet = load_workbook(downloaded(as_user(head).post(url, {"edition": "print"}))).active
    assert sheet["A1"].value == "附件1" and sheet["K4"].value == "核对意见"


@pytest.mark.parametrize("edition", ["print", "nonsense", ""])
def test_an_edition_that_does_not_exist_is_not_found(tasks, collector, as_user, edition):
    assert tasks.nearby.kind == ObligationKind.NEARBY
    url = reverse("tasks:task-export-file", args=[tasks.nearby.pk])
    assert as_user(collector).post(url, {"edition": edition}).status_code == 404


def test_the_nearby_list_is_data(tasks, collector, as_user):
    url = reverse("tasks:task-export-file", args=[tasks.nearby.pk])
    sheet = load_workbook(downloaded(as_user(collector).post(url, {"edition": "data"}))).active
    assert values(sheet, 1)[8:10] == ["就近可办情况", "可办点位数（个）"]
    assert sheet["I2"].value == "待梳理"
