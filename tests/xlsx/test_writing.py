"""The print edition, the data edition and CSV, read back cell by cell."""

import csv
import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from yichuang.xlsx.headers import Record, find_header, records
from yichuang.xlsx.limits import Limits
from yichuang.xlsx.reading import read_workbook
from yichuang.xlsx.writing import Column, Kind, PrintSheet, write_csv, write_data, write_print

LEVELS = ("部委垂管", "省级垂管")
COLUMNS = (
    Column("序号", 5, Kind.SERIAL),
    Column("所属部门", 14, Kind.SHORT, merged=True),
    Column("事项名称", 30, group="事项基本信息"),
    Column("权力编码", 20, Kind.CODE, group="事项基本信息"),
    Column("系统层级", 12, Kind.SHORT, group="补填内容", locked=False, choices=LEVELS),
    Column("办件量（件）", 11, Kind.NUMBER, group="补填内容", locked=False),
    Column("联系方式", 16, Kind.CODE, group="补填内容", locked=False),
    Column("行键", 10, Kind.HIDDEN),
)
HEAD_LINE = ("填报单位（盖章）：市公安局", "填报人：钱一", "填报日期：2018年4月4日")
HOSTILE = [
    "=1+1",
    "==1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "#REF!",
    "_x0041_",
    " 前后空格 ",
    "换\n行",
    "TRUE",
]


def row(number, department="市公安局", name="户口登记"):
    code = f"确认-90001-{number:03}"
    return (number, department, name, code, "省级垂管", 162276, "19900000001", f"key-{number}")


ROWS = [row(1), row(2), row(3, "市民政局"), row(4, "市民政局")]
SPEC = PrintSheet(
    "市级部门",
    "附件2",
    "2018年“一窗受理”平台对接事项清单（市级部门）",
    COLUMNS,
    ROWS,
    head_line=HEAD_LINE,
    notes=("1.办件量指2017年1—12月。", "2.不得新增、变更、删除。"),
    protected=True,
)


def printed(*specs):
    stream = io.BytesIO()
    write_print(stream, specs or [SPEC])
    stream.seek(0)
    return stream


@pytest.fixture(scope="module")
def sheet():
    return openpyxl.load_workbook(printed())["市级部门"]


def test_the_mark_stands_in_a1_flush_left_and_unmerged(sheet):
    cell = sheet["A1"]
    assert (cell.value, cell.font.name, cell.font.sz) == ("附件2", "黑体", 16)
    assert cell.alignment.horizontal in (None, "general", "left")
    assert not any("A1" in area for area in sheet.merged_cells.ranges)


def test_a_short_title_is_larger_than_a_long_one(sheet):
    title = sheet["A2"]
    assert (title.font.name, title.font.sz) == ("方正小标宋简体", 22)
    assert title.alignment.horizontal == "center"
    assert "A2:G2" in {str(area) for area in sheet.merged_cells.ranges}
    long = replace(SPEC, title="关于" * 13)
    assert openpyxl.load_workbook(printed(long)).active["A2"].font.sz == 18


def test_the_reporting_line_names_unit_person_and_date_flush_right(sheet):
    values = [cell for cell in sheet[3] if cell.value]
    assert tuple(cell.value for cell in values) == HEAD_LINE
    assert (values[0].coordinate, values[0].font.name) == ("A3", "仿宋_GB2312")
    assert values[-1].alignment.horizontal == "right"


def test_the_header_has_two_rows_with_groups_merged(sheet):
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A4:A5", "B4:B5", "C4:D4", "E4:G4"} <= merged
    assert [sheet["C4"].value, sheet["C5"].value, sheet["E5"].value] == [
        "事项基本信息", "事项名称", "系统层级",
    ]  # fmt: skip
    assert (sheet["C5"].font.name, sheet["C5"].border.left.style) == ("黑体", "thin")


