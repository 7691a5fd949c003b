"""Rows the bureau returned in a period, of the rows a unit reported (domain §5.6)."""

from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from tasks.models import Campaign, Entry, NearbyEntry, ReturnClass
from units.models import Action, Event
from yichuang.templatetags.ui import moment

from .period import Period

# What opens a row again because of what the unit wrote; a new library version is nobody's fault.
RETURNS = (Action.SEND_BACK, Action.RETURN_TO_COLLECTOR, Action.UNLOCK)
KINDS = {Entry: "entry", NearbyEntry: "nearby"}
# A district's rows hang on the parts of its departments; the district owes them.
OWNER = Coalesce("task__parent__unit_id", "task__unit_id")


def rows_by_unit(campaign: Campaign, period: Period) -> dict[int, dict]:
    """By owing unit: how many rows it had reported, and the returned ones as evidence."""
    found: dict[int, dict] = {}
    for model in KINDS:
        rows = _reported(model, campaign, period)
        counts = rows.order_by().values_list(OWNER).annotate(n=Count("pk"))
        for unit, number in counts:
            kept = found.setdefault(unit, {"reported": 0, "returned": []})
            kept["reported"] += number
        for unit, evidence in _returned(model, rows, period):
            found[unit]["returned"].append(evidence)
    return found


def _reported(model, campaign, period):
    """Rows in the denominator that had come up to the bureau by the cut-off."""
    by_then = period.cut_off
    above = Q(task__parent__isnull=True) | Q(task__parent__first_submitted_at__lte=by_then)
    rows = model.objects.filter(above, task__first_submitted_at__lte=by_then).counted()
    return rows.filter(task__obligation__campaign=campaign)


def _returned(model, rows, period):
    """(unit, evidence) of each row, once, by its first return in the period."""
    events = Event.objects.filter(
        subject=model._meta.label_lower,
        subject_id__in=rows.order_by().values("pk"),
        action__in=RETURNS,
        at__gte=period.began,
        at__lte=period.cut_off,
    )
    first = {}
    for event in events.order_by("-pk").values("pk", "subject_id", "at", "changes"):
        if _kind(event["changes"]) != ReturnClass.LIBRARY:
            first[event["subject_id"]] = event
    returned = rows.filter(pk__in=events.values("subject_id")).annotate(owner=OWNER)
    names = returned.values_list("pk", "owner", "matter__base_code", "matter__name")
    for pk, owner, code, name in names.order_by("task__unit__sort_order", "task_id", "sort_order"):
        if event := first.get(pk):
            label = _("%(code)s %(name)s，%(at)s退回") % {
                "code": code,
                "name": name,
                "at": moment(event["at"]),
            }
            yield owner, {"kind": KINDS[model], "pk": pk, "label": label, "event": event["pk"]}


def _kind(changes) -> str:
    return changes.get("return_class", ["", ""])[1]
