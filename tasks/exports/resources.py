"""The columns of attachment 1 and of the objections, in the order of the official sheets."""

from django.utils import timezone
from django.utils.translation import override

from matters.models import ClientType, MatterType
from tasks.models import (
    Campaign,
    CheckAnswer,
    Objection,
    ObjectionReason,
    ObjectionState,
    ObligationKind,
    Outcome,
    RankedMatter,
    Task,
)
from units.tables import TableField, TableResource
from yichuang.xlsx.writing import Column, Kind

CHECKED = "核对意见"
SUBSTITUTE, RESERVE, ACCEPTED = "递补", "候补", "疑义成立"


class RankingResource(TableResource):
    """附件1: 序号 is the frozen rank, also when only one department's lines are shown."""

    order = ("campaign_id", "rank")
    reads = ("pk", "campaign_id", "unit_id")

    serial = TableField(Column("序号", 5, Kind.SERIAL), "rank")
    name = TableField(Column("事项名称", 30), "name")
    sub_item = TableField(Column("子项名称", 24), "sub_item")
    code = TableField(Column("权力编码", 20, Kind.CODE), "base_code")
    type = TableField(Column("事项类型", 10, Kind.SHORT), "type", choices=MatterType)
    client = TableField(Column("办理对象", 9, Kind.SHORT), "client", choices=ClientType)
    unit = TableField(Column("市级对应部门", 14, Kind.SHORT), "unit__short_name")
    levels = TableField(Column("行使层级", 12, Kind.SHORT), "exercise_levels")
    volume = TableField(Column("2017年办件量（件）", 12, Kind.NUMBER), "volume")
    remark = TableField(Column("备注", 10, Kind.SHORT))

    class Meta:
        model = RankedMatter
        name = "附件1 前150事项清单"

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self._standing: dict[int, tuple[set, set]] = {}

    def dehydrate_serial(self, row):
        return row["rank"]

    def dehydrate_remark(self, row):
        """递补: moved up because the objection to a matter ranked before it was accepted."""
        first, obligated, accepted = self._places(row["campaign_id"])
        if row["pk"] in accepted:
            return ACCEPTED
        if row["pk"] in obligated:
            return "" if row["rank"] <= first else SUBSTITUTE
        return RESERVE

    def _places(self, campaign_id):
        if campaign_id not in self._standing:
            campaign = Campaign.objects.get(pk=campaign_id)
            ranked = RankedMatter.objects.filter(campaign=campaign)
            accepted = ranked.filter(objections__state=ObjectionState.ACCEPTED)
            self._standing[campaign_id] = (
                campaign.top_n,
                set(RankedMatter.objects.obligated(campaign).values_list("pk", flat=True)),
                set(accepted.values_list("pk", flat=True)),
            )
        return self._standing[campaign_id]


def _answer(title, width, kind=Kind.SHORT, **kwargs):
    return TableField(Column(title, width, kind, CHECKED, locked=False), **kwargs)


class CheckedRankingResource(RankingResource):
    """附件1 as the departments return it, with the group 核对意见."""

    can = _answer("能否接入", 7, attribute="answer")
    reason = _answer("不能接入原因", 24, Kind.TEXT)
    contact = _answer("部门联系人", 9)
    phone = _answer("联系电话", 16, Kind.CODE, phone=True)
    result = TableField(Column("确认结果", 9, Kind.SHORT, CHECKED))
    # 分批接入 is planned later; the column stands on the sheet from the start.
    batch = TableField(Column("计划批次", 9, Kind.SHORT, CHECKED))

    class Meta:
        model = RankedMatter
        name = "附件1 前150事项清单（含核对意见）"

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        with override("zh-hans"):
            self._reasons = {choice.value: str(choice.label) for choice in ObjectionReason}
            self._results = {
                choice.value: str(choice.label) for choice in (*ObjectionState, *Outcome)
            }
        self._objections: dict[int, dict[int, Objection]] = {}
        self._returns: dict[int, dict[int, Task]] = {}

    def dehydrate_can(self, row):
        if not (self._objection(row) or self.sees_drafts or self._return(row).first_submitted_at):
            return ""
        return {CheckAnswer.CAN: "能", CheckAnswer.OBJECTION: "否"}.get(row["answer"], "")

    def dehydrate_reason(self, row):
        objection = self._objection(row)
        return f"{self._reasons[objection.reason]}：{objection.text}" if objection else ""

    def dehydrate_contact(self, row):
        return self._contact(row)[0]

    def dehydrate_phone(self, row):
        return self._contact(row)[1]

    def dehydrate_result(self, row):
        objection = self._objection(row)
        return self._results[objection.outcome or objection.state] if objection else ""

    def dehydrate_batch(self, row):
        return ""

    def _objection(self, row) -> Objection | None:
        """The newest objection that was not withdrawn."""
        campaign_id = row["campaign_id"]
        if campaign_id not in self._objections:
            raised = Objection.objects.filter(campaign_id=campaign_id, ranked__isnull=False)
            raised = raised.exclude(state=ObjectionState.WITHDRAWN).order_by("pk")
            self._objections[campaign_id] = {row.ranked_id: row for row in raised}
        return self._objections[campaign_id].get(row["pk"])

    def _contact(self, row) -> tuple[str, str]:
        """Whom to ask: the person named in the objection, else in the department's return."""
        if objection := self._objection(row):
            return objection.contact_name, objection.contact_phone
        returned = self._return(row)
        return (returned.contact_name, returned.contact_phone) if row["answer"] else ("", "")

    def _return(self, row) -> Task:
        """The department's own task; an unsaved one where the line belongs to nobody."""
        campaign_id = row["campaign_id"]
        if campaign_id not in self._returns:
            checks = Task.objects.filter(
                obligation__campaign_id=campaign_id, obligation__kind=ObligationKind.CHECK
            )
            self._returns[campaign_id] = {task.unit_id: task for task in checks}
        return self._returns[campaign_id].get(row["unit_id"]) or Task()


