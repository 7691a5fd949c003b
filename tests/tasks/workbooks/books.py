"""Sheets as clerks bring them: the rows of a list in one layout or another."""

import io
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from tasks.models import Task
from tasks.workbooks import receiving
from tests.factories import DURING
from tests.xlsx.workbooks import book

# Our official words for the columns of attachment 2.
TITLES = {
    "serial": "序号",
    "unit": "所属部门",
    "name": "事项名称",
    "sub_item": "子项名称",
    "base_code": "权力编码",
    "type": "事项类型",
    "client": "办理对象",
    "system_level": "事项所在系统层级",
    "system_name": "系统名称",
    "volume": "办件量（件）",
    "contact": "联系人",
    "phone": "联系方式",
    "scope": "适用范围",
    "districts": "适用区县",
    "remark": "备注/反馈意见",
    "key": "行标识",
}
ANSWER = {
    "system_level": "市级自建",
    "system_name": "杭州市人社一体化系统",
    "contact": "方填报",
    "phone": "19900000011",
    "scope": "全市",
}
PLAIN = tuple(name for name in TITLES if name != "key")


def line(row, **values):
    """What a clerk writes for `row`, unless told otherwise by field."""
    matter = row.matter
    return {
        "unit": row.task.unit.short_name,
        "name": matter.name,
        "sub_item": matter.sub_item,
        "base_code": matter.base_code,
        "type": matter.get_type_display(),
        "client": matter.get_client_display(),
        "volume": matter.volume,
        "key": str(row.pk),
        **ANSWER,
    } | values


def sheet(lines, fields=PLAIN, titles=TITLES):
    """The lines as rows of a sheet under one header row."""
    rows = [[titles[name] for name in fields]]
    for number, values in enumerate(lines, 1):
        rows.append([{"serial": number, **values}.get(name) for name in fields])
    return rows


def file(rows, name="填报.xlsx", **kwargs):
    return uploaded(book(rows, **kwargs).getvalue(), name)


def uploaded(content, name="填报.xlsx"):
    return SimpleUploadedFile(name, content)


def sheets_file(named, name="填报.xlsx"):
    """One workbook with a sheet for each name."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for title, rows in named.items():
        target = workbook.create_sheet(title)
        for row in rows:
            target.append(row)
    stream = io.BytesIO()
    workbook.save(stream)
    return uploaded(stream.getvalue(), name)


def bring(task, content, by, *, language="zh-hans", at=DURING):
    """Upload, read at once; the upload as it stands then."""
    upload, job = receiving.receive(
        Task.objects.for_page().get(pk=task.pk), content, language=language, by=by, at=at
    )
    assert job is None
    return upload


def summary(upload):
    """The counts of the plan as attributes."""
    return SimpleNamespace(**upload.plan["counts"])
