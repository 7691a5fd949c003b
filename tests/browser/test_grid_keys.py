"""The keys of the grid in Chromium: typing, moving, choosing, clearing, filling."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_district_typed_but_not_ticked_is_kept(grid, stored):
    grid.type(0, "districts", "上城")
    grid.type(1, "districts", "上城、大江东")
    grid.wait_saved()
    assert grid.text(0, "districts") == "上城区"
    assert grid.text(1, "districts") == "上城区、大江东"
    assert len(stored(1, "districts")) == 2


def test_a_fixed_column_takes_no_letter_and_says_why(grid):
    grid.type(0, "name", "改")
    assert grid.text(0, "name") == "人社事项1"
    assert "不得新增、变更、删除" in grid.notes


def test_typing_replaces_f2_changes_escape_gives_up(grid):
    grid.type(0, "contact", "王")
    grid.click(0, "contact")
    grid.press("F2")
    grid.page.keyboard.type("测试")
    grid.press("Escape")
    assert grid.text(0, "contact") == "王"
    grid.press("F2")
    grid.page.keyboard.type("测试")
    grid.press("Enter")
    assert grid.text(0, "contact") == "王测试"


def test_tab_walks_right_and_enter_returns_to_the_next_row(grid):
    grid.type(0, "contact", "王", end="Tab")
    assert grid.in_hand == (0, "phone")
    grid.page.keyboard.type("19900000003")
    grid.press("Enter")
    assert grid.in_hand == (1, "contact")


def test_tab_steps_over_the_fixed_columns(grid):
    grid.click(0, "remark")
    grid.press("Tab")
    assert grid.in_hand == (1, "system_level")


def test_tab_behind_the_last_cell_leaves_the_grid(grid):
    grid.press("Tab")
    grid.click(7, "remark")
    grid.press("Tab")
    assert grid.page.evaluate("document.activeElement.className") != "fg-input"


def test_a_choice_is_taken_by_arrows_and_by_mouse(grid, stored):
    grid.click(0, "scope")
    grid.press("Enter", "ArrowDown", "Enter")
    grid.cell(1, "scope").dblclick()
    grid.page.get_by_role("option", name="全市").click()
    grid.wait_saved()
    assert (stored(0, "scope"), stored(1, "scope")) == ("city_level", "whole_city")


def test_delete_clears_the_selection_and_undo_brings_it_back(grid, stored):
    grid.paste(0, "contact", "甲\t85250000\r\n乙\t85260000")
    grid.wait_saved()
    grid.press("Delete")
    assert (grid.text(0, "contact"), grid.text(1, "phone")) == ("", "")
    grid.press("Control+z")
    assert (grid.text(0, "contact"), grid.text(1, "phone")) == ("甲", "85260000")


def test_a_value_is_filled_down_with_ctrl_d(grid, stored):
    grid.type(0, "contact", "王测试")
    grid.click(0, "contact")
    grid.click(7, "contact", modifiers=["Shift"])
    grid.press("Control+d")
    grid.wait_saved()
    assert [stored(row, "contact") for row in range(8)] == ["王测试"] * 8
