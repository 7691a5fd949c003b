"""已与审管办确认: who at the approval office confirmed a pilot's list, and when (A2-1)."""

from datetime import datetime

from django.db import transaction

from tasks.models import Task
from units.models import Action, Event, User

from . import rights

FIELDS = ("office_contact", "office_confirmed_on")


@transaction.atomic
def confirm(task: Task, form, *, by: User, at: datetime) -> bool:
    """Keep the confirmation a valid `form` holds; False when the task is not open to `by`."""
    stored = Task.objects.held(task.pk)
    if not rights.may_edit(stored, by):
        return False
    new = {name: form.cleaned_data[name] for name in FIELDS}
    changes = {
        name: [_plain(getattr(stored, name)), _plain(value)]
        for name, value in new.items()
        if getattr(stored, name) != value
    }
    Task.objects.filter(pk=task.pk).update(**new)
    Event.objects.record(
        Action.CONFIRM, by=by, at=at, subject=stored, unit=stored.unit, changes=changes
    )
    return True


def _plain(value):
    return str(value) if value else ""
