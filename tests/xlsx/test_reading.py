"""Reading an uploaded workbook: true values, nothing hidden, nothing dangerous."""

import contextlib
import datetime
import io
import random
import struct
import zipfile
from dataclasses import replace

import pytest
from openpyxl import Workbook

from tests.xlsx.workbooks import MAIN, book, fill, inline, raw, saved
from yichuang.xlsx.cells import Flaw
from yichuang.xlsx.limits import MEGABYTE, Limits, WorkbookRefused
from yichuang.xlsx.reading import data_rows, read_workbook

LIMITS = Limits()


def refusal(stream, limits=LIMITS):
    with pytest.raises(WorkbookRefused) as refused:
        read_workbook(stream, limits)
    assert refused.value.sentence
    return refused.value


def only_sheet(stream):
    [sheet] = read_workbook(stream, LIMITS)
    return sheet


def test_numbers_come_back_as_the_digits_a_person_sees():
    row = [19900000001, 12.0, 0.5, -3, True, "00123", datetime.date(2018, 4, 4)]
    sheet = only_sheet(book([row]))
    assert sheet.rows[0].values == (
        "19900000001", "12", "0.5", "-3", "TRUE", "00123", "2018-04-04",
    )  # fmt: skip


def test_rows_keep_their_excel_numbers_and_columns_when_a_table_starts_at_c4():
    sheet = only_sheet(book([["编码", "名称"], ["1", "a"]], start="C4"))
    assert [row.number for row in data_rows(sheet)] == [4, 5]
    assert next(data_rows(sheet)).values == ("", "", "编码", "名称")


def test_control_characters_and_outer_spaces_are_removed():
    sheet = only_sheet(raw(f'<row r="1">{inline("A1", " 户口_x0000_登记_x001F_ ")}</row>'))
    assert sheet.rows[0].values == ("户口登记",)


def test_error_values_and_formulas_without_result_are_reported_not_hidden():
    cells = (
        inline("A1", "ok")
        + '<c r="B1" t="e"><v>#REF!</v></c><c r="C1"><f>B3</f></c>'
        + '<c r="D1"><f>1+1</f><v>2</v></c>'
    )
    sheet = only_sheet(raw(f'<row r="1">{cells}</row>'))
    assert sheet.flaws == {(1, 2): Flaw.ERROR, (1, 3): Flaw.FORMULA}
    assert sheet.rows[0].values[3] == "2"
    assert sheet.flaw(1, 1) is Flaw.ERROR


def test_a_vertically_merged_department_stands_in_every_row_it_covers():
    rows = [["部门", "事项"], ["市公安局", "a"], [None, "b"], [None, "c"], ["市民政局", "d"]]
    sheet = only_sheet(book(rows, merges=["A2:A4"]))
    assert [row.values[0] for row in sheet.rows] == ["部门"] + ["市公安局"] * 3 + ["市民政局"]


def test_every_sheet_is_read_with_its_name_and_hidden_ones_are_marked():
    workbook = Workbook()
    workbook.active.title = "01上城区"
    fill(workbook.active, [["a"]])
    fill(workbook.create_sheet("_选项"), [["x"]])
    workbook["_选项"].sheet_state = "hidden"
    first, second = read_workbook(saved(workbook), LIMITS)
    assert (first.name, first.hidden, second.name, second.hidden) == (
        "01上城区", False, "_选项", True,
    )  # fmt: skip


def test_a_lying_dimension_hides_no_row():
    rows = "".join(
        f'<row r="{n}">{inline(f"A{n}", n)}{inline(f"C{n}", n)}</row>' for n in (1, 2, 3)
    )
    sheet = only_sheet(raw(rows, dimension='<dimension ref="A1:A1"/>'))
    assert [row.values for row in sheet.rows] == [("1", "", "1"), ("2", "", "2"), ("3", "", "3")]


def test_cells_without_references_are_counted_by_position():
    data = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"
    assert refusal(raw(data), replace(LIMITS, columns=1)).code == "columns"
    assert refusal(raw(data), replace(LIMITS, rows=1)).code == "rows"


