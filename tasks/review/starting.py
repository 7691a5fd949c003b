"""Who reviews a submission, and since when: by the button, or by the first decision (E7, E11)."""

from datetime import datetime

from django.db import transaction

from tasks.models import Task
from units.models import Action, User


@transaction.atomic
def start(task: Task, *, by: User, at: datetime) -> bool:
    """`by` reviews the submission from now on, also when a colleague had begun; the unit cannot
    take it back any more. False when it is his already, or nothing waits."""
    task = Task.objects.held(task.pk)
    if task.review_started_by_id == by.pk:
        return False
    return _claim(task, by, at)


def begin(task: Task, *, by: User, at: datetime) -> None:
    """The first decision about a submission starts its review; the caller holds `task`."""
    if task.review_started_at is None:
        _claim(task, by, at)


def _claim(task, by, at):
    before = task.review_started_by.name if task.review_started_by_id else ""
    mine = Task.objects.filter(pk=task.pk)
    changes = {"review_started_by": [before, by.name]}
    if not mine.move(Action.START_REVIEW, by=by, at=at, changes=changes):
        return False
    mine.update(review_started_at=task.review_started_at or at, review_started_by=by)
    return True
