"""What is wrong in a workbook, and the sheet 问题清单 that lists it: where, what, what to do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from yichuang.xlsx.columns import lines, plain
from yichuang.xlsx.layout import HIGHEST_ROW

LIST_SHEET = "问题清单"
RED, YELLOW = "FFFFC7C9", "FFFFEB9A"  # not the programs' own red and yellow: these are our marks
FILLS = {
    "error": PatternFill("solid", start_color=RED),
    "warning": PatternFill("solid", start_color=YELLOW),
}
HEADER_FILL = PatternFill("solid", start_color="FFE7EAEF")
LINK_COLOUR = "FF0B5CAD"
WIDTHS = (6, 9, 18, 10, 20, 58, 44)
HEADER_ROW = 3
FONT, FONT_SIZE = "宋体", 11
POINTS_PER_LINE = 15.5
FRAME = Border(**dict.fromkeys(("left", "right", "top", "bottom"), Side("thin", "FFBFBFBF")))

Kind = Literal["error", "warning"]


@dataclass(frozen=True)
class Finding:
    """One thing found in an uploaded sheet. Rows and columns count from 1; without a column the
    whole row is meant, without a row (a missing one) there is no place at all."""

    sheet: str
    row: int | None
    column: int | None
    sentence: str
    kind: Kind = "error"
    label: str = ""
    advice: str = ""

    @property
    def place(self) -> str:
        if self.row is None:
            return ""
        if self.column is None:
            return _("第 %(row)d 行") % {"row": self.row}
        return f"{get_column_letter(self.column)}{self.row}"


def in_order(findings: Iterable[Finding], sheets: Sequence[str]) -> list[Finding]:
    """By sheet, row and column; what has no place comes last."""
    tabs = {name: index for index, name in enumerate(sheets)}

    def key(finding: Finding):
        nowhere = finding.row is None
        tab = tabs.get(finding.sheet, len(tabs))
        return nowhere, tab, finding.row or 0, finding.column or 0

    return sorted(findings, key=key)


def write_list(book: Workbook, findings: Sequence[Finding], intro: str) -> None:
    """Put 问题清单 before all other sheets, each place a link to its cell."""
    others = frozenset(book.sheetnames)
    sheet = book.create_sheet(LIST_SHEET, 0)
    _set_up(sheet)
    _write_head(sheet, findings, intro)
    for number, finding in enumerate(findings, 1):
        _write_finding(sheet, number, finding, linked=finding.sheet in others)


def _set_up(sheet: Worksheet) -> None:
    for index, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _write_head(sheet: Worksheet, findings: Sequence[Finding], intro: str) -> None:
    errors = sum(finding.kind == "error" for finding in findings)
    counts = _("须改正 %(errors)d 处，请核对 %(warnings)d 处。") % {
        "errors": errors,
        "warnings": len(findings) - errors,
    }
    put_text(sheet.cell(1, 1), LIST_SHEET).font = Font(FONT, 16, bold=True)
    words = "\n".join(filter(None, (counts, intro, _how_to())))
    told = put_text(sheet.cell(2, 1), words)
    told.font, told.alignment = Font(FONT, FONT_SIZE), Alignment("left", "top", wrap_text=True)
    for row in (1, 2):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(WIDTHS))
    sheet.row_dimensions[1].height = 26
    sheet.row_dimensions[2].height = _height([(words, sum(WIDTHS) * 0.95)])
    titles = (
        _("序号"), _("类别"), _("工作表"), _("单元格"), _("列"), _("问题"), _("怎么改"),
    )  # fmt: skip
    for column, title in enumerate(titles, 1):
        cell = put_text(sheet.cell(HEADER_ROW, column), title)
        cell.font, cell.fill, cell.border = Font(FONT, FONT_SIZE, bold=True), HEADER_FILL, FRAME
        cell.alignment = Alignment("center", "center")
    sheet.row_dimensions[HEADER_ROW].height = 24


def _how_to() -> str:
    return _(
        "红色单元格须改正，黄色单元格请核对；点“单元格”可跳到该处。改正后直接重新上传本文件，"
        "本表和标记会自动略去，不用删除。"
    )


def _write_finding(sheet: Worksheet, number: int, finding: Finding, *, linked: bool) -> None:
    kinds = {"error": _("须改正"), "warning": _("请核对")}
    row = HEADER_ROW + number
    texts = (
        kinds[finding.kind], finding.sheet, finding.place, finding.label, finding.sentence,
        finding.advice,
    )  # fmt: skip
    sheet.cell(row, 1, number)
    for column, text in enumerate(texts, 2):
        put_text(sheet.cell(row, column), text)
    for column in range(1, len(WIDTHS) + 1):
        cell = sheet.cell(row, column)
        cell.font, cell.border = Font(FONT, FONT_SIZE), FRAME
        side = "center" if column in (1, 2, 4) else "left"
        cell.alignment = Alignment(side, "top", wrap_text=True)
    sheet.cell(row, 2).fill = FILLS[finding.kind]
    if linked and finding.row is not None:
        _link(sheet.cell(row, 4), finding)
    sheet.row_dimensions[row].height = _height(zip(texts, WIDTHS[1:], strict=True))


def _link(cell: Cell, finding: Finding) -> None:
    quoted = finding.sheet.replace("'", "''")
    target = f"{get_column_letter(finding.column or 1)}{finding.row}"
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{target}")
    cell.font = Font(FONT, FONT_SIZE, color=LINK_COLOUR, underline="single")


def _height(texts: Iterable[tuple[str, float]]) -> float:
    tallest = max(lines(text, width, FONT_SIZE) for text, width in texts)
    return min(HIGHEST_ROW, tallest * POINTS_PER_LINE + 4)


def put_text(cell: Cell, text: str) -> Cell:
    """Text stays text, whatever it begins with."""
    if text:
        cell._value, cell.data_type = plain(text), "s"
    cell.number_format = "@"
    return cell
