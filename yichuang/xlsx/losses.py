"""What a workbook holds that is lost when it is opened and written again by openpyxl."""

import io
import re
import zipfile
from collections.abc import Sequence

from django.utils.translation import gettext as _
from openpyxl.workbook import Workbook

DRAWING = re.compile(r"xl/drawings/drawing\d*\.xml", re.IGNORECASE)
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
SHAPE = re.compile(rb"<xdr:(?:sp|cxnSp|grpSp)[ >]")
CONTROLS = ("ctrlProps", "activeX", "embeddings")


def losses(original: bytes, book: Workbook) -> list[str]:
    """Names of the things in the file that `book`, loaded from it, no longer holds.

    Kept: values, formulas (without their last results), styles, widths, merges, rich text,
    comments (in one font and size of box), validations, conditional formats, names, links,
    protection, print set-up, images (with Pillow) and charts (simplified).
    """
    with zipfile.ZipFile(io.BytesIO(original)) as archive:
        names = archive.namelist()
        drawings = [archive.read(name) for name in names if DRAWING.fullmatch(name)]
        extensions = b"".join(
            archive.read(name).partition(b"<extLst")[2] for name in names if SHEET.fullmatch(name)
        )
    sheets = book.worksheets
    found = {
        _("图片"): _count(names, "media") > sum(len(sheet._images) for sheet in sheets),
        _("图表"): _count(names, "charts", "chart") > _charts(book),
        _("形状和文本框"): any(SHAPE.search(drawing) for drawing in drawings),
        _("会话式批注"): _count(names, "threadedComments") > 0,
        _("控件和嵌入对象"): any(_count(names, part) for part in CONTROLS),
        _("部分条件格式"): b"conditionalFormatting" in extensions,
        _("引用其他工作表的下拉列表"): b"dataValidation" in extensions,
        _("迷你图"): b"sparkline" in extensions,
    }
    return [name for name, lost in found.items() if lost]


def words_for(lost: Sequence[str], book: Workbook) -> str:
    """What to tell about it on the first sheet."""
    words = []
    if lost:
        sentence = _("原文件中的%(things)s未带入本标记版，原文件不受影响。")
        words.append(sentence % {"things": "、".join(lost)})
    if any(cell.data_type == "f" for sheet in book.worksheets for cell in sheet._cells.values()):
        words.append(_("本文件有公式，请用 Excel 或 WPS 打开并保存，有了计算结果再上传。"))
    return "\n".join(words)


def _count(names: Sequence[str], folder: str, stem: str = "") -> int:
    start = f"xl/{folder}/{stem}".lower()
    return sum(name.lower().startswith(start) and name.count("/") == 2 for name in names)


def _charts(book: Workbook) -> int:
    return sum(len(sheet._charts) for sheet in (*book.worksheets, *book.chartsheets))
