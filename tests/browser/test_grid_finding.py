"""Finding one's way in the grid: gaps, filters, texts, warnings, the history of a row."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_next_gap_is_found_with_f8(grid):
    grid.paste(0, "system_level", "省级垂管\t甲系统\t8000\t王测试\t85250000\t全市")
    grid.click(0, "system_level")
    grid.press("F8")
    assert grid.in_hand == (1, "system_level")


def test_the_buttons_above_the_grid_do_what_their_keys_do(grid, stored):
    grid.type(0, "contact", "甲")
    grid.wait_saved()
    grid.page.click("[data-act=undo]")
    assert grid.text(0, "contact") == ""
    grid.page.click("[data-act=redo]")
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
