"""Finding one's way in the grid: gaps, filters, texts, warnings, the history of a row."""

import pytest
from playwright.sync_api import expect

from .grid_page import middle

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_next_gap_is_found_with_f8(grid):
    grid.paste(0, "system_level", "省级垂管\t甲系统\t8000\t王测试\t85250000\t全市")
    grid.click(0, "system_level")
    grid.press("F8")
    assert grid.in_hand == (1, "system_level")


def test_a_list_without_gaps_is_not_called_ready_while_something_is_wrong(grid):
    row = "省级垂管\t甲系统\t8000\t王测试\t85250000\t全市"
    grid.paste(0, "system_level", "\n".join([row] * 8))
    grid.wait_saved()
    grid.type(2, "volume", "约300")
    grid.wait_saved()
    grid.click(0, "system_level")
    grid.press("F8")
    notice = grid.page.locator(".fg-notice")
    expect(notice).to_contain_text("还有有误或待确认的内容")
    grid.press("Shift+F8")
    assert grid.in_hand == (2, "volume")


def test_the_buttons_above_the_grid_do_what_their_keys_do(grid, stored):
    grid.type(0, "contact", "甲")
    grid.wait_saved()
    grid.page.click("[data-act=undo]")
    assert grid.text(0, "contact") == ""
    grid.page.click("[data-act=redo]")
    assert grid.text(0, "contact") == "甲"
    grid.page.locator('[data-filter="all"]').focus()
    grid.press("Control+z")
    assert grid.text(0, "contact") == ""
    grid.press("Control+y")
    assert grid.text(0, "contact") == "甲"
    grid.click(0, "contact")
    grid.page.click("[data-act=next-gap]")
    assert grid.in_hand == (0, "phone")


def test_rows_are_found_by_text_and_escape_shows_all_again(grid):
    grid.click(0, "contact")
    grid.press("Control+f")
    grid.page.keyboard.type("事项5")
    expect(grid.rows).to_have_count(1)
    assert grid.text(0, "name") == "人社事项5"
    grid.press("Escape")
    expect(grid.rows).to_have_count(8)


def test_filters_count_and_show_their_rows(grid):
    grid.type(2, "volume", "约300")
    grid.wait_saved()
    errors = grid.page.locator('[data-filter="errors"]')
    assert errors.inner_text().split() == ["有误", "1"]
    errors.click()
    expect(grid.rows).to_have_count(1)
    # A row keeps its number: people name rows by it on the telephone.
    expect(grid.page.locator(".fg-number")).to_contain_text(["3"])


def test_the_chosen_rows_are_still_chosen_after_a_reload(grid):
    grid.type(3, "system_name", "甲系统")
    grid.wait_saved()
    grid.page.locator(".fg-systems").select_option("=甲系统")
    expect(grid.rows).to_have_count(1)
    grid.page.reload()
    expect(grid.rows).to_have_count(1)
    assert grid.page.locator(".fg-systems").input_value() == "=甲系统"
    grid.page.locator('[data-filter="errors"]').click()
    expect(grid.rows).to_have_count(0)
    grid.page.reload()
    expect(grid.page.locator(".fg-empty")).not_to_be_empty()


def test_progress_counts_the_complete_rows(grid):
    grid.paste(0, "system_level", "省级垂管\t甲系统\t8000\t王测试\t85250000\t全市")
    grid.wait_saved()
    assert "1/8（12.5%）" in grid.page.locator(".fg-progress-text").inner_text()


def test_a_warning_is_settled_with_one_sentence(grid, stored):
    grid.paste(0, "system_level", "省级垂管\t甲系统\t80000\t王测试\t85250000\t全市")
    grid.wait_saved()
    grid.click(0, "volume")
    assert grid.state(0, "volume") == "warning"
    explanation = grid.page.locator(".fg-explain")
    if explanation.count():
        explanation.fill("库内未含网上件")
        explanation.press("Enter")
    else:
        grid.page.get_by_role("button", name="确认无误").click()
    expect(grid.cell(0, "volume")).to_have_attribute("data-state", "saved")
    assert stored(0, "settled") != []


def test_the_history_of_a_row_opens_beside_it(grid):
    grid.type(0, "contact", "王测试")
    grid.wait_saved()
    grid.click(0, "contact")
    grid.press("Shift+F10")
    grid.page.get_by_role("menuitem", name="历史").click()
    dialog = grid.page.get_by_role("dialog")
    dialog.get_by_text("王测试").first.wait_for()


def test_enter_goes_from_match_to_match_and_they_are_marked(grid):
    grid.paste(0, "contact", "王测试\r\n李样例\r\n王测试\r\n王测试")
    grid.click(7, "contact")
    grid.press("Control+f")
    grid.page.keyboard.type("王测")
    match = grid.page.locator(".fg-match")
    expect(match).to_have_text("第 1/3 处")
    expect(grid.page.locator(".fg-cell[data-hit]")).to_have_count(3)
    assert grid.in_hand == (0, "contact")
    grid.press("Enter", "Enter")
    expect(match).to_have_text("第 3/3 处")
    assert grid.in_hand == (2, "contact")
    grid.press("Enter")
    expect(match).to_have_text("第 1/3 处")
    grid.press("Shift+Enter")
    expect(match).to_have_text("第 3/3 处")
    grid.press("ArrowDown", "F3")
    assert grid.in_hand == (0, "contact")
    assert grid.page.evaluate("document.activeElement.matches('.fg-input')")


