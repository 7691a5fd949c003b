"""A second look at a sheet before it is read: how far it reaches and what would be hidden.

A sheet as spreadsheet programs write it is recognised while it is unpacked; only what differs
from that in any point is unpacked whole and parsed.
"""

import re

from django.utils.translation import gettext as _

from yichuang.xlsx.cells import (
    Census,
    check_counts,
    check_extent,
    check_flaws,
    check_merges,
    too_many_cells,
)
from yichuang.xlsx.limits import Limits, WorkbookRefused
from yichuang.xlsx.ordinary import hidden_columns, hidden_rows, ordinary
from yichuang.xlsx.package import Part, refuse_tricks
from yichuang.xlsx.scanning import scan

STRING_ITEM = re.compile(rb"<(?:\w+:)?si\b")
ITEM = b"<si"
SMALLEST_ITEM = len("<si/>")


def census(name: str, part: Part, limits: Limits) -> Census:
    """The extent and flaws of a sheet within the limits; raises `WorkbookRefused` otherwise."""
    found = ordinary(name, part.pieces(), limits)
    if found is None:
        xml = part.read()
        refuse_tricks(xml)
        check_counts(name, xml, limits)
        check_merges(name, xml, limits)
        found = scan(xml)
        found.hidden_rows = hidden_rows(xml, limits)
        found.hidden_columns = hidden_columns(xml, limits)
    check_extent(name, found, limits)
    check_flaws(name, found, limits)
    return found


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
    sheets: dict[str, Part], censuses: dict[str, Census], shared: bytes, limits: Limits
) -> None:
    """One long shared string in many cells is copied into each of them when read."""
    cells = sum(census.cells for census in censuses.values())
    if not cells or _are_short(shared, limits.text_bytes // cells):
        return
    items = STRING_ITEM.split(shared)[1:]
    total = sum(
        len(items[int(index)]) * count
        for sheet in sheets.values()
        for index, count in scan(sheet.read(), count_strings=True).strings.items()
        if index.isdecimal() and int(index) < len(items)
    )
    if total > limits.text_bytes:
        raise WorkbookRefused(
            "text",
            _("工作簿里重复的长文字太多。请删去无关的内容，把数据复制到新工作簿后重新上传。"),
        )
