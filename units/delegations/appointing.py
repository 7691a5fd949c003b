"""Naming a substitute and taking the delegation back; both people are told."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from units import inbox
from units.models import Action, Delegation, Event, User

SAID = ("substitute_id", "starts_on", "ends_on", "reason")


class Taken(Exception):
    """Somebody else has been named for these days since the form was judged."""


def overlapping(principal: User, first: date, last: date) -> Delegation | None:
    """A duty has one substitute at a time: otherwise nobody knows who does it."""
    others = Delegation.objects.filter(principal=principal, ended_at__isnull=True)
    among = others.filter(starts_on__lte=last, ends_on__gte=first)
    return among.select_related("substitute").first()


@inbox.in_chinese
@transaction.atomic
def appoint(delegation: Delegation, *, by: User, at: datetime) -> Delegation:
    """Store a delegation a form has judged; pressed twice it is one. Raises `Taken`."""
    principal = User.objects.select_for_update(no_key=True).get(pk=delegation.principal_id)
    if other := overlapping(principal, delegation.starts_on, delegation.ends_on):
        if all(getattr(other, name) == getattr(delegation, name) for name in SAID):
            return other
        raise Taken
    delegation.created_by, delegation.created_at = by, at
    delegation.save()
    Event.objects.record(
        Action.DELEGATE,
        by=by,
        at=at,
        subject=delegation,
        unit=delegation.principal.unit,
        reason=delegation.reason,
        changes={
            "starts_on": ["", delegation.starts_on.isoformat()],
            "ends_on": ["", delegation.ends_on.isoformat()],
        },
    )
    subject = _("%(principal)s委托%(substitute)s代办：%(from)s 至 %(to)s") % {
        "principal": delegation.principal,
        "substitute": delegation.substitute,
        "from": delegation.starts_on.isoformat(),
        "to": delegation.ends_on.isoformat(),
    }
    _tell(delegation, subject, delegation.reason, at)
    return delegation


@inbox.in_chinese
@transaction.atomic
def end(delegation: Delegation, *, by: User, at: datetime) -> bool:
    """Take the delegation back at once; False when that has been done already."""
    still = Delegation.objects.filter(pk=delegation.pk, ended_at__isnull=True)
    if not still.update(ended_at=at, ended_by=by):
        return False
    unit = delegation.principal.unit
    Event.objects.record(Action.END_DELEGATION, by=by, at=at, subject=delegation, unit=unit)
    subject = _("委托已收回：%(principal)s → %(substitute)s") % {
        "principal": delegation.principal,
        "substitute": delegation.substitute,
    }
    _tell(delegation, subject, _("代办权限即时失效。"), at)
    return True


def _tell(delegation, subject, body, at):
    both = [delegation.principal, delegation.substitute]
    inbox.tell(both, subject=subject, body=body, url=reverse("units:delegation-list"), at=at)
