"""Taking over answers with mouse and keys: a whole district, rows in the grid, one Ctrl+Z."""

from itertools import cycle

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tasks.models import Entry, RowState, Task
from tests import factories
from tests.tasks.acts import acknowledged
from tests.tasks.taken import OTHER, SYSTEM, answer, give, row_of

from .grid_page import GridPage
from .test_axe import grave
from .test_pages_look import too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_CLICKS = 9
ROWS = 299


class Hand:
    """Counts what somebody has to click."""

    def __init__(self, page):
        self.page, self.clicks = page, 0

    def click(self, role, name, **more):
        self.clicks += 1
        self.page.get_by_role(role, name=name, **more).first.click()


@pytest.fixture
def district(tasks, town, campaign, collector):
    """上城区 with 299 untouched rows in 3 departments; two thirds were answered by the city,
    the rest by another district."""
    parts = list(tasks.district_list.parts.all())
    neighbours = list(Task.objects.filter(unit__parent=town.xiacheng, parent__isnull=False))
    facts = {**SYSTEM, "state": RowState.SUBMITTED}
    with factories.library_open("大库") as version:
        for number, part, neighbour in zip(
            range(ROWS - 6), cycle(parts), cycle(neighbours), strict=False
        ):
            code, name = f"许可-7{number:04d}-000", f"事项{number}"
            ours = factories.matter(version, part.unit, code, name)
            Entry.objects.create(
                task=part,
                matter=ours,
                sort_order=100 + number,
                scope="some_districts",
                districts=[town.shangcheng.pk],
            )
            source, unit = (
                (tasks.city_list, town.renshe) if number % 3 else (neighbour, neighbour.unit)
            )
            theirs = factories.matter(version, unit, code, name)
            Entry.objects.create(task=source, matter=theirs, **facts)
    answer(tasks.city_list)
    Entry.objects.filter(task__in=neighbours).update(**facts)
    for number, part in enumerate(parts):
        if part.unit != town.shangcheng_renshe:
            factories.user(
                f"clerk{number}", unit=part.unit, name="经办人", phone=f"1990000007{number}"
            )
    return acknowledged(tasks.district_list, collector)


def test_299_rows_of_a_district_are_taken_over_and_confirmed_in_under_10_clicks(
    district, collector, signed_in, watch
):
    rows = Entry.objects.filter(task__parent=district)
    assert rows.count() == ROWS
    assert not rows.filter(complete=True).exists()
    page = signed_in(collector).new_page()
    watch(page)
    page.goto("/")
    hand = Hand(page)
    hand.click("link", "接用答案")
    hand.click("button", "全选")
    hand.click("button", "接用到所选部门")
    expect(page.get_by_text(f"已接用 {ROWS} 行，请核对后确认。")).to_be_visible()
    assert rows.filter(unconfirmed=True, complete=False).count() == ROWS
    hand.click("button", "全选")
    hand.click("button", "确认所选部门")
    expect(page.get_by_text(f"已确认接用的 {ROWS} 行。")).to_be_visible()
    assert rows.filter(unconfirmed=False, complete=True).count() == ROWS
    assert hand.clicks <= MOST_CLICKS


def test_one_click_takes_the_district_back(district, collector, signed_in):
    page = signed_in(collector).new_page()
    page.goto(reverse("tasks:take-over", args=[district.pk]))
    hand = Hand(page)
    hand.click("button", "全选")
    hand.click("button", "接用到所选部门")
    hand.click("button", "撤回本次接用")
    expect(page.get_by_text(f"已撤回 {ROWS} 行的接用。")).to_be_visible()
    assert not Entry.objects.filter(task__parent=district).exclude(system_name="").exists()


@pytest.fixture
def part(tasks, district_filler):
    answer(tasks.city_list)
    return acknowledged(tasks.part, district_filler)


@pytest.fixture
def grid(part, district_filler, signed_in):
    page = GridPage(signed_in(district_filler), part)
    yield page
    assert page.errors == []


def _place(grid, part):
    """Where in the grid the row stands that the city has answered."""
    rows = list(Entry.objects.filter(task=part).in_order().values_list("pk", flat=True))
    return rows.index(row_of(part).pk)


def test_the_grid_takes_over_and_one_ctrl_z_takes_it_back(grid, part):
    at, page = _place(grid, part), grid.page
    page.get_by_role("button", name="接用答案").click()
    page.get_by_role("button", name="接用 1 行").click()
    expect(grid.cell(at, "system_name")).to_contain_text(SYSTEM["system_name"])
    expect(page.locator(".fg-notice")).to_contain_text("已接用 1 行")
    expect(page.get_by_role("button", name="确认接用的 1 行")).to_be_visible()
    assert row_of(part).unconfirmed
    grid.press("Control+z")
    grid.wait_saved()
    row = row_of(part)
    assert (row.system_level, row.system_name, row.volume, row.contact) == ("", "", None, "")
    assert (row.origin, row.unconfirmed) == ({}, False)
    expect(page.get_by_role("button", name="确认接用的")).to_be_hidden()


