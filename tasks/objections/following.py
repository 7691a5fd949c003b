"""The rows follow a decision: out of the denominator, owed with all their facts, or back again."""

from contextlib import contextmanager
from datetime import datetime

from django.utils.translation import gettext as _

from tasks.filling.checking import rejudge
from tasks.filling.judging import Surroundings, apply, judge
from tasks.models import (
    Entry,
    Objection,
    ReturnClass,
    RowState,
    State,
    Task,
)
from tasks.models.rows import LEFT_OUT, OPEN_ROWS
from tasks.review.decisions import send_back_rows, settle
from tasks.review.reasons import Reason
from tasks.suspicion.examining import examine_rows
from units.models import Action, Event, User

from .effects import nearby_rows

WITH_THE_BUREAU = frozenset({State.SUBMITTED, State.APPROVED})


@contextmanager
def held(objections: list[Objection]):
    """Hold the tasks whose rows the objections are about, in the order everybody locks in."""
    entries = _entries(objections)
    pks = {parent or own for own, parent in entries.values_list("task_id", "task__parent_id")}
    pks |= set(nearby_rows(entries).values_list("task_id", flat=True))
    yield {pk: Task.objects.held(pk) for pk in sorted(pks)}


def _entries(objections):
    return Entry.objects.filter(pk__in=[one.entry_id for one in objections if one.entry_id])


def _rows(objection) -> list:
    """The row, and the 就近可办 row of the same matter in a pilot."""
    entries = _entries([objection])
    return [
        *entries.select_related("matter", "task__unit", "task__parent"),
        *nearby_rows(entries).select_related("matter", "task__unit", "task__parent"),
    ]


def leave(objection: Objection, tasks: dict, *, by: User, at: datetime) -> None:
    """成立: the rows are no longer counted; what was answered in them is kept."""
    reason = _("疑义成立：%(outcome)s") % {"outcome": objection.get_outcome_display()}
    for row in _rows(objection):
        if row.state not in LEFT_OUT:
            _move(row, RowState.EXCLUDED, Action.DECIDE, reason, by, at)
    for task in tasks.values():
        settle(task, by=by, at=at)
    examine_rows([objection.entry_id])


def stay(objection: Objection, tasks: dict, *, by: User, at: datetime) -> None:
    """不成立: the facts the objection stood for are owed again, also when the row was reported."""
    rejudge(objection.entry)
    entry = Entry.objects.select_related(
        "matter", "task__obligation__campaign", "task__unit", "task__parent"
    ).get(pk=objection.entry_id)
    if entry.state != RowState.SUBMITTED:
        return
    apply(entry, judge(entry, Surroundings.of(entry.task)))
    entry.save(update_fields=["complete", "suspicion", "warnings", "settled"])
    if entry.complete:
        examine_rows([entry.pk])
        return
    text = _("疑义不成立，请补填七项内容。%(text)s") % {"text": objection.decision}
    reason = Reason(ReturnClass.INCOMPLETE, text[:500])
    owed = tasks[entry.task.parent_id or entry.task_id]
    send_back_rows(owed, {entry.pk: reason}, by=by, at=at)


def come_back(objection: Objection, tasks: dict, *, reason: str, by: User, at: datetime) -> None:
    """Counted again, where the row would be now if nobody had decided."""
    for row in _rows(objection):
        if row.state == RowState.EXCLUDED:
            _move(row, _place(row), Action.REOPEN, reason, by, at)
    waiting = [task.pk for task in tasks.values()] + [objection.entry.task_id]
    again = Task.objects.filter(pk__in=waiting, state=State.APPROVED)
    again.move(Action.UNDO_APPROVAL, by=by, at=at, note=reason)
    rejudge(objection.entry)
    examine_rows([objection.entry_id])


def _place(row) -> RowState:
    """With the bureau if its task is there; else as it was when it left."""
    before = _state_before(row)
    if row.task.state in WITH_THE_BUREAU or before not in OPEN_ROWS:
        return RowState.SUBMITTED
    return before


def _state_before(row) -> str:
    decided = Event.objects.of(row).filter(action=Action.DECIDE)
    changes = (event.changes.get("state", ["", ""]) for event in decided)
    return next((old for old, new in changes if new == RowState.EXCLUDED), RowState.DRAFT)


def _move(row, state, action, reason, by, at):
    before, row.state = row.state, state
    row.return_class, row.return_reason, row.approved_in = "", "", None
    if state == RowState.RETURNED:
        row.return_class, row.return_reason = ReturnClass.OTHER, reason
    row.save(update_fields=["state", "return_class", "return_reason", "approved_in"])
    Event.objects.record(
        action, by=by, at=at, subject=row, unit=row.task.unit, reason=reason,
        changes={"state": [before, state]},
    )  # fmt: skip
