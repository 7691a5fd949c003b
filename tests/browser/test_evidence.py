"""Evidence as people hold it: a receipt kept and verified, a number shown, a row brought back."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tasks.filling import grid
from tasks.models import Entry
from tests.factories import DURING
from tests.tasks.acts import fill_in, object_to, submit
from units.models import Action, Event

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page_of(signed_in, watch):
    """`page_of(person)` is a page of that person; what goes wrong on it fails the test."""

    def fresh(person, **options):
        page = signed_in(person, **options).new_page()
        watch(page)
        return page

    return fresh


def test_a_receipt_is_kept_verified_and_refused_after_one_changed_character(
    tasks, filler, head, hall, page_of, tmp_path
):
    fill_in(tasks.city_list, filler)
    submission = submit(tasks.city_list, head)
    own = page_of(head)
    own.goto(reverse("tasks:receipt", args=[submission.pk]))
    with own.expect_download() as download:
        own.get_by_role("button", name="下载回执文件").click()
    file = tmp_path / "回执.json"
    download.value.save_as(file)

    other = page_of(hall)
    other.goto(reverse("tasks:receipt-verify"))
    other.get_by_label("回执文件").set_input_files(file)
    other.get_by_role("button", name="验证", exact=True).click()
    expect(other.get_by_text("回执真实")).to_be_visible()
    expect(other.get_by_text("签名相符")).to_be_visible()

    file.write_text(file.read_text("utf-8").replace("10:00:00", "10:00:01"), "utf-8")
    other.get_by_label("回执文件").set_input_files(file)
    other.get_by_role("button", name="验证", exact=True).click()
    expect(other.get_by_text("回执不符")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_reviewer_has_a_number_shown_with_one_click(scripts, tasks, filler, reviewer, page_of):
    ranked = tasks.check.obligation.campaign.ranking.filter(unit=filler.unit).first()
    objection = object_to(ranked, tasks.check, filler)
    page = page_of(reviewer, java_script_enabled=scripts)
    page.goto(reverse("tasks:objection-detail", args=[objection.pk]))
    expect(page.get_by_text("199****0011").first).to_be_visible()
    page.get_by_role("button", name="显示完整号码").first.click()
    expect(page.get_by_text("19900000011")).to_be_visible()
    assert Event.objects.get(action=Action.REVEAL).label == "方填报（市人力社保局）"


def test_an_earlier_version_is_compared_and_brought_back(city_list, filler, page_of):
    row = Entry.objects.filter(task=city_list).in_order().first()
    for was, now in (("", "人社系统"), ("人社系统", "金保工程")):
        cell = {"id": row.pk, "field": "system_name", "was": was, "now": now}
        grid.save_cells(city_list, [cell], by=filler, at=DURING)
    page = page_of(filler)
    page.goto(reverse("tasks:entry-history", args=[row.pk]))
    expect(page.get_by_text("改过 2 次")).to_be_visible()
    page.get_by_role("link", name="恢复").first.click()
    expect(page.locator("ins")).to_have_text("人社系统")
    page.get_by_role("button", name="恢复为这个版本").click()
    expect(page.get_by_text("已恢复为所选版本")).to_be_visible()
    assert Entry.objects.get(pk=row.pk).system_name == "人社系统"


def test_the_slash_leads_to_the_search_and_finds_by_initials(campaign, filler, page_of):
    page = page_of(filler)
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("rssx1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="人社事项1", exact=True)).to_be_visible()
