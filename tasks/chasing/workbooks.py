"""Workbooks of chasing: 未报送单位名单 for the phone round, 督查单台账 (domain §4.5)."""

from collections.abc import Iterable, Iterator

from tasks.models import ChasingKind, ChasingSlip, ChasingState, Colour
from tasks.models.chasing import COLOURS, WORDS
from tasks.models.tasks import WITH_THE_DISTRICT
from units.models import UnitKind, User
from units.permissions import Permission, may
from units.phones import mask
from units.tables import TableField, TableResource
from yichuang.templatetags.ui import moment
from yichuang.xlsx.writing import Column, Kind

from .desk import Block

NAME = "未报送单位名单"
COLUMNS = (
    Column("序号", 5, Kind.SERIAL),
    Column("单位", 20),
    Column("未报送任务", 26),
    Column("环节", 12, Kind.SHORT),
    Column("进度", 16, Kind.SHORT),
    Column("截止时间", 17, Kind.CODE),
    Column("逾期（工作日）", 9, Kind.NUMBER),
    Column("联系人", 10, Kind.SHORT),
    Column("职责", 20, Kind.SHORT),
    Column("手机", 15, Kind.CODE),
    Column("办公电话", 18, Kind.CODE),
    Column("最近提醒", 17, Kind.CODE),
    Column("最近催办", 17, Kind.CODE),
    Column("未销号的督查单", 24),
    Column("最近通话", 17, Kind.CODE),
    Column("通话结果", 16, Kind.SHORT),
)


def rows_of(blocks: Iterable[Block], *, reader: User) -> Iterator[list]:
    """One row a missing task, whom to call in each; masked for who does not call units."""
    full = may(reader, Permission.READ_PHONES) or not reader.sees_everything
    number = 0
    for block in blocks:
        contact = block.contacts.first
        for line in block.lines:
            number += 1
            yield [
                number,
                block.unit.full_label,
                str(line.task.obligation),
                str(line.step.label),
                line.how_far,
                moment(line.due_at),
                line.workdays_late,
                *_who(contact, full),
                moment(line.reminded_at) if line.reminded_at else "",
                moment(line.nudge.at) if line.nudge else "",
                "、".join(map(str, line.slips)),
                moment(block.call.at) if block.call else "",
                block.call.get_outcome_display() if block.call else "",
            ]


def _who(contact, full):
    if contact is None:
        return ["", "", "", ""]
    show = str if full else mask
    mobile = getattr(contact.holder, "mobile", "") or getattr(contact.holder, "phone", "")
    office = getattr(contact.holder, "office_phone", "")
    return [contact.name, str(contact.duty), show(mobile), show(office)]


class SlipResource(TableResource):
    """督查单台账: by kind and number, as they were issued."""

    order = ("issuer__sort_order", "kind", "year", "number")
    reads = (
        "issuer__kind",
        "issuer__short_name",
        "year",
        "unit__kind",
        "unit__short_name",
        "unit__parent__short_name",
        "task__state",
    )

    serial = TableField(Column("序号", 5, Kind.SERIAL))
    number = TableField(Column("编号", 20, Kind.CODE), "number")
    kind = TableField(Column("单别", 9, Kind.SHORT), "kind", choices=ChasingKind)
    colour = TableField(Column("颜色", 7, Kind.SHORT))
    unit = TableField(Column("责任单位", 20))
    addressee = TableField(Column("责任人", 10, Kind.SHORT), "addressee")
    duty = TableField(Column("职责", 20, Kind.SHORT), "addressee_duty")
    item = TableField(Column("工作事项", 30), "item")
    reason = TableField(Column("发单原因", 30), "reason")
    demand = TableField(Column("工作要求", 36), "demand")
    due = TableField(Column("时限", 17, Kind.CODE), "due_at")
    issued = TableField(Column("发出时间", 17, Kind.CODE), "issued_at")
    by = TableField(Column("发单人", 10, Kind.SHORT), "issued_by__name")
    state = TableField(Column("状态", 14, Kind.SHORT), "state", choices=ChasingState)
    feedback = TableField(Column("最近反馈", 36), "last_feedback")
    closed = TableField(Column("销号时间", 17, Kind.CODE), "closed_at")
    note = TableField(Column("销号说明", 24), "close_note")
    cancelled = TableField(Column("撤销理由", 24), "cancel_reason")

    class Meta:
        model = ChasingSlip
        name = "督查单台账"

    def dehydrate_number(self, row):
        whose = row["issuer__short_name"] if row["issuer__kind"] == UnitKind.DISTRICT else ""
        return f"{whose}{WORDS[row['kind']]}〔{row['year']}〕{row['number']}号"

    def dehydrate_serial(self, row):
        return row["serial"]

    def dehydrate_colour(self, row):
        return str(Colour(COLOURS[row["kind"]]).label)

    def dehydrate_unit(self, row):
        if row["unit__kind"] == UnitKind.DISTRICT_DEPARTMENT:
            return f"{row['unit__parent__short_name']}·{row['unit__short_name']}"
        return row["unit__short_name"]

    def dehydrate_by(self, row):
        return row["issued_by__name"] or "提醒阶梯"

    def dehydrate_state(self, row):
        standing = row["state"] not in (ChasingState.CLOSED, ChasingState.CANCELLED)
        if standing and row["task__state"] in WITH_THE_DISTRICT:
            return "已报送，待销号"
        return self._words["state"][row["state"]]

    def dehydrate_due(self, row):
        return moment(row["due_at"])

    def dehydrate_issued(self, row):
        return moment(row["issued_at"])

    def dehydrate_closed(self, row):
        return moment(row["closed_at"]) if row["closed_at"] else ""

    def iter_queryset(self, queryset):
        """The running number of the row must not hide that of the slip."""
        names = {field.attribute for field in self.fields.values() if field.attribute}
        rows = queryset.order_by(*self.order).values(*names, *self.reads)
        for serial, row in enumerate(rows.iterator(chunk_size=2_000), 1):
            row["serial"] = serial
            yield row