def test_a_title_merged_to_the_last_cell_of_the_sheet_costs_nothing():
    tail = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    sheet = only_sheet(raw(f'<row r="1">{inline("A1", "附件2")}</row>', tail=tail))
    assert sheet.rows[0].values == ("附件2",)


def test_a_style_in_the_last_cell_is_no_content():
    data = f'<row r="1">{inline("A1", "a")}</row><row r="1048576"><c r="XFD1048576"/></row>'
    assert only_sheet(raw(data)).rows[0].values == ("a",)


@pytest.mark.parametrize(
    ("last", "code"), [("A5001", "rows"), ("A5000", ""), ("GS1", "columns"), ("GR1", "")]
)
def test_the_limits_of_rows_and_columns_hold_exactly(last, code):
    row = last.lstrip("AGRS")
    first = "" if row == "1" else f'<row r="1">{inline("A1", "a")}</row>'
    stream = raw(f'{first}<row r="{row}">{inline(last, "b")}</row>')
    if code:
        assert last[:-1].rstrip("0123456789") in refusal(stream).sentence or code == "rows"
    else:
        assert only_sheet(stream).rows


def test_a_value_in_the_last_cell_is_refused_with_its_place():
    data = f'<row r="1">{inline("A1", "a")}</row><row r="1048576">{inline("XFD1048576", "b")}</row>'
    assert "1048576" in refusal(raw(data)).sentence


def test_too_many_sheets_are_refused_and_exactly_enough_are_read():
    workbook = Workbook()
    fill(workbook.active, [["a"]])
    fill(workbook.create_sheet(), [["a"]])
    assert len(read_workbook(saved(workbook), replace(LIMITS, sheets=2))) == 2
    assert refusal(saved(workbook), replace(LIMITS, sheets=1)).code == "sheets"


def test_a_file_over_the_limit_is_refused_before_it_is_read():
    assert refusal(io.BytesIO(b"PK\x03\x04" + b"x" * (10 * MEGABYTE))).code == "size"


def test_a_bomb_is_refused_by_the_directory():
    bomb = raw("", extra={"xl/worksheets/sheet9.xml": "0" * (101 * MEGABYTE)})
    assert refusal(bomb).code == "bomb"


def test_a_bomb_whose_directory_lies_is_refused_while_it_unpacks():
    content = bytearray(
        raw("", extra={"xl/worksheets/sheet9.xml": "0" * (101 * MEGABYTE)}).getvalue()
    )
    size = struct.pack("<I", 101 * MEGABYTE)
    while size in content:
        at = content.index(size)
        content[at : at + 4] = struct.pack("<I", 100)
    assert refusal(io.BytesIO(bytes(content))).code == "bomb"


def test_too_many_members_are_refused():
    many = raw("", extra={f"xl/media/{n}.png": "" for n in range(10)})
    assert refusal(many, replace(LIMITS, members=10)).code == "bomb"


def test_one_long_text_repeated_in_many_cells_is_refused():
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 5_001))
    assert refusal(raw(cells, strings=["长" * 32_000])).code == "text"
    assert len(only_sheet(raw(cells, strings=["短"])).rows) == 5_000


def test_an_entity_bomb_is_refused():
    head = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    data = '<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>'
    assert refusal(raw(data, head=head)).code == "entities"


def test_macros_are_refused():
    assert refusal(raw("", extra={"xl/vbaProject.bin": "x"})).code == "macro"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "old"),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
        ),
        (b"<html><table><tr><td>1</td></tr></table></html>", "markup"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "markup"),
        (bytes(range(256)) * 20, "type"),
        (b"\x89PNG\r\n\x1a\n", "type"),
        (b"MZ\x90\0\x03", "type"),
        (b"%PDF-1.7", "type"),
        (b"", "empty"),
        (b"PK\x03\x04 truncated", "damaged"),
    ],
)
def test_other_kinds_of_files_are_refused_with_the_real_reason(content, code):
    assert refusal(io.BytesIO(content)).code == code


def test_a_word_document_is_not_taken_for_a_workbook():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    stream.seek(0)
    assert refusal(stream).code == "type"


