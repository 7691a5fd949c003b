"""Rows go to a colleague from the grid, are filled in, and come back (B13)."""

import pytest
from playwright.sync_api import expect

from tasks.models import Entry, Handing
from tests import factories

from .grid_page import GridPage
from .test_axe import grave

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def colleague(town):
    return factories.user("jiu", unit=town.renshe, name="纪就业", division="就业处")


@pytest.fixture
def grid(colleague, signed_in, filler, city_list):
    page = GridPage(signed_in(filler), city_list)
    yield page
    assert page.errors == []


def hand_two_rows(grid):
    """Select the first two rows and hand them to the division."""
    page = grid.page
    grid.click(0, "system_name")
    grid.press("Shift+ArrowDown")
    page.get_by_role("button", name="分办…").click()
    dialog = page.get_by_role("dialog", name="分办给同事或处室")
    expect(dialog).to_contain_text("选中的行：2")
    dialog.get_by_label("分办给").select_option(label="整个就业处（1 人）")
    dialog.get_by_label("说明").fill("请按台账填")
    dialog.get_by_role("button", name="分办", exact=True).click()
    expect(page.locator(".fg-notice")).to_contain_text("已分办 2 行给就业处。")


def test_two_rows_go_to_a_colleague_and_come_back(
    grid, signed_in, colleague, filler, city_list, watch
):
    hand_two_rows(grid)
    expect(grid.page.locator('[data-filter="out"]')).to_contain_text("分办中2")
    expect(grid.page.locator(".fg-notes")).to_contain_text("已分办给就业处。")

    page = signed_in(colleague).new_page()
    watch(page)
    page.goto("/inbox/")
    page.get_by_role("button", name="打开 方填报分办给您 2 行").click()
    expect(page.locator(".fg-chip")).to_contain_text("分办给就业处的 2 行")
    expect(page.locator(".fg-body .fg-row")).to_have_count(2)
    page.locator('.fg-row[data-row="0"] [data-field="contact"]').click()
    page.keyboard.type("纪就业")
    page.keyboard.press("Enter")
    page.wait_for_selector('.fg-save[data-status="saved"]')
    page.get_by_role("link", name="交回…").click()
    page.get_by_label("交回说明").fill("办件量请再核")
    page.get_by_role("button", name="交回给方填报").click()
    expect(page.get_by_text("已交回，方填报会收到消息。")).to_be_visible()

    grid.page.goto("/inbox/")
    grid.page.get_by_role("button", name="打开 纪就业交回分办的行").click()
    expect(grid.page.locator(".fg-chip")).to_contain_text("就业处交回的 2 行")
    expect(grid.page.locator(".fg-notes")).to_contain_text("就业处已交回。办件量请再核")
    row = Entry.objects.filter(task=city_list).in_order().first()
    assert (row.contact, Handing.objects.get().returned_by) == ("纪就业", colleague)


def test_the_dialog_works_by_keys_and_says_what_is_missing(grid):
    page = grid.page
    page.get_by_role("button", name="分办…").focus()
    grid.press("Enter")
    expect(page.get_by_role("combobox", name="分办给")).to_be_focused()
    page.get_by_role("button", name="分办", exact=True).evaluate(
        "button => button.form.noValidate = true"
    )
    page.get_by_role("button", name="分办", exact=True).press("Enter")
    expect(page.locator("[data-said]")).to_contain_text("必填")
    grid.press("Escape")
    expect(page.locator(".fg-input")).to_be_focused()
    assert not Handing.objects.exists()


def test_what_is_out_is_not_offered_again(grid):
    hand_two_rows(grid)
    grid.page.get_by_role("button", name="分办…").click()
    dialog = grid.page.get_by_role("dialog", name="分办给同事或处室")
    expect(dialog.get_by_role("button", name="分办", exact=True)).to_be_disabled()
    expect(dialog).to_contain_text("其中已锁定或已分办的不再分办")


def test_axe_finds_nothing_grave(grid, city_list):
    hand_two_rows(grid)
    grid.page.get_by_role("button", name="分办…").click()
    found = grave(grid.page)
    grid.page.goto(city_list.get_absolute_url())
    found += grave(grid.page)
    grid.page.get_by_role("link", name="分办给同事或处室…").click()
    found += grave(grid.page)
    assert found == []