def test_data_cells_have_font_frame_format_and_alignment(sheet):
    name, code, volume, phone = (sheet[f"{letter}6"] for letter in "CDFG")
    assert (name.font.name, name.border.top.style, name.alignment.wrap_text) == (
        "仿宋_GB2312", "thin", True,
    )  # fmt: skip
    assert (code.number_format, phone.number_format, volume.number_format) == ("@", "@", "#,##0")
    assert (phone.value, phone.data_type, volume.value) == ("19900000001", "s", 162276)
    assert volume.alignment.horizontal == "right"


def test_the_page_is_a4_landscape_one_page_wide_with_repeated_header(sheet):
    setup = sheet.page_setup
    assert (setup.orientation, int(setup.paperSize)) == ("landscape", 9)
    assert (setup.fitToWidth, setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$4:$5"
    assert sheet.freeze_panes == "A6"
    assert sheet.print_area == "'市级部门'!$A$1:$G$10"
    assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"
    assert sheet.print_options.horizontalCentered
    assert sheet.page_margins.left > sheet.page_margins.right


def test_widths_are_those_asked_for_and_keys_are_hidden(sheet):
    dimensions = sheet.column_dimensions
    assert [dimensions[letter].width for letter in "ABCDEFG"] == [5, 14, 30, 20, 12, 11, 16]
    assert dimensions["H"].hidden and not dimensions["G"].hidden
    assert sheet["H6"].value == "key-1"


def test_only_the_columns_to_fill_in_are_unlocked_without_a_password(sheet):
    assert sheet.protection.sheet and not sheet.protection.password
    locked = {cell.column_letter: cell.protection.locked for cell in sheet[6]}
    assert [letter for letter in locked if not locked[letter]] == ["E", "F", "G"]
    assert not openpyxl.load_workbook(
        printed(replace(SPEC, protected=False))
    ).active.protection.sheet


def test_the_notes_stand_below_in_one_merged_row_that_is_high_enough(sheet):
    note = sheet["A10"]
    assert note.value.startswith("填表说明：1.办件量") and note.value.count("\n") == 1
    assert "A10:G10" in {str(area) for area in sheet.merged_cells.ranges}
    assert sheet.row_dimensions[10].height >= 2 * note.font.sz


def test_a_row_is_as_high_as_its_longest_text_needs():
    spec = replace(SPEC, rows=[row(1, name="短"), row(2, name="很长的事项名称" * 12)])
    heights = openpyxl.load_workbook(printed(spec)).active.row_dimensions
    assert heights[7].height > 4 * heights[6].height


def test_equal_departments_become_one_cell_and_start_anew_on_each_page():
    rows = [row(number) for number in range(1, 101)]
    sheet = openpyxl.load_workbook(printed(replace(SPEC, rows=rows))).active
    breaks = [brk.id for brk in sheet.row_breaks.brk]
    blocks = sorted(
        (area.min_row, area.max_row) for area in sheet.merged_cells.ranges
        if str(area).startswith("B") and area.min_row > 5
    )  # fmt: skip
    assert breaks and [last for _first, last in blocks] == [*breaks, 105]
    assert [first for first, _last in blocks] == [6, *(last + 1 for last in breaks)]
    assert all(sheet.cell(first, 2).value == "市公安局" for first, _last in blocks)


def test_blocks_of_the_second_merged_column_end_with_those_of_the_first():
    columns = (Column("区", 9, merged=True), Column("部门", 9, merged=True), Column("事项", 9))
    rows = [
        ("上城区", "民政局", 1),
        ("上城区", "民政局", 2),
        ("下城区", "民政局", 3),
        ("下城区", "民政局", 4),
    ]
    sheet = openpyxl.load_workbook(printed(PrintSheet("a", "附件3", "t", columns, rows))).active
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A5:A6", "A7:A8", "B5:B6", "B7:B8"} <= merged


def test_several_sheets_get_their_own_legal_names():
    book = openpyxl.load_workbook(
        printed(*(replace(SPEC, name=name) for name in ("01上城区", "a/b:c", "a/b:c", "长" * 40)))
    )
    assert book.sheetnames[:4] == ["01上城区", "abc", "abc-2", "长" * 31]


def test_drop_downs_read_a_named_range_on_a_hidden_sheet():
    book = openpyxl.load_workbook(printed())
    rule, _number = book["市级部门"].data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1) == ("E6:E9", "choices_1")
    assert book["_选项"].sheet_state == "hidden"
    assert tuple(cell.value for cell in book["_选项"]["A"]) == LEVELS


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_never_a_formula_and_comes_back_unchanged(text):
    spec = replace(SPEC, rows=[row(1, name=text)], protected=False)
    data = io.BytesIO()
    write_data(data, COLUMNS, [row(1, name=text)])
    for stream, place in ((printed(spec), "C6"), (data, "C2")):
        stream.seek(0)
        cell = openpyxl.load_workbook(stream).worksheets[0][place]
        assert cell.data_type in ("s", "inlineStr")
        stream.seek(0)
        rows = read_workbook(stream)[0].rows
        assert any(text.strip() in found.values for found in rows)


