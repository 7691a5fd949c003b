"""Read a .csv or .txt table in whatever encoding and with whatever separator it was saved."""

import codecs
import csv
import io
import re
from collections import Counter

from django.utils.translation import gettext as _

from yichuang.xlsx.cells import Census, Flaw, check_extent, check_flaws
from yichuang.xlsx.formats import not_a_table
from yichuang.xlsx.limits import Limits, WorkbookRefused
from yichuang.xlsx.sheets import CONTROL, Row, Sheet

NAME = "CSV"
SEPARATORS = ",\t;|"
SAMPLED_LINES = 60
LONGEST_FIELD = 1_000_000
# What the writer makes harmless with an apostrophe (trust E1).
HARMLESS = re.compile(r"'(?=[=+\-@\t\r＝＋－＠])")
# How other programs keep Excel from turning a code into a number.
KEPT_AS_TEXT = re.compile(r'="([^"]*)"')
SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
STRANGE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffd]")
GARBLED = "\ufffd"
MOST_STRANGE = 0.01
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def read_text(content: bytes, limits: Limits) -> list[Sheet]:
    """The one table of a text file; raises `WorkbookRefused` when the bytes are no text."""
    words = decoded(content)
    if words is None:
        raise not_a_table(_("无法识别的文件"))
    return [_sheet(_rows(words), limits)]


def decoded(content: bytes) -> str | None:
    """The text in the encoding that explains it, or nothing when none does."""
    for bom, encoding in BOMS:
        if content.startswith(bom):
            words = content[len(bom) :].decode(encoding, "replace")
            return words if _is_text(words) else None
    wide = _wide_encoding(content)
    if wide:
        words = content.decode(wide, "replace")
        return words if _is_text(words) else None
    content = content.replace(b"\0", b"")
    for encoding in ("utf-8", "gb18030"):
        words = _strictly(content, encoding)
        if words is not None and _is_text(words):
            return words
    guesses = [content.decode(encoding, "replace") for encoding in ("utf-8", "gb18030")]
    words = min(guesses, key=lambda guess: guess.count(GARBLED))
    return words if _is_text(words) else None


def _strictly(content: bytes, encoding: str) -> str | None:
    """A file that was cut off may end within a character."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        words = decoder.decode(content)
    except UnicodeDecodeError:
        return None
    return words + (GARBLED if decoder.getstate()[0] else "")


def _wide_encoding(content: bytes) -> str | None:
    """UTF-16 without its mark: every separator and line end has a zero on the same side."""
    sample = content[: 4096 // 2 * 2]
    zeros_low, zeros_high = sample[0::2].count(0), sample[1::2].count(0)
    if len(content) % 2 or max(zeros_low, zeros_high) < max(2, len(sample) // 50):
        return None
    if zeros_high > 4 * zeros_low:
        return "utf-16-le"
    return "utf-16-be" if zeros_low > 4 * zeros_high else None


def _is_text(words: str) -> bool:
    return len(STRANGE.findall(words)) <= max(3, len(words) * MOST_STRANGE)


def _rows(words: str) -> list[list[str]]:
    """The fields of each line; a quote that is never closed swallows no lines."""
    csv.field_size_limit(LONGEST_FIELD)
    words = words.removeprefix("\ufeff").replace("\0", "")
    said = SEPARATOR_LINE.match(words)
    if said:
        words, separator = words[said.end() :], said[1]
    else:
        separator = _separator(words)
    try:
        return list(csv.reader(_lines(words), delimiter=separator, strict=True))
    except csv.Error as error:
        open_end = "end of data" in str(error)
    quoting = csv.QUOTE_NONE if open_end else csv.QUOTE_MINIMAL
    try:
        return list(csv.reader(_lines(words), delimiter=separator, quoting=quoting))
    except csv.Error as error:
        raise WorkbookRefused(
            "text", _("文件里有一格的文字过长。请检查引号是否成对，改正后重新上传。")
        ) from error


def _lines(words: str) -> io.StringIO:
    return io.StringIO(words, newline="")


def _separator(words: str) -> str:
    """The sign that cuts most lines into the same number of fields."""
    lines = [line for _number, line in zip(range(SAMPLED_LINES), _lines(words), strict=False)]
    return max(SEPARATORS, key=lambda sign: _weight(lines, sign))


def _weight(lines: list[str], sign: str) -> int:
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=sign) if len(row) > 1)
    except csv.Error:
        return 0
    return max((width * count for width, count in widths.items()), default=0)


def _sheet(rows: list[list[str]], limits: Limits) -> Sheet:
    sheet, census = Sheet(NAME, kind="csv"), Census()
    for number, fields in enumerate(rows, 1):
        values = tuple(map(_value, fields))
        sheet.rows.append(Row(number, values))
        if not any(values):
            continue
        census.last_row = number
        width = max(column for column, value in enumerate(values, 1) if value)
        census.last_column = max(census.last_column, width)
        for column, value in enumerate(values, 1):
            if GARBLED in value:
                census.flaws[number, column] = Flaw.GARBLED
    check_extent(NAME, census, limits)
    check_flaws(NAME, census, limits)
    del sheet.rows[census.last_row :]
    sheet.flaws = census.flaws
    return sheet


def _value(field: str) -> str:
    """The field without what only protects it from a spreadsheet program."""
    kept = KEPT_AS_TEXT.fullmatch(field)
    if kept:
        field = kept[1]
    cleaned = CONTROL.sub("", HARMLESS.sub("", field, count=1) if field[:1] == "'" else field)
    return cleaned.replace("\r\n", "\n").replace("\r", "\n").strip()
