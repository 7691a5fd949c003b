"""Bulk approval: many rows of many units in one act, task by task, and its undoing (E5).

The suspicious are never in it (docs/decisions/0018-bulk-approval.md)."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _

from tasks.filling import rights
from tasks.filling.grid import row_model
from tasks.filling.row_moves import move_rows
from tasks.filling.submitting import Stale
from tasks.models import (
    BulkApproval,
    BulkState,
    Entry,
    NearbyEntry,
    Objection,
    RowState,
    Severity,
    State,
    Task,
)
from units import inbox, jobs
from units.models import Action, JobState, MessageKind, User

from . import decisions, starting
from .bulk_plan import Plan, plan_for
from .bulk_scope import query_of
from .selection import Selection

APPROVE, UNDO = "bulk-approval", "bulk-undo"
AT_ONCE = 300


class TooLate(Exception):
    """The undo window is over, or the approval is not one that can be undone."""


def _nobody(phase, done, total):
    """Nobody watches: the work is done within a request."""


@transaction.atomic
def ask(
    selection: Selection,
    *,
    with_low: bool,
    expected: int,
    fingerprint: str,
    by: User,
    at: datetime,
) -> BulkApproval:
    """Approve what was shown: at once, or many rows as a job.

    Raises `Stale` when it is not what was shown any more. Of two requests of one person the
    second waits for the first, and a job that is asked for twice is the same job.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    plan, query = plan_for(selection, with_low=with_low), selection.filters.query()
    same = BulkApproval.objects.filter(by=by, state=BulkState.RUNNING, query=query)
    if (running := same.filter(expected=plan.count).last()) and plan.fingerprint == fingerprint:
        return running
    if not plan.count or (plan.count, plan.fingerprint) != (expected, fingerprint):
        raise Stale
    approval = BulkApproval.objects.create(
        query=query, expected=plan.count, excluded=plan.excluded, asked_at=at, by=by
    )
    _start(approval, plan, with_low, at)
    return approval


@transaction.atomic
def approve_rest(
    task: Task, *, expected: int, seen: int | None, by: User, at: datetime
) -> BulkApproval:
    """The rest of one submission, as `decisions.approve_rest`; it can be undone, too."""
    if expected < 1:
        raise Stale
    task = Task.objects.held(task.pk)
    waiting = list(decisions.approvable(task).values_list("pk", flat=True))
    count = decisions.approve_rest(task, expected=expected, seen=seen, by=by, at=at)
    approval = BulkApproval.objects.create(
        query=query_of(task),
        expected=expected,
        approved=count,
        state=BulkState.DONE,
        asked_at=at,
        done_at=at,
        by=by,
    )
    moved = row_model(task).objects.filter(pk__in=waiting, state=RowState.APPROVED)
    moved.update(approved_in=approval)
    return approval


def _start(approval, plan: Plan, with_low, at):
    if plan.count <= AT_ONCE:
        run(approval, plan.rows, with_low=with_low, at=at)
        return
    title = _("批量通过 %(n)s 行") % {"n": f"{plan.count:,}"}
    approval.job = jobs.ask(
        APPROVE,
        title=title,
        owner=approval.by,
        approval=approval.pk,
        rows=plan.rows,
        with_low=with_low,
    )
    approval.save(update_fields=["job"])


def run(
    approval: BulkApproval,
    rows: list[list[int]],
    *,
    with_low: bool,
    at: datetime,
    report: Callable = _nobody,
) -> None:
    """Approve `rows`, [key, version], a task at a time; it bears being broken off and run again:
    what is approved is left alone, and no task is half done."""
    versions, done = dict(rows), 0
    for owed, pks in _by_owed(Entry.objects.filter(pk__in=list(versions))).items():
        report(_("通过"), done, len(versions))
        _approve_of(owed, pks, versions, approval, with_low, at)
        done += len(pks)
    running = BulkApproval.objects.filter(pk=approval.pk, state=BulkState.RUNNING)
    running.update(state=BulkState.DONE, done_at=at)
    approval.refresh_from_db()


def _by_owed(rows) -> dict[int, list[int]]:
    """Rows by the task they came up with, in the order in which everybody locks tasks."""
    found = defaultdict(list)
    for pk, task, parent in rows.order_by("pk").values_list("pk", "task", "task__parent"):
        found[parent or task].append(pk)
    return dict(sorted(found.items()))


