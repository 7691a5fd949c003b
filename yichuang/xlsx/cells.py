"""A second look at the cells of a sheet: what the value reader hides or would choke on."""

import enum
import re
from collections import Counter
from dataclasses import dataclass, field
from xml.parsers import expat

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.xlsx.limits import Limits, WorkbookRefused

REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
TAGS_PER_CELL = 6
STRING_ITEM = re.compile(rb"<(?:\w+:)?si\b")

# What spreadsheet programs write: every cell begins like this, no prefixes, plain UTF-8.
ORDINARY_CELL = re.compile(rb'<c r="[A-Z]{1,3}[1-9][0-9]{0,6}"')
ANY_CELL = re.compile(rb"<c[\s/>]")
CELL_COLUMN = re.compile(rb'<c r="([A-Z]+)')
CELL_ROW = re.compile(rb'<c r="[A-Z]+([0-9]+)"')
PREFIXED = re.compile(rb"<\w[\w.-]*:")
DECLARED = re.compile(rb"""<\?xml[^>]*encoding=["']([^"']*)""")
WORTH_A_LOOK = re.compile(rb"""<f[\s/>]|\bt\s*=\s*["'](?:e["']|&)""")


HIDDEN = b' hidden="'
HIDDEN_ROW = re.compile(rb'<row\b[^>]* hidden="(?:1|true)"[^>]*>')
HIDDEN_COLUMN = re.compile(rb'<col\b[^>]* hidden="(?:1|true)"[^>]*>')
ROW_NUMBER = re.compile(rb' r="([0-9]{1,7})"')
COL_MIN, COL_MAX = re.compile(rb' min="([0-9]{1,5})"'), re.compile(rb' max="([0-9]{1,5})"')


class Flaw(enum.Enum):
    """Why a cell that looks empty is not."""

    ERROR = gettext_lazy("单元格是错误值（如 #REF!、#N/A），请改为实际内容")
    FORMULA = gettext_lazy("单元格是没有计算结果的公式，请在 Excel 或 WPS 中打开保存，或粘贴为数值")
    GARBLED = gettext_lazy("单元格里有无法识别的文字，请将文件另存为 UTF-8 或 .xlsx 后重新上传")


@dataclass
class Census:
    """The extent of one sheet and the flaws in it, by (row, column) counted from 1."""

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


