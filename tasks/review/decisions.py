"""The bureau's decisions: approve, return row by row, return a task."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from matters.models import SystemLevel
from tasks.filling.grid import row_model
from tasks.filling.row_moves import move_rows
from tasks.filling.submitting import Stale
from tasks.filling.withdrawing import last_standing
from tasks.models import Entry, RowState, State, Task
from tasks.models.objections import UNDECIDED
from tasks.models.rows import LEFT_OUT
from units import inbox
from units.models import Action, User

from . import reopening, starting
from .reasons import Reason


def rows_in_review(task: Task):
    """All rows that came up with `task`, those of its parts included, left-out ones too."""
    return row_model(task).objects.of_submission(task)


def approvable(task: Task):
    """Rows that may be approved now; a level still 待核实 blocks approval (domain §3.8), and so
    does an undecided objection, which stands for facts nobody has given (decision 21)."""
    rows = rows_in_review(task).reviewable()
    if row_model(task) is Entry:
        rows = rows.exclude(system_level=SystemLevel.UNKNOWN)
        rows = rows.exclude(objections__state__in=UNDECIDED)
    return rows


def _held(task: Task, seen: int | None) -> Task:
    """The task, locked; raises `Stale` when it was submitted again since the reviewer's page,
    whose submission number is `seen`: nobody approves what he has not looked at."""
    task = Task.objects.held(task.pk)
    if seen is not None and seen != _standing_number(task):
        raise Stale
    return task


def _standing_number(task) -> int:
    last = last_standing(task)
    return last.number if last else 0


@transaction.atomic
def approve_rows(task: Task, pks, *, seen: int | None = None, by: User, at: datetime) -> int:
    """Approve some rows; returns how many were still waiting. Raises `Stale`, see `_held`."""
    task = _held(task, seen)
    moved = move_rows(
        approvable(task).filter(pk__in=pks), Action.APPROVE, RowState.APPROVED, by=by, at=at
    )
    _approved(task, moved, by, at)
    return len(moved)


@transaction.atomic
def approve_rest(
    task: Task,
    *,
    expected: int,
    seen: int | None = None,
    by: User,
    at: datetime,
) -> int:
    """Approve the rows still waiting without anything odd; the others are decided by themselves.

    `expected` is the count the reviewer was shown; raises `Stale` when it is another now, or
    when the task was submitted again.
    """
    task = _held(task, seen)
    rows = approvable(task).plain()
    if rows.count() != expected:
        raise Stale
    moved = move_rows(rows, Action.APPROVE, RowState.APPROVED, by=by, at=at)
    _approved(task, moved, by, at)
    return len(moved)


def _approved(task, moved, by, at):
    if moved:
        starting.begin(task, by=by, at=at)
        settle(task, by=by, at=at)


@inbox.in_chinese
@transaction.atomic
def send_back_rows(
    task: Task,
    reasons: dict[int, Reason],
    *,
    to_collector: bool = False,
    by: User,
    at: datetime,
) -> int:
    """Return rows, each with its reason by its key; only they open again (domain case 17).

    The task and the parts concerned have a deadline of their own for the correction. A district
    may get them itself, `to_collector`, to correct or to pass on to its departments.
    """
    task = Task.objects.held(task.pk)
    rows = rows_in_review(task).reviewable().filter(pk__in=reasons)
    moved = move_rows(rows, Action.SEND_BACK, RowState.RETURNED, by=by, at=at, reasons=reasons)
    if moved:
        starting.begin(task, by=by, at=at)
        action, said = _action(task, to_collector), _("退回 %(n)s 行，请按各行原因修改。")
        reopening.open_rows_again(task, moved, action, said=said, by=by, at=at)
        reopening.tell_of_rows(task, moved, at=at)
    return len(moved)


def _action(task, to_collector):
    return Action.RETURN_TO_COLLECTOR if to_collector and task.is_collected else Action.SEND_BACK


@inbox.in_chinese
@transaction.atomic
def send_back_task(
    task: Task, *, reason: Reason, to_collector: bool = False, by: User, at: datetime
) -> bool:
    """Return a task as a whole: every row still waiting opens again with the same reason."""
    task = Task.objects.held(task.pk)
    if task.has_rows or task.is_collected:
        waiting = rows_in_review(task).reviewable()
        reasons = dict.fromkeys(waiting.values_list("pk", flat=True), reason)
        rows = move_rows(
            waiting, Action.SEND_BACK, RowState.RETURNED, by=by, at=at, reasons=reasons
        )
        done, parts = bool(rows), {row.task_id for row in rows}
    else:
        done, parts = task.state == State.SUBMITTED, set()
    if done:
        starting.begin(task, by=by, at=at)
        action = _action(task, to_collector)
        opened = reopening.open_again(task, parts, action, note=str(reason), by=by, at=at)
        reopening.tell_of_tasks(opened, str(reason), at=at)
    return done


@transaction.atomic
def approve_task(task: Task, *, seen: int | None = None, by: User, at: datetime) -> bool:
    """Approve a task without rows of its own: the check list or the roster."""
    task = _held(task, seen)
    starting.begin(task, by=by, at=at)
    moved = Task.objects.filter(pk=task.pk).move(Action.APPROVE, by=by, at=at)
    return bool(moved)


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
