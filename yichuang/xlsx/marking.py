"""A person's own workbook back with marks: faulty cells red, doubtful ones yellow, a list first.

What a second marking finds of the first is taken off before, so a corrected file carries no red.
"""

import io
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from yichuang.xlsx.columns import sheet_name, text_width
from yichuang.xlsx.findings import Finding, in_order, put_text, write_list
from yichuang.xlsx.limits import Limits, WorkbookRefused
from yichuang.xlsx.losses import losses, words_for
from yichuang.xlsx.marks import MARK_SHEETS, put_marks, take_marks_off
from yichuang.xlsx.package import Package
from yichuang.xlsx.sheets import Sheet
from yichuang.xlsx.weighing import is_too_heavy

__all__ = ["MARK_SHEETS", "CannotMark", "Finding", "list_only", "mark", "rebuilt", "unmark"]

WIDEST_COLUMN = 44
ROWS_FOR_WIDTH = 200


class CannotMark(Exception):
    """The file cannot be given back with marks; `sentence` says why."""

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.sentence = sentence


def mark(
    original: bytes, findings: Iterable[Finding], *, intro: str = "", limits: Limits | None = None
) -> bytes:
    """`original` with the marks of `findings` and no others; raises `CannotMark`.

    Without findings the file comes back without marks. What openpyxl cannot keep (see `losses`)
    is named on the first sheet; results of formulas are worked out anew when it is opened.
    """
    book = _opened(original, limits or Limits())
    take_marks_off(book)
    if found := in_order(findings, book.sheetnames):
        told = words_for(losses(original, book), book)
        _put(book, found, "\n".join(filter(None, (intro, told))))
    return _saved(book)


def unmark(original: bytes, *, limits: Limits | None = None) -> bytes:
    """`original` without our marks; untouched when it has none; raises `CannotMark`."""
    book = _opened(original, limits or Limits())
    return _saved(book) if take_marks_off(book) else original


def list_only(findings: Iterable[Finding], *, intro: str = "") -> bytes:
    """A workbook that holds nothing but the list, for a file that cannot be marked."""
    book = Workbook()
    book.remove(book.active)
    write_list(book, in_order(findings, []), intro)
    return _saved(book)


def rebuilt(sheets: Sequence[Sheet], findings: Iterable[Finding], *, intro: str = "") -> bytes:
    """The values read from a file of another kind (.xls, .csv) as a workbook with marks."""
    book = Workbook()
    book.remove(book.active)
    names = {sheet.name: _rebuild(book, sheet) for sheet in sheets}
    found = [replace(one, sheet=names.get(one.sheet, one.sheet)) for one in findings]
    note = _("原文件不是 .xlsx，本文件按读到的内容重建，格式与原文件不同。")
    _put(book, in_order(found, book.sheetnames), "\n".join(filter(None, (intro, note))))
    return _saved(book)


def _put(book: Workbook, findings: Sequence[Finding], intro: str) -> None:
    put_marks(book, findings)
    write_list(book, findings, intro)


def _opened(original: bytes, limits: Limits) -> Workbook:
    try:
        too_heavy = is_too_heavy(Package(original, limits))
    except WorkbookRefused as error:
        raise CannotMark(error.sentence) from error
    if too_heavy:
        raise CannotMark(
            _("文件的单元格或合并区域过大，无法在原文件上标记。请删去无关的格式和合并后重新上传。")
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what it drops is told by `losses`
            return load_workbook(io.BytesIO(original), rich_text=True)
    except Exception as error:  # openpyxl raises anything on what it does not know
        raise _unknown_content() from error


def _unknown_content() -> CannotMark:
    return CannotMark(
        _("文件中有本系统不能改写的内容，无法在原文件上标记。请把数据复制到新工作簿后上传。")
    )


def _rebuild(book: Workbook, source: Sheet) -> str:
    """Write the values as text at their places; the name of the tab, made legal."""
    sheet = book.create_sheet(sheet_name(source.name, book.sheetnames))
    sheet.sheet_state = "hidden" if source.hidden else "visible"
    widths: dict[int, int] = {}
    for row in source.rows:
        for column, text in enumerate(row.values, 1):
            if not text:
                continue
            put_text(sheet.cell(row.number, column), text)
            if row.number <= ROWS_FOR_WIDTH:
                widths[column] = max(widths.get(column, 8), text_width(text) + 2)
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = min(width, WIDEST_COLUMN)
    return sheet.title


def _saved(book: Workbook) -> bytes:
    """The first visible sheet in front and alone selected: selected tabs are edited together."""
    states = [sheet.sheet_state for sheet in book._sheets]
    first = states.index("visible") if "visible" in states else 0
    book._sheets[first].sheet_state = "visible"
    book.active = first
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = sheet is book._sheets[first]
    for sheet in book.chartsheets:
        for view in sheet.sheetViews.sheetView:
            view.tabSelected = None
    book.calculation.fullCalcOnLoad = True
    stream = io.BytesIO()
    try:
        book.save(stream)
    except Exception as error:  # as above: what it could read it cannot always write
        raise _unknown_content() from error
    return stream.getvalue()
