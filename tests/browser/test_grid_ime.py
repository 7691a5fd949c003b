"""Pinyin over the cells in Chromium: it arrives whole, whatever is under the hand."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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


@pytest.mark.parametrize(
    ("field", "letters", "words", "arrives"),
    [
        ("system_name", "shengtongyi", "省统一平台", "省统一平台"),
        ("contact", "wang", "王测试", "王测试"),
        ("volume", "qian", "１２００", 1200),
        ("phone", "hao", "１９９０００００００３", "19900000003"),
        ("remark", "bei", "“备注”，请核", "“备注”，请核"),
        ("system_level", "shengchui", "省垂", "province_vertical"),
        ("scope", "quanshi", "全市", "whole_city"),
    ],
)
def test_words_of_an_input_method_arrive_whole_in_every_kind_of_column(
    grid, stored, field, letters, words, arrives
):
    grid.click(0, field)
    grid.pinyin(letters, words)
    grid.press("Enter")
    grid.wait_saved()
    assert stored(0, field) == arrives


def test_enter_while_composing_belongs_to_the_input_method(grid, stored):
    grid.click(0, "contact")
    session = grid.composing("wang")
    key = {"type": "rawKeyDown", "key": "Enter", "windowsVirtualKeyCode": 229}
    session.send("Input.dispatchKeyEvent", key)
    assert grid.in_hand == (0, "contact")
    session.send("Input.insertText", {"text": "王测试"})
    assert grid.in_hand == (0, "contact")
    grid.press("Enter")
    grid.wait_saved()
    assert stored(0, "contact") == "王测试"


def test_an_answer_of_the_server_does_not_disturb_a_composition(grid, stored):
    grid.page.route("**/cells/", lambda route: (grid.page.wait_for_timeout(300), route.continue_()))
    grid.type(0, "contact", "甲")
    session = grid.composing("ceshi")
    grid.wait_saved()
    session.send("Input.insertText", {"text": "测试"})
    grid.press("Enter")
    grid.wait_saved()
    assert (stored(0, "contact"), stored(1, "contact")) == ("甲", "测试")


def test_pinyin_over_a_selection_goes_to_the_cell_in_hand(grid, stored):
    grid.click(0, "contact")
    grid.click(2, "contact", modifiers=["Shift"])
    grid.pinyin("wang", "王测试")
    grid.press("Control+Enter")
    grid.wait_saved()
    assert [stored(row, "contact") for row in range(4)] == ["王测试"] * 3 + [""]


def test_pinyin_in_the_find_box_finds(grid):
    grid.click(0, "contact")
    grid.press("Control+f")
    grid.pinyin("shixiang", "事项5")
    expect(grid.rows).to_have_count(1)
    assert grid.page.locator(".fg-find").input_value() == "事项5"
