"""Telling people: one message per person, after the change it speaks of is stored."""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import wraps

from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from .channels.queueing import queue
from .models import Delegation, Message, MessageKind, Role, User


def in_chinese(act):
    """What is stored for others is Chinese, whatever language the acting person reads."""

    @wraps(act)
    def acting(*args, **kwargs):
        with translation.override("zh-hans"):
            return act(*args, **kwargs)

    return acting


def tell(
    people: Iterable[User],
    *,
    kind: str = MessageKind.OTHER,
    subject: str,
    body: str = "",
    url: str = "",
    at: datetime,
    not_before: datetime | None = None,
    channels: Collection[str] | None = None,
    inner: bool = False,
) -> list[Message]:
    """Put one message into the inbox of each of `people`, and of who stands in for one of them;
    it also goes out by the channels they chose for its kind, or by those of them in `channels`.

    Nothing leaves the portal at night or on days off, unless the caller says when it may
    (`not_before`). `inner` is what a unit says among its own people.
    """
    messages = [
        Message(to=person, kind=kind, subject=subject[:120], body=body, url=url, sent_at=at)
        for person in people
    ]
    messages += [copy for _original, copy in copies_for_substitutes(messages, at=at)]
    return put(messages, at=at, not_before=not_before, channels=channels, inner=inner)


def put(messages: Iterable[Message], *, at: datetime, **how) -> list[Message]:
    """Store messages of one kind, each with its own words, and queue them as `tell` does."""
    stored = Message.objects.bulk_create(messages)
    queue(stored, at=at, **how)
    return stored


def copies_for_substitutes(
    messages: Iterable[Message], *, at: datetime
) -> list[tuple[Message, Message]]:
    """What is said to a head on leave is said to the substitute, too; once, if to both. Whoever
    has left the unit stands in for nobody there, and reads nothing of it.

    Returns (message, its copy), neither stored yet.
    """
    by_person = {message.to: message for message in messages}
    standing_in = Delegation.objects.in_force(on=timezone.localdate(at)).filter(
        principal__in=by_person, substitute__is_active=True, substitute__unit=F("principal__unit")
    )
    heading = _("代%(principal)s：%(subject)s")
    copies = []
    for one in standing_in.select_related("principal", "substitute"):
        if one.substitute not in by_person:
            original = by_person[one.principal]
            subject = heading % {"principal": one.principal, "subject": original.subject}
            copies.append((original, _copy(original, one.substitute, subject)))
    return copies


def _copy(message, person, subject):
    return Message(
        to=person,
        kind=message.kind,
        subject=subject[:120],
        body=message.body,
        url=message.url,
        sent_at=message.sent_at,
    )


def people_of(units):
    """Those who fill in and sign for any of `units`."""
    roles = [Role.FILLER, Role.HEAD, Role.COLLECTOR]
    return User.objects.filter(role__in=roles, unit__in=units, is_active=True)


def reviewers():
    """The people at the bureau who work on the review queue."""
    return User.objects.filter(role=Role.REVIEWER, is_active=True)
