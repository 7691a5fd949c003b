"""What is in the cells of a sheet besides their values, and what is too much of it."""

import enum
from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.xlsx.limits import Limits, WorkbookRefused

TAGS_PER_CELL = 6


class Flaw(enum.Enum):
    """Why a cell that looks empty is not."""

    ERROR = gettext_lazy("单元格是错误值（如 #REF!、#N/A），请改为实际内容")
    FORMULA = gettext_lazy("单元格是没有计算结果的公式，请在 Excel 或 WPS 中打开保存，或粘贴为数值")
    GARBLED = gettext_lazy("单元格里有无法识别的文字，请将文件另存为 UTF-8 或 .xlsx 后重新上传")


@dataclass
class Census:
    """The extent of one sheet and the flaws in it, by (row, column) counted from 1.

    Of a sheet that is as programs write it only the most shared strings it can have are known; its
    extent is inside the limits.
    """

    last_row: int = 0
    last_column: int = 0
    cells: int = 0
    flaws: dict[tuple[int, int], Flaw] = field(default_factory=dict)
    strings: Counter = field(default_factory=Counter)
    hidden_rows: frozenset[int] = frozenset()  # numbers from 1
    hidden_columns: frozenset[int] = frozenset()  # indexes from 0


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(sheet: str, row: int, column: int | None = None) -> str:
    """工作表!C12, as spreadsheet programs name a cell; a whole row without column."""
    return f"{sheet}!{column_letters(column + 1)}{row}" if column is not None else f"{sheet}!{row}"


def check_counts(name: str, xml: bytes, limits: Limits) -> None:
    """Tags are counted before anything is built from them: five bytes of XML may cost fifty."""
    cells = xml.count(b"<c") + xml.count(b":c")
    if cells > limits.cells or xml.count(b"<") > TAGS_PER_CELL * limits.cells:
        raise too_many_cells(name, limits)


def check_merges(name: str, xml: bytes, limits: Limits) -> None:
    if xml.count(b"mergeCell") > limits.merges:
        raise WorkbookRefused(
            "merges",
            _("工作表“%(sheet)s”的合并单元格超过 %(limit)d 处。请取消合并后重新上传。")
            % {"sheet": name, "limit": limits.merges},
        )


def too_many_cells(name: str, limits: Limits) -> WorkbookRefused:
    return WorkbookRefused(
        "cells",
        _(
            "工作表“%(sheet)s”的单元格超过 %(limit)d 个。"
            "请删去无关的格式和内容，或分成几个文件上传。"
        )
        % {"sheet": name, "limit": limits.cells},
    )


def check_flaws(name: str, census: Census, limits: Limits) -> None:
    if len(census.flaws) > limits.flaws:
        raise WorkbookRefused(
            "flaws",
            _("工作表“%(sheet)s”的错误值和无结果公式超过 %(limit)d 处。请先改正。")
            % {"sheet": name, "limit": limits.flaws},
        )


def check_extent(name: str, census: Census, limits: Limits) -> None:
    """One value in the last cell of a sheet would make a reader build the whole rectangle."""
    if census.last_row > limits.rows:
        raise WorkbookRefused(
            "rows",
            _(
                "工作表“%(sheet)s”一直到第 %(last)d 行，最多 %(limit)d 行。"
                "请检查最下面是否有误填的内容，或分成几个文件上传。"
            )
            % {"sheet": name, "last": census.last_row, "limit": limits.rows},
        )
    if census.last_column > limits.columns:
        raise WorkbookRefused(
            "columns",
            _(
                "工作表“%(sheet)s”一直到第 %(last)s 列，最多 %(limit)d 列。"
                "请检查最右边是否有误填的内容并删去。"
            )
            % {
                "sheet": name,
                "last": column_letters(census.last_column),
                "limit": limits.columns,
            },
        )
