"""Open the zip package of a workbook and refuse what must not reach a parser."""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.xlsx.formats import damaged, not_a_table
from yichuang.xlsx.honest import repacked
from yichuang.xlsx.limits import MEGABYTE, Limits, WorkbookRefused

# What zipfile and its decompressors raise on packages that are cut off or scrambled.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    ValueError,
    OverflowError,
    RuntimeError,
)
OTHER_PACKAGES = (
    ("word/document.xml", gettext_lazy("Word 文档")),
    ("ppt/presentation.xml", gettext_lazy("演示文稿")),
    ("OFD.xml", gettext_lazy("OFD 版式文件")),
)
LOCAL_HEAD, LOCAL_MAGIC = 30, b"PK\x03\x04"
PIECE = 16 * 1024  # packed; what comes of one stays small enough for the processor's cache
ALWAYS_NEEDED = (
    "[Content_Types].xml",
    "_rels/.rels",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
)
SHEETS = "xl/worksheets/"
UNREAD_WORKBOOKS = {"xl/workbook.bin", "content.xml"}
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


class Package:
    """The checked members of one workbook."""

    def __init__(self, content: bytes, limits: Limits):
        self.limits = limits
        self.content = content
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(self.content))
        except BROKEN as error:
            raise damaged() from error
        self._left = limits.unpacked_bytes
        self._needed = set(ALWAYS_NEEDED)
        members = _checked_members(self._zip, limits)
        self._xml = {info.filename: info for info in members if _is_xml(info.filename)}
        self._lengths: dict[str, int] = {}  # of what was unpacked and checked
        self._parts: dict[str, bytes] = {}
        self._unpack_all_but_sheets()

    def part(self, name: str) -> bytes:
        """The bytes of an XML part, or nothing when the workbook has none."""
        return self._parts[name] if name in self._parts else b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """The same piece by piece; with the last one the part is known to be sound."""
        if name in self._parts:
            yield self._parts[name]
        elif name in self._xml:
            yield from self._unpacked(self._xml[name])

    def tree(self, name: str) -> Element:
        try:
            return fromstring(self.part(name), forbid_dtd=True)
        except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
            raise damaged() from error

    def worksheets(self) -> dict[str, "Part"]:
        """Each worksheet by its name, in the order of the tabs."""
        targets = self._targets("xl/workbook.xml")
        sheets = {}
        for sheet in self.tree("xl/workbook.xml").iter():
            if sheet.tag.rpartition("}")[2] != "sheet":
                continue
            relation = sheet.get(RELATION) or sheet.get(STRICT_RELATION) or ""
            kind, target = targets.get(relation, ("", ""))
            if kind == "worksheet":
                if sheet.get("name", "") in sheets:
                    raise damaged()
                sheets[sheet.get("name", "")] = Part(self, target)
                self._needed.add(target)
        check_sheet_count(len(sheets), self.limits)
        return sheets

    def shared_strings(self) -> bytes:
        for kind, target in self._targets("xl/workbook.xml").values():
            if kind == "sharedStrings":
                self._needed.add(target)
                return self.part(target)
        return b""

    def checked(self) -> bytes:
        """A package of nothing but the parts that were asked for, under an honest directory.

        The packed bytes are those that were unpacked here, so that a parser sees what was
        checked, whatever the directory of the upload says.
        """
        for name in self._xml.keys() - self._lengths.keys():
            for _piece in self.pieces(name):
                pass
        needed = [info for name, info in self._xml.items() if name in self._needed]
        return repacked((info, self._packed(info), self._lengths[info.filename]) for info in needed)

    def _targets(self, source: str) -> dict[str, tuple[str, str]]:
        folder, name = posixpath.split(source)
        relations = self.tree(f"{folder}/_rels/{name}.rels")
        return {
            relation.get("Id", ""): (
                relation.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/" + folder, relation.get("Target", "")))[1:],
            )
            for relation in relations
        }

    def _unpack_all_but_sheets(self) -> None:
        for name, info in self._xml.items():
            if not name.lower().startswith(SHEETS):  # the census looks at those it reads
                part = self._parts[name] = b"".join(self._unpacked(info))
                refuse_tricks(part)

    def _unpacked(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        """Inflate at most what is left of the budget: the directory may lie about sizes."""
        most = self._lengths.get(info.filename, self._left)
        length = checksum = 0
        try:
            for piece in _inflated(self._packed(info), info.compress_type, most):
                length += len(piece)
                if length > most:
                    raise _bomb(self.limits)
                checksum = zlib.crc32(piece, checksum)
                yield piece
        except BROKEN as error:
            raise damaged() from error
        if checksum != info.CRC:
            raise damaged()
        if info.filename not in self._lengths:
            self._lengths[info.filename] = length
            self._left -= length

    def _packed(self, info: zipfile.ZipInfo) -> memoryview:
        """The bytes of a member as they lie in the file, behind its own header."""
        start = info.header_offset
        head = self.content[start : start + LOCAL_HEAD]
        if (
            len(head) < LOCAL_HEAD
            or not head.startswith(LOCAL_MAGIC)
            or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        ):
            raise damaged()
        start += LOCAL_HEAD + sum(struct.unpack("<2H", head[26:30]))
        packed = memoryview(self.content)[start : start + info.compress_size]
        if len(packed) != info.compress_size:
            raise damaged()
        return packed


class Part(NamedTuple):
    """One part of a package, to be unpacked whole or piece by piece."""

    package: Package
    name: str

    def read(self) -> bytes:
        return self.package.part(self.name)

    def pieces(self) -> Iterator[bytes]:
        return self.package.pieces(self.name)


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _inflated(packed: memoryview, packing: int, most: int) -> Iterator[bytes]:
    """Unpacked pieces; one that makes them longer than `most` is the last."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for start in range(0, len(packed), PIECE):
        piece = packed[start : start + PIECE]
        if packing == zipfile.ZIP_STORED:
            yield bytes(piece)
        elif inflater.eof:
            return
        else:
            yield inflater.decompress(piece, most + 1)


def check_sheet_count(count: int, limits: Limits) -> None:
    if count > limits.sheets:
        raise WorkbookRefused(
            "sheets",
            _("文件有 %(count)d 个工作表，最多 %(limit)d 个。请删去无关的工作表后重新上传。")
            % {"count": count, "limit": limits.sheets},
        )


def _checked_members(archive: zipfile.ZipFile, limits: Limits) -> list[zipfile.ZipInfo]:
    members = archive.infolist()
    names = {info.filename for info in members}
    if any(info.flag_bits & 0x1 for info in members):
        raise WorkbookRefused("encrypted", _("压缩包里有加密的内容。请取消密码后重新上传。"))
    if "xl/workbook.xml" not in names:
        raise _other_package(names)
    if any(name.lower().endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise WorkbookRefused("macro", _("文件含有宏。请另存为不含宏的 .xlsx 后重新上传。"))
    if len(names) != len(members):
        raise damaged()
    unpacked = sum(info.file_size for info in members)
    if len(members) > limits.members or unpacked > limits.unpacked_bytes:
        raise _bomb(limits)
    return members


def _other_package(names: set[str]) -> WorkbookRefused:
    """What else is a zip: the person is told which of them it is."""
    for part, kind in OTHER_PACKAGES:
        if part in names:
            return not_a_table(kind)
    if names & UNREAD_WORKBOOKS:
        return WorkbookRefused(
            "type",
            _("这是 .xlsb 或 .ods 表格，不能直接读取。请用 Excel 或 WPS 另存为 .xlsx 后重新上传。"),
        )
    return not_a_table(_("压缩包"))


def refuse_tricks(data: bytes) -> None:
    """Spreadsheet programs write plain UTF-8 without document types; bombs need them."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:64]:
        raise damaged()
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise WorkbookRefused(
            "entities", _("文件里有不允许的 XML 声明。请用 Excel 或 WPS 另存为 .xlsx 后重新上传。")
        )


def _bomb(limits: Limits) -> WorkbookRefused:
    return WorkbookRefused(
        "bomb",
        _("文件解压后超过 %(size)d MB 或部件超过 %(members)d 个。请把数据复制到新工作簿再上传。")
        % {"size": limits.unpacked_bytes // MEGABYTE, "members": limits.members},
    )
