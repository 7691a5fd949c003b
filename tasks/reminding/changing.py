"""Changing the ladder: each change with its event, old → new; what was ever said stays."""

from datetime import date, datetime, time

from django.db import transaction
from django.db.models import ProtectedError

from tasks.models import Campaign, Rung
from units.models import Action, Event, User

FIELDS = (
    "name", "basis", "offset", "hour", "recipients", "channels", "colour", "issues_slip",
    "subject", "body", "list_body", "is_on",
)  # fmt: skip


@transaction.atomic
def save(rung: Rung, *, by: User, at: datetime) -> bool:
    """Store a rung as a form has set it; False when nothing is another."""
    if rung.pk is None:
        rung.code = _free_code()
        rung.save()
        Event.objects.record(Action.CREATE, by=by, at=at, subject=rung, changes=_facts(None, rung))
        return True
    stored = Rung.objects.select_for_update(no_key=True).get(pk=rung.pk)
    changes = _facts(stored, rung)
    if not changes:
        return False
    rung.save(update_fields=FIELDS)
    Event.objects.record(Action.EDIT, by=by, at=at, subject=rung, changes=changes)
    return True


def _free_code() -> str:
    last = Rung.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return f"own-{last + 1}"


def _facts(old: Rung | None, new: Rung) -> dict:
    facts = {
        name: [_plain(getattr(old, name)) if old else "", _plain(getattr(new, name))]
        for name in FIELDS
    }
    return {name: values for name, values in facts.items() if values[0] != values[1]}


def _plain(value):
    """As the trail stores it: an hour without seconds, several choices in one text."""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return "、".join(value) if isinstance(value, list) else value


@transaction.atomic
def remove(rung: Rung, *, by: User, at: datetime) -> bool:
    """Delete a rung that has never spoken; any other is switched off (False)."""
    rung = Rung.objects.select_for_update().get(pk=rung.pk)
    if not rung.reminders.exists():
        Event.objects.record(Action.DELETE, by=by, at=at, subject=rung)
        try:
            with transaction.atomic():
                rung.delete()
        except ProtectedError:  # it has spoken in this very moment
            pass
        else:
            return True
    if rung.is_on:
        rung.is_on = False
        rung.save(update_fields=["is_on"])
        Event.objects.record(
            Action.EDIT, by=by, at=at, subject=rung, changes={"is_on": [True, False]}
        )
    return False


@transaction.atomic
def switch(campaign: Campaign, on: bool, *, by: User, at: datetime) -> bool:
    """Let the ladder speak of a campaign or not; False when it was so already."""
    stored = Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    if stored.reminders_on == on:
        return False
    Campaign.objects.filter(pk=campaign.pk).update(reminders_on=on)
    changes = {"reminders_on": [not on, on]}
    Event.objects.record(Action.EDIT, by=by, at=at, subject=stored, changes=changes)
    return True