def test_rows_are_filtered_by_system_together_with_the_others(grid):
    grid.paste(0, "system_name", "甲系统\r\n乙系统\r\n甲系统")
    grid.type(0, "contact", "王测试")
    systems = grid.page.get_by_role("combobox", name="按系统")
    assert systems.locator("option").all_inner_texts() == [
        "全部系统",
        "甲系统（2）",
        "乙系统（1）",
        "未填系统（5）",
    ]
    systems.select_option(label="甲系统（2）")
    expect(grid.rows).to_have_count(2)
    grid.page.locator(".fg-find").fill("王测试")
    expect(grid.rows).to_have_count(1)
    systems.select_option(label="未填系统（5）")
    expect(grid.rows).to_have_count(0)
    grid.page.locator(".fg-find").fill("")
    expect(grid.rows).to_have_count(5)


def test_the_rows_of_the_same_system_are_shown_from_the_menu(grid):
    grid.paste(0, "system_name", "甲系统\r\n乙系统\r\n甲系统")
    grid.click(0, "contact")
    grid.press("Shift+F10")
    grid.page.get_by_role("menuitem", name="筛选：同系统的 2 行").click()
    expect(grid.rows).to_have_count(2)
    expect(grid.page.get_by_role("combobox", name="按系统")).to_have_value("=甲系统")
    grid.press("Shift+F10")
    grid.page.get_by_role("menuitem", name="显示全部行").click()
    expect(grid.rows).to_have_count(8)


def test_heads_select_columns_and_numbers_select_rows(grid):
    selected = grid.page.locator(".fg-cell[aria-selected=true]")
    grid.page.locator('.fg-head[data-column="9"]').click()
    expect(selected).to_have_count(8)
    grid.page.locator('.fg-head[data-column="10"]').click(modifiers=["Shift"])
    expect(selected).to_have_count(16)
    columns = grid.page.locator('.fg-row[data-row="0"] .fg-cell').count()
    grid.page.locator(".fg-figure").nth(2).click()
    expect(selected).to_have_count(columns)
    grid.page.locator(".fg-figure").nth(4).click(modifiers=["Shift"])
    expect(selected).to_have_count(3 * columns)
    grid.click(0, "contact")
    grid.press("Control+Shift+ArrowDown")
    expect(selected).to_have_count(8)


def test_column_widths_are_drawn_fitted_and_remembered(grid):
    def width():
        return grid.cell(0, "system_name").bounding_box()["width"]

    before = width()
    edge = grid.page.locator('[data-resize="7"]').bounding_box()
    grid.page.mouse.move(edge["x"] + 3, edge["y"] + 20)
    grid.page.mouse.down()
    grid.page.mouse.move(edge["x"] + 83, edge["y"] + 20, steps=4)
    grid.page.mouse.up()
    assert abs(width() - before - 80) < 2
    grid.open()
    assert abs(width() - before - 80) < 2
    grid.type(0, "system_name", "一个名称很长很长很长很长很长很长很长很长很长很长的系统")
    grid.page.locator('[data-resize="7"]').dblclick()
    assert width() > before + 90
    grid.click(0, "system_name")
    grid.press("Alt+Shift+ArrowDown")
    grid.page.get_by_role("menuitem", name="恢复默认列宽").click()
    assert width() == before
    grid.press("Alt+Shift+ArrowDown")
    grid.page.get_by_role("menuitem", name="加宽本列").click()
    assert width() > before


def test_the_next_problem_is_found_though_a_filter_hides_it(grid):
    grid.press("Shift+F8")
    grid.type(3, "volume", "约300")
    grid.wait_saved()
    grid.page.locator(".fg-find").fill("事项1")
    expect(grid.rows).to_have_count(1)
    grid.click(0, "contact")
    grid.press("Shift+F8")
    expect(grid.rows).to_have_count(8)
    assert grid.in_hand == (3, "volume")
    grid.page.keyboard.type("300")
    grid.press("Enter")
    grid.wait_saved()
    grid.press("Shift+F8")
    assert grid.in_hand == (3, "volume") and grid.state(3, "volume") == "warning"


def test_dragging_over_heads_selects_columns_and_does_not_scroll_up(long_list, grid):
    grid.click(0, "contact")
    for _screen in range(4):
        grid.press("PageDown")
    first, last = (grid.page.locator(f'.fg-head[data-column="{at}"]') for at in (7, 9))
    top = grid.page.evaluate("document.querySelector('.fg-scroller').scrollTop")
    grid.page.mouse.move(*middle(first))
    grid.page.mouse.down()
    grid.page.mouse.move(*middle(last), steps=3)
    grid.page.wait_for_timeout(200)
    grid.page.mouse.up()
    assert grid.page.evaluate("document.querySelector('.fg-scroller').scrollTop") == top > 0
    assert "200 行 × 3 列" in grid.notice
