"""Attachments 2 and 3 as they are handed out, to be spoilt by the batteries."""

import csv
import io

import xlwt
from openpyxl import Workbook

from tests.xlsx.workbooks import saved

SYNONYMS = {
    "unit": ("所属部门", "部门", "单位"),
    "name": ("事项名称", "权力名称"),
    "sub_item": ("子项名称", "子项"),
    "code": ("权力编码", "事项编码", "权力基本码", "编码"),
    "type": ("事项类型", "类型"),
    "client": ("办理对象", "服务对象"),
    "level": ("事项所在系统层级", "系统层级", "所在系统层级", "系统所属层级", "系统级别"),
    "system": ("系统名称", "业务系统名称", "所在系统"),
    "volume": ("办件量（件）", "办件量", "2017年办件量", "年办件量"),
    "contact": ("联系人", "部门联系人", "事项所属部门联系人"),
    "phone": ("联系方式", "联系电话", "电话", "手机"),
    "scope": ("适用范围",),
    "districts": ("适用区县", "适用区、县（市）"),
    "remark": ("备注/反馈意见", "备注", "反馈意见"),
}
REQUIRED = ("code", "name", "system")
TITLE = "2018年“一窗受理”平台对接事项清单（市级部门）"
LABELS = [
    "序号", "所属部门", "事项名称", "子项名称", "权力编码", "事项类型", "办理对象",
    "事项所在系统层级", "系统名称", "办件量（件）", "联系人", "联系方式", "适用范围",
    "适用区县", "备注/反馈意见",
]  # fmt: skip
GROUPS = [
    "序号", "所属部门", "事项基本信息", None, None, None, None,
    "补填内容", None, None, None, None, None, None, "备注/反馈意见",
]  # fmt: skip
NOTES = ["填表说明：1.事项基本信息不得新增、变更、删除。2.办件量为2017年1至12月。"]
SIGNATURES = [
    "填报人：钱一",
    None,
    "审核人：赵二",
    None,
    None,
    None,
    None,
    "填报日期：2018年4月4日",
]


def line(number: int) -> list:
    """One filled row; the same number gives the same row."""
    return [
        number, "市公安局", f"户口登记{number}", "", f"确认-9{number:04}-001", "行政确认", "个人",
        "市级自建", "人口管理系统", 100 + number, "钱一", f"199{number:08}", "全市", "全部", "",
    ]  # fmt: skip


LINES = [line(number) for number in range(1, 13)]
SHEET = [
    ["附件2"],
    [TITLE],
    ["填报单位（盖章）：市公安局", None, None, None, "填报人：钱一", None, "联系电话：19900000001"],
    GROUPS,
    [None if label in ("序号", "所属部门", "备注/反馈意见") else label for label in LABELS],
    *LINES,
    NOTES,
]
MERGES = ("A2:O2", "A4:A5", "B4:B5", "C4:G4", "H4:N4", "O4:O5", "A18:O18")


def workbook(rows=SHEET, *, merges=MERGES, start="A1", title="市级部门") -> Workbook:
    """The sheet as an openpyxl workbook, to be changed further."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    corner = sheet[start]
    for down, row in enumerate(rows):
        for right, value in enumerate(row):
            if value not in (None, ""):
                sheet.cell(corner.row + down, corner.column + right, value)
    for area in merges:
        sheet.merge_cells(area)
    return book


def xlsx(rows=SHEET, **how) -> bytes:
    return saved(workbook(rows, **how)).getvalue()


def xls(rows=SHEET, *, merges=(), title="市级部门") -> bytes:
    """The same as an old workbook; `merges` are (row, last row, column, last column) from 0."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(title, cell_overwrite_ok=True)
    for down, row in enumerate(rows):
        for right, value in enumerate(row):
            if value not in (None, ""):
                sheet.write(down, right, value)
    for area in merges:
        sheet.merge(*area)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def text(rows=SHEET, *, encoding="utf-8-sig", separator=",", end="\r\n") -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator, lineterminator=end).writerows(rows)
    return stream.getvalue().encode(encoding)
