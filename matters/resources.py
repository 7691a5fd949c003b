"""The catalogue as a table, in the words of the library: what is exported reads back unchanged."""

from units.permissions import Permission
from units.tables import TableField, TableResource
from yichuang.xlsx.writing import Column, Kind

from .models import ClientType, Matter, MatterState, MatterType, SystemLevel

CITY = "市本级"
WORDS = {True: "是", False: "否"}


class MatterTable(TableResource):
    """Every matter with all its facts; for the data edition."""

    permission = Permission.CATALOGUE
    order = ("sort_order", "pk")
    reads = ("district__short_name", "on_request", "run_once", "nearby")

    inner_code = TableField(Column("权力内部编码", 30, Kind.CODE), "inner_code")
    base_code = TableField(Column("权力编码", 20, Kind.CODE), "base_code")
    name = TableField(Column("事项名称", 30), "name")
    sub_item = TableField(Column("子项名称", 24), "sub_item")
    type = TableField(Column("事项类型", 12, Kind.SHORT), "type", choices=MatterType)
    client = TableField(Column("办理对象", 12, Kind.SHORT), "client", choices=ClientType)
    region = TableField(Column("区、县（市）", 14, Kind.SHORT))
    unit = TableField(Column("所属部门", 16), "unit__short_name")
    volume = TableField(Column("2017年办件量（件）", 14, Kind.NUMBER), "volume")
    on_request = TableField(Column("是否依申请", 8, Kind.SHORT))
    run_once = TableField(Column("是否最多跑一次", 8, Kind.SHORT))
    nearby = TableField(Column("就近可办", 8, Kind.SHORT))
    system_hint = TableField(Column("系统名称", 24), "system_hint")
    level_hint = TableField(Column("系统层级", 14, Kind.SHORT), "level_hint", choices=SystemLevel)
    state = TableField(Column("状态", 8, Kind.SHORT), "state", choices=MatterState)
    national_code = TableField(Column("国家编码", 34, Kind.CODE), "national_code")
    library_guid = TableField(Column("权力唯一标识", 30, Kind.CODE), "library_guid")

    class Meta:
        model = Matter
        name = "权力事项库"

    def dehydrate_region(self, row):
        return row["district__short_name"] or CITY

    def dehydrate_on_request(self, row):
        return WORDS[row["on_request"]]

    def dehydrate_run_once(self, row):
        return WORDS[row["run_once"]]

    def dehydrate_nearby(self, row):
        return WORDS[row["nearby"]]
