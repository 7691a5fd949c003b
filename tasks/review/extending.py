"""Giving a unit more time for a correction: a later day, a reason, a trace."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tasks.models import State, Task
from tasks.supervision import deadlines
from units import inbox
from units.models import Action, Event, MessageKind, User
from units.workdays import end_of

from .reopening import clock_change


@inbox.in_chinese
@transaction.atomic
def extend(task: Task, *, to: date, reason: str, by: User, at: datetime) -> bool:
    """The correction may take until the end of the day `to`; False when there is none, or when
    it has as much time already."""
    task = Task.objects.held(task.pk)
    due_at = end_of(to)
    if task.correction_due_at is None or due_at <= task.correction_due_at:
        return False
    changes = clock_change(task, due_at)
    own = Task.objects.filter(pk=task.pk)
    if not own.move(Action.EXTEND, by=by, at=at, note=reason, changes=changes):
        return False
    own.update(correction_due_at=due_at)
    told = [task, *_parts(task, due_at, reason, by, at)]
    subject = _("修改期限延长至%(day)s：%(task)s") % {
        "day": deadlines.short_date(to),
        "task": task.obligation,
    }
    for one in told:
        people = inbox.people_of([one.unit_id])
        words = {"subject": subject, "body": reason, "url": one.get_absolute_url()}
        inbox.tell(people, **words, kind=MessageKind.REVIEW, at=at)
    return True


def _parts(task, due_at, reason, by, at):
    """The parts that are being corrected have as long as their district."""
    open_parts = task.parts.filter(
        Q(state=State.RETURNED) | Q(state=State.COLLECTED), correction_due_at__lt=due_at
    )
    parts = list(open_parts.select_related("unit", "obligation"))
    Event.objects.bulk_create(
        Event(
            **Event.objects.row(
                Action.EXTEND, by=by, at=at, subject=part, unit=part.unit, reason=reason,
                changes=clock_change(part, due_at),
            )
        )
        for part in parts
    )  # fmt: skip
    Task.objects.filter(pk__in=[part.pk for part in parts]).update(correction_due_at=due_at)
    return parts
