"""Rows move from state to state: one event each, with the reason when one is asked for."""

from tasks.models import FilledRow
from units.models import Event
from units.models.events import NEEDS_REASON

# Class and words of a row that was not returned.
NO_REASON = ("", "")


def move_rows(rows, action, target, *, by, at, reasons=None) -> list[FilledRow]:
    """Move rows to `target`, one event each; returns the moved rows.

    `reasons` gives the class and the words of each return by the row's key. No bulk approval
    can be undone for a row that has moved since.
    """
    moved = list(rows.select_related("matter", "task__unit").select_for_update(of=("self",)))
    reasons = reasons or {}
    Event.objects.bulk_create(
        _event(row, action, target, reasons.get(row.pk, NO_REASON), by, at) for row in moved
    )
    for row in moved:
        row.state, row.approved_in = target, None
        row.return_class, row.return_reason = reasons.get(row.pk, NO_REASON)
    if moved:
        type(moved[0]).objects.bulk_create(
            moved,
            batch_size=1000,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["state", "return_class", "return_reason", "approved_in"],
        )
    return moved


def _event(row, action, target, reason, by, at):
    kind, text = reason
    changes = {"state": [row.state, target]}
    if kind:
        changes["return_class"] = [row.return_class, kind]
    # What a withdrawal puts back was said before, by somebody else.
    why = text if action in NEEDS_REASON else ""
    unit = row.task.unit
    return Event(
        **Event.objects.row(
            action, by=by, at=at, subject=row, unit=unit, reason=why, changes=changes
        )
    )
