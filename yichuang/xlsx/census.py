"""A second look at a sheet before it is read: how far it reaches and what would be hidden.

A sheet as spreadsheet programs write it is recognised by one pass of a regular expression; only
what differs from that in any point is parsed (figures in benchmarks/read.py).
"""

import re
from functools import lru_cache

from django.utils.translation import gettext as _

from yichuang.xlsx.cells import (
    Census,
    check_counts,
    check_extent,
    check_flaws,
    check_merges,
    column_letters,
    too_many_cells,
)
from yichuang.xlsx.limits import Limits, WorkbookRefused
from yichuang.xlsx.package import refuse_tricks
from yichuang.xlsx.scanning import scan

SMALLEST_CELL = len('<c r="A1"><v>0</v></c>')  # the reader keeps nothing of an empty one
SMALLEST_SHARED_CELL = len('<c r="A1" t="s"><v>0</v></c>')
OPEN, CLOSE = b"<sheetData>", b"</sheetData>"
DECLARED = re.compile(rb"""<\?xml[^>]*encoding=["']([^"']*)""")
ANOTHER_CELL = re.compile(rb"<(?:[\w.-]+:)?(?:c|row|sheetData)[\s/>]")
STRING_ITEM = re.compile(rb"<(?:\w+:)?si\b")
ITEM = b"<si"
SMALLEST_ITEM = len("<si/>")

HIDDEN = b' hidden="'
HIDDEN_ROW = re.compile(rb'<row\b[^>]* hidden="(?:1|true)"[^>]*>')
HIDDEN_COLUMN = re.compile(rb'<col\b[^>]* hidden="(?:1|true)"[^>]*>')
ROW_NUMBER = re.compile(rb' r="([0-9]{1,7})"')
COL_MIN, COL_MAX = re.compile(rb' min="([0-9]{1,5})"'), re.compile(rb' max="([0-9]{1,5})"')

# One cell: a shared string, a text in place, a number; a formula only with its result. Error
# values and booleans are left to the scanner.
CELL = (
    rb'<c r="%b%b"(?: s="[0-9]++")?+'
    rb'(?: t="(?:s"><v>[^<]++</v></c>'
    rb'|inlineStr"><is><t[^<>]*+>[^<]*+</t></is></c>'
    rb'|(?:n|str)">(?:<f[^<>]*+>(?:[^<]*+</f>)?+)?+<v>[^<]++</v></c>)'
    rb"|><v>[^<]++</v></c>"
    rb"|><f[^<>]*+>(?:[^<]*+</f>)?+<v>[^<]++</v></c>"
    rb"|/>|></c>)"
)
# The group of a row's tag is there as soon as one row may be hidden.
ROW = rb"<row(?: (?:[^<>h]++|h(?!idden))*+(hidden[^<>]*+)?+)?+>"
ROWS = rb"(?:%b(?:%b)*+(?:</row>)?+)*+"


def census(name: str, xml: bytes, limits: Limits) -> Census:
    """The extent and flaws of a sheet within the limits; raises `WorkbookRefused` otherwise."""
    found = _ordinary(name, xml, limits)
    if found is None:
        refuse_tricks(xml)
        check_counts(name, xml, limits)
        check_merges(name, xml, limits)
        found = scan(xml)
        _see_hidden(xml, xml, found, limits)
    check_extent(name, found, limits)
    check_flaws(name, found, limits)
    return found


