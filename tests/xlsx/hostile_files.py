"""Files made to hurt, and files that merely went wrong, each with what has to become of it.

A case is (kind, name, bytes, expected): "read" – every row is there; "flaws" – read, the cells
that cannot be are named; "refused:<code>" – turned away for that reason.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from openpyxl import Workbook

from tests.xlsx import attachment
from tests.xlsx.attachment import LABELS, LINES, SHEET, text, xls, xlsx
from tests.xlsx.hostile_packages import (
    bombs,
    directories,
    far_row,
    nested,
    parts,
    table,
    xml_tricks,
)
from tests.xlsx.workbooks import MAIN, inline, raw, saved
from yichuang.xlsx.limits import MEGABYTE

Case = tuple[str, str, bytes, str]
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def cases() -> Iterator[Case]:
    for kind in (
        bombs, directories, xml_tricks, places, merges, weights, wrong_types, endings,
        encodings, moved, cells, limits,
    ):  # fmt: skip
        for name, content, expected in kind():
            yield kind.__name__, name, content, expected


def places():
    yield "a dimension of one cell", table(dimension='<dimension ref="A1"/>'), "read"
    yield "a dimension of everything", table(dimension='<dimension ref="A1:XFD1048576"/>'), "read"
    yield "a dimension of nonsense", table(dimension='<dimension ref="甲"/>'), "refused:damaged"
    yield "a value at XFD1048576", table(far_row()), "refused:rows"
    yield "a style at XFD1048576", table('<row r="9"><c r="XFD1048576" s="0"/></row>'), "read"
    yield "a value at XFD9", table('<row r="9"><c r="XFD9"><v>1</v></c></row>'), "refused:columns"
    yield (
        "a far cell in the wrong row",
        table('<row r="9"><c r="A999999"><v>1</v></c></row>'),
        "refused:rows",
    )
    prefixed = f'<x:row xmlns:x="{MAIN}" r="9"><x:c r="XFD9"><x:v>1</x:v></x:c></x:row>'
    yield "a far cell with a prefix", table(prefixed), "refused:columns"
    yield (
        "a far cell by entity",
        table('<row r="9"><c r="&#88;FD9"><v>1</v></c></row>'),
        "refused:columns",
    )
    yield (
        "a far error",
        table('<row r="9"><c r="A999999" t="e"><v>#N/A</v></c></row>'),
        "refused:rows",
    )
    yield (
        "cells without places",
        table("<row>" + "<c><v>1</v></c>" * 201 + "</row>"),
        "refused:columns",
    )
    yield "rows going backwards", table(f'<row r="2">{inline("C2", "x")}</row>'), "read"
    yield (
        "an old workbook's last cell",
        xls([[], *[[]] * 65_534, [None] * 255 + ["x"]]),
        "refused:rows",
    )


def merges():
    one = '<mergeCells><mergeCell ref="{}"/></mergeCells>'
    yield "a title merged over the sheet", table(tail=one.format("A1:XFD1048576")), "read"
    yield "a title merged to XFD", table(tail=one.format("A1:XFD1")), "read"
    yield "a column merged to the end", table(tail=one.format("A2:A1048576")), "read"
    hundred = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 100_001))
    yield "100,000 merges", table(tail=f"<mergeCells>{hundred}</mergeCells>"), "refused:merges"
    fifty = hundred[: hundred.index('<mergeCell ref="A4001:')]
    yield "4,000 merges", table(tail=f"<mergeCells>{fifty}</mergeCells>"), "read"
    yield "a merge of nonsense", table(tail=one.format("甲:乙")), "refused:damaged"
    yield "a merge upside down", table(tail=one.format("B4:A1")), "read"


def weights():
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 5_001))
    yield (
        "a long text in 5,000 cells",
        raw(rows, strings=["长" * 32_000]).getvalue(),
        "refused:text",
    )
    yield "two million empty strings", table(strings=[""] * 2_000_001), "refused:cells"
    yield "two million cells", table(f"<row>{'<c/>' * 2_000_001}</row>"), "refused:cells"
    yield "twelve million tags", table("<a/>" * 12_000_001), "refused:cells"
    yield "a text of 32,767 characters", xlsx([*SHEET, [1, "长" * 32_767]]), "read"
    yield (
        "a text of 4 MB in place",
        table(f'<row r="9">{inline("A9", "长" * 1_400_000)}</row>'),
        "read",
    )
    errors = "".join(
        f'<row r="{n}">' + "".join(f'<c r="{c}{n}" t="e"><v>#N/A</v></c>' for c in "ABC") + "</row>"
        for n in range(1, 3_400)
    )
    yield "10,197 error values", raw(errors).getvalue(), "refused:flaws"
    yield "a file of 10 MB and a byte", xlsx() + b"x" * (10 * MEGABYTE), "refused:size"
    yield "a csv of one line of 2 MB", text([["长" * 600_000, "a"]]), "read"
    yield "a csv of one field of 9 MB", b'"' + b"a" * (9 * MEGABYTE) + b'"', "refused:text"


def wrong_types():
    whole = xlsx()
    yield "a PDF", b"%PDF-1.7\n" + zlib.compress(b"x" * 999), "refused:type"
    yield "a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(64), "refused:type"
    yield "a photograph", b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(64), "refused:type"
    yield "a programme", b"MZ\x90\0\x03\0\0\0" + bytes(range(256)) * 9, "refused:type"
    yield "an archive", b"Rar!\x1a\x07\0" + bytes(64), "refused:type"
    yield "a packed file", zlib.compress(b"x" * 999, wbits=31), "refused:type"
    yield "a zip", nested(), "refused:type"
    yield "a .docx", _named("word/document.xml"), "refused:type"
    yield "a .pptx", _named("ppt/presentation.xml"), "refused:type"
    yield "an .ods", _named("content.xml"), "refused:type"
    yield "an .xlsb", _named("xl/workbook.bin"), "refused:type"
    yield "an .ofd", _named("OFD.xml"), "refused:type"
    yield "an old .doc", OLE + bytes(600) + "WordDocument".encode("utf-16-le"), "refused:type"
    yield "an old container of nothing", OLE + bytes(600), "refused:old"
    locked = OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    yield "a workbook with a password", locked, "refused:encrypted"
    yield "a page", b"<html><table><tr><td>1</td></tr></table></html>", "refused:markup"
    yield "a page with a mark", b"\xef\xbb\xbf<!DOCTYPE html><html></html>", "refused:markup"
    yield "XML of 2003", b"<?xml version='1.0'?><Workbook/>", "refused:markup"
    yield "a rich text", b"{\\rtf1\\ansi x}", "refused:type"
    yield "random bytes", bytes((n * 7919 + n // 3) % 256 for n in range(5_000)), "refused:type"
    yield "nothing", b"", "refused:empty"
    yield "blanks", b" \r\n\0" * 50, "refused:empty"
    yield "an .xlsx under whatever name", whole, "read"


def _named(name: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, "<x/>")
    return stream.getvalue()


def endings():
    """Cut off at every tenth: no part of a broken file is taken for the whole."""
    for name, content, expected in (
        ("xlsx", xlsx(), "refused:damaged"),
        ("xls", xls(), "refused:damaged|old"),
    ):
        for tenth in range(1, 10):
            yield f"{name} cut off at {tenth}/10", content[: len(content) * tenth // 10], expected


def encodings():
    for encoding in ("utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"):
        yield f"csv in {encoding}", text(encoding=encoding), "read"
    for separator in "\t;|":
        yield f"separated by {separator!r}", text(separator=separator), "read"
    yield "csv with Mac line ends", text(end="\r"), "read"
    yield "csv with NUL characters", text(encoding="utf-8").replace(b",", b"\0,"), "read"
    yield "csv with a quote never closed", text(encoding="utf-8") + b'"x,1\nb,2\n', "read"
    yield "csv with bytes of no encoding", text(encoding="gbk") + b"\xff,x\r\n", "flaws"
    yield "csv of blanks and one answer", b"\n" * 4_000 + b"a,b\n", "read"


def moved():
    yield "as handed out", xlsx(), "read"
    yield (
        "columns in reverse",
        xlsx([LABELS[::-1], *[row[::-1] for row in LINES]], merges=()),
        "read",
    )
    yield "starting at C7", xlsx(start="C7", merges=()), "read"
    yield "without title and notes", xlsx([LABELS, *LINES], merges=()), "read"
    yield (
        "blank rows between",
        xlsx([LABELS, *[row for line in LINES for row in (line, [])]], merges=()),
        "read",
    )
    yield "a cell 500 rows below", xlsx([LABELS, *LINES, *[[]] * 500, ["误填"]], merges=()), "read"
    yield "rows added", xlsx([LABELS, *LINES, attachment.line(99)], merges=()), "read"
    yield "a hidden sheet", _with(_hide_sheet), "read"
    yield "hidden rows and columns", _with(_hide_rows), "read"
    yield "100 sheets", _sheets(100), "read"
    yield "an old workbook", xls(), "read"


def _with(change) -> bytes:
    book = attachment.workbook()
    change(book)
    return saved(book).getvalue()


def _hide_sheet(book: Workbook) -> None:
    book.create_sheet("_选项").append(["x"])
    book["_选项"].sheet_state = "veryHidden"


def _hide_rows(book: Workbook) -> None:
    book.active.row_dimensions[7].hidden = True
    book.active.column_dimensions["F"].hidden = True


def _sheets(count: int) -> bytes:
    book = Workbook()
    book.active.append(["a"])
    for number in range(count - 1):
        book.create_sheet(f"表{number}").append(["a"])
    return saved(book).getvalue()


def cells():
    def one(cell: str, expected: str):
        return table(f'<row r="9">{inline("A9", "x")}{cell}</row>'), expected

    for error in ("#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?"):
        yield f"the error {error}", *one(f'<c r="B9" t="e"><v>{error}</v></c>', "flaws")
    yield "a formula without result", *one('<c r="B9"><f>B3</f></c>', "flaws")
    yield "a formula with an empty result", *one('<c r="B9"><f>B3</f><v></v></c>', "flaws")
    yield "a formula with its result", *one('<c r="B9"><f>1+1</f><v>2</v></c>', "read")
    yield "a shared formula", *one('<c r="B9"><f t="shared" si="0"/><v>2</v></c>', "read")
    yield "a NUL written out", *one(inline("B9", "户_x0000_口"), "read")
    yield "half a surrogate written out", *one(inline("B9", "户_xD800_口"), "read")
    yield "full-width digits", *one(inline("B9", "１２３"), "read")
    yield "a formula as text", *one(inline("B9", "=1+1"), "read")
    yield "a boolean", *one('<c r="B9" t="b"><v>1</v></c>', "read")
    yield "a date as a number", *one('<c r="B9"><v>43194</v></c>', "read")
    yield "a number beyond all numbers", *one('<c r="B9"><v>1E999</v></c>', "read")
    yield "a number that is none", *one('<c r="B9"><v>甲</v></c>', "read")
    yield (
        "a shared string that is not there",
        *one('<c r="B9" t="s"><v>99</v></c>', "refused:damaged"),
    )
    yield (
        "a shared string before the first",
        *one('<c r="B9" t="s"><v>-1</v></c>', "refused:damaged"),
    )
    yield "a type of cell nobody knows", *one('<c r="B9" t="zz"><v>1</v></c>', "refused:damaged")
    yield "markup as text", *one(inline("B9", "&lt;script&gt;"), "read")


def limits():
    filled = [["a"]] * 4_999
    yield "5,000 rows", xlsx([*filled, ["z"]], merges=()), "read"
    yield "5,001 rows", xlsx([*filled, ["y"], ["z"]], merges=()), "refused:rows"
    yield "200 columns", xlsx([["a"] * 200], merges=()), "read"
    yield "201 columns", xlsx([["a"] * 201], merges=()), "refused:columns"
    yield "101 sheets", _sheets(101), "refused:sheets"
    yield "5,000 rows of csv", text([*filled, ["z"]]), "read"
    yield "5,001 rows of csv", text([*filled, ["y"], ["z"]]), "refused:rows"
    yield "201 columns of csv", text([["a"] * 201]), "refused:columns"
    yield "5,001 rows of xls", xls([*filled, ["y"], ["z"]]), "refused:rows"
    room = {f"xl/media/{n}.png": b"" for n in range(2_000 - len(_names(xlsx())))}
    yield "2,000 members", parts(xlsx(), room), "read"
    full = 10 * MEGABYTE
    padded = parts(xlsx(), {})
    yield "10 MB to the byte", padded[:-2] + _comment(full - len(padded)), "read"


def _names(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.namelist()


def _comment(length: int) -> bytes:
    """The end of a zip with a comment; only 65,535 bytes are allowed, the rest is ballast."""
    return struct.pack("<H", min(length, 65_535)) + b"x" * min(length, 65_535)
