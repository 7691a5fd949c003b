"""The act: everything that hangs on a person goes to the successor in one transaction."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from units import accounts, inbox
from units.models import Action, Event, MessageKind, Role, User

from .belongings import BELONGINGS, Belonging

# The trail is Chinese, whatever language the reader of a page has.
SUCCESSOR = "接手人"
TWICE = timedelta(minutes=1)


@dataclass
class Line:
    """How much of one kind moves."""

    belonging: Belonging
    count: int


def what_moves(person: User) -> list[Line]:
    """Every kind with its count, as it stands now."""
    return [Line(one, one.of(person).count()) for one in BELONGINGS]


def successors(person: User):
    """Who can take the post over: active people of the same unit."""
    others = User.objects.filter(unit=person.unit_id, is_active=True).exclude(pk=person.pk)
    return others.select_related("unit").order_by("role", "pk")


def may_switch_off(person: User) -> bool:
    """Somebody must remain who can open accounts."""
    others = User.objects.filter(role=Role.ADMIN, is_active=True).exclude(pk=person.pk)
    return person.role != Role.ADMIN or others.exists()


@inbox.in_chinese
@transaction.atomic
def hand_over(person: User, successor: User, *, switch_off: bool, by: User, at: datetime) -> Event:
    """Move everything, tell the successor, and switch the account of `person` off if asked.

    The event lists what moved; it is what the page of the successor shows.
    """
    User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    moved = [line for line in what_moves(person) if line.count]
    if not moved and (done := _just_done(person, successor, by, at)):
        return done
    for line in moved:
        line.belonging.move(person, successor, by, at)
    if switch_off:
        accounts.switch(person, active=False, by=by, at=at)
    event = Event.objects.record(
        Action.HAND_OVER,
        by=by,
        at=at,
        subject=person,
        unit=person.unit,
        changes={
            SUCCESSOR: [str(person), str(successor)],
            **{str(line.belonging.label): ["", line.count] for line in moved},
        },
    )
    _tell(person, successor, event, moved, at)
    return event


def _just_done(person, successor, by, at) -> Event | None:
    """The same hand-over a moment ago: a double click has nothing left to move."""
    last = Event.objects.of(person).filter(action=Action.HAND_OVER, by=by, at__gt=at - TWICE)
    said = [str(person), str(successor)]
    return next((event for event in last if event.changes[SUCCESSOR] == said), None)


@inbox.in_chinese
def moved_in(event: Event) -> list[Line]:
    """What moved with a hand-over, as its event tells."""
    counts = {one: event.changes.get(str(one.label)) for one in BELONGINGS}
    return [Line(one, found[1]) for one, found in counts.items() if found]


def _tell(person, successor, event, moved, at):
    body = "\n".join(f"{line.belonging.label}：{line.count}" for line in moved)
    inbox.tell(
        [successor],
        kind=MessageKind.TASK,
        inner=True,
        subject=_("您接手了%(name)s的工作") % {"name": person},
        body=body,
        url=reverse("tasks:handed-over", args=[event.pk]),
        at=at,
    )
