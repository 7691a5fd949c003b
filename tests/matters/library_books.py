"""Small library workbooks for the tests, in the words of the provincial library."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

HEADER = [
    "权力内部编码",
    "权力编码",
    "事项名称",
    "子项名称",
    "事项类型",
    "办理对象",
    "区县",
    "所属部门",
    "2017年办件量",
    "状态",
    "是否最多跑一次",
    "是否依申请",
    "系统名称",
    "系统层级",
    "就近可办",
    "行使层级",
]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def line(inner_code, base_code="许可-90001-001", **changes):
    """One row by column name; the defaults are a valid matter of 市人力社保局."""
    values = {
        "权力内部编码": inner_code,
        "权力编码": base_code,
        "事项名称": "人力资源服务许可",
        "子项名称": "",
        "事项类型": "行政许可",
        "办理对象": "法人",
        "区县": "杭州市",
        "所属部门": "市人力社保局",
        "2017年办件量": 120,
        "状态": "在用",
        "是否最多跑一次": "是",
        "是否依申请": "是",
        "系统名称": "人社系统",
        "系统层级": "市级自建",
        "就近可办": "否",
        "行使层级": "市级",
    }
    return values | changes


def workbook(lines, *, header=HEADER, above=(), below=()):
    book = Workbook()
    for row in above:
        book.active.append(row)
    book.active.append(list(header))
    for values in lines:
        book.active.append([values.get(name) for name in header])
    for row in below:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream


def upload_of(lines, name="权力事项库.xlsx", **how):
    return SimpleUploadedFile(name, workbook(lines, **how).read(), content_type=XLSX)
