"""Read the values of a workbook that a person uploads, safely and without hiding anything."""

import datetime
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

import python_calamine
from django.utils.translation import gettext as _

from yichuang.xlsx.cells import (
    Census,
    Flaw,
    census,
    check_counts,
    check_extent,
    check_flaws,
    check_text,
)
from yichuang.xlsx.limits import Limits, WorkbookRefused
from yichuang.xlsx.package import Package

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff\ufffe\uffff]")


class Merge(NamedTuple):
    """A merged area; rows and columns count from 1 and are included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


class Row(NamedTuple):
    """One row: its Excel number and the text of each cell from column A on."""

    number: int
    values: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        return not any(self.values)


@dataclass
class Sheet:
    """One worksheet with text values only."""

    name: str
    rows: list[Row] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    flaws: dict[tuple[int, int], Flaw] = field(default_factory=dict)
    hidden: bool = False

    def flaw(self, row: int, column: int) -> Flaw | None:
        """What is wrong with the cell (row from 1, column index from 0)."""
        return self.flaws.get((row, column + 1))


def text(value: object) -> str:
    """The text a person sees in the cell; 19900000001.0 is a phone number, not a float."""
    if isinstance(value, str):
        return CONTROL.sub("", value).strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime.datetime):
        moment = value.replace(microsecond=0)
        return str(moment.date() if moment.time() == datetime.time() else moment)
    return "" if value is None else str(value)


class _Texts(dict):
    """The cleaned form of each text, worked out once: offices repeat themselves."""

    def __missing__(self, value: str) -> str:
        cleaned = self[value] = text(value)
        return cleaned


def read_workbook(stream: BinaryIO, limits: Limits | None = None) -> list[Sheet]:
    """Every worksheet with its rows; raises `WorkbookRefused` with a sentence for the person."""
    content, censuses = _checked(stream, limits or Limits())
    try:
        return _sheets(content, censuses)
    except python_calamine.CalamineError as error:
        raise WorkbookRefused(
            "damaged", _("文件已损坏，无法读取。请用 Excel 或 WPS 打开并另存为 .xlsx 后重新上传。")
        ) from error


def _checked(stream: BinaryIO, limits: Limits) -> tuple[bytes, dict[str, Census]]:
    """The file and the census of its sheets; the unpacked parts are let go on return."""
    package = Package(stream, limits)
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
    sheet = Sheet(source.name, flaws=counted.flaws, hidden=hidden)
    _first_row, first_column = source.start or (0, 0)
    sheet.merges = [
        Merge(top + 1, left + 1, min(bottom + 1, counted.last_row), min(right + 1, 16_384))
        for (top, left), (bottom, right) in source.merged_cell_ranges or ()
        if top < counted.last_row
    ]
    offset = ("",) * first_column
    below, texts = _Below(sheet.merges), _Texts()
    # iter_rows gives the empty rows above the table, but not the empty columns beside it.
    for number, cells in enumerate(source.iter_rows(), 1):
        values = offset + tuple(
            [texts[cell] if cell.__class__ is str else text(cell) for cell in cells]
        )
        sheet.rows.append(Row(number, below.filled(number, values)))
    return sheet


class _Below:
    """Carries the value of a vertically merged cell down to the rows it covers."""

    def __init__(self, merges: Sequence[Merge]):
        self._opening: dict[int, list[Merge]] = {}
        for merge in merges:
            if merge.first_column == merge.last_column and merge.last_row > merge.first_row:
                self._opening.setdefault(merge.first_row, []).append(merge)
        self._open: dict[int, tuple[int, str]] = {}  # column index: (last row, value)

    def filled(self, number: int, values: tuple[str, ...]) -> tuple[str, ...]:
        if not self._open and number not in self._opening:
            return values
        cells = list(values)
        for column, (last_row, value) in list(self._open.items()):
            if last_row < number:
                del self._open[column]
            elif column < len(cells) and not cells[column]:
                cells[column] = value
        for merge in self._opening.get(number, ()):
            if merge.first_column <= len(cells):
                value = cells[merge.first_column - 1]
                self._open[merge.first_column - 1] = (merge.last_row, value)
        return tuple(cells)


def data_rows(sheet: Sheet) -> Iterator[Row]:
    return (row for row in sheet.rows if not row.is_blank)
