"""The official print edition of an attachment: what is signed, stamped and hung up."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break

from yichuang.xlsx.columns import (
    Column,
    Kind,
    PrintSheet,
    lines,
    plain,
    sheet_name,
)
from yichuang.xlsx.comments import comment
from yichuang.xlsx.guidance import Guidance
from yichuang.xlsx.inline import ReadyRows, cell_writer, row_text
from yichuang.xlsx.layout import (
    BODY,
    CM,
    GROUP_HEIGHT,
    HEADER,
    HIGHEST_ROW,
    LEADING,
    LINE_HEIGHT,
    MARGINS,
    MARK_HEIGHT,
    NOTE,
    TITLE_LEADING,
    groups,
    page_capacity,
    spread,
    title_height,
    title_size,
)

BLACK, SONG, FANG, KAI = "黑体", "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312"
THIN = Side(style="thin")
FRAME = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
LOCKED_FILL = PatternFill("solid", start_color="FFF2F2F2")
RETURNED_FILL = PatternFill("solid", start_color="FFFFF0DC")
PLAIN, GREYED, CLOSED, RETURNED = "plain", "greyed", "closed", "returned"  # how a row looks
AUTHOR = "填表说明"
GREY = "FF7F7F7F"
A4 = 9  # the format's own number for the paper
HEADER_ROWS = 2


def write_print(stream: BinaryIO, sheets: Iterable[PrintSheet]) -> None:
    """Write the sheets one below the other into the stream as one .xlsx workbook."""
    book = Workbook(write_only=True)
    book._fonts = IndexedList([Font(FANG, 10)])  # column widths count in this font
    names: list[str] = []
    guidance, styles = Guidance(), {}
    for spec in sheets:
        names.append(sheet_name(spec.name, names))
        _Page(book, names[-1], spec, guidance, styles).write()
    guidance.write(book)
    book.save(stream)


class _Page:
    """One sheet while it is written, row by row from the top."""

    def __init__(self, book, name: str, spec: PrintSheet, guidance: Guidance, styles: dict):
        self.sheet = book.create_sheet(name)
        self.spec = spec
        self.guidance = guidance
        self.styles = styles  # of the whole book: openpyxl compares each new one with all others
        self.visible = [column for column in spec.columns if not column.hidden]
        self.row = 0
        self._looking: dict[str, list[Callable[[int, object], str]]] = {}

    def write(self) -> None:
        self._set_up_columns()
        spec = self.spec
        header_top = 2 + bool(spec.mark) + bool(spec.subtitle) + bool(spec.head_line)
        header_bottom = header_top + HEADER_ROWS - 1
        self._set_up_page(header_top, header_bottom)
        self.ready = ReadyRows(self.sheet)
        self._write_head()
        self._write_header()
        self._write_data(page_capacity(spec))
        self._write_notes()
        last = get_column_letter(len(self.visible))
        self.sheet.print_area = f"A1:{last}{self.row}"

    def _set_up_columns(self) -> None:
        for index, column in enumerate(self.spec.columns, 1):
            dimension = self.sheet.column_dimensions[get_column_letter(index)]
            dimension.width = column.width
            dimension.hidden = column.hidden

    def _set_up_page(self, header_top: int, header_bottom: int) -> None:
        sheet = self.sheet
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_margins = PageMargins(**{side: cm * CM for side, cm in MARGINS.items()})
        sheet.print_options.horizontalCentered = True
        sheet.oddFooter.center.text = "第 &P 页 共 &N 页"
        if self.spec.foot:
            sheet.oddFooter.left.text = self.spec.foot.replace("&", "&&")
        sheet.print_title_rows = f"{header_top}:{header_bottom}"
        first_moving = get_column_letter(self.spec.frozen_columns + 1)
        sheet.freeze_panes = f"{first_moving}{header_bottom + 1}"
        if self.spec.protected:
            # A reminder, not a lock: no password, the row key decides on the way back.
            sheet.protection.sheet = True
            sheet.protection.formatColumns = sheet.protection.formatRows = False
            sheet.protection.autoFilter = sheet.protection.sort = False

    def _write_head(self) -> None:
        spec = self.spec
        if spec.mark:
            self._append([self._cell(spec.mark, Font(BLACK, 16))], MARK_HEIGHT)
        size, centred = title_size(spec.title), Alignment("center", "center")
        self._merged_line(spec.title, Font(SONG, size), centred, size * TITLE_LEADING)
        if spec.subtitle:
            self._merged_line(spec.subtitle, Font(FANG, 14), centred, LINE_HEIGHT)
        if spec.head_line:
            self._write_head_line()

    def _write_head_line(self) -> None:
        """Spread 填报单位, 填报人, 电话, 日期 over the width, the last flush right."""
        parts = self.spec.head_line
        starts = spread([column.width for column in self.visible], len(parts))
        cells = [None] * len(self.visible)
        ends = [start - 1 for start in starts[1:]] + [len(self.visible) - 1]
        for part, start, end in zip(parts, starts, ends, strict=True):
            side = "right" if part is parts[-1] and len(parts) > 1 else "left"
            cells[start] = self._cell(part, Font(FANG, 12), Alignment(side, "center"))
            if end > start:
                self._merge(self.row + 1, start, self.row + 1, end)
        self._append(cells, LINE_HEIGHT)

    def _write_header(self) -> None:
        top = self.row + 1
        upper, lower = [], []
        for column in self.spec.columns:
            upper.append(self._header_cell(column.group or column.title))
            lower.append(self._header_cell(column.title if column.group else ""))
            if column.help:
                titled = lower[-1] if column.group else upper[-1]
                titled.comment = comment(column.help, AUTHOR)
        for first, last, column in groups(self.spec.columns):
            if column.group:
                self._merge(top, first, top, last)
            else:
                self._merge(top, first, top + 1, first)
        self._append(upper, GROUP_HEIGHT)
        self._append(lower, title_height(self.visible))

    def _header_cell(self, title: str) -> Cell:
        cell = self._alike("header", self._header_template)
        if title:
            cell._value, cell.data_type = plain(title), "s"
        return cell

    def _header_template(self) -> Cell:
        alignment = Alignment("center", "center", wrap_text=True)
        return self._cell(None, Font(BLACK, HEADER), alignment, FRAME)

    def _alike(self, key, make: Callable[[], Cell]) -> Cell:
        """A new cell that looks as the first one with this key did, on whichever sheet."""
        if key not in self.styles:
            self.styles[key] = make()._style
        cell = WriteOnlyCell(self.sheet)
        cell._style = self.styles[key]
        return cell

    def _write_data(self, capacity: tuple[float, float]) -> None:
        looks = self._looks()
        first_row = self.row + 1
        blocks, ready = _Blocks(self), self.ready
        first_page, later_pages = capacity
        room = first_page
        for index, values in enumerate(self.spec.rows):
            height = self._height(values)
            if height > room and index:
                self.sheet.row_breaks.append(Break(id=self.row))
                blocks.close()
                room = later_pages
            room -= height
            blocks.add(values)
            self.row += 1
            look = looks.get(index) or (GREYED if self.spec.is_grey(values) else PLAIN)
            writers = self._writers(look)
            ready.append(row_text(writers, self.row, values, f' ht="{height}" customHeight="1"'))
        blocks.close()
        rules = self.guidance.rules(
            self.spec.columns, first_row, self.row, to_fill_in=self.spec.protected
        )
        for rule in rules:
            self.sheet.data_validations.append(rule)

    def _looks(self) -> dict[int, str]:
        """Rows that do not look as the others do, by their index."""
        spec = self.spec
        return dict.fromkeys(spec.returned, RETURNED) | dict.fromkeys(spec.closed, CLOSED)

    def _height(self, values: Sequence[object]) -> float:
        tallest = max(
            (
                lines(value, column.width, BODY)
                for column, value in zip(self.spec.columns, values, strict=True)
                if not column.hidden and isinstance(value, str)
            ),
            default=1,
        )
        return min(HIGHEST_ROW, tallest * BODY * LEADING + 5)

    def _writers(self, look: str) -> list[Callable[[int, object], str]]:
        """One for each column: how its cells are written in rows of this look."""
        if look not in self._looking:
            styles = [self._template(column, look).style_id for column in self.spec.columns]
            self._looking[look] = [
                cell_writer(index, style, style) for index, style in enumerate(styles, 1)
            ]
        return self._looking[look]

    def _template(self, column: Column, look: str) -> Cell:
        key = (column, look, self.spec.protected)
        return self._alike(key, partial(self._styled, column, look))

    def _styled(self, column: Column, look: str) -> Cell:
        locked = column.locked or look == CLOSED
        horizontal = {Kind.TEXT: "left", Kind.NUMBER: "right"}.get(column.kind, "center")
        if column.kind is Kind.CODE:
            horizontal = "left"
        cell = self._cell(
            None,
            Font(FANG, BODY, color=GREY if look in (GREYED, CLOSED) else None),
            Alignment(horizontal, "center", wrap_text=column.kind is not Kind.NUMBER),
            FRAME,
        )
        cell.number_format = column.number_format
        cell.protection = Protection(locked=locked)
        if look == RETURNED and (column.flagged or not column.locked):
            cell.fill = RETURNED_FILL
        elif self.spec.protected and locked and not column.hidden:
            cell.fill = LOCKED_FILL
        return cell

    def _write_notes(self) -> None:
        if not self.spec.notes:
            return
        text = self.spec.notes_mark + "\n".join(self.spec.notes)
        width = sum(column.width for column in self.visible)
        height = min(HIGHEST_ROW, lines(text, width * 0.95, NOTE) * NOTE * LEADING + 8)
        alignment = Alignment("left", "top", wrap_text=True)
        self._merged_line(text, Font(KAI, NOTE), alignment, height)

    def _merged_line(self, text: str, font: Font, alignment: Alignment, height: float) -> None:
        if len(self.visible) > 1:
            self._merge(self.row + 1, 0, self.row + 1, len(self.visible) - 1)
        self._append([self._cell(text, font, alignment)], height)

    def _cell(self, value, font, alignment=None, border=None) -> Cell:
        cell = WriteOnlyCell(self.sheet)
        cell.font = font
        if alignment is not None:
            cell.alignment = alignment
        if border is not None:
            cell.border = border
        if value:
            cell._value, cell.data_type = plain(value), "s"
        return cell

    def _append(self, cells: Sequence[Cell | None], height: float) -> None:
        self.row += 1
        dimensions = self.sheet.row_dimensions
        dimensions[self.row].height = height
        self.sheet.append(cells)
        del dimensions[self.row]

    def _merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Rows count from 1, columns from 0, as everywhere in this module."""
        area = CellRange(min_row=top, min_col=left + 1, max_row=bottom, max_col=right + 1)
        # Not .add(): it compares every area with every other.
        self.sheet.merged_cells.ranges.add(area)


class _Blocks:
    """Equal neighbours of the merged columns; a page break always starts them anew."""

    def __init__(self, page: _Page):
        self._page = page
        self._columns = [index for index, column in enumerate(page.spec.columns) if column.merged]
        self._open: dict[int, tuple[int, tuple]] = {}

    def add(self, values: Sequence[object]) -> None:
        row = self._page.row + 1
        for position, index in enumerate(self._columns):
            # A department's block ends where its district's block ends.
            key = tuple(values[i] for i in self._columns[: position + 1])
            if index in self._open and self._open[index][1] == key:
                continue
            self._finish(index)
            self._open[index] = (row, key)

    def close(self) -> None:
        for index in list(self._open):
            self._finish(index)

    def _finish(self, index: int) -> None:
        first, key = self._open.pop(index, (0, ()))
        if first and key[-1] and self._page.row > first:
            self._page._merge(first, index, self._page.row, index)