@inbox.in_chinese
@transaction.atomic
def _approve_of(owed, pks, versions, approval, with_low, at):
    task = Task.objects.held(owed)
    asked = BulkApproval.objects.filter(pk=approval.pk, state=BulkState.RUNNING)
    came_later = task.submitted_at and task.submitted_at > approval.asked_at
    own = approval.by.acting_for and rights.owns(task, approval.by)
    if came_later or own or not asked.exists():
        return
    rows = _unsuspicious(decisions.approvable(task), with_low).filter(pk__in=pks)
    same = [pk for pk, version in rows.values_list("pk", "version") if versions[pk] == version]
    moved = move_rows(
        rows.filter(pk__in=same), Action.APPROVE, RowState.APPROVED, by=approval.by, at=at
    )
    Entry.objects.filter(pk__in=[row.pk for row in moved]).update(approved_in=approval)
    asked.update(approved=F("approved") + len(moved))
    if moved:
        starting.begin(task, by=approval.by, at=at)
        decisions.settle(task, by=approval.by, at=at)
    subject = _("市数据资源局已通过 %(n)s 行")
    body = _("审核人 %(minutes)s 分钟内可以撤销本次通过；撤销时会再次通知。") % {
        "minutes": settings.REVIEW_UNDO_MINUTES
    }
    _tell(task, moved, subject, body, at)


def _unsuspicious(rows, with_low):
    """What may have been found since is found here: it is asked again, row by row."""
    pending = Objection.objects.pending().filter(entry=OuterRef("pk"))
    most = Severity.LOW if with_low else Severity.NONE
    return rows.filter(~Exists(pending), severity__lte=most)


def undo_until(approval: BulkApproval) -> datetime | None:
    """Until when it can be undone; None while it is being worked on, or when it was undone."""
    ended = approval.done_at
    if approval.state == BulkState.RUNNING and approval.job:
        ended = approval.job.finished_at if approval.job.state == JobState.FAILED else None
    if approval.state == BulkState.UNDONE or ended is None:
        return None
    return ended + timedelta(minutes=settings.REVIEW_UNDO_MINUTES)


@transaction.atomic
def undo(approval: BulkApproval, *, by: User, at: datetime) -> BulkApproval:
    """Let everything wait again that is still approved by it; raises `TooLate`."""
    approval = (
        BulkApproval.objects.select_related("job")
        .select_for_update(of=("self",), no_key=True)
        .get(pk=approval.pk)
    )
    until = undo_until(approval)
    if until is None or at > until:
        raise TooLate
    approval.state, approval.undone_at, approval.undone_by = BulkState.UNDONE, at, by
    approval.save(update_fields=["state", "undone_at", "undone_by"])
    if approval.approved <= AT_ONCE:
        take_back(approval, by=by, at=at)
    else:
        title = _("撤销批量通过 %(n)s 行") % {"n": f"{approval.approved:,}"}
        approval.job = jobs.ask(UNDO, title=title, owner=by, approval=approval.pk)
        approval.save(update_fields=["job"])
    return approval


def take_back(approval, *, by: User, at: datetime, report: Callable = _nobody) -> int:
    """Undo task by task; it bears being broken off and run again."""
    done = 0
    for rows in still_approved(approval):
        total = done + rows.count()
        for owed, own in _by_owed(rows).items():
            report(_("撤销"), done, total)
            done += _take_back_of(owed, rows.filter(pk__in=own), by, at)
    return done


def still_approved(approval: BulkApproval) -> list:
    """What an undo would take back, a QuerySet for each kind of rows."""
    return [
        model.objects.filter(approved_in=approval, state=RowState.APPROVED)
        for model in (Entry, NearbyEntry)
    ]


@inbox.in_chinese
@transaction.atomic
def _take_back_of(owed, rows, by, at) -> int:
    task = Task.objects.held(owed)
    moved = move_rows(rows, Action.UNDO_APPROVAL, RowState.SUBMITTED, by=by, at=at)
    if moved:
        _wait_again(task, {row.task_id for row in moved}, by, at)
        subject = _("市数据资源局撤销了对 %(n)s 行的通过")
        _tell(task, moved, subject, _("这些行恢复为待市局审核，暂不需要贵单位处理。"), at)
    return len(moved)


def _wait_again(task, parts, by, at):
    """The lists of the rows wait for the bureau again, too; so does that of a district that was
    opened for its late departments because nothing else was left to decide."""
    tasks = Task.objects.filter(pk__in=parts | {task.pk})
    waiting = tasks.filter(state=State.APPROVED)
    if task.is_collected and task.state == State.FILLING:
        waiting = waiting | tasks.filter(pk=task.pk)
    waiting.move(Action.UNDO_APPROVAL, by=by, at=at)


def _tell(task, moved, subject, body, at):
    """Each unit that has rows among them, and the one that submitted for it."""
    counts = Counter(row.task for row in moved if row.task_id != task.pk)
    counts[task] = len(moved)
    for one, count in counts.items():
        inbox.tell(
            inbox.people_of([one.unit_id]),
            kind=MessageKind.REVIEW,
            subject=subject % {"n": count},
            body=body,
            url=one.get_absolute_url(),
            at=at,
        )
