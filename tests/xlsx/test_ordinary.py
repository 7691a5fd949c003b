"""A sheet as programs write it is recognised in whatever pieces it comes; nothing else is."""

from dataclasses import replace

import pytest

from tests.xlsx.workbooks import inline, raw
from yichuang.xlsx.limits import Limits
from yichuang.xlsx.ordinary import LONGEST, ordinary
from yichuang.xlsx.reading import read_workbook

LIMITS = Limits()
SHEET = (
    '<?xml version="1.0" encoding="UTF-8"?><worksheet>'
    '<cols><col min="2" max="2" hidden="1"/></cols><sheetData>'
    '<row r="1" ht="30" spans="1:3"><c r="A1" s="2" t="inlineStr"><is><t>户口 </t></is></c>'
    '<c r="B1" t="s"><v>12</v></c><c r="C1"/></row>'
    '<row r="5000" hidden="1"><c r="GR5000"><f>1</f><v>1</v></c>'
    '<c r="A5000" t="str"><f>A1</f><v>x</v></c><c r="B5000" s="1"></c></row></sheetData>'
    '<mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>'
).encode()


def in_two(xml):
    return ([xml[:cut], xml[cut:]] for cut in range(len(xml) + 1))


def test_a_sheet_cut_anywhere_is_recognised_with_what_it_hides():
    for pieces in in_two(SHEET):
        found = ordinary("表", iter(pieces), LIMITS)
        assert found, pieces[0][-40:]
        assert (found.hidden_rows, found.hidden_columns) == ({5000}, {1})


def test_a_sheet_in_single_bytes_is_recognised():
    assert ordinary("表", (SHEET[at : at + 1] for at in range(len(SHEET))), LIMITS)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'r="GR5000"', b'r="GS5000"'),
        (b'r="A5000"', b'r="A5001"'),
        (b't="str"', b't="e"'),
        (b"<v>12</v>", b"<!-- --><v>12</v>"),
        (b"<v>12</v>", b""),
        (b'<c r="C1"/>', b"<c/>"),
        (b"<sheetData>", b""),
        (b"</sheetData>", b""),
        (b"</worksheet>", b'<c r="XFD9"><v>1</v></c></worksheet>'),
        (b"UTF-8", b"UTF-7"),
    ],
)
def test_a_sheet_that_differs_in_one_point_is_not_however_it_is_cut(old, new):
    changed = SHEET.replace(old, new, 1)
    assert changed != SHEET
    assert not any(ordinary("表", iter(pieces), LIMITS) for pieces in in_two(changed))


def test_no_more_than_the_longest_cell_is_waited_for():
    pieces = iter([SHEET.partition("户".encode())[0], *[b"x" * (LONGEST // 2)] * 5])
    assert ordinary("表", pieces, LIMITS) is None
    assert len(list(pieces)) == 3


def test_cells_are_counted_exactly_before_there_can_be_too_many():
    row = b'<row r="1">' + b'<c r="A1"><v>0</v></c>' * 100 + b"</row>"
    pieces = [b"<worksheet><sheetData>", *[row] * 10, b"</sheetData></worksheet>"]
    assert ordinary("表", iter(pieces), replace(LIMITS, cells=1_100))
    assert ordinary("表", iter(pieces), replace(LIMITS, cells=999)) is None


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        (" 户 口 ", "户 口"),
        ("\u3000户口\u00a0", "户口"),
        ("户_x0007_口", "户口"),
        ("户\n口", "户\n口"),
    ],
)
def test_one_text_that_needs_cleaning_is_cleaned_beside_others_that_do_not(text, seen):
    number = '<c r="C{0}"><v>12</v></c>'
    plain = f'<row r="1">{inline("A1", "甲")}{inline("B1", "乙")}{number.format(1)}</row>'
    other = f'<row r="2">{inline("A2", text)}{number.format(2).replace("C", "B")}</row>'
    last = f'<row r="3">{inline("A3", "甲")}<c r="B3"><v>0.5</v></c>{number.format(3)}</row>'
    [sheet] = read_workbook(raw(plain + other + last))
    assert [row.values for row in sheet.rows] == [
        ("甲", "乙", "12"), (seen, "12", ""), ("甲", "0.5", "12"),
    ]  # fmt: skip
