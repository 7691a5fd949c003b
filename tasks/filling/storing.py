"""Storing changed rows: one upsert, an event a row, the task moves on; every writer uses it."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F

from tasks.models import Entry, FilledRow, Task
from tasks.systems import register
from units.models import Action, Event, User

BATCH = 1000
JUDGED = ("complete", "suspicion", "warnings", "settled")
STAMPS = ("version", "updated_at", "updated_by")


def store(
    changed: list[tuple[FilledRow, dict]],
    *,
    by: User,
    at: datetime,
    action: Action = Action.EDIT,
    reason: str | dict[int, str] = "",
) -> None:
    """Store rows of one list whose facts were changed and judged; the caller holds their tasks.

    Each comes with its changes `{field: [old, new]}`, which are kept as the row's history; the
    `reason` is one for all, or one for each row by its id.
    """
    if not changed:
        return
    rows = [row for row, _changes in changed]
    for row in rows:
        row.version, row.updated_at, row.updated_by = row.version + 1, at, by
    if isinstance(rows[0], Entry):
        named = (row for row, changes in changed if "system_name" in changes)
        register.link(named, by=by, at=at)
    upsert(rows, [*rows[0].FACTS, "remark", *rows[0].TRACES, *JUDGED, *STAMPS])
    tasks = Task.objects.select_related("unit").in_bulk({row.task_id for row in rows})
    Event.objects.bulk_create(
        (
            _event(row, tasks[row.task_id].unit, changes, action, by, at, reason)
            for row, changes in changed
        ),
        batch_size=BATCH,
    )
    Task.objects.filter(pk__in=tasks).move(Action.EDIT, by=by, at=at)
    Task.objects.filter(pk__in=tasks).update(version=F("version") + 1)


def upsert(rows: Sequence[FilledRow], fields: Sequence[str]) -> None:
    """Store `fields` of rows of one kind that exist already."""
    if not rows:
        return
    # Not bulk_update: its CASE per field and row costs 30 times as much.
    type(rows[0]).objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=fields,
    )


def _event(row, unit, changes, action, by, at, reason) -> Event:
    why = reason.get(row.pk, "") if isinstance(reason, dict) else reason
    return Event(
        **Event.objects.row(
            action, by=by, at=at, subject=row, unit=unit, changes=changes, reason=why
        )
    )
