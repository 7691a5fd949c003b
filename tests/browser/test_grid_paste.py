"""Blocks from Excel and WPS in Chromium: what is pasted, skipped, asked, and copied out."""

import pytest
from playwright.sync_api import expect

from tasks.models import Entry

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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
    expect(grid.cell(7, "contact")).to_have_text("甲")


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


def test_a_block_on_the_real_clipboard_is_pasted_with_its_trailing_empty_line(grid, stored):
    block = "省级垂管\t甲系统\t１２，３４５\r\n市级自建\t乙系统\t0\r\n\r\n"
    grid.paste_by_key(0, "system_level", block)
    grid.wait_saved()
    assert (stored(0, "volume"), stored(1, "volume")) == (12345, 0)
    assert [stored(row, "system_name") for row in range(3)] == ["甲系统", "乙系统", ""]


def test_quoted_cells_keep_their_tabs_and_quotes_in_one_cell(grid, stored):
    block = '"甲\t系统"\t300\r\n"他说""可以""\n第二行"\t400\r\n'
    grid.paste_by_key(0, "system_name", block)
    grid.wait_saved()
    assert stored(0, "system_name") == "甲 系统"
    assert stored(1, "system_name") == '他说"可以" 第二行'
    assert (stored(0, "volume"), stored(1, "volume"), stored(2, "volume")) == (300, 400, None)


EXCEL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body><!--StartFragment-->
<table border=0 cellpadding=0><col width=72><tr height=19>
<td rowspan=2 class=xl65 style='height:28.0pt'>王<br>
  测试</td><td class=xl66>85250000</td></tr>
<tr><td>85260000</td></tr></table><!--EndFragment--></body></html>"""
WPS = """<html><head><meta name=Generator content="WPS Office ET"></head><body>
<table><tr><td colspan="2" rowspan="1" x:str>市级自建</td></tr>
<tr><td>省级垂管</td><td>甲系统</td></tr></table></body></html>"""
RUNS_OVER = """<table><tr><td colspan=2 style='mso-ignore:colspan'>很长的系统名称</td></tr>
<tr><td>乙系统</td><td>300</td></tr></table>"""


def test_a_merged_cell_of_excel_repeats_downwards(grid, stored):
    grid.paste_by_key(0, "contact", "王测试\t85250000\r\n\t85260000\r\n", EXCEL)
    grid.wait_saved()
    assert (stored(0, "contact"), stored(1, "contact")) == ("王 测试", "王 测试")
    assert (stored(0, "phone"), stored(1, "phone")) == ("85250000", "85260000")


def test_a_merged_cell_of_wps_repeats_across(grid):
    grid.paste(0, "system_level", "市级自建\t\r\n省级垂管\t甲系统\r\n", WPS)
    assert (grid.text(0, "system_level"), grid.text(0, "system_name")) == ("市级自建",) * 2
    assert (grid.text(1, "system_level"), grid.text(1, "system_name")) == ("省级垂管", "甲系统")


def test_a_long_text_that_only_runs_over_its_neighbour_is_not_repeated(grid):
    grid.paste(0, "system_name", "很长的系统名称\t\r\n乙系统\t300\r\n", RUNS_OVER)
    assert (grid.text(0, "system_name"), grid.text(0, "volume")) == ("很长的系统名称", "")
    assert grid.text(1, "volume") == "300"


def test_ten_thousands_are_counted_out_and_have_to_be_confirmed(grid, stored):
    grid.paste(0, "volume", "1.2万")
    grid.wait_saved()
    assert stored(0, "volume") == 12000
    assert (grid.text(0, "volume"), grid.state(0, "volume")) == ("12,000", "warning")
    assert "12,000" in grid.notes
    expect(grid.page.locator('[data-filter="pending"] .fg-count')).to_have_text("1")


def test_vocabulary_is_understood_by_label_and_by_other_words(grid, stored):
    grid.paste(0, "system_level", "省垂\r\n市自建\r\n区县（市）自建\r\n区县自建\r\n手工办理")
    grid.paste(0, "scope", "全部\r\n市级\r\n部分区县")
    grid.wait_saved()
    assert [stored(row, "system_level") for row in range(5)] == [
        "province_vertical",
        "city_built",
        "district_built",
        "district_built",
        "no_system",
    ]
    assert [stored(row, "scope") for row in range(3)] == [
        "whole_city",
        "city_level",
        "some_districts",
    ]


def test_districts_are_told_apart_by_any_sign(grid, stored):
    grid.paste(0, "districts", "上城区、下城区\r\n上城，下城\r\n上城区,下城区\r\n上城 下城\r\n全部")
    grid.wait_saved()
    assert [grid.text(row, "districts") for row in range(4)] == ["上城区、下城区"] * 4
    assert len(stored(0, "districts")) == 2 < len(stored(4, "districts"))


def test_empty_rows_at_the_end_of_a_block_ask_nothing(grid):
    grid.paste(6, "contact", "甲\r\n乙\r\n\r\n\r\n")
    assert grid.page.get_by_role("dialog").count() == 0
    assert (grid.text(6, "contact"), grid.text(7, "contact")) == ("甲", "乙")


def test_what_is_copied_out_is_the_same_block(grid):
    rows = [["省级垂管", '他说"可以"', "1200", "王测试", "85250000、6123", "全市"]]
    rows.append(["市级自建", "=SUM(A1)", "0", "李样例", "19900000003", "部分区县（市）"])
    block = "\r\n".join("\t".join(row) for row in rows)
    grid.paste(0, "system_level", block)
    grid.wait_saved()
    grid.press("Control+c")
    assert grid.clipboard == block
    html = grid.page.evaluate(
        """async () => {
          const [item] = await navigator.clipboard.read();
          return (await item.getType("text/html")).text();
        }"""
    )
    assert "<td" in html and "85250000、6123" in html


def test_cut_takes_the_block_away_and_paste_puts_it_elsewhere(grid, stored):
    grid.paste(0, "contact", "甲\t85250000\r\n乙\t85260000")
    grid.press("Control+x")
    assert (grid.text(0, "contact"), grid.text(1, "phone")) == ("", "")
    grid.click(4, "contact")
    grid.press("Control+v")
    grid.wait_saved()
    assert (stored(4, "contact"), stored(5, "phone")) == ("甲", "85260000")
    grid.press("Control+z", "Control+z")
    grid.wait_saved()
    assert (stored(0, "contact"), stored(4, "contact")) == ("甲", "")


def test_one_copied_value_fills_the_whole_selection(grid):
    grid.type(0, "contact", "甲")
    grid.click(0, "contact")
    grid.press("Control+c", "ArrowDown", "Shift+ArrowDown", "Shift+ArrowDown", "Control+v")
    assert [grid.text(row, "contact") for row in range(5)] == ["甲"] * 4 + [""]


def test_two_hundred_rows_of_seven_cells_are_pasted_and_undone_in_one_step(long_list, grid, stored):
    rows = [
        f"省级垂管\t系统{n}\t{n}\t王测试\t85250000\t部分区县（市）\t上城区、下城区"
        for n in range(200)
    ]
    grid.paste(0, "system_level", "\r\n".join(rows) + "\r\n")
    assert "1400" in grid.notice
    grid.wait_saved()
    assert (stored(0, "volume"), stored(199, "system_name")) == (0, "系统199")
    grid.press("Control+z")
    grid.wait_saved()
    written = Entry.objects.filter(task=long_list).exclude(system_name="", districts=[])
    assert written.count() == 0