class _Scanner:
    """One pass of expat over a sheet; only cells that hold something count."""

    def __init__(self, *, count_strings: bool):
        self.census = Census()
        self._counts_strings = count_strings
        self._row = self._column = 0
        self._kind = ""
        self._open_formula = self._in_value = self._awaits_result = False
        self._letters: dict[str, int] = {}
        self._text: list[str] = []
        self.parser = expat.ParserCreate()
        self.parser.ordered_attributes = True
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        if count_strings:
            self.parser.EndElementHandler = self._end
            self.parser.CharacterDataHandler = self._characters

    def _start(self, tag: str, attributes: list[str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "c":
            self._begin_cell(attributes)
        elif tag == "v" or tag == "is":
            self._begin_value()
        elif tag == "f":
            self._open_formula = True
        elif tag == "row":
            self._begin_row(attributes)

    def _begin_row(self, attributes: list[str]) -> None:
        self.close_formula()
        self._row += 1
        self._column = 0
        if "r" in attributes[::2]:
            self._row = int(attributes[attributes.index("r") + 1])

    def _begin_cell(self, attributes: list[str]) -> None:
        if self._open_formula:
            self.close_formula()
        self._kind = ""
        self._column += 1
        for index in range(0, len(attributes), 2):
            if attributes[index] == "r":
                self._place(attributes[index + 1])
            elif attributes[index] == "t":
                self._kind = attributes[index + 1]

    def _place(self, reference: str) -> None:
        match = REFERENCE.fullmatch(reference)
        if match is None:
            raise ValueError(reference)
        letters, row = match.groups()
        column = self._letters.get(letters)
        if column is None:
            column = self._letters[letters] = column_number(letters)
        self._row, self._column = int(row), column

    def _begin_value(self) -> None:
        """An empty value is a formula's result only where it says that it is a text."""
        if self._open_formula and self._kind != "str" and not self._counts_strings:
            self._awaits_result = True
            self.parser.CharacterDataHandler = self._see_result
        else:
            self._see_content()

    def _see_result(self, text: str) -> None:
        if self._awaits_result and text.strip():
            self._awaits_result = False
            self._see_content()

    def _see_content(self) -> None:
        census = self.census
        self._open_formula = False
        self._in_value = True
        census.cells += 1
        if self._row > census.last_row:
            census.last_row = self._row
        if self._column > census.last_column:
            census.last_column = self._column
        if self._kind == "e":
            census.flaws[self._row, self._column] = Flaw.ERROR

    def close_formula(self) -> None:
        if self._open_formula:
            self._see_content()
            self._in_value = self._awaits_result = False
            self.census.flaws[self._row, self._column] = Flaw.FORMULA

    def _characters(self, text: str) -> None:
        if self._in_value and self._kind == "s":
            self._text.append(text)

    def _end(self, tag: str) -> None:
        if self._in_value and tag.rpartition(":")[2] == "v":
            self._in_value = False
            if self._kind == "s":
                self.census.strings["".join(self._text).strip()] += 1
            self._text.clear()


def census(xml: bytes, limits: Limits) -> Census:
    """The extent and flaws of a sheet; a full pass only where a glance does not settle them."""
    found = _glance(xml)
    if found is None or found.last_row > limits.rows or found.last_column > limits.columns:
        found = scan(xml)
    if HIDDEN in xml:
        _see_hidden(xml, found, limits)
    return found


def _see_hidden(xml: bytes, found: Census, limits: Limits) -> None:
    """Which rows and columns the person who made the sheet does not see."""
    found.hidden_rows = frozenset(
        int(number[1])
        for tag in HIDDEN_ROW.findall(xml)
        if (number := ROW_NUMBER.search(tag)) and int(number[1]) <= found.last_row
    )
    areas = [(COL_MIN.search(tag), COL_MAX.search(tag)) for tag in HIDDEN_COLUMN.findall(xml)]
    found.hidden_columns = frozenset(
        column
        for first, last in areas
        if first and last
        for column in range(int(first[1]) - 1, min(int(last[1]), limits.columns))
    )


def _glance(xml: bytes) -> Census | None:
    """The extent of an ordinary sheet without formulas or errors, else nothing.

    It may only say "ordinary" when every cell a parser would see has been counted: anything that
    could hide one – comments, prefixes, other encodings, unusual attributes – is left to `scan`.
    """
    encoding = DECLARED.match(xml)
    if encoding and encoding[1].lower() != b"utf-8":
        return None
    if b"<!" in xml or xml.find(b"<?", 5) != -1 or WORTH_A_LOOK.search(xml):
        return None
    end = xml.find(b"</sheetData>")
    cells = len(ORDINARY_CELL.findall(xml))
    if end < 0 or PREFIXED.search(xml, 0, end) or cells != len(ANY_CELL.findall(xml)):
        return None
    columns, rows = set(CELL_COLUMN.findall(xml)), set(CELL_ROW.findall(xml))
    return Census(
        last_row=max(map(int, rows), default=0),
        last_column=max((column_number(letters.decode()) for letters in columns), default=0),
        cells=cells,
    )


def scan(xml: bytes, *, count_strings: bool = False) -> Census:
    """Every cell that holds something, by the parser's own reading of the sheet."""
    scanner = _Scanner(count_strings=count_strings)
    try:
        scanner.parser.Parse(xml, True)
        scanner.close_formula()
    except (expat.ExpatError, ValueError) as error:
        raise WorkbookRefused(
            "damaged", _("文件已损坏，无法读取。请用 Excel 或 WPS 打开并另存为 .xlsx 后重新上传。")
        ) from error
    return scanner.census


def check_counts(sheets: dict[str, bytes], shared: bytes, limits: Limits) -> None:
    """Tags are counted before anything is built from them: five bytes of XML may cost fifty."""
    for name, xml in sheets.items():
        cells = xml.count(b"<c") + xml.count(b":c")
        if cells > limits.cells or xml.count(b"<") > TAGS_PER_CELL * limits.cells:
            raise _too_much(name, limits)
        if xml.count(b"mergeCell") > limits.merges:
            raise WorkbookRefused(
                "merges",
                _("工作表“%(sheet)s”的合并单元格超过 %(limit)d 处。请取消合并后重新上传。")
                % {"sheet": name, "limit": limits.merges},
            )
    if shared.count(b"<si") + shared.count(b":si") > limits.cells:
        raise _too_much(next(iter(sheets), ""), limits)


def _too_much(name: str, limits: Limits) -> WorkbookRefused:
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


def check_text(
    sheets: dict[str, bytes], censuses: dict[str, Census], shared: bytes, limits: Limits
):
    """One long shared string in many cells is copied into each of them when read."""
    items = STRING_ITEM.split(shared)[1:]
    longest = max(map(len, items), default=0)
    if longest * sum(census.cells for census in censuses.values()) <= limits.text_bytes:
        return
    total = sum(
        len(items[int(index)]) * count
        for name in sheets
        for index, count in scan(sheets[name], count_strings=True).strings.items()
        if index.isdecimal() and int(index) < len(items)
    )
    if total > limits.text_bytes:
        raise WorkbookRefused(
            "text",
            _("工作簿里重复的长文字太多。请删去无关的内容，把数据复制到新工作簿后重新上传。"),
        )