def test_control_characters_do_not_reach_the_file():
    stream = printed(replace(SPEC, rows=[row(1, name="a\x00b\x0b\ud800c")]))
    assert openpyxl.load_workbook(stream).active["C6"].value == "abc"


def test_the_print_edition_reads_back_as_the_rows_that_were_written():
    [sheet, _choices] = read_workbook(printed())
    synonyms = {"key": ("行键",), "unit": ("所属部门",), "code": ("权力编码",)}
    header = find_header(sheet, synonyms, ("key", "code"))
    found = [item for item in records(sheet, header) if isinstance(item, Record)]
    assert [tuple(item.values[name] for name in synonyms) for item in found] == [
        (values[7], values[1], values[3]) for values in ROWS
    ]


def data_book(rows, columns=COLUMNS, **how):
    stream = io.BytesIO()
    write_data(stream, columns, rows, **how)
    stream.seek(0)
    return stream


def test_the_data_edition_has_one_header_row_a_value_in_every_row_and_no_merges():
    sheet = openpyxl.load_workbook(data_book(ROWS, name="附件2")).active
    assert sheet.title == "附件2"
    assert [cell.value for cell in sheet[1]] == [column.title for column in COLUMNS]
    assert [tuple(cell.value for cell in line) for line in sheet.iter_rows(2)] == ROWS
    assert not sheet.merged_cells.ranges


def test_the_data_edition_is_frozen_filtered_and_formatted():
    sheet = openpyxl.load_workbook(data_book(ROWS)).active
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:H5")
    assert [sheet.column_dimensions[letter].width for letter in "ACG"] == [5, 30, 16]
    assert (sheet["D2"].number_format, sheet["F2"].number_format) == ("@", "#,##0")
    assert (sheet["F2"].data_type, sheet["G2"].data_type) == ("n", "s")
    assert sheet.column_dimensions["H"].hidden and sheet["A1"].font.name == "黑体"


def test_a_number_in_a_text_column_stays_what_it_is_and_blank_is_blank():
    sheet = openpyxl.load_workbook(data_book([(1, None, "", "x", None, None, "1", None)])).active
    assert [sheet["B2"].value, sheet["C2"].value, sheet["F2"].value] == [None, None, None]


def test_the_data_edition_of_no_rows_is_a_header():
    assert openpyxl.load_workbook(data_book([])).active.max_row == 1


def test_rows_are_written_as_they_come_not_collected():
    seen = []

    def rows():
        for number in range(1, 2001):
            seen.append(number)
            yield row(number)

    stream = data_book(rows())
    assert len(seen) == 2000
    assert len(read_workbook(stream, Limits())[0].rows) == 2001
    with zipfile.ZipFile(stream) as archive:
        assert "xl/sharedStrings.xml" not in archive.namelist()


def test_csv_has_a_byte_order_mark_and_an_apostrophe_before_formulas():
    stream = io.BytesIO()
    columns = (Column("名称", 9), Column("件", 9, Kind.NUMBER))
    assert write_csv(stream, columns, [("=1+1", -5), ("户口,登记", None)]) == 2
    content = stream.getvalue()
    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig")))) == [
        ["名称", "件"], ["'=1+1", "-5"], ["户口,登记", ""],
    ]  # fmt: skip
