"""The ladder as people read it: its rungs in order, with the dates they have in a campaign."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from tasks.models import Basis, Campaign, Obligation, Recipient, Rung, Task
from tasks.supervision import deadlines
from units.models import Channel

from . import days

ORDER = [Basis.DUE, Basis.LAST_DAY, Basis.LATENESS, Basis.CORRECTION]


@dataclass(frozen=True)
class Line:
    rung: Rung
    when: str
    recipients: str
    channels: str
    day: date | None = None


def lines(obligation: Obligation | None) -> list[Line]:
    """The rungs in the order in which they come, dated for one obligation."""
    task = _model_task(obligation) if obligation else None
    return [_line(rung, task) for rung in in_order(Rung.objects.all())]


def in_order(rungs) -> list[Rung]:
    return sorted(rungs, key=lambda one: (ORDER.index(one.basis), one.offset, one.hour, one.pk))


def _line(rung, task):
    dated = task is not None and rung.basis != Basis.CORRECTION
    return Line(
        rung=rung,
        when=when(rung),
        recipients=_labels(Recipient, rung.recipients),
        channels=_labels(Channel, [Channel.INBOX, *rung.channels]),
        day=days.day_of(rung, task) if dated else None,
    )


def _labels(kind, values) -> str:
    return "、".join(str(kind(value).label) for value in dict.fromkeys(values))


def when(rung: Rung) -> str:
    """T-3, T+1 …; T is the last workday before the deadline, T+1 the first after it is overdue."""
    if rung.basis == Basis.LAST_DAY:
        return _("最后一天")
    if rung.basis == Basis.CORRECTION:
        return _("修改时限%(n)s") % {"n": f"{rung.offset:+d}" if rung.offset else _("当天")}
    return f"T{rung.offset:+d}" if rung.offset else "T"


def _model_task(obligation: Obligation) -> Task:
    """A task as every unit has it, for its clocks."""
    late_at = deadlines.late_from(obligation.due_at, obligation.campaign)
    return Task(obligation=obligation, due_at=obligation.due_at, late_at=late_at)


def newest_obligation() -> Obligation | None:
    """What the dates of the ladder are shown for: the earliest deadline of the newest notice."""
    campaign = Campaign.objects.current().newest_first().first()
    if campaign is None:
        return None
    owed = campaign.obligations.select_related("campaign")
    return owed.order_by("due_at", "pk").first()
