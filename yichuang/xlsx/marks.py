"""Marks on faulty cells – a fill and a comment – that can be told from the person's own."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from copy import copy

from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import PatternFill
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from yichuang.xlsx.comments import comment, sized
from yichuang.xlsx.findings import FILLS, LIST_SHEET, RED, YELLOW, Finding, put_text

MEMORY_SHEET = "_标记"
MARK_SHEETS = frozenset({LIST_SHEET, MEMORY_SHEET})
# Everything of a comment from this line on is ours.
MARK_LINE = "── 核对结果 ──"
AUTHOR = "一窗"
LONGEST_COMMENT = 2_000
# A row without a column is marked as far as it is filled in, but not endlessly.
WIDEST_ROW = 60


def put_marks(book: Workbook, findings: Iterable[Finding]) -> None:
    """Fill and comment the faulty cells; the fill of before is kept on a very hidden sheet."""
    by_cell: dict[tuple[str, int, int], list[Finding]] = defaultdict(list)
    fills: dict[tuple[str, int, int], str] = {}
    for finding in findings:
        if finding.row is None or finding.sheet not in book.sheetnames:
            continue
        places = list(_places(book[finding.sheet], finding))
        by_cell[places[0]].append(finding)
        for place in places:
            fills[place] = "error" if "error" in (fills.get(place), finding.kind) else "warning"
    memory = book.create_sheet(MEMORY_SHEET)
    memory.sheet_state = "veryHidden"
    for line, ((name, row, column), kind) in enumerate(fills.items(), 1):
        cell = book[name].cell(row, column)
        _remember(memory, line, cell)
        cell.fill = copy(FILLS[kind])
    for (name, row, column), found in by_cell.items():
        _comment(book[name].cell(row, column), found)


def _places(sheet: Worksheet, finding: Finding) -> Iterator[tuple[str, int, int]]:
    """The cell meant; of a merged area its first one; of a whole row all that is filled in."""
    if finding.column is not None:
        yield (sheet.title, *_anchor(sheet, finding.row, finding.column))
        return
    filled = [
        column
        for column in range(1, WIDEST_ROW + 1)
        if (cell := sheet._cells.get((finding.row, column))) is not None
        and cell.value not in (None, "")
    ]
    for column in filled or [1]:
        yield (sheet.title, *_anchor(sheet, finding.row, column))


def _anchor(sheet: Worksheet, row: int, column: int) -> tuple[int, int]:
    if isinstance(sheet._cells.get((row, column)), MergedCell):
        for area in sheet.merged_cells.ranges:
            if area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col:
                return area.min_row, area.min_col
    return row, column


def _remember(memory: Worksheet, line: int, cell: Cell) -> None:
    """A line of the memory: sheet, cell, and a cell that looks as the marked one did."""
    put_text(memory.cell(line, 1), cell.parent.title)
    put_text(memory.cell(line, 2), cell.coordinate)
    memory.cell(line, 3)._style = copy(cell._style)


def _comment(cell: Cell, findings: Sequence[Finding]) -> None:
    sentences = list(dict.fromkeys(_words(finding) for finding in findings))
    own = cell.comment.text if cell.comment else ""
    author = cell.comment.author if cell.comment else AUTHOR
    text = "\n".join(filter(None, [own, MARK_LINE, *sentences]))[: len(own) + LONGEST_COMMENT]
    cell.comment = comment(text, author)


def _words(finding: Finding) -> str:
    return f"{finding.sentence}{finding.advice}"


def take_marks_off(book: Workbook) -> bool:
    """Restore the cells that still carry our marks, and say whether the book had any.

    Marks that moved with their rows are found by their colour; the fill of before is known only
    for those that stayed in place, the others lose theirs.
    """
    remembered = _memory(book)
    marked = MEMORY_SHEET in book.sheetnames
    for name in MARK_SHEETS if marked else ():
        if name in book.sheetnames:
            book.remove(book[name])
    ours = {index for index, fill in enumerate(book._fills) if _is_ours(fill)}
    for sheet in book.worksheets:
        for cell in list(sheet._cells.values()):
            if cell._style.fillId in ours:
                before = remembered.get((sheet.title, cell.coordinate))
                cell.fill = copy(before) if before is not None else PatternFill()
            if getattr(cell, "comment", None) is not None:
                _restore_comment(cell)
    return marked


def _memory(book: Workbook) -> dict[tuple[str, str], PatternFill]:
    if MEMORY_SHEET not in book.sheetnames:
        return {}
    rows = book[MEMORY_SHEET].iter_rows(min_col=1, max_col=3)
    return {(str(name.value), str(place.value)): kept.fill for name, place, kept in rows}


def _is_ours(fill) -> bool:
    return isinstance(fill, PatternFill) and fill.fgColor.rgb in (RED, YELLOW)


def _restore_comment(cell: Cell) -> None:
    own, line, _ours = cell.comment.text.partition(MARK_LINE)
    if not line:
        sized(cell.comment)
    elif own.strip():
        cell.comment = comment(own.rstrip("\n"), cell.comment.author)
    else:
        cell.comment = None
