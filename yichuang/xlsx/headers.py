"""Find the header of a table by its words, wherever an office has moved it."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import gettext as _

from yichuang.xlsx.cells import Flaw
from yichuang.xlsx.reading import Row, Sheet, data_rows

SEARCHED_ROWS = 30
TALLEST_HEADER = 3

NOTE = re.compile(
    r"^[（(【\[]?(填表说明|填报说明|填写说明|填写要求|使用说明|说明|备注|注意|注|示例|样例|例如|例)"
    r"[)）】\]]?([:：.．、\s\d一]|$)"
    r"|^(合计|总计|小计)\s*$"
    r"|^(填报人|填报单位|填表人|制表人?|审核人|负责人|单位负责人|联系人)\s*[:：（(]"
    r"|^[（(]?(必填|选填|文本|数字|下拉)"
)
BRACKETED = re.compile(r"[(（\[【〔].*?[)）\]】〕]")
NOT_A_WORD = re.compile(r"[\W_]+")
NUMBERED = re.compile(r"^[(（]?(\d{1,2}|[A-Z]{1,2}|[甲乙丙丁戊己庚辛壬癸])[)）]?$")


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


class HeaderNotFound(Exception):
    """No row carries the names that are needed; `sentence` says which."""

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.sentence = sentence


@dataclass
class HeaderMap:
    """Where each field stands in a sheet; columns are indexes from 0, rows Excel numbers."""

    sheet: str
    header_rows: tuple[int, ...]
    columns: dict[str, int]
    labels: dict[str, str]
    unknown: dict[int, str] = field(default_factory=dict)
    repeated: dict[int, str] = field(default_factory=dict)
    confidence: float = 0.0

    @property
    def first_data_row(self) -> int:
        return self.header_rows[-1] + 1


@lru_cache(maxsize=4096)
def normalise(label: str) -> str:
    """The bare words of a label: full width, brackets, spaces and breaks make no difference."""
    return NOT_A_WORD.sub("", unicodedata.normalize("NFKC", label)).lower()


def find_header(
    sheet: Sheet, synonyms: Mapping[str, Collection[str]], required: Collection[str]
) -> HeaderMap:
    """The best header among the first rows; the first synonym is the official name."""
    names = _names(synonyms)
    best = None
    for rows in _candidates(sheet):
        found = _match(sheet, rows, names, synonyms)
        if best is None or _rank(found, required) > _rank(best, required):
            best = found
    missing = [name for name in required if best is None or name not in best.columns]
    if missing:
        raise HeaderNotFound(_missing_sentence(sheet, best, missing, synonyms))
    return best


def find_headers(
    sheets: Sequence[Sheet], synonyms: Mapping[str, Collection[str]], required: Collection[str]
) -> list[tuple[Sheet, HeaderMap]]:
    """Every sheet that holds such a table; raises for the nearest miss when none does."""
    found, misses = [], []
    for sheet in sheets:
        try:
            found.append((sheet, find_header(sheet, synonyms, required)))
        except HeaderNotFound as miss:
            misses.append(miss)
    if not found:
        if not misses:
            raise HeaderNotFound(_("文件里没有工作表。请检查上传的是不是要报送的表格。"))
        raise HeaderNotFound("\n".join(miss.sentence for miss in misses[:5]))
    return found


def records(sheet: Sheet, header: HeaderMap) -> Iterator[Record | Skipped]:
    """Each row below the header, as a record or with the reason why it is none."""
    titles = {index: normalise(label) for index, label in _labels(header).items()}
    for row in data_rows(sheet):
        if row.number < header.first_data_row:
            continue
        reason = _not_a_record(row, header, titles)
        if reason:
            yield Skipped(row.number, reason, next(filter(None, row.values))[:40])
            continue
        width = len(row.values)
        values = {
            name: row.values[index] if index < width else ""
            for name, index in header.columns.items()
        }
        others = {
            label: row.values[index] for index, label in header.unknown.items() if index < width
        }
        flaws = {
            name: flaw
            for name, index in header.columns.items()
            if sheet.flaws and (flaw := sheet.flaw(row.number, index))
        }
        yield Record(row.number, values, flaws, others)
    yield from _unreadable_rows(sheet, header)


def _unreadable_rows(sheet: Sheet, header: HeaderMap) -> Iterator[Record]:
    """Rows whose only content is an error or a formula without result."""
    if not sheet.flaws:
        return
    seen = {row.number for row in data_rows(sheet)}
    for number in sorted({row for row, _column in sheet.flaws} - seen):
        flaws = {
            name: flaw
            for name, index in header.columns.items()
            if (flaw := sheet.flaw(number, index))
        }
        if number >= header.first_data_row and flaws:
            yield Record(number, dict.fromkeys(header.columns, ""), flaws, {})


def _names(synonyms: Mapping[str, Collection[str]]) -> dict[str, str]:
    names: dict[str, str] = {}
    for name, labels in synonyms.items():
        for label in labels:
            names.setdefault(normalise(label), name)
            names.setdefault(normalise(BRACKETED.sub("", label)), name)
    return names


def _candidates(sheet: Sheet) -> Iterator[list[Row]]:
    rows = [
        Row(row.number, _filled(sheet, row)) for row in sheet.rows if row.number <= SEARCHED_ROWS
    ]
    for start, row in enumerate(rows):
        if row.is_blank:
            continue
        for height in range(1, TALLEST_HEADER + 1):
            if start + height <= len(rows):
                yield rows[start : start + height]


def _filled(sheet: Sheet, row: Row) -> tuple[str, ...]:
    """The row with the words of a horizontally merged group above each of its columns."""
    values = list(row.values)
    for merge in sheet.merges:
        if merge.first_row <= row.number <= merge.last_row and merge.first_column <= len(values):
            source = _value_at(sheet, merge.first_row, merge.first_column)
            for index in range(merge.first_column - 1, min(merge.last_column, len(values))):
                values[index] = values[index] or source
    return tuple(values)


def _value_at(sheet: Sheet, row: int, column: int) -> str:
    first = sheet.rows[0].number
    values = sheet.rows[row - first].values if row >= first else ()
    return values[column - 1] if column <= len(values) else ""


def _match(
    sheet: Sheet,
    rows: Sequence[Row],
    names: Mapping[str, str],
    synonyms: Mapping[str, Collection[str]],
) -> HeaderMap:
    header = HeaderMap(sheet.name, tuple(row.number for row in rows), {}, {})
    for index in range(max(len(row.values) for row in rows)):
        parts = [row.values[index] for row in rows if index < len(row.values)]
        parts = list(dict.fromkeys(filter(None, parts)))
        if not parts:
            continue
        name = _field(parts, names)
        if name is None:
            header.unknown[index] = parts[-1]
        elif name in header.columns:
            header.repeated[index] = parts[-1]
        else:
            header.columns[name] = index
            header.labels[name] = parts[-1]
    header.confidence = len(header.columns) / len(synonyms)
    return header


def _field(parts: Sequence[str], names: Mapping[str, str]) -> str | None:
    """The field a column is about: with the words above it, by its own, by those above."""
    for words in ("".join(parts), parts[-1], parts[0]):
        for label in (words, BRACKETED.sub("", words)):
            name = names.get(normalise(label))
            if name is not None:
                return name
    return None


def _rank(header: HeaderMap, required: Collection[str]) -> tuple:
    """More of what is needed, more of what is known, then the lower and flatter header."""
    needed = sum(name in header.columns for name in required)
    return (needed, len(header.columns), -len(header.repeated), -len(header.header_rows))


def _labels(header: HeaderMap) -> dict[int, str]:
    return {index: header.labels[name] for name, index in header.columns.items()}


def _not_a_record(row: Row, header: HeaderMap, titles: Mapping[int, str]) -> str:
    filled = {
        index: row.values[index]
        for index in header.columns.values()
        if index < len(row.values) and row.values[index]
    }
    values = list(filter(None, row.values))
    if _is_note(values[0], set(filled.values()), len(header.columns)):
        return _("说明或落款行")
    if not filled:
        return _("表格以外的内容")
    if len(filled) > 1 and all(normalise(filled[index]) == titles[index] for index in filled):
        return _("重复的表头")
    if len(values) > 2 and all(NUMBERED.match(value) for value in values):
        return _("列号行")
    return ""


def _is_note(first: str, words: set[str], columns: int) -> bool:
    """Notes, signatures and instructions fill few cells, or speak in every one of them."""
    if not NOTE.match(first):
        return False
    return len(words) <= max(2, columns // 3) or all(NOTE.match(word) for word in words)


def _missing_sentence(
    sheet: Sheet,
    best: HeaderMap | None,
    missing: Sequence[str],
    synonyms: Mapping[str, Collection[str]],
) -> str:
    labels = "、".join(next(iter(synonyms[name])) for name in missing)
    if best is None or not best.columns:
        return _(
            "工作表“%(sheet)s”的前 %(rows)d 行里没有找到表头，表头须有这些列：%(labels)s。"
        ) % {
            "sheet": sheet.name,
            "rows": SEARCHED_ROWS,
            "labels": labels,
        }
    return _("工作表“%(sheet)s”第 %(row)d 行像是表头，但缺少这些列：%(labels)s。") % {
        "sheet": sheet.name,
        "row": best.header_rows[-1],
        "labels": labels,
    }
