"""Showing a number in full to who calls units: one look, one event that says whose it was."""

from datetime import datetime

from django.db import models, transaction

from tasks.filling import rights
from tasks.models import Task
from units.models import Action, Event, User

from .kinds import Kind


def owner_of(kind: Kind, subject: models.Model) -> str:
    """Whose number it is: the name and the unit."""
    name, unit = getattr(subject, kind.owner), kind.work(subject).unit
    return f"{name or unit.short_name}（{unit.full_label}）"


def may_reveal(kind: Kind, subject: models.Model, user: User) -> bool:
    """Those who call units, of work that is shown to them at all (A3-7)."""
    work = kind.work(subject)
    if isinstance(work, Task) and not rights.may_read_rows(work, user):
        return False
    return rights.may_have_phones(work, user)


@transaction.atomic
def reveal(kind: Kind, subject: models.Model, *, by: User, at: datetime) -> list[str]:
    """The numbers of `subject`; that somebody looked is on record, unless they are the own ones."""
    work = kind.work(subject)
    if not rights.may_read_phones(work, by):
        label = owner_of(kind, subject)
        Event.objects.record(
            Action.REVEAL, by=by, at=at, subject=subject, unit=work.unit, label=label
        )
    return [getattr(subject, name) for name in kind.numbers if getattr(subject, name)]
