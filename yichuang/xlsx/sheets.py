"""What a sheet is once it has been read: rows of text, whatever the file was."""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from yichuang.xlsx.cells import Flaw

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
    """One worksheet with text values only; `kind` is "xlsx", "xls" or "csv".

    `hidden_rows` are row numbers from 1, `hidden_columns` indexes from 0 as in a `HeaderMap`.
    """

    name: str
    rows: list[Row] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    flaws: dict[tuple[int, int], Flaw] = field(default_factory=dict)
    hidden: bool = False
    kind: str = "xlsx"
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def flaw(self, row: int, column: int) -> Flaw | None:
        """What is wrong with the cell (row from 1, column index from 0)."""
        return self.flaws.get((row, column + 1))


def data_rows(sheet: Sheet) -> Iterator[Row]:
    return (row for row in sheet.rows if not row.is_blank)


def text(value: object) -> str:
    """The text a person sees in the cell; 19900000001.0 is a phone number, not a float."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, str):
        return CONTROL.sub("", value).strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime):
        moment = value.replace(microsecond=0)
        return str(moment.date() if moment.time() == datetime.time() else moment)
    return "" if value is None else str(value)


class Texts(dict):
    """The cleaned form of each text, worked out once: offices repeat themselves."""

    def __missing__(self, value: str) -> str:
        cleaned = self[value] = text(value)
        return cleaned


class Below:
    """Carries the value of a vertically merged cell down to the rows it covers."""

    def __init__(self, merges: Sequence[Merge]):
        self._opening: dict[int, list[Merge]] = {}
        for merge in merges:
            if merge.first_column == merge.last_column and merge.last_row > merge.first_row:
                self._opening.setdefault(merge.first_row, []).append(merge)
        self._open: dict[int, tuple[int, str]] = {}  # column index: (last row, value)

    @property
    def is_needed(self) -> bool:
        return bool(self._opening)

    def filled(self, number: int, values: tuple[str, ...]) -> tuple[str, ...]:
        if not self._open and number not in self._opening:
            return values
        if not any(values):  # a merge reaching below the table makes no rows
            return values
        cells = list(values)
        for column, (last_row, value) in list(self._open.items()):
            if last_row < number:
                del self._open[column]
            elif value and column >= len(cells):
                cells += [""] * (column + 1 - len(cells))
                cells[column] = value
            elif column < len(cells) and not cells[column]:
                cells[column] = value
        for merge in self._opening.get(number, ()):
            if merge.first_column <= len(cells):
                value = cells[merge.first_column - 1]
                self._open[merge.first_column - 1] = (merge.last_row, value)
        return tuple(cells)
