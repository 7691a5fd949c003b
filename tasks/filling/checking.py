"""Checking attachment 1: each ranked matter can be connected, or an objection says why not."""

from datetime import datetime

from django.db import transaction

from tasks.models import (
    CheckAnswer,
    Entry,
    Objection,
    ObjectionState,
    ObligationKind,
    RankedMatter,
    Task,
)
from tasks.models.objections import LIVE
from tasks.models.rows import OPEN_ROWS
from units.models import Action, Event, User

from . import rights
from .judging import Surroundings, apply, judge


class NotOpen(Exception):
    """The task is not with the unit, or the matter already has a live objection."""


@transaction.atomic
def answer(task: Task, ranked_ids, *, by: User, at: datetime) -> int:
    """Say 可接入 for the unit's ranked matters among `ranked_ids`; returns how many."""
    task = rights.hold(task, by)
    rows = (
        RankedMatter.objects.of_check(task)
        .filter(pk__in=ranked_ids)
        .exclude(answer=CheckAnswer.CAN)
    )
    rows = list(rows.exclude(objections__state__in=LIVE).select_for_update())
    _record_answers(task, rows, CheckAnswer.CAN, by, at)
    return len(rows)


@transaction.atomic
def answer_rest(task: Task, *, by: User, at: datetime) -> int:
    """“其余无疑义”: an explicit confirmation, silence is not consent (domain §10)."""
    task = rights.hold(task, by)
    unanswered = RankedMatter.objects.of_check(task).filter(answer="")
    rows = list(unanswered.select_for_update())
    _record_answers(task, rows, CheckAnswer.CAN, by, at)
    return len(rows)


def _record_answers(task, rows, value, by, at):
    RankedMatter.objects.filter(pk__in=[row.pk for row in rows]).update(
        answer=value, answered_at=at, answered_by=by
    )
    Event.objects.bulk_create(
        Event(
            **Event.objects.row(
                Action.CONFIRM, by=by, at=at, subject=row, unit=task.unit,
                changes={"answer": [row.answer, value]},
            )
        )
        for row in rows
    )  # fmt: skip
    if rows:
        _start(task, by, at)


def _start(task, by, at):
    Task.objects.filter(pk=task.pk).move(Action.EDIT, by=by, at=at)


@transaction.atomic
def object_to(task: Task, objection: Objection, *, by: User, at: datetime) -> Objection:
    """Raise `objection`, whose `ranked` or `entry` is set, for the unit of `task`."""
    task = rights.hold(task, by)
    subject = objection.ranked or objection.entry
    subject = type(subject).objects.select_for_update(of=("self",)).get(pk=subject.pk)
    if objection.entry and not subject.is_open:
        raise NotOpen
    if subject.objections.live().exists():
        raise NotOpen
    objection.campaign, objection.unit = task.obligation.campaign, task.unit
    objection.raised_by, objection.raised_at = by, at
    objection.save()
    Event.objects.record(
        Action.OBJECT, by=by, at=at, subject=objection, unit=task.unit, reason=objection.text
    )
    if objection.ranked:
        _record_answers(task, [objection.ranked], CheckAnswer.OBJECTION, by, at)
    else:
        rejudge(objection.entry)
        _start(task, by, at)
    return objection


@transaction.atomic
def withdraw(objection: Objection, *, by: User, at: datetime) -> bool:
    """Take a pending objection back; False when it was decided meanwhile, or when the row it
    is about is with the bureau, which would be left with a row that lacks its facts."""
    rights.hold(task_of(objection), by)
    if objection.entry and not Entry.objects.get(pk=objection.entry_id).is_open:
        return False
    if not close(objection, ObjectionState.WITHDRAWN):
        return False
    Event.objects.record(Action.WITHDRAW, by=by, at=at, subject=objection, unit=objection.unit)
    if objection.ranked:
        RankedMatter.objects.filter(pk=objection.ranked_id).update(
            answer="", answered_at=None, answered_by=None
        )
    else:
        rejudge(objection.entry)
    return True


def task_of(objection: Objection) -> Task:
    """Where the matter is answered for: the list of the row, or the unit's check."""
    if objection.entry:
        return objection.entry.task
    return Task.objects.get(
        unit=objection.unit_id,
        obligation__campaign=objection.campaign_id,
        obligation__kind=ObligationKind.CHECK,
    )


def close(objection: Objection, state: ObjectionState, **fields) -> bool:
    """End a pending objection; False when it is over already."""
    changed = Objection.objects.pending().filter(pk=objection.pk).update(state=state, **fields)
    if changed:
        objection.refresh_from_db()
    return bool(changed)


def rejudge(entry: Entry) -> None:
    """An objection came or went: count the row again."""
    entry = Entry.objects.select_related("matter", "task__obligation__campaign", "task__unit").get(
        pk=entry.pk
    )
    if entry.state in OPEN_ROWS:
        apply(entry, judge(entry, Surroundings.of(entry.task)))
        entry.save(update_fields=["complete", "suspicion", "warnings", "settled"])
