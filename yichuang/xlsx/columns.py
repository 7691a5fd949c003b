"""What a column of an exported table is: its words, its width, its kind of value."""

import enum
import math
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
ESCAPE_LOOKALIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
LONGEST_TEXT = 32_767
POINTS_PER_UNIT = 5.25  # of column width, when the workbook's own font is 仿宋 10
CELL_PADDING = 5


class Kind(enum.Enum):
    """How the values of a column are stored and aligned."""

    TEXT = "text"  # wraps, left
    SHORT = "short"  # one word of a vocabulary, centred
    CODE = "code"  # digits that are no number: codes, phones
    NUMBER = "number"  # volumes, with thousands separators
    SERIAL = "serial"  # 序号
    HIDDEN = "hidden"  # row key and version for the way back


@dataclass(frozen=True)
class Column:
    """One column; `group` is the upper header, `choices` a drop-down for those who fill in."""

    title: str
    width: float
    kind: Kind = Kind.TEXT
    group: str = ""
    locked: bool = True
    merged: bool = False  # equal neighbours below each other become one cell
    choices: tuple[str, ...] = ()
    strict: bool = True  # nothing but a choice; else the choices are proposals
    help: str = ""  # a comment on the header
    prompt: str = ""  # shown beside the cell while it is filled in
    flagged: bool = False  # stands out in rows that were sent back

    @property
    def hidden(self) -> bool:
        return self.kind is Kind.HIDDEN

    @property
    def number_format(self) -> str:
        return {Kind.NUMBER: "#,##0", Kind.SERIAL: "0"}.get(self.kind, "@")


@dataclass(frozen=True)
class PrintSheet:
    """One sheet of the official edition, from the mark in A1 to the notes below the table."""

    name: str
    mark: str
    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[object]]  # read once, while they are written
    subtitle: str = ""
    head_line: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    notes_mark: str = "填表说明："
    foot: str = ""  # at the left of the foot of every page
    protected: bool = False
    is_grey: Callable[[Sequence[object]], bool] = lambda values: False  # a row of 候补
    closed: Collection[int] = ()  # indexes of rows that are locked in all their columns
    returned: Collection[int] = ()  # … of rows that were sent back
    frozen_columns: int = 0  # stay in view beside the header rows


def clean(value: object) -> str:
    """Text as a table may hold it: no control characters, not over the cell's limit."""
    return ILLEGAL.sub("", str(value))[:LONGEST_TEXT]


def plain(value: object) -> str:
    """The same as a workbook writes it: what looks like an escaped character is none."""
    text = clean(value)
    return ESCAPE_LOOKALIKE.sub("_x005F_", text) if "_x" in text else text


def text_width(text: str) -> int:
    """Width in narrow characters; a Chinese character takes two."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)


@lru_cache(maxsize=16_384)
def lines(text: str, width: float, size: float) -> int:
    """How many lines the text takes at this font size in a column of this width."""
    room = max(size, width * POINTS_PER_UNIT - CELL_PADDING)
    return sum(max(1, math.ceil(text_width(part) * size / 2 / room)) for part in text.split("\n"))


def sheet_name(name: str, taken: Sequence[str] = ()) -> str:
    """A legal, unused tab name: at most 31 characters, none of []:*?/\\."""
    base = re.sub(r"[\[\]:*?/\\]", "", plain(name)).strip("'")[:31] or "Sheet"
    candidate, number = base, 2
    while candidate.lower() in {name.lower() for name in taken}:
        suffix = f"-{number}"
        candidate, number = base[: 31 - len(suffix)] + suffix, number + 1
    return candidate
