"""Whether an uploaded file is what its name says, and nothing that could act (trust F1, F3)."""

import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

MEGABYTE = 1024 * 1024
MOST_MEMBERS = 2_000
CHUNK = 256 * 1024
LONGEST_NAME = 160

SIGNATURES = {
    ".pdf": b"%PDF-",
    ".png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".docx": b"PK\x03\x04",
    ".xlsx": b"PK\x03\x04",
}
# What Office writes; the other ways of packing are slow to undo and large to unpack.
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
MAIN_PARTS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}
ACCEPT = ",".join(SIGNATURES)
CONTENT_TYPES = "[Content_Types].xml"
# Macros and other programs inside a document, wherever in the package they lie.
PROGRAMS = re.compile(r"vbaproject|vbadata|macrosheets?/|activex", re.IGNORECASE)
PROGRAM_TYPES = re.compile(rb"macroenabled|vbaproject|macrosheet|activex", re.IGNORECASE)
# What a machine might run: “合同.exe.pdf” is nobody's honest file name.
RUN_BY_MACHINES = re.compile(
    r"\.(exe|com|bat|cmd|msi|scr|jse?|vb[se]|wsf|ps1|sh|jar|lnk|hta|x?html?|svg|xml"
    r"|php|aspx?|jsp|docm|xlsm|dll)$"
)
BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError)


class FileRefused(Exception):
    """The file is not kept; `sentence` says why and what to do."""

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Checked:
    """A name to show and the suffix to store it under."""

    name: str
    suffix: str


def check(stream: BinaryIO, name: str, size: int) -> Checked:
    """The clean name of an acceptable file; raises `FileRefused` for any other."""
    name = clean_name(name)
    suffixes = [suffix.lower() for suffix in PurePosixPath(name).suffixes]
    suffix = suffixes[-1] if suffixes else ""
    if suffix not in SIGNATURES:
        raise FileRefused(
            _("“%(name)s”：只收 Word（docx）、Excel（xlsx）、PDF、PNG 和 JPG 文件。")
            % {"name": name}
        )
    if any(map(RUN_BY_MACHINES.match, suffixes[:-1])):
        raise FileRefused(_("“%(name)s”：文件名有两个扩展名，请改名后再上传。") % {"name": name})
    _check_size(name, size)
    stream.seek(0)
    if not stream.read(32).startswith(SIGNATURES[suffix]):
        raise FileRefused(
            _("“%(name)s”的内容与扩展名 %(suffix)s 不符，请用原来的软件另存后再上传。")
            % {"name": name, "suffix": suffix}
        )
    if suffix in MAIN_PARTS:
        _check_package(stream, name, MAIN_PARTS[suffix])
    stream.seek(0)
    return Checked(name, suffix)


def clean_name(name: str) -> str:
    """The last part of a path, without what is no letter to the eye; its suffix survives."""
    last = re.split(r"[\\/]", name)[-1]
    visible = "".join(char for char in last if char.isprintable()).strip(" .")
    path = PurePosixPath(visible or "_")
    return f"{path.stem[: LONGEST_NAME - len(path.suffix)]}{path.suffix}"[-LONGEST_NAME:]


def _check_size(name, size):
    if not size:
        raise FileRefused(_("“%(name)s”是空文件，请重新选择。") % {"name": name})
    if size > settings.LARGEST_EVIDENCE:
        limit = settings.LARGEST_EVIDENCE // MEGABYTE
        raise FileRefused(
            _("“%(name)s”超过 %(limit)d MB，请压缩图片或分成几个文件。")
            % {"name": name, "limit": limit}
        )


def _check_package(stream, name, main_part):
    """A document is a zip: its listing must be honest, unpack within bounds, hold no program."""
    damaged = FileRefused(
        _("“%(name)s”已损坏或不是完整的文档，请重新保存后再上传。") % {"name": name}
    )
    try:
        with zipfile.ZipFile(stream) as package:
            members = package.infolist()
            names = {member.filename for member in members}
            if len(names) != len(members) or not {CONTENT_TYPES, main_part} <= names:
                raise damaged
            if any(map(_leads_out, names)) or not all(map(_is_plain, members)):
                raise damaged
            _refuse_bomb(package, members, name)
            types = package.read(CONTENT_TYPES)
    except BROKEN as error:
        raise damaged from error
    if PROGRAM_TYPES.search(types) or any(map(PROGRAMS.search, names)):
        raise FileRefused(
            _("“%(name)s”含有宏或控件，请另存为不含宏的文档后再上传。") % {"name": name}
        )


def _is_plain(member: zipfile.ZipInfo) -> bool:
    return not member.flag_bits & 1 and member.compress_type in PACKED


def _leads_out(member: str) -> bool:
    parts = re.split(r"[\\/]", member)
    return ".." in parts or member.startswith(("/", "\\")) or ":" in parts[0]


def _refuse_bomb(package, members, name):
    """Unpack everything and count: the directory may lie about sizes."""
    left = settings.LARGEST_UNPACKED
    too_much = FileRefused(_("“%(name)s”解压后过大，请删去不需要的内容后再上传。") % {"name": name})
    if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > left:
        raise too_much
    for member in members:
        with package.open(member) as part:
            while block := part.read(CHUNK):
                left -= len(block)
                if left < 0:
                    raise too_much
