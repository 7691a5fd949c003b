"""Sealing the audit trail: events in blocks, each block's checksum over the one before (P3).

docs/decisions/0023-evidence.md says what an event's canonical form is and why no lower number
can turn up behind a seal.
"""

import hashlib
import json
import logging
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from struct import Struct

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Max

from .models import Event, EventSeal

log = logging.getLogger(__name__)

BLOCK = 1_000
# What a seal keeps of an event: its number and the head of its SHA-256.
LINE = Struct(">Q16s")
# The facts of an event. One that is null is left out of the canonical form, so that a column
# added later, null in the old rows, changes none of their digests.
FACTS = (
    "id",
    "at",
    "by_id",
    "acting_for_id",
    "unit_id",
    "action",
    "subject",
    "subject_id",
    "label",
    "changes",
    "reason",
    "ip",
)
BEFORE_THE_FIRST = "0" * 64
# Whoever writes an event waits for the one who wants the lock: that must never take long.
LOCK_TIMEOUT = "200ms"


def canonical(facts: tuple) -> bytes:
    """One event, its FACTS in order, as the bytes that are digested."""
    named = {name: value for name, value in zip(FACTS, facts, strict=True) if value is not None}
    named["at"] = named["at"].astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps(named, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def digest(facts: tuple) -> bytes:
    return hashlib.sha256(canonical(facts)).digest()[:16]


def pack(lines: Iterable[tuple[int, bytes]]) -> bytes:
    return b"".join(LINE.pack(pk, mark) for pk, mark in lines)


def unpack(digests: bytes) -> Iterator[tuple[int, bytes]]:
    return LINE.iter_unpack(bytes(digests))


def checksum_of(seal: EventSeal) -> str:
    """Over everything a seal says but the checksum itself."""
    head = [
        seal.number,
        seal.first_id,
        seal.last_id,
        seal.count,
        seal.previous,
        seal.sealed_at.astimezone(UTC).isoformat(timespec="microseconds"),
    ]
    return hashlib.sha256(json.dumps(head).encode() + bytes(seal.digests)).hexdigest()


def seal_new(*, at: datetime) -> int:
    """Seal all events that are not sealed yet and say how many; safe to run at any time, by many.

    0 when there are none, when a writer would not let go in time, or somebody else is sealing.
    """
    last = EventSeal.objects.order_by("-number").defer("digests").first()
    upto, sealed = _settled(), 0
    while upto and (facts := _next_block(last, upto)):
        last = _seal(facts, last, at)
        try:
            with transaction.atomic():
                last.save()
        except IntegrityError:  # the number is taken: another worker seals the same events
            return sealed
        sealed += len(facts)
    return sealed


def _next_block(last, upto):
    after = last.last_id if last else 0
    events = Event.objects.filter(pk__gt=after, pk__lte=upto).order_by("pk")
    return list(events.values_list(*FACTS)[:BLOCK])


def _seal(facts, last, at) -> EventSeal:
    seal = EventSeal(
        number=last.number + 1 if last else 1,
        first_id=facts[0][0],
        last_id=facts[-1][0],
        count=len(facts),
        digests=pack((row[0], digest(row)) for row in facts),
        previous=last.checksum if last else BEFORE_THE_FIRST,
        sealed_at=at,
    )
    seal.checksum = checksum_of(seal)
    return seal


def _settled() -> int | None:
    """The highest number below which no event can still turn up; None when that is not known.

    A transaction that has written an event holds the table's lock until it ends: once SHARE is
    granted nobody is in between, and whoever comes later gets a higher number. It is let go at
    once. SQLite has one writer at a time, its numbers are always in the order of commits.
    """
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
                    cursor.execute("LOCK TABLE units_event IN SHARE MODE")
                    cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
            return Event.objects.aggregate(last=Max("pk"))["last"]
    except OperationalError:
        log.info("events are not sealed now: somebody is writing; the next turn will do it")
        return None
