"""Tell by its content, never by its name, what kind of file somebody has uploaded."""

import enum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.xlsx.limits import MEGABYTE, Limits, WorkbookRefused

OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
# Excel 2 to 4 wrote their records without a container: BOF, its length, version.
BARE_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00")
MARKUP = (b"<html", b"<table", b"<!doctype", b"<?xml", b"<meta", b"<head", b"<style", b"<body")
OTHERS = (
    (b"%PDF", gettext_lazy("PDF 文件")),
    (b"\x89PNG", gettext_lazy("图片")),
    (b"\xff\xd8\xff", gettext_lazy("图片")),
    (b"GIF8", gettext_lazy("图片")),
    (b"BM", gettext_lazy("图片")),
    (b"II*\0", gettext_lazy("图片")),
    (b"Rar!", gettext_lazy("压缩包")),
    (b"7z\xbc\xaf", gettext_lazy("压缩包")),
    (b"\x1f\x8b", gettext_lazy("压缩包")),
    (b"MZ", gettext_lazy("程序文件")),
    (b"\x7fELF", gettext_lazy("程序文件")),
    (b"{\\rtf", gettext_lazy("Word 文档")),
)
BLANKS = b"\0 \r\n\t\xef\xbb\xbf\xff\xfe"
BINARY_PREFIX = 2  # "BM" and "MZ" may begin a text as well
# Streams that say what an OLE container holds, as its directory spells them.
STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "word"),
    ("PowerPoint Document", "slides"),
)


class Format(enum.Enum):
    """The ways to read a table."""

    PACKAGE = "xlsx"
    BIFF = "xls"
    TEXT = "csv"


def content_of(stream, limits: Limits) -> bytes:
    """The whole file, never more than the limit; refuses one that is empty."""
    content = stream.read(limits.file_bytes + 1)
    if len(content) > limits.file_bytes:
        raise WorkbookRefused(
            "size",
            _("文件超过 %(limit)d MB。请删去图片和无关的工作表，或分成几个文件上传。")
            % {"limit": limits.file_bytes // MEGABYTE},
        )
    if not (content[:64].strip(BLANKS) or content.strip(BLANKS)):
        raise WorkbookRefused("empty", _("文件是空的。请重新选择要上传的文件。"))
    return content


def format_of(content: bytes) -> Format:
    """How the content is read; raises `WorkbookRefused` for what is no table."""
    if content.startswith(b"PK\x03\x04"):
        return Format.PACKAGE
    if content.startswith(OLE_MAGIC):
        _refuse_other_containers(content)
        return Format.BIFF
    if content.startswith(BARE_BIFF):
        return Format.BIFF
    head = content[:2048].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith(MARKUP) or _begins_wide(content, "<"):
        raise WorkbookRefused(
            "markup",
            _("这是改了扩展名的网页文件。请用 Excel 或 WPS 打开，另存为 .xlsx 后重新上传。"),
        )
    for magic, name in OTHERS:
        if content.startswith(magic) and (len(magic) > BINARY_PREFIX or b"\0" in content[:64]):
            raise not_a_table(name)
    return Format.TEXT


def not_a_table(name: object) -> WorkbookRefused:
    """A refusal that names what was uploaded instead of a table."""
    return WorkbookRefused(
        "type",
        _("这是%(name)s，不是表格。请上传 .xlsx、.xls 或 .csv 表格。") % {"name": name},
    )


def damaged() -> WorkbookRefused:
    return WorkbookRefused(
        "damaged", _("文件已损坏，无法读取。请用 Excel 或 WPS 打开并另存为 .xlsx 后重新上传。")
    )


def _begins_wide(content: bytes, sign: str) -> bool:
    return content.startswith((b"\xff\xfe" + sign.encode("utf-16-le"),))


def _refuse_other_containers(content: bytes) -> None:
    found = {kind for name, kind in STREAMS if name.encode("utf-16-le") in content}
    if "encrypted" in found:
        raise encrypted()
    if _has_workbook(content):
        return
    if "word" in found:
        raise not_a_table(_("Word 文档"))
    if "slides" in found:
        raise not_a_table(_("演示文稿"))
    raise WorkbookRefused(
        "old",
        _(
            "这像是旧版 .xls 或 .et 文件，但里面没有可读的工作簿。"
            "请用 Excel 或 WPS 打开，另存为 .xlsx 后重新上传。"
        ),
    )


def _has_workbook(content: bytes) -> bool:
    """A directory entry of exactly this name; Excel 5 called it Book."""
    return any(
        name.encode("utf-16-le") + b"\0\0" in content for name in ("Workbook", "WORKBOOK", "Book")
    )


def encrypted() -> WorkbookRefused:
    return WorkbookRefused(
        "encrypted", _("文件设置了打开密码。请在 Excel 或 WPS 中取消密码后重新上传。")
    )
