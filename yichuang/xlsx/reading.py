"""Read the values of a workbook that a person uploads, safely and without hiding anything."""

import io
from typing import BinaryIO

import python_calamine

from yichuang.xlsx.biff import read_biff
from yichuang.xlsx.cells import Census, census, check_counts, check_extent, check_flaws, check_text
from yichuang.xlsx.delimited import read_text
from yichuang.xlsx.formats import Format, content_of, damaged, format_of
from yichuang.xlsx.limits import Limits
from yichuang.xlsx.package import Package
from yichuang.xlsx.sheets import Below, Merge, Row, Sheet, Texts, data_rows, text

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
    content, censuses = _checked(content, limits)
    try:
        return _sheets(content, censuses)
    except BaseException as error:
        # A panic of the Rust reader is no Exception; anything but its errors goes on up.
        if isinstance(error, python_calamine.CalamineError) or _is_panic(error):
            raise damaged() from error
        raise


def _is_panic(error: BaseException) -> bool:
    return type(error).__module__ == "pyo3_runtime"


def _checked(content: bytes, limits: Limits) -> tuple[bytes, dict[str, Census]]:
    """The file and the census of its sheets; the unpacked parts are let go on return."""
    package = Package(content, limits)
    parts, shared = package.worksheets(), package.shared_strings()
    check_counts(parts, shared, limits)
    censuses = {name: census(xml, limits) for name, xml in parts.items()}
    for name, counted in censuses.items():
        check_extent(name, counted, limits)
        check_flaws(name, counted, limits)
    check_text(parts, censuses, shared, limits)
    return package.content, censuses


def _sheets(content: bytes, censuses: dict[str, Census]) -> list[Sheet]:
    sheets = []
    with python_calamine.load_workbook(io.BytesIO(content)) as book:
        for about in book.sheets_metadata:
            if about.name not in censuses:
                continue
            sheets.append(
                _sheet(
                    book.get_sheet_by_name(about.name),
                    censuses[about.name],
                    hidden=about.visible != python_calamine.SheetVisibleEnum.Visible,
                )
            )
    return sheets


def _sheet(source: python_calamine.CalamineSheet, counted: Census, *, hidden: bool) -> Sheet:
    sheet = Sheet(
        source.name,
        flaws=counted.flaws,
        hidden=hidden,
        hidden_rows=counted.hidden_rows,
        hidden_columns=counted.hidden_columns,
    )
    _first_row, first_column = source.start or (0, 0)
    sheet.merges = [
        Merge(top + 1, left + 1, min(bottom + 1, counted.last_row), min(right + 1, 16_384))
        for (top, left), (bottom, right) in source.merged_cell_ranges or ()
        if top < counted.last_row
    ]
    offset = ("",) * first_column
    below, texts = Below(sheet.merges), Texts()
    # iter_rows gives the empty rows above the table, but not the empty columns beside it.
    for number, cells in enumerate(source.iter_rows(), 1):
        values = offset + tuple(
            [texts[cell] if cell.__class__ is str else text(cell) for cell in cells]
        )
        sheet.rows.append(Row(number, below.filled(number, values)))
    return sheet
