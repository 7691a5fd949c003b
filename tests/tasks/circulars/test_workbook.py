"""The workbook of the two tables, read back cell by cell."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from tasks.circulars.workbook import write_workbook


@pytest.fixture
def book(report):
    stream = BytesIO()
    assert write_workbook(report, stream) == 4
    return load_workbook(stream)


def test_one_sheet_for_each_group(book):
    assert book.sheetnames == ["附表1 市级部门进度表", "附表2 区县进度表"]


def test_figures_are_numbers_and_rates_the_house_s_words(book):
    rows = list(book.worksheets[0].iter_rows(min_row=6, values_only=True))
    assert rows[0][:9] == (1, "市人力社保局", 8, 8, 0, 2, "8/8（100.0%）", None, 1)
    assert rows[1][:9] == (2, "市公安局", 2, 0, 0, 0, "0/2（0.0%）", 1, 2)
    assert rows[2][:7] == (None, "合计", 10, 8, 0, 2, "8/10（80.0%）")


def test_it_says_which_figures_it_holds(book, report):
    sheet = book.worksheets[0]
    assert sheet["A1"].value == "附表1"
    assert sheet["A2"].value == "“一窗受理”平台事项接入工作进度表（市级部门）"
    words = [value for row in sheet.iter_rows(values_only=True) for value in row if value]
    assert f"快照编号：{report.number}" in words and "数据截至：2018年4月8日17时" in words
    assert f"快照编号{report.number}" in sheet.oddFooter.left.text
    assert any(str(word).startswith("注：1．数据截至") for word in words)


def test_it_prints_on_a4_landscape_with_the_head_on_every_page(book):
    for sheet in book.worksheets:
        assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 9
        assert sheet.print_title_rows == "$4:$5"
        assert sheet.page_setup.fitToWidth == 1
