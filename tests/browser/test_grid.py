"""Filling in by hand in Chromium: keys, pinyin, paste, saving, and what happens when it fails."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tasks.filling import submitting
from tasks.models import Entry
from tests.factories import DURING
from tests.tasks.acts import fill_in, submit

from .grid_page import GridPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def city_list(tasks, filler):
    submitting.acknowledge(tasks.city_list, by=filler, at=DURING)
    return tasks.city_list


@pytest.fixture
def grid(signed_in, filler, city_list):
    page = GridPage(signed_in(filler), city_list)
    yield page
    assert page.errors == []


@pytest.fixture
def stored(city_list):
    """`stored(row, field)` is what the database holds now."""
    ids = [entry.pk for entry in Entry.objects.filter(task=city_list).in_order()]

    def value(row, field):
        return Entry.objects.values_list(field, flat=True).get(pk=ids[row])

    return value


# Typing


def test_pinyin_typed_over_a_selected_cell_arrives_whole(grid, stored):
    grid.click(0, "contact")
    grid.pinyin("wangceshi", "王测试")
    grid.press("Enter")
    grid.wait_saved()
    assert stored(0, "contact") == "王测试"


def test_pinyin_replaces_what_stood_in_the_cell(grid, stored):
    grid.type(0, "contact", "abc")
    grid.click(0, "contact")
    grid.pinyin("li", "李")
    grid.press("Enter")
    grid.wait_saved()
    assert grid.text(0, "contact") == "李"


def test_pinyin_in_a_text_being_changed_is_added_to_it(grid):
    grid.type(0, "contact", "A")
    grid.click(0, "contact")
    grid.press("F2")
    grid.pinyin("li", "李")
    grid.press("Enter")
    assert grid.text(0, "contact") == "A李"


def test_pinyin_finds_a_choice(grid, stored):
    grid.click(0, "system_level")
    grid.pinyin("shengjiziji", "省级自")
    grid.press("Enter")
    grid.wait_saved()
    assert stored(0, "system_level") == "province_built"


def test_pinyin_finds_districts_one_after_the_other(grid, stored):
    grid.click(0, "districts")
    for letters, name in (("shangcheng", "上城"), ("dajiangdong", "大江东")):
        grid.pinyin(letters, name)
        grid.press(" ")
    grid.press("Enter")
    grid.wait_saved()
    assert len(stored(0, "districts")) == 2


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


# Blocks


def test_a_block_from_a_spreadsheet_lands_cell_by_cell(grid, stored):
    grid.paste(0, "system_level", "省级垂管\t甲系统\t１２，３４５\r\n市级自建\t乙系统\t0\r\n")
    grid.wait_saved()
    assert [stored(0, f) for f in ("system_level", "system_name", "volume")] == [
        "province_vertical",
        "甲系统",
        12345,
    ]
    assert [stored(1, f) for f in ("system_level", "volume")] == ["city_built", 0]
    assert stored(2, "system_level") == ""


def test_locked_cells_under_a_block_are_skipped_and_counted(grid, stored):
    grid.paste(0, "client", "改\t改\t省级垂管")
    assert "跳过 2 个锁定单元格" in grid.notice
    grid.wait_saved()
    assert stored(0, "system_level") == "province_vertical"


def test_quoted_cells_with_line_breaks_and_tabs_stay_in_one_row(grid, stored):
    grid.paste(0, "contact", '"王\r\n测试"\t85250000\r\n李样例\t85260000\r\n')
    grid.wait_saved()
    assert (stored(0, "contact"), stored(1, "contact")) == ("王 测试", "李样例")
    assert stored(2, "contact") == ""


def test_merged_cells_of_a_copied_table_repeat_their_value(grid, stored):
    first = "<tr><td rowspan=2>王测试</td><td>85250000</td></tr>"
    table = f"<table>{first}<tr><td>85260000</td></tr></table>"
    grid.paste(0, "contact", "王测试\t85250000\r\n\t85260000\r\n", table)
    grid.wait_saved()
    assert (stored(1, "contact"), stored(1, "phone")) == ("王测试", "85260000")


def test_a_block_longer_than_the_grid_asks_first(grid):
    grid.paste(7, "contact", "甲\r\n乙\r\n丙")
    assert "3 行" in grid.page.get_by_role("dialog").inner_text()
    grid.page.get_by_role("button", name="只粘贴放得下的部分").click()
    assert grid.text(7, "contact") == "甲"


def test_a_large_block_is_one_step_to_undo(grid, stored):
    rows = [f"省级垂管\t系统{n}\t{n}\t王测试\t85250000\t全市\t" for n in range(8)]
    grid.paste(0, "system_level", "\r\n".join(rows))
    grid.wait_saved()
    assert stored(7, "system_name") == "系统7"
    grid.press("Control+z")
    grid.wait_saved()
    assert {stored(row, "system_name") for row in range(8)} == {""}


def test_what_is_copied_is_pasted_back_the_same(grid, stored):
    grid.paste(
        0, "system_level", "省级垂管\t甲系统\t300\t王测试\t85250000\t部分区县（市）\t上城区、下城区"
    )
    grid.press("Control+c")
    grid.click(4, "system_level")
    grid.press("Control+v")
    grid.wait_saved()
    for field in ("system_level", "system_name", "volume", "contact", "phone", "scope"):
        assert stored(4, field) == stored(0, field) != ""
    assert stored(4, "districts") == stored(0, "districts")


def test_text_that_looks_like_markup_stays_text(grid, stored):
    grid.paste(0, "system_name", "<img src=x onerror=alert(1)>系统")
    assert grid.text(0, "system_name").startswith("<img")
    assert grid.page.locator(".fg-cell img").count() == 0


# Saving


def test_a_refused_value_stays_and_says_why(grid, stored):
    grid.type(0, "volume", "约300")
    grid.wait_saved()
    grid.click(0, "volume")
    assert (grid.state(0, "volume"), grid.text(0, "volume")) == ("refused", "约300")
    described = grid.page.locator(".fg-input").get_attribute("aria-describedby")
    assert "约300" in grid.page.locator(f"#{described}").inner_text()
    assert stored(0, "volume") is None


def test_the_later_of_two_editors_sees_both_values_and_chooses(
    grid, signed_in, head, city_list, stored
):
    other = GridPage(signed_in(head), city_list)
    other.type(0, "contact", "他填的")
    other.wait_saved()
    grid.type(0, "contact", "我填的")
    grid.wait_saved()
    grid.click(0, "contact")
    assert grid.state(0, "contact") == "conflict"
    assert "他填的" in grid.notes and "我填的" in grid.notes
    assert stored(0, "contact") == "他填的"
    grid.page.get_by_role("button", name="用我的").click()
    grid.wait_saved()
    assert stored(0, "contact") == "我填的"


def test_taking_the_others_value_forgets_mine(grid, city_list, stored):
    Entry.objects.filter(task=city_list).update(contact="他填的")
    grid.type(0, "contact", "我填的")
    grid.wait_saved()
    grid.click(0, "contact")
    grid.page.get_by_role("button", name="用对方的").click()
    assert grid.text(0, "contact") == stored(0, "contact") == "他填的"


def test_without_network_the_cells_wait_and_are_sent_later(grid, stored):
    grid.context.set_offline(True)
    grid.type(0, "contact", "王测试")
    grid.wait_status("offline")
    assert "未保存 1 格" in grid.save_line
    grid.context.set_offline(False)
    grid.wait_saved()
    assert stored(0, "contact") == "王测试"


def test_cells_unsaved_at_a_reload_are_found_and_saved(grid, stored):
    grid.page.on("dialog", lambda dialog: dialog.accept())
    grid.page.route("**/cells/", lambda route: route.abort())
    grid.type(0, "contact", "王测试")
    grid.wait_status("offline")
    grid.page.unroute("**/cells/")
    grid.open()
    grid.wait_saved()
    assert stored(0, "contact") == "王测试"


def test_leaving_with_unsaved_cells_warns(grid):
    asked = []
    grid.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    grid.page.route("**/cells/", lambda route: route.abort())
    grid.click(0, "contact")
    grid.page.keyboard.type("王测")
    grid.open()
    assert asked == ["beforeunload"]


def test_after_an_expired_session_signing_in_again_saves_the_rest(grid, filler, stored, signed_in):
    Session.objects.all().delete()
    grid.type(0, "contact", "王测试")
    grid.wait_status("signed_out")
    link = grid.page.get_by_role("link", name="重新登录后继续")
    assert f"next=/tasks/{grid.task.pk}/grid/" in link.get_attribute("href").replace("%2F", "/")
    grid.context.add_cookies(signed_in(filler).cookies())
    grid.open()
    grid.wait_saved()
    assert stored(0, "contact") == "王测试"


def test_a_refusal_of_the_server_is_said_in_its_words(grid):
    answer = {"message": "本任务已报送，不能修改。"}
    refuse = {"status": 409, "content_type": "application/json", "body": json.dumps(answer)}
    grid.page.route("**/cells/", lambda route: route.fulfill(**refuse))
    grid.type(0, "contact", "王测试")
    grid.wait_status("rejected")
    assert "本任务已报送，不能修改。" in grid.save_line


# Finding one's way


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


def test_on_a_phone_a_row_opens_as_a_form(signed_in, filler, city_list, stored):
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    grid = GridPage(signed_in(filler, **phone), city_list)
    grid.cell(0, "name").tap()
    field = grid.page.get_by_role("dialog").get_by_label("联系人")
    field.fill("王测试")
    field.blur()
    grid.wait_saved()
    assert stored(0, "contact") == "王测试"


def test_a_sheet_with_the_bureau_can_only_be_read(signed_in, filler, head, city_list):
    fill_in(city_list, filler)
    submit(city_list, head)
    grid = GridPage(signed_in(filler), city_list)
    grid.type(0, "contact", "改")
    assert grid.text(0, "contact") == "方填报"
    assert grid.page.locator('[role="grid"]').get_attribute("aria-readonly") == "true"


def test_every_label_of_the_grid_exists_in_english(signed_in, filler, city_list):
    grid = GridPage(signed_in(filler, locale="en-GB"), city_list)
    grid.context.add_cookies([{"name": "django_language", "value": "en", "url": grid.page.url}])
    grid.open()
    grid.click(0, "contact")
    grid.press("F1")
    shown = " ".join(grid.page.locator(".fg-toolbar, .fg-keys").all_inner_texts())
    shown = shown.replace("A … 中", "")
    assert not re.search("[\u4e00-\u9fff]", shown), shown


@pytest.mark.parametrize("keys", [(), ("F2",), ("Shift+F10",), ("?",)])
def test_axe_finds_nothing_in_the_grid(grid, keys):
    grid.click(0, "districts")
    grid.press(*keys)
    found = Axe().run(grid.page, context="fill-grid")
    assert found.response["violations"] == [], found.generate_report()
