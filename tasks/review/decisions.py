"""The bureau's decisions: approve, return row by row, return a task, decide objections."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from matters.models import SystemLevel
from tasks.filling.checking import close, rejudge
from tasks.filling.grid import row_model
from tasks.filling.submitting import Stale, move_rows
from tasks.models import Entry, Objection, ObjectionState, RowState, State, Task
from tasks.models.rows import LEFT_OUT
from tasks.supervision.workdays import correction_deadline
from units import inbox
from units.models import Action, Event, User

from .reasons import Reason

IN_REVIEW = frozenset({State.SUBMITTED, State.RETURNED})


def rows_in_review(task: Task):
    """All rows that came up with `task`, those of its parts included, left-out ones too."""
    return row_model(task).objects.of_submission(task)


def approvable(task: Task):
    """Rows that may be approved now; a level still 待核实 blocks approval (domain §3.8)."""
    rows = rows_in_review(task).reviewable()
    if row_model(task) is Entry:
        rows = rows.exclude(system_level=SystemLevel.UNKNOWN)
    return rows


def _held(task: Task, seen: int | None) -> Task:
    """The task, locked; raises `Stale` when it was submitted again since the reviewer's page,
    whose submission number is `seen`: nobody approves what he has not looked at."""
    task = Task.objects.held(task.pk)
    if seen is not None and seen != task.submissions.count():
        raise Stale
    return task


@transaction.atomic
def approve_rows(task: Task, pks, *, seen: int | None = None, by: User, at: datetime) -> int:
    """Approve some rows; returns how many were still waiting. Raises `Stale`, see `_held`."""
    task = _held(task, seen)
    moved = move_rows(
        approvable(task).filter(pk__in=pks), Action.APPROVE, RowState.APPROVED, by=by, at=at
    )
    settle(task, by=by, at=at)
    return len(moved)


@transaction.atomic
def approve_rest(
    task: Task,
    *,
    expected: int,
    with_odd: bool = True,
    seen: int | None = None,
    by: User,
    at: datetime,
) -> int:
    """Approve all rows still waiting, or only those without anything odd.

    `expected` is the count the reviewer was shown; raises `Stale` when it is another now, or
    when the task was submitted again.
    """
    task = _held(task, seen)
    rows = approvable(task)
    if not with_odd:
        rows = rows.filter(suspicion=0)
    if rows.count() != expected:
        raise Stale
    moved = move_rows(rows, Action.APPROVE, RowState.APPROVED, by=by, at=at)
    settle(task, by=by, at=at)
    return len(moved)


@inbox.in_chinese
@transaction.atomic
def send_back_rows(task: Task, reasons: dict[int, Reason], *, by: User, at: datetime) -> int:
    """Return rows, each with its reason by its key; only they open again (domain case 17).

    The task and the parts concerned become 退回修改 with a deadline of their own.
    """
    task = Task.objects.held(task.pk)
    rows = rows_in_review(task).reviewable().filter(pk__in=reasons)
    moved = move_rows(rows, Action.SEND_BACK, RowState.RETURNED, by=by, at=at, reasons=reasons)
    if moved:
        parts = {row.task_id for row in moved}
        note = _("退回 %(n)s 行，请按各行原因修改。") % {"n": len(moved)}
        _return_tasks(task, parts | {task.pk}, note=note, by=by, at=at)
        for pk in parts:
            own = [row for row in moved if row.task_id == pk]
            _tell_returned(own[0].task, own, at)
        if task.is_collected:
            _tell_returned(task, moved, at)
    return len(moved)


@inbox.in_chinese
@transaction.atomic
def send_back_task(task: Task, *, reason: Reason, by: User, at: datetime) -> bool:
    """Return a task as a whole: every row still waiting opens again with the same reason."""
    task = Task.objects.held(task.pk)
    if task.state not in IN_REVIEW:
        return False
    if task.state == State.RETURNED and not rows_in_review(task).reviewable().exists():
        return False
    parts = {task.pk}
    if task.has_rows or task.is_collected:
        waiting = rows_in_review(task).reviewable()
        reasons = dict.fromkeys(waiting.values_list("pk", flat=True), reason)
        moved = move_rows(
            waiting, Action.SEND_BACK, RowState.RETURNED, by=by, at=at, reasons=reasons
        )
        parts |= {row.task_id for row in moved}
    returned = _return_tasks(task, parts, note=str(reason), by=by, at=at)
    for one in returned:
        inbox.tell(
            inbox.people_of([one.unit_id]),
            subject=_("市数据资源局退回：%(task)s") % {"task": one.obligation},
            body=str(reason),
            url=one.get_absolute_url(),
            at=at,
        )
    return bool(returned)


@transaction.atomic
def approve_task(task: Task, *, seen: int | None = None, by: User, at: datetime) -> bool:
    """Approve a task without rows of its own: the check list or the roster."""
    _held(task, seen)
    moved = Task.objects.filter(pk=task.pk).move(Action.APPROVE, by=by, at=at)
    return bool(moved)


@inbox.in_chinese
@transaction.atomic
def decide(objection: Objection, *, accepted: bool, text: str, by: User, at: datetime) -> bool:
    """成立 or 不成立, with the reason; an accepted one leaves the obligation list, so that the
    next rank moves up, or the denominator of the unit's list (A1-5, domain case 3)."""
    entry = objection.entry
    owed = Task.objects.held(entry.task.parent_id or entry.task_id) if entry else None
    state = ObjectionState.ACCEPTED if accepted else ObjectionState.REJECTED
    if not close(objection, state, decision=text, decided_by=by, decided_at=at):
        return False
    Event.objects.record(
        Action.DECIDE, by=by, at=at, subject=objection, unit=objection.unit, reason=text,
        changes={"state": [ObjectionState.PENDING, state]},
    )  # fmt: skip
    if entry:
        _apply_to_entry(entry, accepted, by, at)
        settle(owed, by=by, at=at)
    inbox.tell(
        inbox.people_of([objection.unit_id]),
        subject=_("疑义%(state)s：%(matter)s") % {"state": state.label, "matter": objection},
        body=text,
        url=reverse("tasks:objection-detail", args=[objection.pk]),
        at=at,
    )
    return True