class ObjectionResource(TableResource):
    """疑义汇总表 (domain §4.5): what was objected to, what both sides said, what was decided."""

    order = ("unit__sort_order", "unit_id", "pk")
    reads = (
        "ranked__name",
        "ranked__sub_item",
        "ranked__base_code",
        "agreed",
        "deferred_until",
        "deferred_condition",
        "decided_alone",
    )

    serial = TableField(Column("序号", 5, Kind.SERIAL))
    unit = TableField(Column("单位", 14, Kind.SHORT, merged=True), "unit__short_name")
    code = TableField(Column("权力编码", 20, Kind.CODE), "entry__matter__base_code")
    name = TableField(Column("事项名称", 30), "entry__matter__name")
    sub_item = TableField(Column("子项名称", 24), "entry__matter__sub_item")
    reason = TableField(Column("原因类别", 14, Kind.SHORT), "reason", choices=ObjectionReason)
    text = TableField(Column("不能接入原因", 30), "text")
    contact = TableField(Column("联系人", 9, Kind.SHORT), "contact_name")
    phone = TableField(Column("联系电话", 16, Kind.CODE), "contact_phone", phone=True)
    raised_at = TableField(Column("提出时间", 12, Kind.SHORT), "raised_at")
    state = TableField(Column("状态", 9, Kind.SHORT), "state", choices=ObjectionState)
    proposal = TableField(Column("拟定结论", 12, Kind.SHORT), "proposal", choices=Outcome)
    proposal_text = TableField(Column("拟定说明", 24), "proposal_text")
    proposed_at = TableField(Column("拟定时间", 12, Kind.SHORT), "proposed_at")
    agreed = TableField(Column("单位是否同意", 9, Kind.SHORT))
    answer = TableField(Column("单位答复", 24), "answer")
    answered_at = TableField(Column("答复时间", 12, Kind.SHORT), "answered_at")
    outcome = TableField(Column("结论", 12, Kind.SHORT), "outcome", choices=Outcome)
    deferral = TableField(Column("暂缓期限或条件", 14))
    decision = TableField(Column("裁定说明", 24), "decision")
    consent = TableField(Column("双方确认", 9, Kind.SHORT))
    decided_at = TableField(Column("裁定时间", 12, Kind.SHORT), "decided_at")

    class Meta:
        model = Objection
        name = "疑义汇总表"

    def dehydrate_code(self, row):
        return row["entry__matter__base_code"] or row["ranked__base_code"]

    def dehydrate_name(self, row):
        return row["entry__matter__name"] or row["ranked__name"]

    def dehydrate_sub_item(self, row):
        return row["entry__matter__sub_item"] or row["ranked__sub_item"]

    def dehydrate_raised_at(self, row):
        return _moment(row["raised_at"])

    def dehydrate_proposed_at(self, row):
        return _moment(row["proposed_at"])

    def dehydrate_answered_at(self, row):
        return _moment(row["answered_at"])

    def dehydrate_decided_at(self, row):
        return _moment(row["decided_at"])

    def dehydrate_agreed(self, row):
        return {True: "同意", False: "不同意"}.get(row["agreed"], "")

    def dehydrate_deferral(self, row):
        until = row["deferred_until"]
        return "；".join(filter(None, [until and until.isoformat(), row["deferred_condition"]]))

    def dehydrate_consent(self, row):
        """经市数据资源局与各部门确认 (A1-5): or decided by the bureau alone."""
        if not row["outcome"]:
            return ""
        return "市局裁定" if row["decided_alone"] else "是"


def _moment(at):
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
