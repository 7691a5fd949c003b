"""Moved deadlines as a table."""

from tasks.models import Extension, ObligationKind
from tasks.supervision.deadlines import last_day
from units.tables import TableField, TableResource
from yichuang.xlsx.writing import Column, Kind


class ExtensionResource(TableResource):
    """One line for each move, the newest first."""

    order = ("-pk",)

    serial = TableField(Column("序号", 5, Kind.SERIAL))
    unit = TableField(Column("单位", 22), "task__unit__short_name")
    kind = TableField(Column("任务", 28), "task__obligation__kind", choices=ObligationKind)
    was = TableField(Column("原截止日期", 12, Kind.CODE), "was")
    until = TableField(Column("新截止日期", 12, Kind.CODE), "until")
    reason = TableField(Column("理由", 40), "reason")
    by = TableField(Column("操作人", 12, Kind.SHORT), "by__name")
    at = TableField(Column("操作日期", 12, Kind.CODE), "at")

    class Meta:
        model = Extension
        name = "延期记录"

    def dehydrate_was(self, row):
        return last_day(row["was"]).isoformat()

    def dehydrate_until(self, row):
        return last_day(row["until"]).isoformat()

    def dehydrate_at(self, row):
        return last_day(row["at"]).isoformat()
