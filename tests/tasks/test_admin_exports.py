"""The admin site: only its own role enters, nothing moves there, tables leave through it."""

import io

import pytest
from django.contrib import admin
from django.urls import reverse
from openpyxl import load_workbook

from tasks.models import Entry, NearbyEntry, Objection, RankedMatter, Submission, Task
from tests.factories import DURING
from units.models import Action, Event

MODELS = ["campaign", "entry", "nearbyentry", "objection", "obligation", "rankedmatter", "task"]
PRINT, DATA, CSV = "0", "1", "2"


@pytest.fixture
def browser(tasks, people, as_user):
    return as_user(people.admin)


@pytest.mark.parametrize("model", [*MODELS, "submission"])
def test_lists_open_and_cost_the_same_for_any_number_of_rows(
    browser, model, django_assert_max_num_queries
):
    with django_assert_max_num_queries(16):
        response = browser.get(reverse(f"admin:tasks_{model}_changelist"))
    assert response.status_code == 200


@pytest.mark.parametrize(
    "name", ["reviewer", "leader", "filler", "head", "collector", "contractor", "hall"]
)
def test_only_the_administrator_enters(tasks, people, as_user, name):
    person = getattr(people, name)
    person.is_staff = person.is_superuser = True
    person.save()
    assert as_user(person).get(reverse("admin:tasks_entry_changelist")).status_code == 403


@pytest.mark.parametrize("model", [Entry, NearbyEntry, Task, Submission, RankedMatter, Objection])
def test_nothing_moves_in_the_admin_site(browser, people, rf, model):
    request = rf.get("/")
    request.user = people.admin
    page = admin.site.get_model_admin(model)
    assert page.has_view_permission(request)
    assert not page.has_add_permission(request)
    assert not page.has_change_permission(request)
    assert not page.has_delete_permission(request)
    assert not page.get_actions(request)


def test_a_posted_state_is_refused(browser, tasks):
    row = Entry.objects.filter(task=tasks.city_list).first()
    url = reverse("admin:tasks_entry_change", args=[row.pk])
    assert browser.get(url).status_code == 200
    assert browser.post(url, {"state": "approved"}).status_code == 403
    row.refresh_from_db()
    assert row.state == "draft"


def test_a_draft_shows_its_content_only_once_reported(browser, tasks):
    row = Entry.objects.filter(task=tasks.city_list).first()
    Entry.objects.filter(pk=row.pk).update(system_name="尚在核实的系统")
    url = reverse("admin:tasks_entry_change", args=[row.pk])
    assert "尚在核实的系统" not in browser.get(url).content.decode()
    Task.objects.filter(pk=tasks.city_list.pk).update(first_submitted_at=DURING)
    assert "尚在核实的系统" in browser.get(url).content.decode()


def exported(browser, model, query="", **fields):
    url = reverse(f"admin:tasks_{model}_export") + query
    assert browser.get(url).status_code == 200
    response = browser.post(url, fields)
    assert response.status_code == 200, response.status_code
    return response, io.BytesIO(b"".join(response.streaming_content))


def test_the_chosen_resource_decides_which_attachment(browser, tasks, admin):
    response, file = exported(browser, "entry", format=DATA, resource="1")
    sheet = load_workbook(file).active
    assert [cell.value for cell in sheet[1]][:3] == ["序号", "区、县（市）", "所属部门（区县）"]
    assert sheet.max_row == 13
    assert "%E9%99%84%E4%BB%B63" in response["Content-Disposition"]
    event = Event.objects.of(admin).get(action=Action.EXPORT)
    assert event.reason == "12 行"


def test_the_print_edition_leaves_the_admin_site_too(browser, town):
    _, file = exported(browser, "entry", format=PRINT, resource="0")
    sheet = load_workbook(file).active
    assert (sheet["A1"].value, sheet["B6"].value) == ("附件2", "市人力社保局")
    assert sheet.print_title_rows == "$4:$5"


def test_the_filter_of_the_list_holds_for_the_export(browser, town):
    search = "?q=%E5%8C%BA%E6%B0%91%E6%94%BF%E5%B1%80"  # 区民政局
    _, file = exported(browser, "entry", search, format=PRINT, resource="1")
    book = load_workbook(file)
    assert book.sheetnames == ["01上城区", "02下城区"]
    assert [row[2].value for row in book.active.iter_rows(6, 7)] == ["区民政局", None]


def test_attachment_1_in_both_forms(browser):
    _, plain = exported(browser, "rankedmatter", format=PRINT, resource="0")
    _, answered = exported(browser, "rankedmatter", format=PRINT, resource="1")
    assert load_workbook(plain).active["K4"].value is None
    assert load_workbook(answered).active["K4"].value == "核对意见"


def test_csv_and_the_other_tables(browser):
    _, file = exported(browser, "entry", format=CSV, resource="0")
    assert file.read().decode("utf-8-sig").splitlines()[1].startswith("1,市人力社保局,人社事项1")
    _, file = exported(browser, "nearbyentry", format="0")
    nearby = load_workbook(file).active
    # Not reported yet: the matter is listed, the pilot's draft is not shown.
    assert (nearby["D2"].value, nearby["I2"].value) == ("社会保险登记", None)
    _, file = exported(browser, "objection", format="0")
    assert load_workbook(file).active.max_row == 1


def test_a_campaign_links_to_its_pages(browser, campaign):
    page = browser.get(reverse("admin:tasks_campaign_changelist")).content.decode()
    assert f"{reverse('tasks:export-list')}?campaign={campaign.pk}" in page
    assert reverse("tasks:campaign-detail", args=[campaign.pk]) in page


def test_submissions_are_read_in_the_admin_site(browser, tasks, people):
    signed = Submission.objects.create(
        task=tasks.city_list, number=1, at=DURING, by=people.head, contact_name="方填报",
        contact_phone="19900000011", content={"rows": []}, checksum="0" * 64,
    )  # fmt: skip
    url = reverse("admin:tasks_submission_change", args=[signed.pk])
    assert "方填报" in browser.get(url).content.decode()
