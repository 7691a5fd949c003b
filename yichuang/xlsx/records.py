"""The rows below a header: each is a record, or skipped with the reason; none is lost."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from django.utils.translation import gettext as _

from yichuang.xlsx.cells import Flaw
from yichuang.xlsx.labels import HeaderMap, normalise
from yichuang.xlsx.sheets import Row, Sheet, data_rows

NOTE = re.compile(
    r"^[（(【\[]?(填表说明|填报说明|填写说明|填写要求|使用说明|说明|备注|注意事项|注意|注|示例|样例|例如|例)"
    r"[)）】\]]?([:：.．、\s\d一]|$)"
    r"|^(合计|总计|小计)\s*$"
    r"|^(填报人|填报单位|填表人|制表人?|审核人|负责人|单位负责人|联系人)\s*[:：（(]"
    r"|^[（(]?(必填|选填|文本|数字|下拉)"
    r"|^[（(]?(以下空白|以下无正文|此页无正文)"
)
SIGNED = re.compile(
    r"^\s*(填报|填表|制表|审核|审批|复核|经办|主管|分管|负责|单位|联系|电话|手机|日期|时间|盖章)"
    r"[^:：]{0,10}[:：]"
)
SAMPLE = re.compile(r"^[（(【\[]?(填写|填报)?(示例|样例|范例|举例|例)\d{0,2}[)）】\]]?[:：]?$")
NUMBERED = re.compile(r"^[(（]?(\d{1,2}|[A-Z]{1,2}|[甲乙丙丁戊己庚辛壬癸])[)）]?$")
SERIAL = re.compile(r"^\d{1,5}$")
EXCERPT = 40
# So many known names in one row are no answers but another header.
NAMES_OF_A_HEADER = 3


class Skipped(NamedTuple):
    """A row below the header that is no record, and why."""

    number: int
    reason: str
    excerpt: str


class Record(NamedTuple):
    """One row of the table by field, other columns by their label; `flaws` names the fields
    whose cells could not be read."""

    number: int
    values: dict[str, str]
    flaws: dict[str, Flaw]
    others: dict[str, str]


def records(sheet: Sheet, header: HeaderMap) -> Iterator[Record | Skipped]:
    """Each row below the header, as a record or with the reason why it is none.

    Rows = records + skipped, always: blank rows are the only ones that do not count.
    """
    titles = {header.columns[name]: normalise(label) for name, label in header.labels.items()}
    other_table = ""
    seen: set[int] = set()
    for row in data_rows(sheet):
        if row.number < header.first_data_row:
            continue
        seen.add(row.number)
        reason = other_table or _not_a_record(row, header, titles)
        if not reason and _is_another_header(row, header):
            reason = other_table = _(
                "第 %(row)d 行起是另一张表，列的顺序不同。请把它移到单独的工作表"
            ) % {"row": row.number}
        if reason:
            yield Skipped(row.number, reason, next(filter(None, row.values))[:EXCERPT])
        else:
            yield _record(row, sheet, header)
    yield from _unreadable_rows(sheet, header, seen)


def _record(row: Row, sheet: Sheet, header: HeaderMap) -> Record:
    width, cells = len(row.values), row.values
    values = {name: cells[at] if at < width else "" for name, at in header.columns.items()}
    others = {label: cells[at] for at, label in header.unknown.items() if at < width}
    return Record(row.number, values, _flaws(sheet, row.number, header), others)


def _flaws(sheet: Sheet, number: int, header: HeaderMap) -> dict[str, Flaw]:
    if not sheet.flaws:
        return {}
    return {
        name: flaw for name, index in header.columns.items() if (flaw := sheet.flaw(number, index))
    }


def _unreadable_rows(sheet: Sheet, header: HeaderMap, seen: set[int]) -> Iterator[Record | Skipped]:
    """Rows whose only content is an error or a formula without result."""
    for number in sorted({row for row, _column in sheet.flaws} - seen):
        if number < header.first_data_row:
            continue
        flaws = _flaws(sheet, number, header)
        if flaws:
            yield Record(number, dict.fromkeys(header.columns, ""), flaws, {})
        else:
            first = min(place for place in sheet.flaws if place[0] == number)
            yield Skipped(number, _("表格以外的内容"), str(sheet.flaws[first].value)[:EXCERPT])


def _not_a_record(row: Row, header: HeaderMap, titles: Mapping[int, str]) -> str:
    cells, width = row.values, len(row.values)
    filled = {at: cells[at] for at in header.columns.values() if at < width and cells[at]}
    values = list(filter(None, cells))
    first = values[0]
    if SAMPLE.match(first):
        return _("示例行")
    if _may_be_note(first) and _is_note(first, set(filled.values()), len(header.columns)):
        return _("说明或落款行")
    if not filled:
        if len(values) == 1 and SERIAL.match(values[0]):
            return _("只有序号的空行")
        return _("表格以外的内容")
    if len(filled) > 1 and all(normalise(filled[index]) == titles.get(index) for index in filled):
        return _("重复的表头")
    if len(values) > 2 and all(NUMBERED.match(value) for value in values):
        return _("列号行")
    return ""


def _may_be_note(first: str) -> bool:
    return SIGNED.match(first) is not None or NOTE.match(first) is not None


def _is_note(first: str, words: set[str], columns: int) -> bool:
    """Notes, signatures and instructions fill few cells, or speak in every one of them."""
    if SIGNED.match(first) and sum(bool(SIGNED.match(word)) for word in words) * 2 >= len(words):
        return True
    if not NOTE.match(first):
        return False
    return len(words) <= max(2, columns // 3) or all(NOTE.match(word) for word in words)


def _is_another_header(row: Row, header: HeaderMap) -> bool:
    """A second table below the first, with its columns in another order."""
    if header.words is None:
        return False
    named: set[str] = set()
    filled = list(filter(None, row.values))
    misses = len(filled) // 2  # this many cells may say something else
    if header.words.known_strangers(filled) > misses:
        return False
    for value in filled:
        if claim := header.words.claim_of(value):
            named.add(claim.field)
        else:
            misses -= 1
            if misses < 0:
                return False
    return len(named) >= NAMES_OF_A_HEADER and 2 * len(named) >= len(filled)
