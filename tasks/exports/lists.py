"""The columns of the filled-in lists, attachments 2 and 3 and 就近可办, in the official order."""

from functools import cached_property

from django.utils.translation import override

from matters.models import ClientType, MatterType, SystemLevel
from tasks.models import (
    Campaign,
    Entry,
    NearbyEntry,
    NearbyStatus,
    ObligationKind,
    ReturnClass,
    RowState,
    Scope,
)
from units.models import Unit
from units.tables import TableField, TableResource
from yichuang.xlsx.writing import Column, Kind

LIBRARY = "事项基本信息（市数据资源局预置，不得新增、变更、删除）"
FILLED = "补填内容（事项所属部门填写）"


def _known(title, width, kind, attribute, **kwargs):
    return TableField(Column(title, width, kind, LIBRARY), attribute, **kwargs)


def _fact(title, width, kind, attribute, **kwargs):
    return TableField(Column(title, width, kind, FILLED, locked=False), attribute, **kwargs)


class FilledResource(TableResource):
    """What all filled-in lists share: the matter as it was handed out, and the row's state."""

    kind: ObligationKind
    facts: tuple[str, ...]
    reads = (
        "task__first_submitted_at",
        "task__parent",
        "task__parent__first_submitted_at",
        "return_class",
    )
    MATTER = ("name", "sub_item", "code", "type", "client")

    serial = TableField(Column("序号", 5, Kind.SERIAL))
    name = _known("事项名称", 30, Kind.TEXT, "matter__name")
    sub_item = _known("子项名称", 24, Kind.TEXT, "matter__sub_item")
    code = _known("权力编码", 20, Kind.CODE, "matter__base_code")
    type = _known("事项类型", 10, Kind.SHORT, "matter__type", choices=MatterType)
    client = _known("办理对象", 9, Kind.SHORT, "matter__client", choices=ClientType)
    remark = TableField(Column("备注/反馈意见", 14, locked=False), "remark")
    state = TableField(Column("审核状态", 12, Kind.SHORT), "state", choices=RowState, printed=False)
    return_reason = TableField(Column("退回原因", 24), "return_reason", printed=False)
    key = TableField(Column("行标识", 10, Kind.HIDDEN), "pk")
    version = TableField(
        Column("库版本", 8, Kind.HIDDEN),
        "task__obligation__campaign__library_version__number",
    )

    def narrow(self, queryset):
        """疑义成立 and 库已取消 left the list; a note below the table says how many."""
        return queryset.filter(task__obligation__kind=self.kind).counted()

    def iter_queryset(self, queryset):
        own_words = (*self.facts, "remark")
        for row in super().iter_queryset(queryset):
            if not self.sees_drafts and not self._is_reported(row):
                row.update(dict.fromkeys(own_words))
            yield row

    def _is_reported(self, row) -> bool:
        """A department's part counts once it was reported and its district reported, too."""
        whole = row["task__parent__first_submitted_at"] if row["task__parent"] else True
        return bool(row["task__first_submitted_at"] and whole)

    def dehydrate_return_reason(self, row):
        """The class before the words, as everybody reads them."""
        if not row["return_reason"]:
            return ""
        with override("zh-hans"):  # 导出始终为中文
            return f"{ReturnClass(row['return_class']).label}：{row['return_reason']}"

    def dehydrate_key(self, row):
        return str(row["pk"])

    def dehydrate_version(self, row):
        return str(row[self.fields["version"].attribute] or "")


class EntryResource(FilledResource):
    """The common field list of attachments 2 and 3 (杭智办〔2018〕2号 二(一)3)."""

    facts = Entry.FACTS
    reads = (*FilledResource.reads, "task__obligation__campaign_id")

    system_level = _fact("事项所在系统层级", 12, Kind.SHORT, "system_level", choices=SystemLevel)
    system_name = _fact("系统名称", 24, Kind.TEXT, "system_name")
    volume = _fact("办件量（件）", 11, Kind.NUMBER, "volume")
    contact = _fact("联系人", 9, Kind.SHORT, "contact")
    phone = _fact("联系方式", 16, Kind.CODE, "phone", phone=True)
    scope = _fact("适用范围", 10, Kind.SHORT, "scope", choices=Scope)
    districts = _fact("适用区县", 16, Kind.TEXT, "districts")

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self._sizes: dict[int, int] = {}

    @cached_property
    def _districts(self) -> dict[int, str]:
        return dict(Unit.objects.districts().in_official_order().values_list("pk", "short_name"))

    def dehydrate_districts(self, row):
        """全市 → 全部（15个）; else the names, in official order (domain case 10)."""
        if row["scope"] == Scope.WHOLE_CITY:
            return f"全部（{self._city_size(row['task__obligation__campaign_id'])}个）"
        chosen = set(row["districts"] or ())
        return "、".join(name for pk, name in self._districts.items() if pk in chosen)

    def _city_size(self, campaign_id):
        if campaign_id not in self._sizes:
            issued_on = Campaign.objects.values_list("issued_on", flat=True).get(pk=campaign_id)
            self._sizes[campaign_id] = Unit.objects.districts().valid_on(issued_on).count()
        return self._sizes[campaign_id]


class CityEntryResource(EntryResource):
    """附件2."""

    kind = ObligationKind.CITY_LIST
    order = ("task__unit__sort_order", "task__unit_id", "sort_order", "pk")

    unit = TableField(Column("所属部门", 14, Kind.SHORT, merged=True), "task__unit__short_name")

    class Meta:
        model = Entry
        name = "附件2 对接事项清单（市级部门）"
        export_order = ("serial", "unit", *FilledResource.MATTER, *Entry.FACTS)


class DistrictEntryResource(EntryResource):
    """附件3: the rows hang on the departments' parts of a district's task."""

    kind = ObligationKind.DISTRICT_LIST
    order = (
        "task__parent__unit__sort_order",
        "task__parent__unit_id",
        "task__unit__sort_order",
        "task__unit_id",
        "sort_order",
        "pk",
    )

    district = TableField(
        Column("区、县（市）", 14, Kind.SHORT, merged=True),
        "task__parent__unit__short_name",
    )
    unit = TableField(
        Column("所属部门（区县）", 14, Kind.SHORT, merged=True),
        "task__unit__short_name",
    )

    class Meta:
        model = Entry
        name = "附件3 对接事项清单（各区县市）"
        export_order = (
            "serial",
            "district",
            "unit",
            *FilledResource.MATTER,
            *Entry.FACTS,
        )


class NearbyResource(FilledResource):
    """就近可办清单 of the pilot districts (domain §4.5)."""

    kind = ObligationKind.NEARBY
    facts = NearbyEntry.FACTS
    order = ("task__unit__sort_order", "task__unit_id", "sort_order", "pk")

    unit = TableField(Column("区、县（市）", 14, Kind.SHORT), "task__unit__short_name")
    department = TableField(Column("所属部门（区县）", 14, Kind.SHORT), "matter__unit__short_name")
    status = _fact("就近可办情况", 16, Kind.SHORT, "status", choices=NearbyStatus)
    points = _fact("可办点位数（个）", 10, Kind.NUMBER, "points")

    class Meta:
        model = NearbyEntry
        name = "就近可办清单"
        export_order = (
            "serial", "unit", "department", *FilledResource.MATTER, *NearbyEntry.FACTS
        )  # fmt: skip
