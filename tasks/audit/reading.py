"""A page of the audit trail by the numbers of its events: as fast at millions as at the start."""

from dataclasses import dataclass

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext as _

from tasks.filling.history import Words
from units.models import Event, EventSeal
from units.phones import mask_mobiles

PER_PAGE = 50
# Counting goes no further: nobody reads the exact number of millions.
COUNTED_UP_TO = 10_000

# Where an object of this kind is looked at.
PAGES = {
    "tasks.task": "tasks:task-detail",
    "tasks.entry": "tasks:entry-history",
    "tasks.nearbyentry": "tasks:nearby-history",
    "tasks.objection": "tasks:objection-detail",
    "tasks.submission": "tasks:receipt",
    "tasks.campaign": "tasks:campaign-detail",
    "tasks.system": "tasks:system-detail",
    "units.unit": "units:unit-detail",
    "units.user": "units:person-edit",
    "matters.matter": "matters:matter-detail",
}


@dataclass
class Leaf:
    """Some events, newest first, and the numbers from which the ones beside them are read."""

    events: list[Event]
    newer: int | None
    older: int | None


def leaf(events, *, before: int | None = None, after: int | None = None) -> Leaf:
    """The events below number `before`, or the next ones above `after`, or the newest."""
    events = events.select_related("by__unit", "acting_for__unit", "unit__parent")
    if after is not None:
        found = list(events.filter(pk__gt=after).order_by("pk")[: PER_PAGE + 1])
        more, found = len(found) > PER_PAGE, found[:PER_PAGE][::-1]
        newer, older = more, bool(found)
    else:
        below = events.filter(pk__lt=before) if before is not None else events
        found = list(below.order_by("-pk")[: PER_PAGE + 1])
        newer, older = before is not None, len(found) > PER_PAGE
        found = found[:PER_PAGE]
    return Leaf(
        found,
        found[0].pk if found and newer else None,
        found[-1].pk if found and older else None,
    )


def count(events) -> str:
    """How many there are, in words; of very many only that."""
    number = events.order_by()[: COUNTED_UP_TO + 1].count()
    if number > COUNTED_UP_TO:
        return _("超过 %(n)s 条") % {"n": f"{COUNTED_UP_TO:,}"}
    return _("%(n)s 条") % {"n": f"{number:,}"}


def last_seal() -> EventSeal | None:
    return EventSeal.objects.order_by("-number").defer("digests").first()


def unsealed(seal: EventSeal | None) -> int:
    events = Event.objects.filter(pk__gt=seal.last_id) if seal else Event.objects.all()
    return events.order_by()[: COUNTED_UP_TO + 1].count()


def lines(events, *, sealed_to: int) -> list[dict]:
    """The events in words; telephone numbers are masked, whoever reads."""
    words, kinds = Words(masked=True), {}
    return [_line(event, words, kinds, sealed_to) for event in events]


def _line(event, words, kinds, sealed_to):
    model = kinds.setdefault(event.subject, _model(event.subject))
    return {
        "event": event,
        "who": event.by.label if event.by_id else _("系统"),
        "acting_for": event.acting_for.name if event.acting_for_id else "",
        "what": event.get_action_display(),
        "kind": model._meta.verbose_name if model else event.subject,
        "label": mask_mobiles(event.label),
        "url": _url(event),
        "reason": mask_mobiles(event.reason),
        "changes": [_change(words, model, *item) for item in event.changes.items()],
        "is_sealed": event.pk <= sealed_to,
    }


def _change(words, model, name, values):
    """Whatever shape was kept, the page must open."""
    old, new = values if isinstance(values, list) and len(values) == 2 else ("", values)
    try:
        return words.change(model, name, old, new)
    except (AttributeError, KeyError, TypeError):
        return {"label": name, "old": str(old), "new": str(new)}


def _model(label):
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def _url(event):
    name = PAGES.get(event.subject)
    return reverse(name, args=[event.subject_id]) if name and event.subject_id else ""
