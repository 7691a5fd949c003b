"""Filling many cells at once in Chromium: by key, by dragging the corner, by menu; and undo."""

import pytest
from playwright.sync_api import expect

from .grid_page import middle

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def column(grid, field, rows=8):
    return [grid.text(row, field) for row in range(rows)]


def test_dragging_the_corner_repeats_the_block_downwards_in_one_step(grid, stored):
    grid.paste(0, "contact", "甲\t85250000\r\n乙\t85260000")
    grid.drag(grid.handle, grid.cell(5, "phone"))
    assert column(grid, "contact") == ["甲", "乙"] * 3 + ["", ""]
    assert "8 格" in grid.notice
    grid.wait_saved()
    assert stored(5, "phone") == "85260000"
    grid.press("Control+z")
    assert column(grid, "contact") == ["甲", "乙"] + [""] * 6


def test_the_corner_is_dragged_up_and_to_the_right_too(grid):
    grid.type(3, "contact", "甲")
    grid.click(3, "contact")
    grid.drag(grid.handle, grid.cell(1, "contact"))
    assert column(grid, "contact") == ["", "甲", "甲", "甲"] + [""] * 4
    grid.type(0, "scope", "全市")
    grid.click(0, "contact")
    grid.page.keyboard.type("85250000")
    grid.press("Enter", "ArrowUp")
    grid.drag(grid.handle, grid.cell(0, "phone"))
    assert grid.text(0, "phone") == "85250000"


def test_while_dragging_the_target_is_outlined_and_escape_gives_up(grid):
    grid.type(0, "contact", "甲")
    grid.click(0, "contact")
    mouse = grid.page.mouse
    mouse.move(*middle(grid.handle))
    mouse.down()
    mouse.move(*middle(grid.cell(4, "contact")), steps=4)
    outline = grid.page.locator(".fg-target")
    expect(outline).to_be_visible()
    assert (
        outline.bounding_box()["height"] >= 4.5 * grid.cell(0, "contact").bounding_box()["height"]
    )
    grid.press("Escape")
    mouse.up()
    expect(outline).to_be_hidden()
    assert column(grid, "contact") == ["甲"] + [""] * 7


def test_locked_cells_under_a_dragged_corner_are_skipped_and_counted(grid):
    grid.type(0, "system_level", "省级垂管")
    grid.click(0, "system_level")
    grid.press("Home", "Shift+End", "Control+c")
    grid.drag(grid.handle, grid.cell(1, "remark"))
    assert grid.text(1, "system_level") == "省级垂管"
    assert "锁定单元格" in grid.notice
    assert grid.text(1, "name") == "人社事项2"


def test_a_drag_beyond_the_edge_scrolls_along(long_list, grid):
    grid.type(0, "contact", "甲")
    grid.click(0, "contact")
    mouse, scroller = grid.page.mouse, grid.page.locator(".fg-scroller")
    edge = scroller.bounding_box()
    mouse.move(*middle(grid.handle))
    mouse.down()
    mouse.move(edge["x"] + 820, edge["y"] + edge["height"] + 60, steps=3)
    expect(grid.cell(40, "contact")).to_be_visible()
    mouse.up()
    grid.wait_saved()
    assert int(grid.notice.split()[1]) > 30


def test_a_selection_is_dragged_over_cells_beyond_the_edge(long_list, grid):
    grid.click(0, "contact")
    mouse, edge = grid.page.mouse, grid.page.locator(".fg-scroller").bounding_box()
    mouse.down()
    mouse.move(edge["x"] + 820, edge["y"] + edge["height"] + 80, steps=3)
    expect(grid.cell(30, "contact")).to_be_visible()
    mouse.up()
    assert int(grid.notice.split()[1]) > 20
    assert grid.page.evaluate("document.activeElement.matches('.fg-input')")


def test_a_double_click_on_the_corner_fills_down_beside_what_is_filled(grid):
    grid.paste(0, "contact", "甲\r\n乙\r\n丙")
    grid.type(0, "phone", "85250000")
    grid.click(0, "phone")
    grid.handle.dblclick()
    assert column(grid, "phone") == ["85250000"] * 3 + [""] * 5


