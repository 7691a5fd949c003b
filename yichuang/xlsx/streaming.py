"""The data edition: one header row, a value in every cell, written as it is read."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from yichuang.xlsx.cells import column_letters
from yichuang.xlsx.columns import Column, Kind, clean, sheet_name
from yichuang.xlsx.inline import cell_writer, row_text
from yichuang.xlsx.parts import (
    BOOK_RELATIONS,
    CONTENT_TYPES,
    DECLARATION,
    MAIN,
    OFFICE,
    ROOT_RELATIONS,
    STYLES,
)

ROWS_AT_ONCE = 500
FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
STYLE = {Kind.NUMBER: 3, Kind.SERIAL: 4}  # positions in the cell formats of parts.py
TEXT_STYLE = 2


def write_data(
    stream: BinaryIO,
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
    *,
    name: str = "数据",
    level: int = 1,
) -> int:
    """Write the rows as they come and say how many; memory does not grow with them."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", ROOT_RELATIONS)
        archive.writestr("xl/_rels/workbook.xml.rels", BOOK_RELATIONS)
        archive.writestr("xl/styles.xml", STYLES)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            count = _write_sheet(part, columns, rows)
        archive.writestr("xl/workbook.xml", _workbook(sheet_name(name), columns, count + 1))
    return count


def write_csv(stream: BinaryIO, columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> int:
    """The same table as CSV that Excel opens: with byte order mark, formulas made harmless."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([column.title for column in columns])
    count = 0
    for row in rows:
        writer.writerow([_harmless(value) for value in row])
        count += 1
    text.detach()
    return count


def _harmless(value: object) -> object:
    """A CSV has no cell types: an apostrophe keeps text from being read as a formula."""
    if not isinstance(value, str):
        return "" if value is None else value
    value = clean(value)
    return f"'{value}" if value.startswith(FORMULA_START) else value


def _write_sheet(part, columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> int:
    part.write(_sheet_head(columns).encode())
    writers = [
        cell_writer(index, STYLE.get(column.kind, TEXT_STYLE), TEXT_STYLE)
        for index, column in enumerate(columns, 1)
    ]
    count, pending = 0, []
    for count, row in enumerate(rows, 1):
        pending.append(row_text(writers, count + 1, row))
        if len(pending) == ROWS_AT_ONCE:
            part.write("".join(pending).encode())
            pending.clear()
    part.write("".join(pending).encode())
    last = f"{column_letters(len(columns))}{count + 1}"
    part.write(
        f'</sheetData><autoFilter ref="A1:{last}"/>'
        '<pageMargins left="0.6" right="0.5" top="0.8" bottom="0.7" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;C第 &amp;P 页 共 &amp;N 页</oddFooter></headerFooter>"
        "</worksheet>".encode()
    )
    return count


def _sheet_head(columns: Sequence[Column]) -> str:
    widths = "".join(
        f'<col min="{index}" max="{index}" width="{column.width}" customWidth="1"'
        f' hidden="{int(column.hidden)}"/>'
        for index, column in enumerate(columns, 1)
    )
    titles = "".join(
        f'<c r="{column_letters(index)}1" s="1" t="inlineStr">'
        f"<is><t>{escape(column.title)}</t></is></c>"
        for index, column in enumerate(columns, 1)
    )
    return (
        f'{DECLARATION}<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        f'<cols>{widths}</cols><sheetData><row r="1" ht="30" customHeight="1">{titles}</row>'
    )


def _workbook(name: str, columns: Sequence[Column], last_row: int) -> str:
    quoted = name.replace("'", "''")
    titles = f"'{quoted}'!$1:$1"
    area = f"'{quoted}'!$A$1:${column_letters(len(columns))}${last_row}"
    return (
        f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        f'<sheet name={quoteattr(name)} sheetId="1" r:id="rId1"/></sheets><definedNames>'
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">{escape(area)}'
        "</definedName>"
        f'<definedName name="_xlnm.Print_Titles" localSheetId="0">{escape(titles)}'
        "</definedName></definedNames></workbook>"
    )
