"""系统台账（去重） (domain §4.5): one line a business system, however often it is named."""

from collections import defaultdict
from functools import cached_property

from matters.models import SystemLevel
from tasks.models import System, SystemName
from units.tables import TableField, TableResource
from yichuang.xlsx.writing import Column, Kind

from . import ledger


class SystemResource(TableResource):
    """Standing systems, the most used first."""

    order = ("-count", "pk")
    reads = ("pk",)

    serial = TableField(Column("序号", 5, Kind.SERIAL))
    name = TableField(Column("系统名称", 30, Kind.TEXT), "name")
    others = TableField(Column("别名", 30, Kind.TEXT))
    level = TableField(Column("系统层级", 14, Kind.SHORT), "level", choices=SystemLevel)
    count = TableField(Column("事项数（项）", 11, Kind.NUMBER), "count")
    units = TableField(Column("涉及单位数（个）", 11, Kind.NUMBER), "units")
    library_volume = TableField(Column("库内办件量（件）", 13, Kind.NUMBER), "library_volume")
    volume = TableField(Column("已报送办件量（件）", 13, Kind.NUMBER), "volume")
    near = TableField(Column("名称相近的系统", 30, Kind.TEXT))

    class Meta:
        model = System
        name = "系统台账（去重）"

    def narrow(self, queryset):
        return ledger.counted(queryset.standing())

    def dehydrate_others(self, row):
        return "、".join(name for name in self._names[row["pk"]] if name != row["name"])

    def dehydrate_near(self, row):
        return "、".join(system.name for system in self._register.alike(row["name"]))

    @cached_property
    def _register(self):
        return ledger.known()

    @cached_property
    def _names(self) -> dict[int, list[str]]:
        names = defaultdict(list)
        for pk, name in SystemName.objects.order_by("pk").values_list("system_id", "name"):
            names[pk].append(name)
        return names