def test_ctrl_r_fills_to_the_right(grid):
    grid.type(0, "phone", "85250000")
    grid.click(0, "phone")
    grid.click(0, "contact")
    grid.page.keyboard.type("甲")
    grid.press("Enter", "ArrowUp", "Shift+ArrowRight", "Control+r")
    assert (grid.text(0, "contact"), grid.text(0, "phone")) == ("甲", "甲")


def test_a_value_is_applied_to_the_whole_column_or_to_its_gaps(grid):
    grid.paste(0, "contact", "甲\r\n乙")
    grid.click(0, "contact")
    grid.press("Alt+Shift+ArrowDown")
    grid.choose("只填到本列的 6 个空格")
    assert column(grid, "contact") == ["甲", "乙"] + ["甲"] * 6
    grid.press("Alt+Shift+ArrowDown")
    grid.choose("应用到整列（显示的 7 行）")
    assert column(grid, "contact") == ["甲"] * 8
    grid.press("Control+z")
    assert column(grid, "contact") == ["甲", "乙"] + ["甲"] * 6


def test_a_value_is_applied_to_the_rows_of_the_same_system(grid):
    grid.paste(0, "system_name", "甲系统\r\n乙系统\r\n甲系统\r\n甲系统")
    grid.type(0, "contact", "王测试")
    grid.cell(0, "contact").click(button="right")
    grid.choose("应用到同系统的 2 行")
    assert column(grid, "contact") == ["王测试", "", "王测试", "王测试"] + [""] * 4
    assert "2 格" in grid.notice


def test_the_menu_of_a_cell_copies_pastes_and_fills(grid):
    grid.type(0, "contact", "甲")
    grid.cell(0, "contact").click(button="right")
    grid.choose("复制")
    grid.cell(3, "contact").click(button="right")
    grid.choose("粘贴")
    expect(grid.cell(3, "contact")).to_have_text("甲")
    grid.cell(4, "contact").click(button="right")
    grid.choose("向下填充")
    assert grid.text(4, "contact") == "甲"
    grid.cell(4, "contact").click(button="right")
    grid.choose("剪切")
    assert (grid.text(4, "contact"), grid.clipboard) == ("", "甲")


def test_the_second_button_keeps_the_range_and_takes_the_cell_in_hand(grid):
    grid.paste(0, "contact", "甲\r\n乙")
    grid.cell(1, "contact").click(button="right")
    grid.press("Escape")
    assert grid.in_hand == (1, "contact")
    assert grid.page.locator(".fg-cell[aria-selected=true]").count() == 2
    grid.cell(5, "phone").click(button="right")
    grid.press("Escape")
    assert grid.in_hand == (5, "phone")
    assert grid.page.locator(".fg-cell[aria-selected=true]").count() == 1


def test_every_step_is_undone_for_itself_and_redone(grid, stored):
    grid.paste(0, "contact", "甲\t85250000\r\n乙\t85260000")
    grid.click(0, "contact")
    grid.click(4, "contact", modifiers=["Shift"])
    grid.press("Control+d")
    grid.click(0, "phone")
    grid.press("Control+x")
    assert grid.text(4, "contact") == "甲" and grid.text(0, "phone") == ""
    grid.press("Control+z")
    assert grid.text(0, "phone") == "85250000"
    grid.press("Control+z")
    assert column(grid, "contact", 5) == ["甲", "乙", "", "", ""]
    grid.press("Control+z")
    assert column(grid, "contact", 5) == [""] * 5
    grid.press("Control+y", "Control+y", "Control+y")
    grid.wait_saved()
    assert (stored(4, "contact"), stored(0, "phone")) == ("甲", "")


def test_the_last_steps_are_undone_after_a_reload(grid, stored):
    grid.paste(0, "contact", "甲\t85250000\r\n乙\t85260000")
    grid.wait_saved()
    grid.type(0, "contact", "丙")
    grid.wait_saved()
    grid.open()
    grid.click(5, "contact")
    grid.press("Control+z")
    assert grid.text(0, "contact") == "甲"
    grid.press("Control+z")
    grid.wait_saved()
    assert {stored(0, "contact"), stored(1, "phone")} == {""}


def test_a_locked_cell_offers_nothing_that_would_change_it(grid):
    grid.cell(0, "name").click(button="right")
    offered = grid.page.locator("[role=menuitem]").all_inner_texts()
    assert any("复制" in label for label in offered)
    assert not any(word in label for label in offered for word in ("剪切", "填充", "清除"))
