"""What a workbook holds that is lost when it is opened and written again by openpyxl."""

import io
import re
import zipfile

from django.utils.translation import gettext as _
from openpyxl.workbook import Workbook

DRAWING = re.compile(r"xl/drawings/drawing\d*\.xml", re.IGNORECASE)
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
CONTROLS = ("ctrlProps", "activeX", "embeddings")
SHAPE = re.compile(rb"<xdr:(?:sp|cxnSp|grpSp)[ >]")


def losses(original: bytes, book: Workbook) -> list[str]:
    """Names of the things in the file that `book`, loaded from it, no longer holds.

    Kept: values, formulas (without their last results), styles, widths, merges, rich text,
    comments (in one font), validations, conditional formats, names, links, protection, print
    set-up, images (with Pillow) and charts. Lost: what this function names.
    """
    with zipfile.ZipFile(io.BytesIO(original)) as archive:
        names = archive.namelist()
        drawings = [archive.read(name) for name in names if DRAWING.fullmatch(name)]
        extended = any(b"<extLst" in archive.read(name) for name in names if SHEET.fullmatch(name))
    sheets = book.worksheets
    found = {
        _("图片"): _count(names, "media") > sum(len(sheet._images) for sheet in sheets),
        _("图表"): _count(names, "charts", "chart") > _charts(book),
        _("形状和文本框"): any(SHAPE.search(drawing) for drawing in drawings),
        _("会话式批注"): _count(names, "threadedComments") > 0,
        _("控件和嵌入对象"): any(_count(names, part) for part in CONTROLS),
        _("部分条件格式和下拉列表"): extended,
    }  # fmt: skip
    return [name for name, lost in found.items() if lost]


def _count(names: list[str], folder: str, stem: str = "") -> int:
    start = f"xl/{folder}/{stem}".lower()
    return sum(name.lower().startswith(start) and name.count("/") == 2 for name in names)


def _charts(book: Workbook) -> int:
    return sum(len(sheet._charts) for sheet in (*book.worksheets, *book.chartsheets))
