"""Files made to hurt, and files that merely went wrong, each with what has to become of it.

A case is (kind, name, bytes, expected): "read" – every row is there; "flaws" – read, the cells
that cannot be are named; "refused:<code>" – turned away for that reason.
"""

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator

from openpyxl import Workbook

from tests.xlsx import attachment
from tests.xlsx.attachment import LABELS, LINES, SHEET, text, xls, xlsx
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


def _table(extra: str = "", *, rows=4, **how) -> bytes:
    """A small table in hand-made XML with something after its rows."""
    data = "".join(
        f'<row r="{n}">{inline(f"A{n}", f"确认-9{n:04}-001")}{inline(f"B{n}", "户口")}</row>'
        for n in range(1, rows + 1)
    )
    return raw(data + extra, **how).getvalue()


def _parts(content: bytes, changed: dict[str, bytes], *, dropped=()) -> bytes:
    """The same package with parts put in, changed or left out."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        names = [info.filename for info in old.infolist()]
        for name in [*names, *(changed.keys() - set(names))]:
            if name not in dropped:
                new.writestr(name, changed[name] if name in changed else old.read(name))
    return stream.getvalue()


def _zeros(megabytes: int) -> str:
    return "0" * (megabytes * MEGABYTE)


def bombs():
    whole = xlsx()
    far = {"xl/worksheets/sheet9.xml": _zeros(101).encode()}
    yield "a part of 101 MB", _parts(whole, far), "refused:bomb"
    yield "shared strings of 101 MB", _table(strings=[_zeros(101)]), "refused:bomb"
    yield "a sheet of 101 MB", _table(_zeros(101)), "refused:bomb"
    yield "styles of 101 MB", _parts(whole, {"xl/styles.xml": _zeros(101).encode()}), "refused:bomb"
    twenty = {f"xl/media/{n}.xml": _zeros(6).encode() for n in range(20)}
    yield "twenty parts of 6 MB", _parts(whole, twenty), "refused:bomb"
    picture = {"xl/media/image1.png": _zeros(101).encode()}
    yield "a picture of 101 MB", _parts(whole, picture), "refused:bomb"
    yield (
        "a directory that says 100 bytes",
        _lying(_parts(whole, far), 101 * MEGABYTE, 100),
        "refused:bomb",
    )
    yield "a zip within the zip", _parts(whole, {"xl/media/a.zip": _nested()}), "read"
    yield (
        "90 MB of blanks beside the table",
        _parts(whole, {"xl/a.xml": b" " * 90 * MEGABYTE}),
        "read",
    )


def _lying(content: bytes, size: int, said: int) -> bytes:
    return content.replace(struct.pack("<I", size), struct.pack("<I", said))


def _nested() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", _zeros(20))
    return stream.getvalue()


def directories():
    whole = xlsx()
    many = {f"xl/media/{n}.png": b"" for n in range(2_001)}
    yield "2,001 members and more", _parts(whole, many), "refused:bomb"
    yield "a member under a path outside", _parts(whole, {"../../etc/passwd": b"x"}), "read"
    yield "an absolute path", _parts(whole, {"/etc/passwd": b"x"}), "read"
    yield (
        "no sheet part",
        _parts(whole, {}, dropped={"xl/worksheets/sheet1.xml"}),
        "refused:damaged",
    )
    yield (
        "no relations",
        _parts(whole, {}, dropped={"xl/_rels/workbook.xml.rels"}),
        "refused:damaged",
    )
    yield "no workbook", _parts(whole, {}, dropped={"xl/workbook.xml"}), "refused:type"
    yield "no styles", _parts(whole, {}, dropped={"xl/styles.xml"}), "read"
    yield "no content types", _parts(whole, {}, dropped={"[Content_Types].xml"}), "read"
    yield "the same member twice", _twice(whole), "refused:damaged"
    yield "a wrong checksum", _wrong_checksum(whole), "refused:damaged"
    yield "marked as encrypted", _flagged(whole), "refused:encrypted"
    yield "two sheets of one name", _twin_sheets(), "refused:damaged"
    yield "packed with bzip2", _packed_otherwise(whole), "refused:damaged"
    yield "macros", _parts(whole, {"xl/vbaProject.bin": b"x"}), "refused:macro"
    yield "old macro sheets", _parts(whole, {"xl/macrosheets/sheet1.xml": b"<a/>"}), "refused:macro"
    link = {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}
    yield "external links", _parts(whole, link), "read"
    yield "a custom part", _parts(whole, {"customXml/item1.xml": b"<a/>"}), "read"


def _twice(content: bytes) -> bytes:
    stream = io.BytesIO(content)
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
    return stream.getvalue()


def _directory_entry(content: bytes, name: bytes) -> int:
    return content.index(name, content.index(b"PK\x01\x02")) - 46


def _wrong_checksum(content: bytes) -> bytes:
    at = _directory_entry(content, b"xl/worksheets/sheet1.xml") + 16
    return content[:at] + b"\1\2\3\4" + content[at + 4 :]


def _flagged(content: bytes) -> bytes:
    at = _directory_entry(content, b"xl/worksheets/sheet1.xml") + 8
    return content[:at] + b"\1\0" + content[at + 2 :]


def _packed_otherwise(content: bytes) -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_BZIP2) as new,
    ):
        for info in old.infolist():
            new.writestr(info.filename, old.read(info))
    return stream.getvalue()


def _twin_sheets() -> bytes:
    content = saved(_two_sheets()).getvalue()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        book = archive.read("xl/workbook.xml")
    return _parts(content, {"xl/workbook.xml": book.replace(b'name="B"', b'name="A"')})


def _two_sheets() -> Workbook:
    book = Workbook()
    book.active.title = "A"
    book.active.append(["a"])
    book.create_sheet("B").append(["b"])
    return book


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{}]>'


def xml_tricks():
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    laughs = ENTITIES.format(laughs.replace("&a0;", "&a;"))
    cell = '<row r="9"><c r="A9" t="inlineStr"><is><t>{}</t></is></c></row>'
    yield (
        "a billion laughs in the sheet",
        _table(cell.format("&a9;"), head=laughs),
        "refused:entities",
    )
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    yield "an entity from outside", _table(cell.format("&a;"), head=outside), "refused:entities"
    whole = xlsx()
    for name in ("xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"):
        spoilt = laughs.encode() + _part(whole, name)
        yield f"a billion laughs in {name}", _parts(whole, {name: spoilt}), "refused:entities"
    wide = _part(whole, "xl/workbook.xml").decode().encode("utf-16")
    yield "a workbook part in UTF-16", _parts(whole, {"xl/workbook.xml": wide}), "refused:damaged"
    yield (
        "a sheet in UTF-7",
        _table(head='<?xml version="1.0" encoding="UTF-7"?>'),
        "refused:damaged",
    )
    yield "tags a million deep", _table("<a>" * 1_000_000), "refused:damaged"
    yield "an attribute of 5 MB", _table(f'<row r="9" x="{"a" * 5_000_000}"/>'), "read"
    yield "a comment over a far cell", _table('<!-- <c r="XFD1"> -->'), "read"
    yield "CDATA in a cell", _table(cell.format("<![CDATA[<c r='XFD9'/>]]>")), "read"
    yield "an instruction with a cell", _table('<?x <c r="XFD1"/> ?>'), "read"
    yield "a second sheetData", _table(tail=f"<sheetData>{_far_row()}</sheetData>"), "refused:rows"
    yield "text that is no UTF-8", _not_utf8(), "refused:damaged"
    yield "half a tag", _table("<row"), "refused:damaged"
    yield "a cell at 1A", _table("<row><c r='1A'><v>1</v></c></row>"), "refused:damaged"


def _part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def _not_utf8() -> bytes:
    content = _table("<!-- -->")
    sheet = _part(content, "xl/worksheets/sheet1.xml").replace("户口".encode(), b"\xff\xfe\xd0")
    return _parts(content, {"xl/worksheets/sheet1.xml": sheet})


def _far_row() -> str:
    return '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def places():
    yield "a dimension of one cell", _table(dimension='<dimension ref="A1"/>'), "read"
    yield "a dimension of everything", _table(dimension='<dimension ref="A1:XFD1048576"/>'), "read"
    yield "a dimension of nonsense", _table(dimension='<dimension ref="甲"/>'), "refused:damaged"
    yield "a value at XFD1048576", _table(_far_row()), "refused:rows"
    yield "a style at XFD1048576", _table('<row r="9"><c r="XFD1048576" s="0"/></row>'), "read"
    yield "a value at XFD9", _table('<row r="9"><c r="XFD9"><v>1</v></c></row>'), "refused:columns"
    yield (
        "a far cell in the wrong row",
        _table('<row r="9"><c r="A999999"><v>1</v></c></row>'),
        "refused:rows",
    )
    prefixed = f'<x:row xmlns:x="{MAIN}" r="9"><x:c r="XFD9"><x:v>1</x:v></x:c></x:row>'
    yield "a far cell with a prefix", _table(prefixed), "refused:columns"
    yield (
        "a far cell by entity",
        _table('<row r="9"><c r="&#88;FD9"><v>1</v></c></row>'),
        "refused:columns",
    )
    yield (
        "a far error",
        _table('<row r="9"><c r="A999999" t="e"><v>#N/A</v></c></row>'),
        "refused:rows",
    )
    yield (
        "cells without places",
        _table("<row>" + "<c><v>1</v></c>" * 201 + "</row>"),
        "refused:columns",
    )
    yield "rows going backwards", _table(f'<row r="2">{inline("C2", "x")}</row>'), "read"
    yield (
        "an old workbook's last cell",
        xls([[], *[[]] * 65_534, [None] * 255 + ["x"]]),
        "refused:rows",
    )


def merges():
    one = '<mergeCells><mergeCell ref="{}"/></mergeCells>'
    yield "a title merged over the sheet", _table(tail=one.format("A1:XFD1048576")), "read"
    yield "a title merged to XFD", _table(tail=one.format("A1:XFD1")), "read"
    yield "a column merged to the end", _table(tail=one.format("A2:A1048576")), "read"
    hundred = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 100_001))
    yield "100,000 merges", _table(tail=f"<mergeCells>{hundred}</mergeCells>"), "refused:merges"
    fifty = hundred[: hundred.index('<mergeCell ref="A4001:')]
    yield "4,000 merges", _table(tail=f"<mergeCells>{fifty}</mergeCells>"), "read"
    yield "a merge of nonsense", _table(tail=one.format("甲:乙")), "refused:damaged"
    yield "a merge upside down", _table(tail=one.format("B4:A1")), "read"


def weights():
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 5_001))
    yield (
        "a long text in 5,000 cells",
        raw(rows, strings=["长" * 32_000]).getvalue(),
        "refused:text",
    )
    yield "two million empty strings", _table(strings=[""] * 2_000_001), "refused:cells"
    yield "two million cells", _table(f"<row>{'<c/>' * 2_000_001}</row>"), "refused:cells"
    yield "twelve million tags", _table("<a/>" * 12_000_001), "refused:cells"
    yield "a text of 32,767 characters", xlsx([*SHEET, [1, "长" * 32_767]]), "read"
    yield (
        "a text of 4 MB in place",
        _table(f'<row r="9">{inline("A9", "长" * 1_400_000)}</row>'),
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
    yield "a zip", _nested(), "refused:type"
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
        return _table(f'<row r="9">{inline("A9", "x")}{cell}</row>'), expected

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
    yield "2,000 members", _parts(xlsx(), room), "read"
    full = 10 * MEGABYTE
    padded = _parts(xlsx(), {})
    yield "10 MB to the byte", padded[:-2] + _comment(full - len(padded)), "read"


def _names(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.namelist()


def _comment(length: int) -> bytes:
    """The end of a zip with a comment; only 65,535 bytes are allowed, the rest is ballast."""
    return struct.pack("<H", min(length, 65_535)) + b"x" * min(length, 65_535)
