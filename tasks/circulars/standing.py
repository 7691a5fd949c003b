"""How one unit stands with one obligation, as plain values: counts, moments, in time or late."""

from datetime import datetime

from django.utils import timezone

from tasks.models import State, Task
from tasks.supervision.deadlines import last_day, workdays_between

from .counting import Rows


def standing_of(task: Task, rows: Rows, complete_at: datetime | None, at: datetime) -> dict:
    """`days_late` is in workdays after the moment from which the task is late (`late_at`); the
    first submission decides (H5), a correction has a clock of its own (domain §10).

    `in_time`: reported, and not late; `is_late`: reported, too late; `overdue`: not reported, and
    late; none of the three: not reported, the deadline still to come. `done_at`: when all rows
    had gone up.
    """
    first = task.first_submitted_at
    correcting = task.state == State.RETURNED and first is not None
    return {
        "task": task.pk,
        "kind": task.kind,
        "state": str(State(task.state).label),
        "acknowledged": task.state != State.ISSUED,
        "due_at": moment(task.due_at),
        "late_at": moment(task.late_at),
        "first_at": moment(first),
        "done_at": moment(max(first, complete_at or first) if first else None),
        "in_time": first is not None and first <= task.late_at,
        "is_late": first is not None and first > task.late_at,
        "overdue": task.is_overdue(at=at),
        "days_late": days_late(task, at),
        "should": rows.should,
        "reported": rows.reported,
        "approved": rows.approved,
        "returned": rows.returned,
        "is_approved": task.state == State.APPROVED,
        "correction_due_at": moment(task.correction_due_at) if correcting else None,
        "past_correction": bool(
            correcting and task.correction_due_at and task.correction_due_at < at
        ),
    }


def days_late(task: Task, at: datetime) -> int:
    """Workdays from the last moment in time to the first submission, or to `at` without one."""
    until = task.first_submitted_at or at
    if until <= task.late_at:
        return 0
    return workdays_between(last_day(task.late_at), timezone.localdate(until))


def moment(at: datetime | None) -> str | None:
    """ISO 8601 in the portal's time zone; one text for one moment on any database."""
    return timezone.localtime(at).isoformat() if at else None
