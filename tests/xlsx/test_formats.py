"""What people upload besides .xlsx: old workbooks and text tables, told by their content."""

import datetime
import io
from dataclasses import replace

import pytest
import xlwt
from openpyxl import Workbook

from tests.xlsx.workbooks import saved
from yichuang.xlsx.cells import Flaw
from yichuang.xlsx.limits import Limits, WorkbookRefused
from yichuang.xlsx.reading import data_rows, read_workbook
from yichuang.xlsx.streaming import write_csv
from yichuang.xlsx.writing import Column

LIMITS = Limits()
TABLE = "权力编码,事项名称,联系方式\n确认-90001-001,户口登记,19900000001\n"
READ = [("权力编码", "事项名称", "联系方式"), ("确认-90001-001", "户口登记", "19900000001")]


def refusal(content, limits=LIMITS):
    with pytest.raises(WorkbookRefused) as refused:
        read_workbook(io.BytesIO(content), limits)
    assert refused.value.sentence
    return refused.value.code


def only_sheet(content, limits=LIMITS):
    [sheet] = read_workbook(io.BytesIO(content), limits)
    return sheet


def values(content):
    return [row.values for row in only_sheet(content).rows]


def old_book(fill):
    workbook = xlwt.Workbook(encoding="utf-8")
    fill(workbook.add_sheet("表1"))
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        TABLE.encode(),
        TABLE.encode("utf-8-sig"),
        TABLE.encode("gb18030"),
        TABLE.encode("utf-16"),
        b"\xfe\xff" + TABLE.encode("utf-16-be"),
        TABLE.encode("utf-16-le"),
        TABLE.replace(",", "\t").encode("utf-16"),
        TABLE.replace(",", "\t").encode(),
        TABLE.replace(",", ";").encode("gbk"),
        TABLE.replace("\n", "\r\n").encode("gbk"),
        TABLE.replace("\n", "\r").encode(),
        ("sep=;\r\n" + TABLE.replace(",", ";")).encode(),
        TABLE.replace(",", "\0,").encode(),
        TABLE.replace("19900000001", '="19900000001"').encode(),
        TABLE.replace("19900000001", "19900000001\t").encode(),
    ],
)
def test_a_text_table_is_read_in_every_encoding_and_with_every_separator(content):
    assert values(content) == READ


def test_quoted_line_breaks_separators_and_quotes_stay_in_their_cell():
    assert values('a,b\r\n"一\r\n二","x,""y"""\r\n'.encode()) == [("a", "b"), ("一\n二", 'x,"y"')]


def test_a_quote_that_is_never_closed_swallows_no_row():
    assert len(values('a,b\n"一,二\n三,四\n五,六\n'.encode())) == 4


def test_blank_lines_keep_their_numbers():
    sheet = only_sheet("a,b\n\n,\n一,二\n\n".encode())
    assert [row.number for row in data_rows(sheet)] == [1, 4]


def test_what_we_write_as_csv_comes_back_as_it_was():
    texts = ["=1+1", "+86", "-3", "@a", "＝1", "'单引号", "户口登记"]
    stream = io.BytesIO()
    write_csv(stream, [Column("文字", 10)], [[text] for text in texts])
    assert [row[0] for row in values(stream.getvalue())[1:]] == texts


def test_a_character_no_encoding_knows_is_reported_not_guessed():
    content = (TABLE * 30).encode("gbk") + b"\xff,\xd2\xbb\n"
    sheet = only_sheet(content)
    assert sheet.flaws == {(61, 1): Flaw.GARBLED}


def test_the_limits_of_a_text_table_hold_exactly():
    assert len(only_sheet(b"a\n" * 5_000).rows) == 5_000
    assert refusal(b"a\n" * 5_001) == "rows"
    assert only_sheet(b",".join([b"a"] * 200)).rows
    assert refusal(b",".join([b"a"] * 201)) == "columns"


def fill_old(sheet):
    sheet.write_merge(0, 0, 0, 3, "附件2")
    for column, label in enumerate(["部门", "权力编码", "联系方式", "日期"]):
        sheet.write(1, column, label)
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    sheet.write_merge(2, 3, 0, 0, "市公安局")
    for row in (2, 3):
        sheet.write(row, 1, f"确认-9000{row}-001")
        sheet.write(row, 2, 19900000001)
    sheet.write(2, 3, datetime.date(2018, 4, 4), day)
    sheet.row(3).set_cell_error(3, 0x2A)
    sheet.row(3).hidden = True
    sheet.col(3).hidden = True


def test_an_old_workbook_is_read_with_merges_dates_phones_errors_and_what_is_hidden():
    sheet = only_sheet(old_book(fill_old))
    assert sheet.rows[2].values == ("市公安局", "确认-90002-001", "19900000001", "2018-04-04")
    assert sheet.rows[3].values == ("市公安局", "确认-90003-001", "19900000001", "")
    assert sheet.flaws == {(4, 4): Flaw.ERROR}
    assert (sheet.kind, sheet.hidden_rows, sheet.hidden_columns) == ("xls", {4}, {3})


def test_a_far_cell_of_an_old_workbook_is_refused_cheaply():
    assert refusal(old_book(lambda sheet: sheet.write(65_535, 255, "x"))) == "rows"
    assert refusal(old_book(lambda sheet: sheet.write(0, 200, "x"))) == "columns"
    assert only_sheet(old_book(lambda sheet: sheet.write(4_999, 199, "x"))).rows


def test_an_old_workbook_that_is_cut_off_is_refused_wherever_it_ends():
    content = old_book(fill_old)
    codes = {refusal(content[: len(content) * tenth // 10]) for tenth in range(1, 10)}
    assert codes <= {"damaged", "old"}


def test_too_many_sheets_of_an_old_workbook_are_refused():
    workbook = xlwt.Workbook()
    for number in range(3):
        workbook.add_sheet(str(number)).write(0, 0, "a")
    stream = io.BytesIO()
    workbook.save(stream)
    assert refusal(stream.getvalue(), replace(LIMITS, sheets=2)) == "sheets"


def test_hidden_rows_and_columns_of_a_workbook_are_told_and_read():
    workbook = Workbook()
    for row in (["a", "b", "c"], ["1", "2", "3"], ["4", "5", "6"]):
        workbook.active.append(row)
    workbook.active.row_dimensions[2].hidden = True
    workbook.active.column_dimensions["C"].hidden = True
    [sheet] = read_workbook(saved(workbook), LIMITS)
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({2}, {2})
    assert sheet.rows[1].values == ("1", "2", "3")
