"""Read an old .xls file: the binary records that Excel 2 to 2003 and WPS wrote."""

import io

import xlrd
from django.utils.translation import gettext as _
from xlrd.biffh import (
    XL_CELL_BLANK,
    XL_CELL_BOOLEAN,
    XL_CELL_DATE,
    XL_CELL_EMPTY,
    XL_CELL_ERROR,
)

from yichuang.xlsx.cells import Census, Flaw, check_extent, check_flaws
from yichuang.xlsx.formats import damaged, encrypted
from yichuang.xlsx.limits import Limits, WorkbookRefused
from yichuang.xlsx.package import check_sheet_count
from yichuang.xlsx.sheets import Below, Merge, Row, Sheet, Texts, text

NOTHING = (XL_CELL_EMPTY, XL_CELL_BLANK)


def read_biff(content: bytes, limits: Limits) -> list[Sheet]:
    """Every worksheet; the parser is Python, so bad bytes can raise but not end the process.

    python-calamine builds the whole rectangle of a sheet: one value in the last cell of a 5 KB
    file costs it 1 GB, and it panics on files that are cut off (measured with 0.9.1).
    """
    try:
        book = xlrd.open_workbook(
            file_contents=content,
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,
            logfile=io.StringIO(),
        )
        check_sheet_count(book.nsheets, limits)
        return [_read(book, index, limits) for index in range(book.nsheets)]
    except WorkbookRefused:
        raise
    except Exception as error:  # hostile bytes make the parser raise whatever there is
        if isinstance(error, xlrd.XLRDError) and "encrypted" in str(error):
            raise encrypted() from error
        raise damaged() from error


def _read(book: xlrd.Book, index: int, limits: Limits) -> Sheet:
    source = book.sheet_by_index(index)
    census = _census(source)
    check_extent(source.name, census, limits)
    check_flaws(source.name, census, limits)
    sheet = Sheet(source.name, flaws=census.flaws, hidden=bool(source.visibility), kind="xls")
    sheet.merges = [
        Merge(top + 1, left + 1, min(bottom, census.last_row), right)
        for top, bottom, left, right in source.merged_cells
        if top < census.last_row
    ]
    sheet.hidden_rows = frozenset(row + 1 for row, of in source.rowinfo_map.items() if of.hidden)
    sheet.hidden_columns = frozenset(col for col, of in source.colinfo_map.items() if of.hidden)
    below, texts = Below(sheet.merges), Texts()
    for row in range(census.last_row):
        values = tuple(_values(source, row, texts, book.datemode))
        sheet.rows.append(Row(row + 1, below.filled(row + 1, values)))
    _check_text(sheet, limits)
    book.unload_sheet(index)
    return sheet


def _census(source: xlrd.sheet.Sheet) -> Census:
    census = Census()
    for row in range(source.nrows):
        for column, kind in enumerate(source.row_types(row), 1):
            if kind in NOTHING:
                continue
            census.cells += 1
            census.last_row = row + 1
            census.last_column = max(census.last_column, column)
            if kind == XL_CELL_ERROR:
                census.flaws[row + 1, column] = Flaw.ERROR
    return census


def _values(source: xlrd.sheet.Sheet, row: int, texts: Texts, datemode: int):
    for kind, value in zip(source.row_types(row), source.row_values(row), strict=True):
        if kind in NOTHING or kind == XL_CELL_ERROR:
            yield ""
        elif kind == XL_CELL_DATE:
            yield _moment(value, datemode)
        elif kind == XL_CELL_BOOLEAN:
            yield text(bool(value))
        else:
            yield texts[value]


def _moment(value: float, datemode: int) -> str:
    """A number that no calendar has stays a number."""
    try:
        return text(xlrd.xldate_as_datetime(value, datemode))
    except (xlrd.xldate.XLDateError, OverflowError, ValueError):
        return text(value)


def _check_text(sheet: Sheet, limits: Limits) -> None:
    if sum(len(value) for row in sheet.rows for value in row.values) > limits.text_bytes:
        raise WorkbookRefused(
            "text",
            _("工作簿里重复的长文字太多。请删去无关的内容，把数据复制到新工作簿后重新上传。"),
        )
