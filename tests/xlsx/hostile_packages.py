"""Packages made to hurt: bombs, broken directories, tricks in the XML (see hostile_files)."""

import io
import struct
import warnings
import zipfile

from openpyxl import Workbook

from tests.xlsx.attachment import xlsx
from tests.xlsx.workbooks import inline, raw, saved
from yichuang.xlsx.limits import MEGABYTE


def table(extra: str = "", *, rows=4, **how) -> bytes:
    """A small table in hand-made XML with something after its rows."""
    data = "".join(
        f'<row r="{n}">{inline(f"A{n}", f"确认-9{n:04}-001")}{inline(f"B{n}", "户口")}</row>'
        for n in range(1, rows + 1)
    )
    return raw(data + extra, **how).getvalue()


def parts(content: bytes, changed: dict[str, bytes], *, dropped=()) -> bytes:
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


def zeros(megabytes: int) -> str:
    return "0" * (megabytes * MEGABYTE)


def bombs():
    whole = xlsx()
    far = {"xl/worksheets/sheet9.xml": zeros(101).encode()}
    yield "a part of 101 MB", parts(whole, far), "refused:bomb"
    yield "shared strings of 101 MB", table(strings=[zeros(101)]), "refused:bomb"
    yield "a sheet of 101 MB", table(zeros(101)), "refused:bomb"
    yield "styles of 101 MB", parts(whole, {"xl/styles.xml": zeros(101).encode()}), "refused:bomb"
    twenty = {f"xl/media/{n}.xml": zeros(6).encode() for n in range(20)}
    yield "twenty parts of 6 MB", parts(whole, twenty), "refused:bomb"
    picture = {"xl/media/image1.png": zeros(101).encode()}
    yield "a picture of 101 MB", parts(whole, picture), "refused:bomb"
    yield (
        "a directory that says 100 bytes",
        _lying(parts(whole, far), 101 * MEGABYTE, 100),
        "refused:bomb",
    )
    yield "a zip within the zip", parts(whole, {"xl/media/a.zip": nested()}), "read"
    yield (
        "90 MB of blanks beside the table",
        parts(whole, {"xl/a.xml": b" " * 90 * MEGABYTE}),
        "read",
    )


def _lying(content: bytes, size: int, said: int) -> bytes:
    return content.replace(struct.pack("<I", size), struct.pack("<I", said))


def nested() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", zeros(20))
    return stream.getvalue()


def directories():
    whole = xlsx()
    many = {f"xl/media/{n}.png": b"" for n in range(2_001)}
    yield "2,001 members and more", parts(whole, many), "refused:bomb"
    yield "a member under a path outside", parts(whole, {"../../etc/passwd": b"x"}), "read"
    yield "an absolute path", parts(whole, {"/etc/passwd": b"x"}), "read"
    yield (
        "no sheet part",
        parts(whole, {}, dropped={"xl/worksheets/sheet1.xml"}),
        "refused:damaged",
    )
    yield (
        "no relations",
        parts(whole, {}, dropped={"xl/_rels/workbook.xml.rels"}),
        "refused:damaged",
    )
    yield "no workbook", parts(whole, {}, dropped={"xl/workbook.xml"}), "refused:type"
    yield "no styles", parts(whole, {}, dropped={"xl/styles.xml"}), "read"
    yield "no content types", parts(whole, {}, dropped={"[Content_Types].xml"}), "read"
    yield "the same member twice", _twice(whole), "refused:damaged"
    yield "a wrong checksum", _wrong_checksum(whole), "refused:damaged"
    yield "marked as encrypted", _flagged(whole), "refused:encrypted"
    yield "two sheets of one name", _twin_sheets(), "refused:damaged"
    yield "packed with bzip2", _packed_otherwise(whole), "refused:damaged"
    yield "macros", parts(whole, {"xl/vbaProject.bin": b"x"}), "refused:macro"
    yield "old macro sheets", parts(whole, {"xl/macrosheets/sheet1.xml": b"<a/>"}), "refused:macro"
    link = {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}
    yield "external links", parts(whole, link), "read"
    yield "a custom part", parts(whole, {"customXml/item1.xml": b"<a/>"}), "read"


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
    content = saved(two_sheets()).getvalue()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        book = archive.read("xl/workbook.xml")
    return parts(content, {"xl/workbook.xml": book.replace(b'name="B"', b'name="A"')})


def two_sheets() -> Workbook:
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
        table(cell.format("&a9;"), head=laughs),
        "refused:entities",
    )
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    yield "an entity from outside", table(cell.format("&a;"), head=outside), "refused:entities"
    whole = xlsx()
    for name in ("xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"):
        spoilt = laughs.encode() + part(whole, name)
        yield f"a billion laughs in {name}", parts(whole, {name: spoilt}), "refused:entities"
    wide = part(whole, "xl/workbook.xml").decode().encode("utf-16")
    yield "a workbook part in UTF-16", parts(whole, {"xl/workbook.xml": wide}), "refused:damaged"
    yield (
        "a sheet in UTF-7",
        table(head='<?xml version="1.0" encoding="UTF-7"?>'),
        "refused:damaged",
    )
    yield "tags a million deep", table("<a>" * 1_000_000), "refused:damaged"
    yield "an attribute of 5 MB", table(f'<row r="9" x="{"a" * 5_000_000}"/>'), "read"
    yield "a comment over a far cell", table('<!-- <c r="XFD1"> -->'), "read"
    yield "CDATA in a cell", table(cell.format("<![CDATA[<c r='XFD9'/>]]>")), "read"
    yield "an instruction with a cell", table('<?x <c r="XFD1"/> ?>'), "read"
    yield "a second sheetData", table(tail=f"<sheetData>{far_row()}</sheetData>"), "refused:rows"
    yield "text that is no UTF-8", _not_utf8(), "refused:damaged"
    yield "half a tag", table("<row"), "refused:damaged"
    yield "a cell at 1A", table("<row><c r='1A'><v>1</v></c></row>"), "refused:damaged"


def part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def _not_utf8() -> bytes:
    content = table("<!-- -->")
    sheet = part(content, "xl/worksheets/sheet1.xml").replace("户口".encode(), b"\xff\xfe\xd0")
    return parts(content, {"xl/worksheets/sheet1.xml": sheet})


def far_row() -> str:
    return '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
