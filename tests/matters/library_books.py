"""Small library workbooks in the words of the provincial library, and reading and applying them."""

import io
from datetime import date, datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from matters import catalogue
from tests.factories import CITY_TIME

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
AT = datetime(2018, 3, 20, 9, 0, tzinfo=CITY_TIME)
ON = date(2018, 3, 20)
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


THREE = [
    line("A1", "许可-90001-001", 事项名称="职业介绍许可"),
    line("A2", "许可-90001-002", 事项名称="劳务派遣许可"),
    line("B1", "确认-90002-000", 事项名称="户口登记", 事项类型="行政确认", 所属部门="市公安局"),
]


def plan_of(lines, **how):
    plan = catalogue.read_library(workbook(lines, **how))
    assert plan.adds_up, plan.counts
    return plan


def imported(lines, admin, **how):
    upload = catalogue.receive(upload_of(lines, **how), by=admin, at=AT)
    return applied(upload, admin)


def applied(upload, admin, **how):
    return catalogue.apply_upload(upload, by=admin, at=AT, on=ON, **how)
