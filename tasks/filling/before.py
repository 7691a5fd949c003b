"""How a task stood before it was submitted: what taking the submission back restores."""

from django.utils.dateparse import parse_datetime

from tasks.models import Entry, RowState, State, Task
from tasks.models.rows import OPEN_ROWS

from .grid import row_model

# Of a task: what submitting it overwrites.
NOTES = ("return_note", "missing_reason")
MOMENTS = ("correction_due_at", "moved_at", "submitted_at", "first_submitted_at")


def going_up(task: Task):
    """The open rows that become the bureau's when `task` is submitted; a part's stay open."""
    if task.is_part or not (task.has_rows or task.is_collected):
        return Entry.objects.none()
    if task.is_collected:
        rows = Entry.objects.filter(task__parent=task, task__state=State.COLLECTED)
    else:
        rows = row_model(task).objects.filter(task=task)
    return rows.filter(state__in=OPEN_ROWS)


def snapshot(task: Task) -> dict:
    """As plain values: the task, its parts that go up with it, and their open rows."""
    rows = going_up(task)
    returned = rows.filter(state=RowState.RETURNED).values_list(
        "pk", "return_class", "return_reason"
    )
    parts = task.parts.filter(state=State.COLLECTED) if task.is_collected else []
    return {
        **_of(task),
        "drafts": list(rows.filter(state=RowState.DRAFT).values_list("pk", flat=True)),
        "returned": [list(line) for line in returned],
        "parts": {str(part.pk): _of(part) for part in parts},
    }


def _of(task):
    moments = {name: getattr(task, name) for name in MOMENTS}
    return {
        "state": task.state,
        **{name: getattr(task, name) for name in NOTES},
        **{name: moment and moment.isoformat() for name, moment in moments.items()},
    }


def restored(stood: dict) -> dict:
    """The fields of a task as they stood, but for its state, which only moves."""
    return {
        **{name: stood[name] for name in NOTES},
        **{name: stood[name] and parse_datetime(stood[name]) for name in MOMENTS},
    }
