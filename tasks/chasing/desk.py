"""The lines of the chasing desk: each unit with what it owes, whom to call, who did so last."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tasks.filling.tally import Tally, tallies
from tasks.models import CallNote, ChasingSlip, Reminder, Task
from tasks.supervision import deadlines, nudging
from units.models import Event, Unit, User
from yichuang.templatetags.ui import share

from . import owed
from .contacts import Contacts, contacts_of
from .owed import TONES, Step


@dataclass
class Line:
    """One missing task: how far it is, how late, and what was done about it last."""

    task: Task
    tally: Tally
    at: datetime
    nudge: Event | None = None
    reminded_at: datetime | None = None
    slips: tuple[ChasingSlip, ...] = ()

    @property
    def step(self) -> Step:
        return Step(self.task.step)

    @property
    def tone(self):
        return TONES[self.step]

    @property
    def how_far(self) -> str:
        """“63/80（78.8%）”, “缺 2 个部门”: what stands beside the name of the step."""
        tally = self.tally
        if self.step == Step.PARTS:
            sentence = ngettext("缺 %(n)d 个部门", "缺 %(n)d 个部门", tally.parts_out)
            return sentence % {"n": tally.parts_out}
        if self.step == Step.RETURNED and tally.returned:
            changed = {"n": f"{tally.corrected}/{tally.returned}"}
            return _("已改 %(n)s 行") % changed
        if self.step in {Step.DRAFT, Step.UNTOUCHED, Step.FOR_HEAD} and tally.total:
            return share(tally.done, tally.total)
        return ""

    @property
    def on(self) -> date:
        return timezone.localdate(self.at)

    @property
    def due_at(self) -> datetime:
        return self.task.correction_due_at if self.task.is_correction else self.task.due_at

    @property
    def is_overdue(self) -> bool:
        return self.task.is_overdue(at=self.at)

    @property
    def is_late(self) -> bool:
        """Overdue, or past the clock of a correction, which is nobody's 逾期 (domain §10)."""
        if self.task.is_correction:
            return self.task.correction_due_at < self.at
        return self.is_overdue

    @property
    def workdays_late(self) -> int:
        """Workdays since the first report was due; 0 as long as it is not overdue."""
        if not self.is_overdue:
            return 0
        return deadlines.workdays_between(deadlines.last_day(self.task.late_at), self.on)

    @property
    def time(self) -> str:
        return deadlines.left_of(self.task, on=self.on)

    @property
    def state_in_words(self) -> str:
        return " ".join(filter(None, [str(self.step.label), self.how_far]))

    @property
    def nudged_today(self) -> bool:
        return nudging.is_recent(self.nudge, on=self.on)


@dataclass
class Block:
    """One unit of the desk; a call asks for all its lines at once."""

    unit: Unit
    lines: list[Line]
    contacts: Contacts
    call: CallNote | None = None

    @property
    def lacks_staff(self) -> bool:
        """Case 24; a district's department is asked for no roster."""
        return self.contacts.lacks_staff and not self.unit.is_district_department

    @property
    def anchor(self):
        return f"unit-{self.unit.pk}"


def blocks(units: Iterable[Unit], tasks: QuerySet, *, user: User, at: datetime) -> list[Block]:
    """The blocks of `units` with those of `tasks` they owe; as many queries for one as for all."""
    units = list(units)
    keys = [unit.pk for unit in units]
    owed_by = defaultdict(list)
    for line in lines_of(tasks.filter(unit__in=keys), at=at):
        owed_by[line.task.unit_id].append(line)
    contacts, calls = contacts_of(keys), _calls(keys, user)
    return [
        Block(unit, owed_by[unit.pk], contacts[unit.pk], calls.get(unit.pk))
        for unit in units
        if owed_by[unit.pk]
    ]


def lines_of(tasks: QuerySet, *, at: datetime) -> list[Line]:
    """A line for each of `tasks` (with their `step`), in official order."""
    tasks = list(tasks.for_page().in_official_order())
    far, nudges = tallies(tasks), nudging.last_nudges(tasks)
    reminded, slips = _reminded(tasks), _slips(tasks)
    return [
        Line(
            task,
            far[task.pk],
            at,
            nudges.get(task.pk),
            reminded.get(task.pk),
            tuple(slips[task.pk]),
        )
        for task in tasks
    ]


def _reminded(tasks) -> dict[int, datetime]:
    sent = Reminder.objects.filter(task__in=[task.pk for task in tasks], skipped="")
    return dict(sent.order_by("at").values_list("task_id", "at"))


def _slips(tasks) -> dict[int, list[ChasingSlip]]:
    """The standing slips on each task, the gravest last."""
    found = defaultdict(list)
    slips = ChasingSlip.objects.standing().filter(task__in=[task.pk for task in tasks])
    for slip in slips.select_related("issuer", "task").order_by("pk"):
        found[slip.task_id].append(slip)
    return found


def _calls(units, user) -> dict[int, CallNote]:
    """The last call to each unit that `user` may read of."""
    notes = CallNote.objects.visible_to(user).filter(unit__in=units).select_related("by")
    return {note.unit_id: note for note in notes.order_by("pk")}


def figures(tasks: QuerySet, *, at: datetime) -> dict[str, int]:
    """Units among `tasks`: all, and those overdue, due soon, past a correction, without account."""
    units = Count("unit", distinct=True)
    return tasks.aggregate(
        units=units,
        tasks=Count("pk"),
        overdue=Count("unit", distinct=True, filter=owed.is_overdue(at)),
        soon=Count("unit", distinct=True, filter=owed.is_due_soon(at)),
        correction=Count("unit", distinct=True, filter=owed.is_past_correction(at)),
        mute=Count("unit", distinct=True, filter=Q(owed.has_no_account())),
    )


def text_for_chat(shown: Iterable[Block], *, user: User) -> str:
    """What is pasted into the group: who of the list is missing, where they stand, until when."""
    lines = list(chain.from_iterable(block.lines for block in shown))
    for line in lines:
        line.task.said = line.state_in_words
    return nudging.text_for_chat([line.task for line in lines], sender=sender_of(user))


def sender_of(user: User) -> str:
    if user.sees_everything:
        return _("市数据资源局")
    return _("%(district)s电子政务办") % {"district": user.unit.short_name}
