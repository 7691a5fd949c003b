"""Checking attachment 1: each ranked matter can be connected, or an objection says why not."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from tasks.models import (
    CheckAnswer,
    Entry,
    Objection,
    ObjectionState,
    RankedMatter,
    RowState,
    Task,
)
from tasks.models.rows import OPEN_ROWS
from units import inbox
from units.models import Action, Event, User

from .judging import Surroundings, apply, judge


class NotOpen(Exception):
    """The task is not with the unit, or the matter already has a live objection."""


@transaction.atomic
def answer(task: Task, ranked_ids, *, by: User, at: datetime) -> int:
    """Say 可接入 for the unit's ranked matters among `ranked_ids`; returns how many."""
    rows = _own(task).filter(pk__in=ranked_ids).exclude(answer=CheckAnswer.CAN)
    rows = list(rows.exclude(objections__state__in=["pending", "accepted"]).select_for_update())
    _record_answers(task, rows, CheckAnswer.CAN, by, at)
    return len(rows)


@transaction.atomic
def answer_rest(task: Task, *, by: User, at: datetime) -> int:
    """“其余无疑义”: an explicit confirmation, silence is not consent (domain §10)."""
    rows = list(_own(task).filter(answer="").select_for_update())
    _record_answers(task, rows, CheckAnswer.CAN, by, at)
    return len(rows)


def _own(task):
    return RankedMatter.objects.filter(campaign=task.obligation.campaign, unit=task.unit)


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
    subject = objection.ranked or objection.entry
    type(subject).objects.select_for_update(of=("self",)).get(pk=subject.pk)
    if subject.objections.filter(state__in=["pending", "accepted"]).exists():
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
    """Take a pending objection back; False when it was decided meanwhile."""
    if not _close(objection, ObjectionState.WITHDRAWN):
        return False
    Event.objects.record(Action.WITHDRAW, by=by, at=at, subject=objection, unit=objection.unit)
    if objection.ranked:
        RankedMatter.objects.filter(pk=objection.ranked_id).update(
            answer="", answered_at=None, answered_by=None
        )
    else:
        rejudge(objection.entry)
    return True


@inbox.in_chinese
@transaction.atomic
def decide(objection: Objection, *, accepted: bool, text: str, by: User, at: datetime) -> bool:
    """成立 or 不成立, with the reason; an accepted one leaves the obligation list, so that the
    next rank moves up, or the denominator of the unit's list (A1-5, domain case 3)."""
    state = ObjectionState.ACCEPTED if accepted else ObjectionState.REJECTED
    if not _close(objection, state, decision=text, decided_by=by, decided_at=at):
        return False
    Event.objects.record(
        Action.DECIDE, by=by, at=at, subject=objection, unit=objection.unit, reason=text,
        changes={"state": [ObjectionState.PENDING, state]},
    )  # fmt: skip
    if objection.entry:
        _apply_to_entry(objection.entry, accepted, by, at)
    inbox.tell(
        inbox.people_of([objection.unit_id]),
        subject=_("疑义%(state)s：%(matter)s") % {"state": state.label, "matter": objection},
        body=text,
        url=reverse("tasks:objection-detail", args=[objection.pk]),
        at=at,
    )
    return True


def _close(objection, state, **fields) -> bool:
    changed = Objection.objects.pending().filter(pk=objection.pk).update(state=state, **fields)
    if changed:
        objection.refresh_from_db()
    return bool(changed)


def _apply_to_entry(entry, accepted, by, at):
    if accepted:
        before, entry.state = entry.state, RowState.EXCLUDED
        entry.return_reason = ""
        entry.save(update_fields=["state", "return_reason"])
        Event.objects.record(
            Action.DECIDE, by=by, at=at, subject=entry, unit=entry.task.unit,
            reason=_("疑义成立"), changes={"state": [before, entry.state]},
        )  # fmt: skip
    else:
        rejudge(entry)


def rejudge(entry: Entry) -> None:
    """An objection came or went: count the row again."""
    entry = Entry.objects.select_related("matter", "task__obligation__campaign", "task__unit").get(
        pk=entry.pk
    )
    if entry.state in OPEN_ROWS:
        apply(entry, judge(entry, Surroundings.of(entry.task)))
        entry.save(update_fields=["complete", "suspicion", "warnings", "settled"])
