"""Read the values of a workbook that a person uploads, safely and without hiding anything."""

import io
from collections.abc import Iterable, Iterator
from itertools import count
from typing import BinaryIO

import python_calamine

from yichuang.garbage import collected_later
from yichuang.xlsx.biff import read_biff
from yichuang.xlsx.cells import Census
from yichuang.xlsx.census import census, check_shared, check_text
from yichuang.xlsx.delimited import read_text
from yichuang.xlsx.formats import Format, content_of, damaged, format_of
from yichuang.xlsx.limits import Limits
from yichuang.xlsx.package import Package
from yichuang.xlsx.sheets import Below, Merge, Row, Sheet, data_rows, text

__all__ = ["Merge", "Row", "Sheet", "data_rows", "read_workbook", "text"]


def read_workbook(stream: BinaryIO, limits: Limits | None = None) -> list[Sheet]:
    """Every worksheet with its rows; raises `WorkbookRefused` with a sentence for the person.

    What the file is, is told by its content: .xlsx, .xls, .csv or .txt under whatever name.
    """
    limits = limits or Limits()
    content = content_of(stream, limits)
    kind = format_of(content)
    if kind is Format.BIFF:
        return read_biff(content, limits)
    if kind is Format.TEXT:
        return read_text(content, limits)
    return _read_package(content, limits)


def _read_package(content: bytes, limits: Limits) -> list[Sheet]:
    checked, censuses = _checked(content, limits)
    try:
        with collected_later():
            return _sheets(checked, censuses)
    except BaseException as error:
        # A panic of the Rust reader is no Exception; anything but its errors goes on up.
        if isinstance(error, python_calamine.CalamineError) or _is_panic(error):
            raise damaged() from error
        raise


def _is_panic(error: BaseException) -> bool:
    return type(error).__module__ == "pyo3_runtime"


def _checked(content: bytes, limits: Limits) -> tuple[bytes, dict[str, Census]]:
    """A package of what was checked, and the census of its sheets."""
    package = Package(content, limits)
    parts, shared = package.worksheets(), package.shared_strings()
    check_shared(next(iter(parts), ""), shared, limits)
    censuses = {name: census(name, xml, limits) for name, xml in parts.items()}
    check_text(parts, censuses, shared, limits)
    return package.checked(), censuses


def _sheets(content: bytes, censuses: dict[str, Census]) -> list[Sheet]:
    sheets = []
    with python_calamine.load_workbook(io.BytesIO(content)) as book:
        for about in book.sheets_metadata:
            if about.name not in censuses:
                continue
            sheet = _sheet(book.get_sheet_by_name(about.name), censuses[about.name])
            sheet.hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
            sheets.append(sheet)
    return sheets


def _sheet(source: python_calamine.CalamineSheet, counted: Census) -> Sheet:
    sheet = Sheet(
        source.name,
        flaws=counted.flaws,
        hidden_rows=counted.hidden_rows,
        hidden_columns=counted.hidden_columns,
    )
    last_row = max(counted.last_row, source.total_height)
    sheet.merges = [
        Merge(top + 1, left + 1, min(bottom + 1, last_row), min(right + 1, 16_384))
        for (top, left), (bottom, right) in source.merged_cell_ranges or ()
        if top < last_row
    ]
    rows = _rows(source)
    below = Below(sheet.merges)
    if below.is_needed:
        rows = (Row(number, below.filled(number, values)) for number, values in rows)
    sheet.rows = list(rows)
    return sheet


def _rows(source: python_calamine.CalamineSheet) -> Iterator[Row]:
    _first_row, first_column = source.start or (0, 0)
    # iter_rows gives the empty rows above the table, but not the empty columns beside it.
    values = _values(source.iter_rows(), ("",) * first_column)
    return map(Row, count(1), values)


def _values(rows: Iterable[list], offset: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The text of each row; cleaned cell by cell only where the row as a whole needs it.

    Where one row holds a number, others will: those columns are looked at first.
    """
    numbers: list[int] = []
    for cells in rows:
        for column in numbers:
            if cells[column].__class__ is not str:
                cells[column] = text(cells[column])
        try:
            line = "".join(cells)
        except TypeError:
            numbers += [at for at, cell in enumerate(cells) if cell.__class__ is not str]
            cells = [text(cell) for cell in cells]
            line = "".join(cells)
        # Of all blanks only the space is printable; what is printable needs no more than strip().
        if " " in line or not line.isprintable():
            cells = [text(cell) for cell in cells]
        yield offset + tuple(cells)
