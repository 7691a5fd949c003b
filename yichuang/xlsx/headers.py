"""Find the header of a table by its words, wherever an office has moved it."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from yichuang.xlsx.doubts import doubt
from yichuang.xlsx.labels import HeaderMap, Synonyms, Words, fingerprint, normalise
from yichuang.xlsx.records import Record, Skipped, records
from yichuang.xlsx.sheets import Row, Sheet

__all__ = [
    "HeaderMap",
    "HeaderNotFound",
    "Record",
    "Skipped",
    "candidates",
    "find_header",
    "find_headers",
    "fingerprint",
    "header_at",
    "normalise",
    "records",
]

SEARCHED_ROWS = 30
TALLEST_HEADER = 3
MOST_CANDIDATES = 8
# A cell that no header has: a number, a code, a whole sentence.
ANSWER = re.compile(r"^[-+]?\d[\d,.]{2,}$|-\d{3,}|^.{41,}", re.DOTALL)


class HeaderNotFound(Exception):
    """No row carries the names that are needed; `sentence` says which, `nearest` has the
    nearest miss of each sheet."""

    def __init__(self, sentence: str, nearest: Sequence[HeaderMap] = ()):
        super().__init__(sentence)
        self.sentence = sentence
        self.nearest = list(nearest)


def find_header(sheet: Sheet, synonyms: Synonyms, required: Collection[str] = ()) -> HeaderMap:
    """The best header among the first rows; the first synonym is the official name.

    Raises `HeaderNotFound` when a required column is missing, or when nothing is recognised.
    """
    words = Words(synonyms)
    found = sorted(
        (_match(sheet, rows, words) for rows in _possible(sheet)),
        key=lambda header: header.rank(required),
        reverse=True,
    )
    best = found[0] if found else None
    missing = [name for name in required if best is None or name not in best.columns]
    if missing or best is None or not best.columns:
        if best is not None:
            best.missing = tuple(missing)
        sentence = _missing_sentence(sheet, best, missing, words)
        raise HeaderNotFound(sentence, [best] if best and best.columns else [])
    best.why = doubt(sheet, best, found, required)
    return best


def find_headers(
    sheets: Sequence[Sheet], synonyms: Synonyms, required: Collection[str]
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
        raise HeaderNotFound(
            "\n".join(miss.sentence for miss in misses[:5]),
            [near for miss in misses for near in miss.nearest],
        )
    return found


def header_at(
    sheet: Sheet,
    rows: Sequence[int],
    columns: Mapping[str, int] | None,
    synonyms: Synonyms,
) -> HeaderMap:
    """The header in the rows (numbers from 1) that a person picked; `columns` {field: index from
    0} as mapped, or None to take what the words say, guesses included. Never uncertain."""
    by_number = {row.number: row for row in sheet.rows}
    chosen = [
        Row(number, _filled(sheet, by_number[number]))
        for number in sorted(set(rows))
        if number in by_number
    ]
    header = _match(sheet, chosen, Words(synonyms))
    if columns is None:
        taken = set(header.columns.values())
        columns = header.columns | {
            name: index for name, index in header.guesses.items() if index not in taken
        }
    _assign(header, {name: index for name, index in columns.items() if name in synonyms})
    return header


def _assign(header: HeaderMap, columns: Mapping[str, int]) -> None:
    labels = dict(enumerate(header.all_labels))
    header.columns = dict(columns)
    header.labels = {name: labels.get(index, "") for name, index in columns.items()}
    taken = set(columns.values())
    header.unknown = {
        index: label for index, label in labels.items() if label and index not in taken
    }
    header.repeated = {}


def candidates(sheet: Sheet, synonyms: Synonyms, required: Collection[str] = ()) -> list[HeaderMap]:
    """Rows that may be the header, the likeliest first, at most MOST_CANDIDATES; each with what
    is recognised, guessed and missing. Never empty for a sheet with content."""
    words = Words(synonyms)
    wanted = tuple(required) or tuple(synonyms)
    found: dict[int, HeaderMap] = {}
    for rows in _possible(sheet):
        header = _match(sheet, rows, words)
        header.missing = tuple(name for name in wanted if name not in header.columns)
        last = rows[-1].number
        before = found.get(last)
        if before is None or header.rank(required) > before.rank(required):
            found[last] = header
    ordered = sorted(found.values(), key=_likeness, reverse=True)
    return ordered[:MOST_CANDIDATES]


def _likeness(header: HeaderMap) -> tuple:
    """Known names first; among rows without any, the one with the most short words."""
    labels = [label for label in header.all_labels if label]
    return (
        len(header.columns),
        len(header.guesses),
        not any(ANSWER.search(label) for label in labels),
        len(set(labels)),
        -header.header_rows[0],
    )


def _possible(sheet: Sheet) -> Iterator[list[Row]]:
    rows = [
        Row(row.number, _filled(sheet, row)) for row in sheet.rows if row.number <= SEARCHED_ROWS
    ]
    for start, row in enumerate(rows):
        if row.is_blank:
            continue
        for height in range(1, TALLEST_HEADER + 1):
            if start + height > len(rows) or (height > 1 and _answers(rows[start + height - 1])):
                break
            yield rows[start : start + height]


def _answers(row: Row) -> bool:
    """The row holds values: it is no second line of a header."""
    return any(ANSWER.search(value) for value in row.values)


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


def _match(sheet: Sheet, rows: Sequence[Row], words: Words) -> HeaderMap:
    """What the words of these rows claim; of two columns the more official name wins."""
    header = HeaderMap(sheet.name, tuple(row.number for row in rows), {}, {}, words=words)
    width = max((len(row.values) for row in rows), default=0)
    ranks: dict[str, int] = {}
    labels = [""] * width
    for index in range(width):
        parts = [row.values[index] for row in rows if index < len(row.values)]
        parts = list(dict.fromkeys(filter(None, parts)))
        if not parts:
            continue
        labels[index] = parts[-1]
        claim = words.claim(parts)
        if claim is None:
            header.unknown[index] = parts[-1]
        elif claim.rank < ranks.get(claim.field, len(words.synonyms[claim.field])):
            _yield_to(header, claim.field, index, parts[-1])
            ranks[claim.field] = claim.rank
        else:
            header.repeated[index] = parts[-1]
    header.all_labels = tuple(labels)
    header.confidence = len(header.columns) / len(words.synonyms)
    for index, label in header.unknown.items():
        name = words.guess(label)
        if name and name not in header.columns:
            header.guesses.setdefault(name, index)
    return header


def _yield_to(header: HeaderMap, name: str, index: int, label: str) -> None:
    if name in header.columns:
        header.repeated[header.columns[name]] = header.labels[name]
    header.columns[name], header.labels[name] = index, label


def _missing_sentence(
    sheet: Sheet, best: HeaderMap | None, missing: Sequence[str], words: Words
) -> str:
    labels = "、".join(map(words.official, missing))
    if best is None or not best.columns:
        labels = labels or "、".join(map(words.official, list(words.synonyms)[:5]))
        return _(
            "工作表“%(sheet)s”的前 %(rows)d 行里没有找到表头，表头须有这些列：%(labels)s。"
        ) % {"sheet": sheet.name, "rows": SEARCHED_ROWS, "labels": labels}
    return _("工作表“%(sheet)s”第 %(row)d 行像是表头，但缺少这些列：%(labels)s。") % {
        "sheet": sheet.name,
        "row": best.header_rows[-1],
        "labels": labels,
    }
