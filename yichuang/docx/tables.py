"""Tables of an attachment: a head that repeats on every page, thin rules, widths in mm."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm

from . import styles
from .measures import Sheet, twips
from .parts import add_text, element

ROW_HEIGHT, CELL_MARGIN = 7, 1


@dataclass(frozen=True)
class TableColumn:
    title: str
    width: float
    left: bool = False  # aligned left instead of centred


@dataclass(frozen=True)
class Table:
    """`name` as the 附件说明 calls it, `title` as it stands above the table."""

    name: str
    title: str
    columns: Sequence[TableColumn]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = field(default=())


def write(document, table: Table, sheet: Sheet) -> None:
    widths = _fitted([column.width for column in table.columns], sheet.text_width)
    grid = document.add_table(rows=1 + len(table.rows), cols=len(widths))
    grid.style = "Table Grid"
    grid.autofit, grid.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    _set_cell_margins(grid)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width)
    lines = grid.rows
    _fill(lines[0], [column.title for column in table.columns], table.columns, widths, head=True)
    lines[0]._tr.get_or_add_trPr().append(element("w:tblHeader"))
    for line, values in zip(list(lines)[1:], table.rows, strict=True):
        _fill(line, values, table.columns, widths)
    for note in table.notes:
        add_text(document.add_paragraph(style=styles.BELOW), note)


def _fitted(widths, room) -> list[float]:
    return [width * room / sum(widths) for width in widths]


def _set_cell_margins(grid) -> None:
    margins = element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w=twips(CELL_MARGIN), type="dxa"))
    look = grid._tbl.tblPr.find(qn("w:tblLook"))
    look.addprevious(margins)


def _fill(line, values, columns, widths, *, head=False) -> None:
    line._tr.get_or_add_trPr().append(element("w:cantSplit"))
    line.height, line.height_rule = Mm(ROW_HEIGHT), WD_ROW_HEIGHT_RULE.AT_LEAST
    for cell, value, column, width in zip(line.cells, values, columns, widths, strict=True):
        cell.width = Mm(width)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = cell.paragraphs[0]
        paragraph.style = styles.HEAD_CELL if head else styles.CELL
        if column.left and not head:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
        add_text(paragraph, value)
