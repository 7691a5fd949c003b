"""Whatever text is stored leaves the portal as that text: never a formula, not a byte changed."""

import csv
import io
import re
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.office import saved_as
from yichuang.xlsx.columns import Column, Kind, PrintSheet
from yichuang.xlsx.reading import read_workbook
from yichuang.xlsx.streaming import FORMULA_START
from yichuang.xlsx.writing import write_csv, write_data, write_print

COLUMNS = (
    Column("文字", 20, Kind.TEXT),
    Column("编码", 20, Kind.CODE),
    Column("词", 20, Kind.SHORT),
    Column("数", 20, Kind.NUMBER),
    Column("键", 20, Kind.HIDDEN),
)
NASTY = [
    "=1+1",
    "==1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example","点我")',
    "+86",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1＋1",
    "#REF!",
    "TRUE",
    "1e5",
    "0012",
    "2018-04-03",
    "_x0041_",
    "_x000D_",
    "<is><t>x</t></is>",
    "]]>&amp;&#10;",
    " 前后 空格 ",
    "换\n行",
    "回\r车",
    "两\r\n样",
    "\u00a0\u3000",
    "𠮷😀",
    "\u202e倒",
    '"引,号"',
    "'单",
    "长" * 3000,
]
# What a file can hold at all: no control characters, no halves of a character.
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60)
PIECES = st.sampled_from([*NASTY[:-1], *FORMULA_START, "\n", "\r", "_x", "_x005F_", "&lt;", "汉"])
LINES = st.lists(st.one_of(TEXTS, st.lists(PIECES, min_size=1, max_size=5).map("".join)))


def written(write, texts):
    stream = io.BytesIO()
    write(stream, [(text,) * len(COLUMNS) for text in texts])
    stream.seek(0)
    return stream


def data(stream, rows):
    write_data(stream, COLUMNS, rows)


def printed(stream, rows):
    write_print(stream, [PrintSheet("表", "附件3", "题", COLUMNS, rows)])


def cells(stream, top):
    sheet = openpyxl.load_workbook(stream).worksheets[0]
    return [list(row) for row in sheet.iter_rows(min_row=top, max_col=len(COLUMNS))]


def unescaped(text):
    """Excel's own way of writing a character by its number; openpyxl leaves it as it stands."""
    return re.sub("_x005F_", "_", text)


@pytest.mark.parametrize(("write", "top"), [(data, 2), (printed, 5)])
@settings(max_examples=60, deadline=None)
@given(texts=LINES)
def test_text_in_every_column_is_text_and_byte_identical(write, top, texts):
    rows = cells(written(write, texts), top)[: len(texts)]
    for text, row in zip(texts, rows, strict=True):
        for cell in row:
            assert cell.data_type in ("s", "inlineStr"), (text, cell.data_type)
            assert unescaped(cell.value) == text


@pytest.mark.parametrize("write", [data, printed])
def test_no_part_of_the_file_holds_a_formula(write):
    with zipfile.ZipFile(written(write, NASTY)) as archive:
        parts = b"".join(archive.read(name) for name in archive.namelist())
    assert not re.search(rb"<f[ >/]", parts)


@settings(max_examples=60, deadline=None)
@given(texts=LINES)
def test_csv_has_a_byte_order_mark_and_no_cell_that_starts_a_formula(texts):
    stream = io.BytesIO()
    write_csv(stream, COLUMNS, [(text,) * len(COLUMNS) for text in texts])
    content = stream.getvalue().decode("utf-8")
    assert content.startswith("\ufeff")
    lines = list(csv.reader(io.StringIO(content[1:], newline="")))[1:]
    assert len(lines) == len(texts)
    for text, line in zip(texts, lines, strict=True):
        for cell in line:
            assert not cell.startswith(FORMULA_START)
            assert cell.removeprefix("'" if text.startswith(FORMULA_START) else "") == text


def test_what_csv_makes_harmless_is_read_back_as_it_was():
    texts = [text for text in NASTY if text == text.strip() and "\r" not in text]
    stream = io.BytesIO()
    write_csv(stream, COLUMNS, [(text,) * len(COLUMNS) for text in texts])
    stream.seek(0)
    [sheet] = read_workbook(stream)
    assert [row.values[0] for row in sheet.rows[1:] if not row.is_blank] == texts


@pytest.mark.libreoffice
@pytest.mark.parametrize("write", [data, printed])
def test_libreoffice_opens_it_without_a_formula(write):
    opened = saved_as(written(write, NASTY).getvalue(), "fods").decode()
    assert "table:formula" not in opened
    assert "=cmd|" in opened and "evil.example" in opened