@pytest.mark.parametrize("broken", ["<row", "<row r='x'><c r='1A'><v>1</v></c></row>"])
def test_broken_xml_is_refused_as_damaged(broken):
    assert refusal(raw(broken)).code == "damaged"


FAR = {
    "plain": '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "attributes in another order": '<row r="9"><c s="0" r="XFD1048576"><v>1</v></c></row>',
    "single quotes": "<row r='9'><c r='XFD1048576'><v>1</v></c></row>",
    "line break in the tag": '<row r="9"><c\nr="XFD1048576"><v>1</v></c></row>',
    "written as an entity": '<row r="9"><c r="&#88;FD1048576"><v>1</v></c></row>',
    "its own prefix": f'<row r="9"><x:c xmlns:x="{MAIN}" r="XFD1048576"><v>1</v></x:c></row>',
    "after a false end": '<row r="9"><?x </sheetData>?><c r="XFD1048576"><v>1</v></c></row>',
    "after a comment": '<row r="9"><!-- </sheetData> --><c r="XFD1048576"><v>1</v></c></row>',
}


@pytest.mark.parametrize("far", FAR.values(), ids=FAR)
def test_a_far_cell_is_found_however_it_is_written(far):
    data = f'<row r="1">{inline("A1", "a")}</row>{far}'
    assert refusal(raw(data)).code == "rows"


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B1" t="e"><v>#N/A</v></c>',
        "<c r='B1' t='e'><v>#N/A</v></c>",
        '<c r="B1" t = "e"><v>#N/A</v></c>',
        '<c t="e" r="B1"><v>#N/A</v></c>',
    ],
)
def test_an_error_value_is_found_however_it_is_written(cell):
    sheet = only_sheet(raw(f'<row r="1">{inline("A1", "a")}{cell}</row>'))
    assert sheet.flaws == {(1, 2): Flaw.ERROR}


def test_a_sheet_in_another_encoding_is_not_taken_at_a_glance():
    head = '<?xml version="1.0" encoding="UTF-7"?>'
    assert refusal(raw(f'<row r="1">{inline("A1", "a")}</row>', head=head)).code == "damaged"


def test_scrambled_packages_are_refused_not_crashed_on():
    content = book([["权力编码", "事项名称"], ["1", "a"]] * 20).getvalue()
    chance = random.Random(2018)
    for _round in range(300):
        scrambled = bytearray(content)
        for _hit in range(3):
            scrambled[chance.randrange(len(content))] = chance.randrange(256)
        with contextlib.suppress(WorkbookRefused):
            assert read_workbook(io.BytesIO(bytes(scrambled)), LIMITS)


def test_more_tags_than_any_table_has_are_refused_before_they_are_parsed():
    many = "<c/>" * 2_000_001
    assert refusal(raw(f"<row>{many}</row>")).code == "cells"
    assert refusal(raw("<a/>" * 12_000_001)).code == "cells"
    assert refusal(raw("", strings=[""] * 2_000_001)).code == "cells"


def test_too_many_merged_cells_and_too_many_errors_are_refused():
    tail = "<mergeCells>{}</mergeCells>".format('<mergeCell ref="A1:B1"/>' * 50_001)
    assert refusal(raw(f'<row r="1">{inline("A1", "a")}</row>', tail=tail)).code == "merges"
    errors = "".join(
        f'<row r="{n}">' + f'<c r="A{n}" t="e"><v>#N/A</v></c>' + "</row>" for n in range(1, 12)
    )
    assert refusal(raw(errors), replace(LIMITS, flaws=10)).code == "flaws"
    assert len(only_sheet(raw(errors)).flaws) == 11


def test_a_formula_whose_value_is_empty_has_no_result_unless_it_is_a_text():
    rows = (
        '<row r="1"><c r="A1"><f>SUM(1,2)</f><v></v></c><c r="B1"><f>SUM(1,2)</f><v>3</v></c>'
        '<c r="C1" t="str"><f>IF(1,"","x")</f><v></v></c></row>'
    )
    (sheet,) = read_workbook(raw(rows))
    assert sheet.flaws == {(1, 1): Flaw.FORMULA}