def _apply_to_entry(entry, accepted, by, at):
    if accepted:
        entry.refresh_from_db()
        before, entry.state = entry.state, RowState.EXCLUDED
        entry.return_class, entry.return_reason = "", ""
        entry.save(update_fields=["state", "return_class", "return_reason"])
        Event.objects.record(
            Action.DECIDE, by=by, at=at, subject=entry, unit=entry.task.unit,
            reason=_("疑义成立"), changes={"state": [before, entry.state]},
        )  # fmt: skip
    else:
        rejudge(entry)


def _return_tasks(task, pks, *, note, by, at):
    moved = Task.objects.filter(pk__in=pks).move(Action.SEND_BACK, by=by, at=at, note=note)
    Task.objects.filter(pk__in=pks).update(
        return_note=note, correction_due_at=correction_deadline(at)
    )
    return moved


def settle(task: Task, *, by: User, at: datetime) -> None:
    """Approve the parts, then the task, once none of their rows is waiting or open; a district
    that submitted without a department gets its task back for the supplement."""
    model = row_model(task)
    unfinished = model.objects.filter(task=OuterRef("pk")).exclude(
        state__in=[RowState.APPROVED, *LEFT_OUT]
    )
    if task.is_collected:
        task.parts.filter(~Exists(unfinished)).move(Action.APPROVE, by=by, at=at)
    left = rows_in_review(task).exclude(state__in=[RowState.APPROVED, *LEFT_OUT])
    if not left.exists():
        Task.objects.filter(pk=task.pk).move(Action.APPROVE, by=by, at=at)
    elif not left.exclude(state=RowState.DRAFT).exists():
        Task.objects.filter(pk=task.pk).move(Action.REOPEN, by=by, at=at)


def _tell_returned(task, rows, at):
    lines = [f"{row.matter.full_name}：{row.return_text}" for row in rows[:20]]
    inbox.tell(
        inbox.people_of([task.unit_id]),
        subject=_("市数据资源局退回 %(n)s 行，请修改后重新报送") % {"n": len(rows)},
        body="\n".join(lines),
        url=task.get_absolute_url(),
        at=at,
    )
