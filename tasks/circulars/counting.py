"""Rows by what became of them, for each task a unit owes, as they stood at the cut-off."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from tasks.models import (
    Campaign,
    Entry,
    NearbyEntry,
    ObligationKind,
    RankedMatter,
    RowState,
    State,
    Task,
)
from tasks.models.rows import LEFT_OUT
from units.models import RosterDuty, RosterMember

from .as_of import states_before

AT_ONCE = 5_000
# As the notice names them (S1): 分管领导牵头，处（科）室负责，具体工作人员主抓.
DUTIES = {
    RosterDuty.LEADER: "分管领导",
    RosterDuty.HEAD: "处（科）室负责人",
    RosterDuty.STAFF: "具体工作人员",
}
REPORTED = (RowState.SUBMITTED, RowState.RETURNED, RowState.APPROVED)


@dataclass
class Rows:
    """应报, 已报, 通过, 退回 (waiting for the unit's correction): how many rows of each."""

    should: int = 0
    reported: int = 0
    approved: int = 0
    returned: int = 0


def rows_of(tasks: Iterable[Task], campaign: Campaign, at: datetime) -> dict[int, Rows]:
    """The rows of each of `tasks`, those of its parts included.

    A check's rows are the lines of attachment 1, which go up and come back together; a roster's
    are the duties that somebody must have.
    """
    states = defaultdict(Counter)
    for model in (Entry, NearbyEntry):
        _count(states, model, campaign, at)
    lines = _lines_of_checks(campaign)
    return {task.pk: _rows(task, states[task.pk], lines) for task in tasks}


def _count(states, model, campaign, at) -> None:
    rows = model.objects.filter(task__obligation__campaign=campaign).order_by()
    owed = Coalesce("task__parent_id", "task_id")
    for task, state, count in rows.values_list(owed, "state").annotate(n=Count("pk")):
        states[task][state] += count
    before = states_before(model, at)
    for pks in _pieces(list(before)):
        for task, state, pk in rows.filter(pk__in=pks).values_list(owed, "state", "pk"):
            states[task][state] -= 1
            states[task][before[pk]] += 1


def _pieces(pks: list[int]):
    return (pks[start : start + AT_ONCE] for start in range(0, len(pks), AT_ONCE))


def _lines_of_checks(campaign) -> dict[int, int]:
    lines = RankedMatter.objects.filter(campaign=campaign, unit__isnull=False).order_by()
    return dict(lines.values_list("unit_id").annotate(n=Count("pk")))


def _rows(task, states, lines) -> Rows:
    went_up = task.first_submitted_at is not None
    if task.kind in (ObligationKind.CHECK, ObligationKind.ROSTER):
        required = len(RosterMember.REQUIRED_DUTIES)
        total = lines.get(task.unit_id, 0) if task.kind == ObligationKind.CHECK else required
        return Rows(
            should=total,
            reported=total * went_up,
            approved=total * (task.state == State.APPROVED),
            returned=total * (task.state == State.RETURNED and went_up),
        )
    # "": the library added the row after the cut-off.
    outside = {*LEFT_OUT, ""}
    return Rows(
        should=sum(count for state, count in states.items() if state not in outside),
        reported=sum(states[state] for state in REPORTED) * went_up,
        approved=states[RowState.APPROVED] * went_up,
        returned=states[RowState.RETURNED] * went_up,
    )


def missing_duties(unit_ids: Iterable[int]) -> dict[int, list[str]]:
    """Which duties nobody of a unit has; who is in touch needs a telephone (S1, domain §4.4)."""
    silent = Q(duty=RosterDuty.STAFF, office_phone="", mobile="")
    members = RosterMember.objects.exclude(silent).filter(unit__in=unit_ids).order_by()
    present = set(members.values_list("unit_id", "duty").distinct())
    missing = {}
    for unit in unit_ids:
        for duty in RosterMember.REQUIRED_DUTIES:
            if (unit, duty.value) not in present:
                missing.setdefault(unit, []).append(DUTIES[duty])
    return missing