def test_the_step_can_be_taken_back_after_the_page_was_loaded_again(grid, part):
    grid.page.get_by_role("button", name="接用答案").click()
    grid.page.get_by_role("button", name="接用 1 行").click()
    expect(grid.page.get_by_role("dialog", name="接用答案")).to_be_hidden()
    grid.open()
    grid.click(0, "system_level")
    grid.press("Control+z")
    grid.wait_saved()
    assert row_of(part).system_name == ""


def test_one_click_confirms_in_the_grid(grid, part):
    page = grid.page
    page.get_by_role("button", name="接用答案").click()
    page.get_by_role("button", name="接用 1 行").click()
    page.get_by_role("button", name="确认接用的 1 行").click()
    expect(page.locator(".fg-notice")).to_contain_text("已确认接用的 1 行。")
    expect(page.locator(".fg-progress-text")).to_contain_text("1/2")
    assert row_of(part).complete


def test_the_dialog_works_by_keys_alone(grid, part):
    page = grid.page
    page.get_by_role("button", name="接用答案").focus()
    grid.press("Enter")
    expect(page.get_by_role("radio", name="市级填报，其余取多数区县")).to_be_focused()
    grid.press("ArrowDown")
    expect(page.get_by_role("radio", name="市级填报 1")).to_be_checked()
    expect(page.get_by_role("button", name="接用 1 行")).to_be_enabled()
    grid.press("Enter")
    expect(page.get_by_role("dialog", name="接用答案")).to_be_hidden()
    expect(page.locator(".fg-input")).to_be_focused()
    assert row_of(part).origin["kind"] == "city"


def test_what_differs_is_listed_before_anything_is_replaced(grid, part):
    give(row_of(part), **OTHER)
    page = grid.page
    page.get_by_role("button", name="接用答案").click()
    expect(page.locator("[data-differing]")).to_contain_text("区社保系统")
    page.get_by_label("同时替换已填的内容").check()
    expect(page.locator("[data-differing]")).to_be_hidden()
    page.get_by_role("button", name="接用 1 行").click()
    expect(page.get_by_role("dialog", name="接用答案")).to_be_hidden()
    assert row_of(part).system_name == SYSTEM["system_name"]


def test_what_is_typed_and_not_yet_stored_is_the_persons_own_word(grid, part):
    at = _place(grid, part)
    grid.type(at, "system_name", "区里自己的系统")
    grid.page.get_by_role("button", name="接用答案").click()
    expect(grid.page.locator("[data-outcome]")).to_contain_text("其中 1 行已填的不同内容保持不变")
    assert row_of(part).system_name == "区里自己的系统"


def test_without_network_the_dialog_says_so_and_nothing_is_lost(grid, part):
    page = grid.page
    page.get_by_role("button", name="接用答案").click()
    expect(page.get_by_role("button", name="接用 1 行")).to_be_enabled()
    grid.context.set_offline(True)
    page.get_by_role("button", name="接用 1 行").click()
    expect(page.locator("[data-outcome]")).to_contain_text("没有成功，请检查网络后再试。")
    grid.context.set_offline(False)
    page.get_by_role("button", name="接用 1 行").click()
    expect(page.get_by_role("dialog", name="接用答案")).to_be_hidden()
    assert row_of(part).unconfirmed


def test_axe_finds_nothing_grave_on_the_page_and_in_the_dialog(
    grid, part, tasks, collector, signed_in
):
    give(row_of(part), **OTHER)
    page = signed_in(collector).new_page()
    page.goto(reverse("tasks:take-over", args=[tasks.district_list.pk]))
    page.get_by_role("button", name="全选").click()
    page.get_by_role("button", name="接用到所选部门").click()
    page.get_by_role("button", name="撤回本次接用").wait_for()
    grid.open()
    grid.page.get_by_role("button", name="接用答案").click()
    grid.page.locator("[data-differing]").wait_for()
    assert grave(page) + grave(grid.page) == []


def test_the_page_and_the_dialog_fit_a_phone(grid, part, tasks, collector, signed_in):
    phone = {"width": 390, "height": 844}
    page = signed_in(collector).new_page()
    page.set_viewport_size(phone)
    assert too_wide(page, reverse("tasks:take-over", args=[tasks.district_list.pk])) == []
    grid.page.set_viewport_size(phone)
    grid.page.get_by_role("button", name="接用答案").click()
    grid.page.get_by_role("button", name="接用 1 行").wait_for()
    assert (
        grid.page.evaluate(
            "(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)"
            "(document.querySelector('#take-over'))"
        )
        <= 0
    )
