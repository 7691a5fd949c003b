"""The collector's matrix: one line a department, what it shows, how it is narrowed and sorted."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django import forms
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from tasks.filling import rights
from tasks.models import Entry, RowState, State, Task
from tasks.models.tasks import WITH_THE_DISTRICT
from tasks.supervision import nudging
from units.models import Event, Role, User
from yichuang.filters import AddressFilter, any_or
from yichuang.xlsx.writing import Column, Kind

TURNS = {
    State.ISSUED: _("该部门签收"),
    State.ACKNOWLEDGED: _("该部门填报"),
    State.FILLING: _("该部门填报"),
    State.FOR_HEAD: _("该部门负责人审核"),
    State.RETURNED: _("该部门修改"),
    State.COLLECTED: _("本区县汇总报送"),
    State.SUBMITTED: _("市数据资源局审核"),
    State.APPROVED: _("已完成"),
}
# Who is called first: who fills in, then who signs.
CALLED = (Role.FILLER, Role.HEAD)

COLUMNS = (
    Column("部门", 20),
    Column("状态", 12, Kind.SHORT),
    Column("轮到谁", 18, Kind.SHORT),
    Column("已填（行）", 9, Kind.NUMBER),
    Column("应填（行）", 9, Kind.NUMBER),
    Column("退回（行）", 9, Kind.NUMBER),
    Column("通过（行）", 9, Kind.NUMBER),
    Column("联系人", 10, Kind.SHORT),
    Column("联系电话", 22, Kind.CODE),
    Column("最近更新", 17, Kind.CODE),
    Column("最近催办", 17, Kind.CODE),
    Column("说明", 40),
)


@dataclass
class Line:
    """One department's part with everything its line of the matrix says."""

    part: Task
    contact: str
    phone: str
    # Whose number that is: the task's contact, or the person one calls instead.
    holder: Task | User
    active_at: datetime | None
    nudge: Event | None
    nudged_today: bool
    # The rows that came back, each as “matter：class：words”.
    returned: list[str]

    @property
    def unit(self):
        return self.part.unit

    @property
    def number(self):
        """The field of `holder` that has the number."""
        return "contact_phone" if self.holder is self.part else "phone"

    @property
    def turn(self):
        if self.part.is_back_with_district:
            return _("本区县修改，或转该部门修改")
        return TURNS[self.part.state]

    @property
    def is_missing(self) -> bool:
        return self.part.state in nudging.MISSING

    @property
    def note(self) -> str:
        if self.part.missing_reason:
            return self.part.missing_reason
        return "\n".join([self.part.return_note, *self.returned]).strip()


def lines_of(parts: Iterable[Task], user: User, *, on: date) -> list[Line]:
    """The lines of `parts` as `user` may read them; four queries, however many parts."""
    parts = list(parts)
    people, active = _people(parts), _activity(parts)
    nudges, returned = nudging.last_nudges(parts), _returned(parts)
    lines = []
    for part in parts:
        name, phone, holder = part.contact_name, part.contact_phone, part
        if not name and (person := people.get(part.unit_id)):
            name, phone, holder = person.name, person.phone, person
        nudge = nudges.get(part.pk)
        moments = [moment for moment in (part.moved_at, active.get(part.pk)) if moment]
        lines.append(
            Line(
                part=part,
                contact=name,
                phone=rights.shown_phone(phone, part, user),
                holder=holder,
                active_at=max(moments, default=None),
                nudge=nudge,
                nudged_today=nudging.is_recent(nudge, on=on),
                returned=returned.get(part.pk, []),
            )
        )
    return lines


def _people(parts) -> dict[int, User]:
    """Whom to call in each department."""
    people = User.objects.filter(
        unit__in=[part.unit_id for part in parts], role__in=CALLED, is_active=True
    ).select_related("unit")
    ranked = sorted(people, key=lambda person: (CALLED.index(person.role), person.pk))
    return {person.unit_id: person for person in reversed(ranked)}


def _returned(parts) -> dict[int, list[str]]:
    """What came back in each part, in the words of the return; a draft's are the unit's own."""
    rows = Entry.objects.filter(
        task__in=[part.pk for part in parts], state=RowState.RETURNED
    ).select_related("matter")
    by_part = defaultdict(list)
    for row in rows.in_order():
        by_part[row.task_id].append(f"{row.matter.full_name}：{row.return_text}")
    return by_part


def _activity(parts) -> dict[int, datetime]:
    """When a row of each part was last touched."""
    rows = Entry.objects.filter(task__in=[part.pk for part in parts]).order_by()
    return dict(rows.values_list("task").annotate(last=Max("updated_at")))


class MatrixFilter(AddressFilter):
    """What of the matrix is shown, and in which order."""

    STATES = {
        "missing": lambda line: line.is_missing,
        "returned": lambda line: line.part.state == State.RETURNED or line.part.returned,
        "complete": lambda line: line.part.total and line.part.complete == line.part.total,
        "reported": lambda line: line.part.state in WITH_THE_DISTRICT,
    }
    KEYS = {
        "done": lambda line: line.part.complete / (line.part.total or 1),
        "active": lambda line: line.active_at.timestamp() if line.active_at else 0,
        "state": lambda line: list(State).index(line.part.state),
    }

    q = forms.CharField(
        label=_("部门名称或拼音首字母"), required=False, max_length=40, widget=forms.SearchInput
    )
    state = forms.ChoiceField(
        label=_("进度"),
        required=False,
        choices=any_or(
            [
                ("missing", _("未报")),
                ("returned", _("有退回")),
                ("complete", _("已填齐")),
                ("reported", _("已报")),
            ]
        ),
    )
    sort = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def narrow(self, lines: list[Line]) -> list[Line]:
        chosen = self.chosen
        if text := chosen.get("q", "").lower():
            lines = [line for line in lines if text in line.part.unit.search]
        if keeps := self.STATES.get(chosen.get("state")):
            lines = [line for line in lines if keeps(line)]
        sort = chosen.get("sort", "")
        if key := self.KEYS.get(sort.removeprefix("-")):
            lines = sorted(lines, key=key, reverse=sort.startswith("-"))
        return lines
