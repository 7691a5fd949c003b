"""Accounts of people: opening, changing, switching off, and initial passwords; all on record."""

from datetime import datetime

from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from .models import Action, Event, User
from .phones import mask

# Nothing that is mistaken for something else when read out on the phone.
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
FIELDS = ("username", "name", "unit", "role", "division", "phone")


@transaction.atomic
def open_account(person: User, *, by: User, at: datetime) -> str:
    """Store a new person and return the initial password, which is shown once."""
    password = _set_initial_password(person)
    _store(person, by=by, at=at)
    return password


@transaction.atomic
def open_closed_account(person: User, *, by: User, at: datetime) -> None:
    """Store a new person who cannot sign in before a password is given: imported lists."""
    person.set_unusable_password()
    _store(person, by=by, at=at)


@transaction.atomic
def change(person: User, *, by: User, at: datetime) -> None:
    """Store what a form changed on `person`, and keep the old values on record."""
    before = User.objects.select_related("unit").select_for_update(of=("self",)).get(pk=person.pk)
    changes = {
        field: [_shown(before, field), _shown(person, field)]
        for field in FIELDS
        if getattr(before, field) != getattr(person, field)
    }
    if changes:
        person.save(update_fields=FIELDS)
        _record(Action.EDIT, person, by=by, at=at, changes=changes)


@transaction.atomic
def switch(person: User, *, active: bool, by: User, at: datetime) -> None:
    """Let a person in or keep them out; an account with a history is never deleted."""
    if User.objects.filter(pk=person.pk).exclude(is_active=active).update(is_active=active):
        _record(Action.EDIT, person, by=by, at=at, changes={"is_active": [not active, active]})


@transaction.atomic
def reset_password(person: User, *, by: User, at: datetime) -> str:
    """Give an initial password and return it; open sessions of the person end."""
    password = _set_initial_password(person)
    person.save(update_fields=["password", "password_is_initial"])
    _record(Action.EDIT, person, by=by, at=at, reason=_("重置为初始密码"))
    return password


@transaction.atomic
def choose_password(person: User, *, at: datetime) -> None:
    """The person has chosen a password known to nobody else."""
    User.objects.filter(pk=person.pk).update(password_is_initial=False)
    _record(Action.EDIT, person, by=person, at=at, reason=_("本人修改密码"))


def _store(person, *, by, at):
    person.save()
    after = {field: ["", _shown(person, field)] for field in FIELDS}
    _record(Action.CREATE, person, by=by, at=at, changes=after)


def _set_initial_password(person):
    password = "-".join(get_random_string(4, READABLE) for _part in range(4))
    person.set_password(password)
    person.password_is_initial = True
    return password


def _shown(person, field):
    """What the record keeps of a field: names for references, no full phone number."""
    value = getattr(person, field)
    return mask(value) if field == "phone" else str(value)


def _record(action, person, *, by, at, changes=None, reason=""):
    Event.objects.record(
        action, by=by, at=at, subject=person, unit=person.unit, changes=changes, reason=reason
    )
