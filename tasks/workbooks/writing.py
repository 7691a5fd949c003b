"""Writing a confirmed workbook into the list, all of it or nothing, and taking it back again."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from tasks.filling import rights
from tasks.filling.grid import row_model, same
from tasks.filling.judging import Surroundings, apply, judge
from tasks.filling.storing import store
from tasks.models import FilledRow, Task, WorkbookState, WorkbookUpload
from units import jobs
from units.models import Action, Event, Job, User

from .comparing import give_tasks, put
from .plan import Plan
from .receiving import APPLY, AlreadyDecided

FEW = 500


class ChangedSince(Exception):
    """The list is no longer what the preview was made against: nothing was written."""


class SeenBefore(Exception):
    """Another comparison was made since the one that is confirmed: nothing was written."""


@transaction.atomic
def confirm(
    upload: WorkbookUpload, *, stale: bool, by: User, at: datetime, seen: str = ""
) -> tuple[Job | None, int]:
    """Write the good rows now, or let a worker do it when there are many.

    With `stale`, also the rows somebody changed after the workbook had been downloaded. `seen` is
    the `made_at` of the plan that was looked at, when the person has looked at one.
    """
    Task.objects.held(upload.task_id)
    _claim(upload)
    upload.refresh_from_db(fields=["plan", "state"])
    if seen and seen != upload.plan.get("made_at"):
        raise SeenBefore
    plan = Plan.restored(upload.plan)
    if len(plan.changed) + len(plan.stale) <= settings.LARGEST_DIRECT_WRITE:
        return None, write(upload, stale=stale, by=by, at=at)
    title = _("写入工作簿：%(name)s") % {"name": upload.file_name[:80]}
    job = jobs.ask(APPLY, title=title[:120], owner=by, upload=upload.pk, stale=stale)
    WorkbookUpload.objects.filter(pk=upload.pk).update(state=WorkbookState.APPLYING, job=job)
    return job, 0


def _claim(upload: WorkbookUpload) -> None:
    WorkbookUpload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if not WorkbookUpload.objects.undecided().filter(pk=upload.pk).exists():
        raise AlreadyDecided


@transaction.atomic
def write(
    upload: WorkbookUpload,
    *,
    stale: bool,
    by: User,
    at: datetime,
    job: Job | None = None,
) -> int:
    """Write the plan as one step and say how many rows changed.

    A job that runs a second time finds its work done; one that was overtaken writes nothing.
    """
    task = Task.objects.held(upload.task_id)
    upload = WorkbookUpload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if job and upload.state == WorkbookState.APPLIED and upload.job_id == job.pk:
        return len(upload.written)
    if job is None:
        _claim(upload)
    elif upload.state != WorkbookState.APPLYING or upload.job_id != job.pk:
        raise AlreadyDecided
    plan = Plan.restored(upload.plan)
    lines = plan.changed + (plan.stale if stale else [])
    changed = _changed_rows(task, lines, by)
    store(changed, by=by, at=at, action=Action.IMPORT, reason=upload.file_name)
    written = [[row.pk, changes, row.before] for row, changes in changed]
    _close(upload, WorkbookState.APPLIED, written=written, applied_at=at, applied_by=by)
    counts = {name: [0, count] for name, count in plan.counts.items()}
    Event.objects.record(
        Action.IMPORT, by=by, at=at, subject=upload, unit=task.unit, changes=counts
    )
    return len(changed)


def _close(upload: WorkbookUpload, state: WorkbookState, **fields) -> None:
    WorkbookUpload.objects.filter(pk=upload.pk).update(state=state, **fields)


def _changed_rows(task: Task, lines: list[dict], by: User) -> list[tuple[FilledRow, dict]]:
    """The rows with their new values, judged; raises when one is not as the preview showed it."""
    rows = _held_rows(task, [line["id"] for line in lines])
    around = Surroundings.of(task)
    changed = []
    for line in lines:
        row, changes = rows.get(line["id"]), line["changes"]
        if row is None or not (row.is_open and rights.may_edit(row.task, by)):
            raise ChangedSince
        if any(not same(getattr(row, name), old) for name, (old, _new) in changes.items()):
            raise ChangedSince
        row.before = _traces(row)
        put(row, changes, converted=line["converted"])
        apply(row, judge(row, around))
        changed.append((row, changes))
    return changed


def _traces(row: FilledRow) -> dict:
    """Whose answer the row held: given back with it."""
    return {name: getattr(row, name) for name in ("origin", "unconfirmed") if hasattr(row, name)}


def _held_rows(task: Task, pks: list[int]) -> dict[int, FilledRow]:
    """Many not by their keys: SQLite knows no statement with ten thousand of them."""
    rows = row_model(task).objects.of_submission(task).in_order()
    if len(pks) <= FEW:
        rows = rows.filter(pk__in=pks)
    wanted = set(pks)
    held = rows.select_related("matter").select_for_update(of=("self",))
    found = [row for row in held if row.pk in wanted]
    give_tasks(found, task)
    return {row.pk: row for row in found}


@transaction.atomic
def revert(upload: WorkbookUpload, *, by: User, at: datetime) -> tuple[int, list[FilledRow]]:
    """Take the upload back as one step; returns how many rows, and those left as they are because
    somebody changed them since or because they are no longer with the unit."""
    task = Task.objects.held(upload.task_id)
    upload = WorkbookUpload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if upload.state != WorkbookState.APPLIED:
        raise AlreadyDecided
    rows = _held_rows(task, [pk for pk, _changes, _before in upload.written])
    around = Surroundings.of(task)
    restored, kept = [], []
    for pk, changes, before in upload.written:
        row = rows[pk]
        as_written = all(same(getattr(row, name), new) for name, (_old, new) in changes.items())
        if not (as_written and row.is_open and rights.may_edit(row.task, by)):
            kept.append(row)
            continue
        back = {name: [new, old] for name, (old, new) in changes.items()}
        put(row, back, converted=False)
        for name, value in before.items():
            setattr(row, name, value)
        apply(row, judge(row, around))
        restored.append((row, back))
    store(restored, by=by, at=at, action=Action.REVERT, reason=upload.file_name)
    _close(upload, WorkbookState.REVERTED, reverted_at=at, reverted_by=by)
    changes = {"restored": [0, len(restored)], "kept": [0, len(kept)]}
    Event.objects.record(
        Action.REVERT, by=by, at=at, subject=upload, unit=task.unit, changes=changes
    )
    return len(restored), kept
