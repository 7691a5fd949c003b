"""Which missing tasks somebody means on the desk, and what each way of chasing would do."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tasks.models import ChasingKind, ChasingSlip, Colour
from units.models import Unit, User
from yichuang.numbers import numbers_of

from . import owed
from .desk import Line, lines_of
from .filters import DeskFilter
from .issuing import issuer_of
from .numbering import following

# 只提醒: a message to the unit, without a number and a slip.
NUDGE = "nudge"
WAYS = [(NUDGE, gettext_lazy("催办提醒（不发单）")), *ChasingKind.choices]
MOST_TICKED = 2_000


@dataclass(frozen=True)
class Selection:
    """The ticked tasks, or all that the filters let through; never others than may be chased."""

    filters: DeskFilter
    ticked: tuple[int, ...]
    everything: bool

    @classmethod
    def of(cls, request, filters: DeskFilter) -> "Selection":
        ticked = numbers_of(request.POST.getlist("row")[:MOST_TICKED])
        return cls(filters, tuple(ticked), request.POST.get("all") == "yes")

    def __bool__(self):
        return self.everything or bool(self.ticked)

    def tasks(self) -> QuerySet:
        if self.everything:
            return self.filters.tasks()
        return owed.missing(self.filters.user).filter(pk__in=self.ticked)


@dataclass(frozen=True)
class Way:
    """What one way of chasing comes to for the tasks that are meant."""

    code: str
    label: str
    # Tasks it reaches, and tasks on which such a slip stands or that were nudged today.
    count: int
    before: int
    first_number: str = ""

    @property
    def colour(self) -> Colour:
        """Of the slip; none of a mere reminder."""
        return Colour.NONE if self.code == NUDGE else ChasingKind(self.code).colour

    @property
    def text(self) -> str:
        if self.code == NUDGE:
            sentence = ngettext("通知 %(n)d 项任务的单位", "通知 %(n)d 项任务的单位", self.count)
            kept = _("；%(n)d 项今天已催办，不重复") % {"n": self.before} if self.before else ""
            return sentence % {"n": self.count} + kept
        sentence = ngettext("发 %(n)d 张", "发 %(n)d 张", self.count) % {"n": self.count}
        if self.count:
            sentence = _("%(sentence)s，%(number)s起") % {
                "sentence": sentence,
                "number": self.first_number,
            }
        kept = _("；%(n)d 项已有未销号的同类单，不重复") % {"n": self.before} if self.before else ""
        return sentence + kept


@dataclass(frozen=True)
class Plan:
    """What would happen, said before it does."""

    lines: list[Line]
    ways: list[Way]
    # Units of which nobody has an account: a slip is issued, a message reaches nobody.
    mute: list[Unit]

    @property
    def units(self) -> int:
        return len({line.task.unit_id for line in self.lines})

    @property
    def usual(self) -> str:
        """The step of the ladder the least late of them has come to (domain §5.3)."""
        days = min((line.workdays_late for line in self.lines), default=0)
        late = all(line.is_overdue for line in self.lines)
        steps = [NUDGE, ChasingKind.ASSIGN, ChasingKind.URGE, ChasingKind.SUPERVISE]
        return steps[min(max(days, 1), 3)] if late and self.lines else NUDGE


def plan_for(selection: Selection, *, by: User, at: datetime) -> Plan:
    lines = lines_of(selection.tasks(), at=at)
    reached = selection.tasks().filter(owed.has_no_account()).values("unit")
    mute = Unit.objects.filter(pk__in=reached).select_related("parent").in_official_order()
    return Plan(lines, _ways(lines, by, at), list(mute))


def _ways(lines, by, at):
    nudged = sum(line.nudged_today for line in lines)
    ways = [Way(NUDGE, str(WAYS[0][1]), len(lines) - nudged, nudged)]
    issuer, year = issuer_of(by), timezone.localdate(at).year
    for kind in ChasingKind:
        before = sum(any(slip.kind == kind for slip in line.slips) for line in lines)
        number = following(issuer, kind, year)
        first = ChasingSlip(issuer=issuer, kind=kind, year=year, number=number)
        ways.append(Way(kind, str(kind.label), len(lines) - before, before, str(first)))
    return ways
