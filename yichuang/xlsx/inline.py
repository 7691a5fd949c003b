"""Rows as the text of a sheet part: numbers as numbers, all else as text, never a formula."""

from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape

from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.xml.functions import fromstring

from yichuang.xlsx.cells import column_letters
from yichuang.xlsx.columns import plain

CARRIAGE_RETURN = {"\r": "&#13;"}  # a bare one is read back as a line feed


def cell_writer(index: int, number_style: int, text_style: int) -> Callable[[int, object], str]:
    """A function that writes one cell of the column; looked up once, called for every row."""
    letters = column_letters(index)

    def write(row: int, value: object) -> str:
        if value is None or value == "":
            return f'<c r="{letters}{row}" s="{number_style}"/>'
        if isinstance(value, int | float) and not isinstance(value, bool):
            return f'<c r="{letters}{row}" s="{number_style}"><v>{value}</v></c>'
        text = escape(plain(value), CARRIAGE_RETURN)
        space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
        start = f'<c r="{letters}{row}" s="{text_style}" t="inlineStr">'
        return f"{start}<is><t{space}>{text}</t></is></c>"

    return write


def row_text(writers: Sequence[Callable], row: int, values: Sequence, attributes: str = "") -> str:
    cells = "".join([write(row, value) for write, value in zip(writers, values, strict=True)])
    return f'<row r="{row}"{attributes}>{cells}</row>'


class ReadyRows(WorksheetWriter):
    """Puts rows that are text already among those openpyxl makes, five objects for each cell."""

    def __init__(self, sheet):
        super().__init__(sheet)
        self._ready = ""
        sheet._writer = self
        self.write_top()

    def append(self, text: str) -> None:
        self._ready = text
        self.ws.append(())

    def write_row(self, xf, row, row_idx):
        text, self._ready = self._ready, ""
        if not text:
            super().write_row(xf, row, row_idx)
        elif write := getattr(xf, "_file", None):
            write(text)
        else:  # where lxml is installed openpyxl streams through it
            xf.write(fromstring(text))
