"""Claiming: of all workers one takes what is due for a person, in one UPDATE (trust C4)."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db.models import F
from django.utils.translation import gettext as _

from units.models import Delivery, DeliveryState
from units.models.channels import SILENCE

from . import hours, preferences
from .letters import Letter

# What could not leave for so long speaks of yesterday's world; a person may send it again.
STALE = timedelta(days=7)


def claim(channel: str, *, at: datetime) -> Letter | None:
    """Everything due by `channel` for whoever has waited longest; nothing while another worker
    is sending by it: a server that hangs holds up one worker, not all of them."""
    if _is_busy(channel, at):
        return None
    due = _due(channel, at)
    while first := due.order_by("due_at", "pk").values("person", "robot").first():
        number = uuid4()
        theirs = due.filter(person=first["person"], robot=first["robot"])
        if theirs.update(
            state=DeliveryState.SENDING,
            claimed_at=at,
            letter=number,
            attempts=F("attempts") + 1,
        ):
            return _letter(number)
    return None


def _is_busy(channel, at) -> bool:
    sending = Delivery.objects.filter(channel=channel, state=DeliveryState.SENDING)
    return sending.filter(claimed_at__gt=at - SILENCE, claimed_at__lte=at).exists()


def _due(channel, at):
    """At night only what was meant for this very evening."""
    due = Delivery.objects.filter(channel=channel, state=DeliveryState.QUEUED, due_at__lte=at)
    return due if hours.is_allowed(at) else due.filter(due_at__gte=hours.quiet_since(at))


def _letter(number) -> Letter:
    rows = Delivery.objects.filter(letter=number)
    claimed = list(rows.select_related("message", "person", "robot").order_by("asked_at", "pk"))
    person = claimed[0].person
    if person:
        # Where they are reached today, whatever it was when the message was written.
        address = preferences.address_of(person, claimed[0].channel)
        rows.exclude(address=address).update(address=address)
        for one in claimed:
            one.address = address
    return Letter(number, claimed)


def drop_stale(*, at: datetime) -> int:
    stale = Delivery.objects.filter(state=DeliveryState.QUEUED, due_at__lt=at - STALE)
    reason = _("积压超过 %(days)s 天，内容可能已过时，没有发送；需要时请重新发送。")
    return stale.update(state=DeliveryState.FAILED, error=reason % {"days": STALE.days})
