"""变更提示单 as a table."""

from tasks.models import ChangeSlip, SlipKind, SlipState
from units.models import UnitKind
from units.tables import TableField, TableResource
from yichuang.xlsx.writing import Column, Kind


class SlipResource(TableResource):
    """Slips by unit in official order, the oldest first."""

    order = ("unit__sort_order", "unit_id", "pk")
    reads = ("unit__kind", "unit__short_name", "unit__parent__short_name")

    serial = TableField(Column("序号", 5, Kind.SERIAL))
    unit = TableField(Column("单位", 20))
    code = TableField(Column("权力编码", 18, Kind.CODE), "matter__base_code")
    name = TableField(Column("事项名称", 30), "matter__name")
    kind = TableField(Column("变更类别", 9, Kind.SHORT), "kind", choices=SlipKind)
    what = TableField(Column("库内信息有何不对", 36), "what")
    wanted = TableField(Column("应改为", 30), "wanted")
    operator = TableField(Column("省平台操作人", 14, Kind.SHORT), "operator")
    operate_on = TableField(Column("拟操作日期", 12, Kind.CODE), "operate_on")
    state = TableField(Column("状态", 12, Kind.SHORT), "state", choices=SlipState)
    business = TableField(Column("业务处室", 16, Kind.SHORT), "business_division")
    technical = TableField(Column("技术（信息）处室", 16, Kind.SHORT), "technical_division")
    version = TableField(Column("同步入库的版本", 14, Kind.CODE), "synced_in__number")

    class Meta:
        model = ChangeSlip
        name = "变更提示单"

    def dehydrate_unit(self, row):
        if row["unit__kind"] == UnitKind.DISTRICT_DEPARTMENT:
            return f"{row['unit__parent__short_name']}·{row['unit__short_name']}"
        return row["unit__short_name"]

    def dehydrate_operate_on(self, row):
        return row["operate_on"].isoformat()

    def dehydrate_version(self, row):
        number = row["synced_in__number"]
        return f"V{number}" if number else ""
