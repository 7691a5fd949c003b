"""A district with fifteen departments of 640 matters each, and its workbook with seeded faults."""

import io
from dataclasses import dataclass

from openpyxl import Workbook

from matters.models import Matter
from tasks.models import Entry, ObligationKind, Task
from tests import factories
from units.models import UnitKind

from .books import line

DEPARTMENTS, MATTERS = 15, 640
# Attachment 3 as it is handed out: title rows, a header of two rows, the row key at the end.
FIELDS = (
    "serial", "district", "unit", "name", "sub_item", "base_code", "type", "client",
    "system_level", "system_name", "volume", "contact", "phone", "scope", "districts", "remark",
    "key",
)  # fmt: skip
TITLES = {
    "serial": "序号", "district": "区、县（市）", "unit": "所属部门（区县）", "name": "事项名称",
    "sub_item": "子项名称", "base_code": "权力编码", "type": "事项类型", "client": "办理对象",
    "system_level": "事项所在系统层级", "system_name": "系统名称", "volume": "办件量（件）",
    "contact": "联系人", "phone": "联系方式", "scope": "适用范围", "districts": "适用区县",
    "remark": "备注/反馈意见", "key": "行标识",
}  # fmt: skip
FIRST_ROW = 6


def large_district(town, count=DEPARTMENTS, matters=MATTERS):
    """So many departments under 下城区 whose catalogue has so many matters each."""
    departments = [
        factories.unit(
            f"区第{number:02d}局", UnitKind.DISTRICT_DEPARTMENT, town.xiacheng,
            name=f"下城区第{number:02d}局", sort_order=210 + number,
        )
        for number in range(1, count + 1)
    ]  # fmt: skip
    with factories.library_open("大库") as version:
        Matter.objects.bulk_create(
            (
                Matter(
                    version=version,
                    unit=department,
                    district=town.xiacheng,
                    inner_code=f"许可-{91000 + number}-{place:03d}@{department.pk}",
                    base_code=f"许可-{91000 + number}-{place:03d}",
                    name=f"第{number:02d}局事项{place:03d}",
                    type="xuke",
                    client="person",
                    volume=100 + place,
                    sort_order=2000 * number + place,
                )
                for number, department in enumerate(departments, 1)
                for place in range(1, matters + 1)
            ),
            batch_size=1000,
        )
    return departments


def rows_of(task: Task):
    rows = Entry.objects.of_submission(task).select_related("matter", "task__unit__parent")
    return list(rows.order_by("task__unit__sort_order", "sort_order", "pk"))


def district_task(campaign, district) -> Task:
    tasks = Task.objects.of_campaign(campaign).for_page()
    return tasks.get(obligation__kind=ObligationKind.DISTRICT_LIST, unit=district)


@dataclass(frozen=True)
class Fault:
    """What was done to a cell or a line, and where the portal has to say so."""

    what: str
    sheet: str
    row: int | None
    column: int | None
    kind: str = "value"


class Book:
    """The workbook as lists of values, so that faults can be put into it and mended again."""

    def __init__(self, task: Task, rows):
        self.sheets: dict[str, list[dict]] = {}
        self.rows = {row.pk: row for row in rows}
        for row in rows:
            lines = self.sheets.setdefault(row.task.unit.short_name, [])
            lines.append(self._line(row, len(lines) + 1))
        self.extra: dict[str, list[tuple[int, int, str]]] = {}

    @staticmethod
    def _line(row, number):
        values = line(row, scope="部分区县（市）", districts="下城区")
        return values | {"serial": number, "district": "下城区"}

    def place(self, name: str, index: int, field: str) -> tuple[str, int, int]:
        return name, FIRST_ROW + index, FIELDS.index(field)

    def content(self, order=FIELDS) -> bytes:
        """The file; `order` gives the second sheet another order of columns."""
        workbook = Workbook(write_only=True)
        for position, (name, lines) in enumerate(self.sheets.items()):
            fields = order if position == 1 else FIELDS
            sheet = workbook.create_sheet(name)
            sheet.column_dimensions["Q"].hidden = True
            sheet.append(["附件3"])
            sheet.append(["2018年“一窗受理”平台对接事项清单（各区县市）"])
            sheet.append(["填报单位（盖章）：下城区", None, None, None, "填报日期：2018年4月4日"])
            sheet.append(self._upper(fields))
            sheet.append([TITLES[field] for field in fields])
            for values in lines:
                sheet.append([values.get(field) for field in fields])
            sheet.append([])
            sheet.append(["填表说明：1．事项不得新增、变更、删除。"])
            for _row, _column, text in self.extra.get(name, ()):
                for _ in range(500):
                    sheet.append([])
                sheet.append([None] * FIELDS.index("contact") + [text])
        stream = io.BytesIO()
        workbook.save(stream)
        return stream.getvalue()

    @staticmethod
    def _upper(fields):
        fixed = {"name", "sub_item", "base_code", "type", "client"}
        filled = {"system_level", "system_name", "volume", "contact", "phone", "scope", "districts"}
        return [
            "事项基本信息" if field in fixed else "补填内容" if field in filled else TITLES[field]
            for field in fields
        ]
