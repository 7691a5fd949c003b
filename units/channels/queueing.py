"""Queueing: every message and every way it is to go is a row, stored with what it speaks of."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import connection, transaction

from units.models import Channel, Delivery, DeliveryState, Frequency, Message

from . import hours, preferences
from .jobs import ring


def queue(
    messages: Iterable[Message],
    *,
    at: datetime,
    not_before: datetime | None = None,
    channels: Collection[str] | None = None,
    inner: bool = False,
) -> list[Delivery]:
    """Queue stored `messages`, all of one kind, for the channels their readers want them on.

    What leaves the portal waits for hours at which people may be disturbed, unless the caller
    decides when it may leave (`not_before`). `inner` is what a unit says among its own people.
    """
    messages = list(messages)
    if not messages:
        return []
    chosen = {}
    if preferences.configured():
        chosen = preferences.chosen([one.to for one in messages], messages[0].kind)
    due = {
        Frequency.INSTANT: not_before or hours.next_allowed(at),
        Frequency.DAILY: hours.next_digest(at),
    }
    rows = []
    for message in messages:
        rows.append(_row(message, Channel.INBOX, at, inner, state=DeliveryState.SENT, sent_at=at))
        ways = preferences.wanted(message.to, message.kind, chosen, channels)
        for channel, frequency in ways.items():
            address = preferences.address_of(message.to, channel)
            rows.append(_row(message, channel, at, inner, address=address, due_at=due[frequency]))
    stored = Delivery.objects.bulk_create(rows)
    if len(rows) > len(messages):
        ring_after_commit()
    return stored


def _row(message, channel, at, inner, **fields):
    fields.setdefault("due_at", at)
    return Delivery(
        message=message,
        person=message.to,
        unit_id=message.to.unit_id,
        channel=channel,
        kind=message.kind,
        subject=message.subject,
        body="" if channel == Channel.INBOX else message.body,
        asked_at=at,
        inner=inner,
        **fields,
    )


def ring_after_commit() -> None:
    """One bell for everything a transaction queued: it only spares the next beat's wait."""
    if not any(function is ring for _ids, function, _robust in connection.run_on_commit):
        transaction.on_commit(ring)
