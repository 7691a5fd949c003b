"""Layouts as offices make them: the header is found, or offered, and every row is accounted for."""

import io

import pytest

from tests.xlsx.attachment import LINES, REQUIRED, SYNONYMS
from tests.xlsx.office_layouts import layouts
from yichuang.xlsx.headers import (
    HeaderNotFound,
    Record,
    candidates,
    find_headers,
    header_at,
    records,
)
from yichuang.xlsx.limits import WorkbookRefused
from yichuang.xlsx.reading import read_workbook

LAYOUTS = list(layouts())
FEWEST, SHARE_FOUND = 35, 0.9
CODES = [row[4] for row in LINES]
ANSWERS = [(row[8], str(row[9]), row[11]) for row in LINES]


def outcome(content):
    try:
        sheets = read_workbook(io.BytesIO(content))
    except WorkbookRefused as refused:
        return f"refused:{refused.code}", None, None
    try:
        [(sheet, header)] = find_headers(sheets, SYNONYMS, REQUIRED)
    except HeaderNotFound:
        return "offered", sheets[0], None
    return ("offered" if header.uncertain else "found"), sheet, header


def named(kind):
    found = [layout for layout in LAYOUTS if layout[3].startswith(kind)]
    return pytest.mark.parametrize(
        "layout", found, ids=[name.replace(" ", "-") for name, *_rest in found]
    )


@named("found")
def test_the_header_is_found_and_the_twelve_rows_are_read(layout):
    _name, content, header_row, expected = layout
    found, sheet, header = outcome(content)
    assert (found, header.header_rows[-1]) == (expected, header_row)
    rows = list(records(sheet, header))
    read = [row.values for row in rows if isinstance(row, Record)]
    assert [values["code"] for values in read] == CODES
    assert [(v["system"], v["volume"], v["phone"]) for v in read] == ANSWERS
    below = [row for row in sheet.rows if row.number > header_row and not row.is_blank]
    assert len(rows) == len(below)


@named("offered")
def test_what_is_not_certain_is_offered_and_reads_when_picked(layout):
    _name, content, header_row, expected = layout
    found, sheet, _header = outcome(content)
    assert found == expected
    offered = candidates(sheet, SYNONYMS, REQUIRED)
    assert header_row in [header.header_rows[-1] for header in offered]
    picked = header_at(sheet, [header_row], {"code": 4, "name": 2, "system": 8}, SYNONYMS)
    read = [row for row in records(sheet, picked) if isinstance(row, Record)]
    assert [row.values["code"] for row in read] == CODES


@named("refused")
def test_what_cannot_be_read_is_refused_with_the_real_reason(layout):
    _name, content, _row, expected = layout
    assert outcome(content)[0] == expected


def test_nine_tenths_of_the_tables_need_nobody():
    tables = [layout for layout in LAYOUTS if not layout[3].startswith("refused")]
    found = [layout for layout in tables if outcome(layout[1])[0] == "found"]
    assert len(LAYOUTS) >= FEWEST
    assert len(found) >= SHARE_FOUND * len(tables)