def _ordinary(name: str, xml: bytes, limits: Limits) -> Census | None:
    """The census of a sheet written as programs write it, inside the limits, without flaws.

    The pattern has to match every byte between the tags of the sheet data, so that nothing –
    comment, prefix, odd attribute, far cell – can hide in it; else the answer is None.
    """
    start = xml.find(OPEN) + len(OPEN)
    if start < len(OPEN):
        return None
    data = _grammar(limits.rows, limits.columns).match(xml, start)
    head, end = xml[: start - len(OPEN)], data.end()
    if not xml.startswith(CLOSE, end) or not _plain(head, xml[end + len(CLOSE) :]):
        return None
    if len(xml) > SMALLEST_CELL * limits.cells and xml.count(b"<c ") > limits.cells:
        raise too_many_cells(name, limits)
    check_merges(name, xml[end:], limits)
    found = Census(cells=len(xml) // SMALLEST_SHARED_CELL)
    _see_hidden(xml if data[1] else b"", head, found, limits)
    return found


def _plain(head: bytes, tail: bytes) -> bool:
    """Nothing beside the sheet data can hold cells, and the bytes are what they seem."""
    refuse_tricks(head)
    refuse_tricks(tail)
    encoding = DECLARED.match(head)
    return (
        (encoding is None or encoding[1].lower() == b"utf-8")
        and b"<!" not in head
        and b"<!" not in tail
        and head.find(b"<?", 5) == -1
        and b"<?" not in tail
        and not ANOTHER_CELL.search(head)
        and not ANOTHER_CELL.search(tail)
    )


@lru_cache(maxsize=16)
def _grammar(rows: int, columns: int) -> re.Pattern[bytes]:
    return re.compile(ROWS % (ROW, CELL % (_letters_up_to(columns), _numbers_up_to(rows))))


def _numbers_up_to(limit: int) -> bytes:
    """A pattern of the numbers 1 to `limit`; most rows of a long sheet have the most digits."""
    digits, ways = str(limit), []
    for place, digit in enumerate(digits):
        lowest = 0 if place else 1
        if int(digit) > lowest:
            rest = len(digits) - place - 1
            ways.append(f"{digits[:place]}[{lowest}-{int(digit) - 1}][0-9]{{{rest}}}")
    if len(digits) > 1:
        ways.append(f"[1-9][0-9]{{0,{len(digits) - 2}}}")
    return "(?:{})".format("|".join([*ways, digits])).encode()


def _letters_up_to(limit: int) -> bytes:
    """A pattern of the column letters A to that of `limit`."""
    last = column_letters(limit)
    ways = [] if len(last) == 1 else ["[A-Z]"] + (["[A-Z]{2}"] if len(last) == 3 else [])
    for place, letter in enumerate(last):
        rest = len(last) - place - 1
        if letter > "A":
            ways.append(f"{last[:place]}[A-{chr(ord(letter) - 1)}]" + "[A-Z]" * rest)
    return "(?:{})".format("|".join([*ways, last])).encode()


def _see_hidden(rows: bytes, columns: bytes, found: Census, limits: Limits) -> None:
    """Which rows and columns the person who made the sheet does not see."""
    if HIDDEN in rows:
        found.hidden_rows = frozenset(
            int(number[1])
            for tag in HIDDEN_ROW.findall(rows)
            if (number := ROW_NUMBER.search(tag)) and int(number[1]) <= limits.rows
        )
    if HIDDEN in columns:
        areas = [
            (COL_MIN.search(tag), COL_MAX.search(tag)) for tag in HIDDEN_COLUMN.findall(columns)
        ]
        found.hidden_columns = frozenset(
            column
            for first, last in areas
            if first and last
            for column in range(int(first[1]) - 1, min(int(last[1]), limits.columns))
        )


def check_shared(name: str, shared: bytes, limits: Limits) -> None:
    if len(shared) <= SMALLEST_ITEM * limits.cells:
        return
    if shared.count(b"<si") + shared.count(b":si") > limits.cells:
        raise too_many_cells(name, limits)


def _are_short(shared: bytes, most: int) -> bool:
    """No shared string takes more bytes than `most`: from each the next begins within them."""
    at = shared.find(ITEM)
    if at == -1 or b":si" in shared[:at]:
        return len(shared) <= most
    while len(shared) - at > most:
        at = shared.rfind(ITEM, at + 1, at + most + len(ITEM))
        if at == -1:
            return False
    return True


def check_text(
    sheets: dict[str, bytes], censuses: dict[str, Census], shared: bytes, limits: Limits
) -> None:
    """One long shared string in many cells is copied into each of them when read."""
    cells = sum(census.cells for census in censuses.values())
    if not cells or _are_short(shared, limits.text_bytes // cells):
        return
    items = STRING_ITEM.split(shared)[1:]
    total = sum(
        len(items[int(index)]) * count
        for xml in sheets.values()
        for index, count in scan(xml, count_strings=True).strings.items()
        if index.isdecimal() and int(index) < len(items)
    )
    if total > limits.text_bytes:
        raise WorkbookRefused(
            "text",
            _("工作簿里重复的长文字太多。请删去无关的内容，把数据复制到新工作簿后重新上传。"),
        )
