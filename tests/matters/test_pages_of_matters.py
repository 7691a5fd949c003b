"""The pages of the catalogue and of a library workbook on its way in."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

import tasks.jobs  # noqa: F401 (registers the handler, as the worker does)
from matters import catalogue
from matters.models import LibraryUpload, Matter, UploadState
from tests import factories
from tests.matters.library_books import AT, THREE, imported, line, upload_of
from units import jobs
from units.models import Job, JobState

LIST = reverse("matters:upload-list")
CREATE = reverse("matters:upload-create")


@pytest.fixture
def browser(as_user, admin):
    return as_user(admin)


@pytest.fixture
def upload(admin):
    return catalogue.receive(upload_of(THREE), by=admin, at=AT)


def address(name, upload):
    return reverse(f"matters:upload-{name}", args=[upload.pk])


def test_an_upload_leads_to_its_preview_and_writes_no_matter(browser):
    answer = browser.post(CREATE, {"file": upload_of(THREE)}, follow=True)
    upload = LibraryUpload.objects.get()
    assert answer.redirect_chain == [(address("detail", upload), 302)]
    assert "将新增 3 项" in answer.text and "职业介绍许可" in answer.text
    assert not Matter.objects.exists()


def test_a_file_that_is_no_library_is_refused_on_the_page(browser):
    answer = browser.post(CREATE, {"file": SimpleUploadedFile("库.xlsx", b"%PDF-1.7 nothing")})
    assert answer.status_code == 422 and "PDF" in answer.text
    assert not LibraryUpload.objects.exists()


def test_the_preview_names_each_refused_row_and_the_unmatched_unit(browser, admin):
    lines = [*THREE, line("X", 所属部门="市太空局")]
    upload = catalogue.receive(upload_of(lines), by=admin, at=AT)
    answer = browser.get(address("detail", upload), {"kind": "refused"})
    assert "市太空局：1 行" in answer.text
    assert "部门“市太空局”不在单位表中" in answer.text


def test_confirming_asks_for_a_job_that_writes_the_catalogue(browser, upload):
    answer = browser.post(address("apply", upload))
    job = Job.objects.get()
    assert answer.url == reverse("units:job-detail", args=[job.pk])
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result_url) == (JobState.DONE, address("detail", upload))
    assert Matter.objects.count() == 3
    assert "已于" in browser.get(address("detail", upload)).text


def test_a_plan_that_has_aged_is_made_anew_and_must_be_confirmed_again(browser, upload, admin):
    browser.post(address("apply", upload))
    imported(THREE[:1], admin)
    jobs.run(Job.objects.get().pk)
    upload.refresh_from_db()
    assert (upload.state, upload.plan["counts"]["added"]) == (UploadState.PREVIEWED, 2)
    assert "请再看一遍" in browser.get(address("detail", upload)).text


def test_a_department_that_vanishes_must_be_confirmed_by_itself(browser, admin):
    imported(THREE, admin)
    upload = catalogue.receive(upload_of(THREE[:2]), by=admin, at=AT)
    assert "市公安局：1 项" in browser.get(address("detail", upload)).text
    assert browser.post(address("apply", upload)).status_code == 422
    assert browser.post(address("apply", upload), {"vanished": "on"}).status_code == 302


def test_a_failed_job_lets_the_upload_be_confirmed_again(browser, upload):
    browser.post(address("apply", upload))
    Job.objects.update(state=JobState.FAILED)
    browser.post(address("apply", upload))
    assert Job.objects.count() == 2


def test_giving_up_leaves_the_catalogue_alone(browser, upload):
    browser.post(address("cancel", upload))
    upload.refresh_from_db()
    assert upload.state == UploadState.CANCELLED
    assert browser.post(address("apply", upload), follow=True).status_code == 200
    assert not Job.objects.exists()


def test_all_differences_can_be_downloaded(browser, admin):
    imported(THREE, admin)
    lines = [THREE[0] | {"2017年办件量": 9}, THREE[2], line("N", "许可-90009-000")]
    upload = catalogue.receive(upload_of(lines), by=admin, at=AT)
    answer = browser.get(address("differences", upload))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [(row[0], row[2], row[5], row[6]) for row in rows] == [
        ("新增", "N", None, "市人力社保局"),
        ("变更", "A1", "120", "9"),
        ("撤销", "A2", "市人力社保局", None),
    ]


def test_the_list_of_imports_shows_the_counts_of_each(browser, upload):
    answer = browser.get(LIST)
    assert [row.counts["added"] for row in answer.context["page"]] == [3]


def test_only_the_bureau_s_admin_may_import(as_user, people, upload):
    for person in (people.filler, people.collector, people.reviewer, people.leader):
        browser = as_user(person)
        assert browser.get(LIST).status_code == 403
        assert browser.get(address("detail", upload)).status_code == 403
        assert browser.post(address("apply", upload)).status_code == 403


def test_a_unit_sees_its_own_matters_only(as_user, people, library):
    answer = as_user(people.filler).get(reverse("matters:matter-list"))
    assert {matter.unit for matter in answer.context["page"]} == {people.filler.unit}
    foreign = Matter.objects.exclude(unit=people.filler.unit).first()
    browser = as_user(people.filler)
    assert browser.get(reverse("matters:matter-detail", args=[foreign.pk])).status_code == 404


def test_the_list_is_searched_filtered_and_sorted_from_the_address(browser, library):
    def names(**query):
        return [m.name for m in browser.get(reverse("matters:matter-list"), query).context["page"]]

    assert set(names(q="确认-90001-001")) == {"社会保险登记"}
    assert set(names(q="jhdj")) == {"结婚登记"}
    assert len(names(level="district")) == 12
    assert names(sort="-volume", level="city")[0] == "人社事项1"


def test_the_history_of_a_matter_shows_old_and_new(browser, admin):
    imported(THREE, admin)
    imported([THREE[0] | {"2017年办件量": 130}, *THREE[1:]], admin)
    matter = Matter.objects.get(inner_code="A1")
    text = browser.get(reverse("matters:matter-detail", args=[matter.pk])).text
    assert "<del>120</del>" in text and "<ins>130</ins>" in text


def test_pages_of_the_catalogue_write_nothing(browser, upload, library, only_reads):
    with only_reads():
        for url in (LIST, address("detail", upload), reverse("matters:matter-list")):
            assert browser.get(url).status_code == 200


def test_case_13_a_search_by_base_code_shows_the_city_and_every_district(
    as_user, reviewer, town, library
):
    with factories.library_open("新版") as version:
        factories.matter(version, town.renshe, "确认-90001-001", "社会保险登记")
    page = (
        as_user(reviewer)
        .get(reverse("matters:matter-list"), {"q": "确认-90001-001"})
        .context["page"]
    )
    owners = [matter.unit.full_label for matter in page]
    assert owners == ["上城区·区人力社保局", "下城区·区人力社保局", "市人力社保局"]
    assert len({matter.inner_code for matter in page}) == 3
