"""A sheet as spreadsheet programs write it, recognised while it is unpacked.

One regular expression passes over it; it has to match every byte between the tags of the sheet
data, so that nothing – comment, prefix, odd attribute, far cell – can hide there. Figures are in
benchmarks/read.py.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from yichuang.xlsx.cells import Census, check_merges, column_letters
from yichuang.xlsx.limits import Limits
from yichuang.xlsx.package import refuse_tricks

SMALLEST_CELL = len('<c r="A1"><v>0</v></c>')  # the reader keeps nothing of an empty one
SMALLEST_SHARED_CELL = len('<c r="A1" t="s"><v>0</v></c>')
LONGEST = 256 * 1024  # of one cell, and of what stands before the first; programs write less
OPEN, CLOSE = b"<sheetData>", b"</sheetData>"
DECLARED = re.compile(rb"""<\?xml[^>]*encoding=["']([^"']*)""")
ANOTHER_CELL = re.compile(rb"<(?:[\w.-]+:)?(?:c|row|sheetData)[\s/>]")
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
# From the start or from within a row, as far as whole tags and cells reach.
ROWS = rb"(?:%(cell)b)*+(?:</row>)?+(?:%(row)b(?:%(cell)b)*+(?:</row>)?+)*+"


def ordinary(name: str, pieces: Iterator[bytes], limits: Limits) -> Census | None:
    """The census of a sheet inside the limits and without flaws; None of any other."""
    head, opened, rest = _begun(pieces)
    if not opened:
        return None
    grammar = _grammar(limits.rows, limits.columns)
    found, length, cells = Census(), 0, 0
    for piece in chain((b"",), pieces):
        data = rest + piece
        matched = grammar.match(data)
        end = matched.end()
        if matched[1]:
            found.hidden_rows |= hidden_rows(data[:end], limits)
        length += end
        # As small as can be, the first half cannot hold more than half of what is allowed.
        counted = length > SMALLEST_CELL * limits.cells // 2
        cells += data.count(b"<c ", 0, end) if counted else end // SMALLEST_CELL
        rest = data[end:]
        if rest.startswith(CLOSE):
            break
        if len(rest) > LONGEST:
            return None
    tail = rest.removeprefix(CLOSE) + b"".join(pieces)
    if rest.startswith(CLOSE) and cells <= limits.cells and _plain(head, tail):
        check_merges(name, tail, limits)
        found.cells = length // SMALLEST_SHARED_CELL
        found.hidden_columns = hidden_columns(head, limits)
        return found
    return None


def _begun(pieces: Iterator[bytes]) -> tuple[bytes, bytes, bytes]:
    """What stands before the cells, the tag that opens them, and the first of them."""
    head = b""
    for piece in pieces:
        head += piece
        if OPEN in head or len(head) > LONGEST:
            break
    return head.partition(OPEN)


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
    cell = CELL % (_letters_up_to(columns), _numbers_up_to(rows))
    return re.compile(ROWS % {b"row": ROW, b"cell": cell})


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


def hidden_rows(xml: bytes, limits: Limits) -> frozenset[int]:
    """The numbers of the rows that the person who made the sheet does not see."""
    if HIDDEN not in xml:
        return frozenset()
    return frozenset(
        int(number[1])
        for tag in HIDDEN_ROW.findall(xml)
        if (number := ROW_NUMBER.search(tag)) and int(number[1]) <= limits.rows
    )


def hidden_columns(xml: bytes, limits: Limits) -> frozenset[int]:
    """The indexes of the columns that the person does not see."""
    areas = [(COL_MIN.search(tag), COL_MAX.search(tag)) for tag in HIDDEN_COLUMN.findall(xml)]
    return frozenset(
        column
        for first, last in areas
        if first and last
        for column in range(int(first[1]) - 1, min(int(last[1]), limits.columns))
    )
