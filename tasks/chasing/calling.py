"""The phone round: who was called, what was said, and which numbers lead nowhere (G6)."""

from datetime import date, datetime

from django.db import transaction

from tasks.models import CallNote, CallOutcome, Campaign
from units import inbox
from units.models import Action, Event, Unit, User


@inbox.in_chinese
@transaction.atomic
def note(
    unit: Unit,
    campaign: Campaign,
    *,
    person: str,
    duty: str = "",
    phone: str = "",
    outcome: CallOutcome,
    promised_on: date | None = None,
    text: str = "",
    by: User,
    at: datetime,
) -> CallNote:
    """Write a call down. What the trail says of it everybody concerned may read; the caller's
    own words stay with the caller's office."""
    call = CallNote.objects.create(
        campaign=campaign,
        unit=unit,
        person=person,
        duty=duty,
        phone=phone,
        outcome=outcome,
        promised_on=promised_on,
        note=text,
        at=at,
        by=by,
    )
    changes = {"outcome": ["", call.outcome]}
    if promised_on:
        changes["promised_on"] = ["", promised_on.isoformat()]
    Event.objects.record(Action.CALL, by=by, at=at, subject=call, unit=unit, changes=changes)
    return call
