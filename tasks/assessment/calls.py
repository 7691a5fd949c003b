"""Contacts who could not be reached: the last call to their number found it wrong."""

from collections import defaultdict

from django.utils import timezone
from django.utils.translation import gettext as _

from tasks.models import CallNote, CallOutcome, Campaign
from units.models import Role
from yichuang.templatetags.ui import moment

from .period import Period


def unreachable(campaign: Campaign, units, period: Period) -> dict[int, list[dict]]:
    """By unit: one evidence per number that was wrong when it was last called by the cut-off.

    Only the bureau's own calls count. The number itself is left out: evidence may be printed.
    """
    calls = CallNote.objects.filter(
        campaign=campaign,
        unit__in=units,
        at__lte=period.cut_off,
        by__role__in=[Role.REVIEWER, Role.ADMIN],
    ).exclude(phone="")
    last = {(call.unit_id, call.phone): call for call in calls.order_by("at", "pk")}
    found = defaultdict(list)
    for call in last.values():
        if call.outcome == CallOutcome.WRONG_NUMBER and call.at >= period.began:
            words = {"at": moment(timezone.localtime(call.at)), "who": call.person}
            label = _("%(at)s电话联系%(who)s，号码有误") % words
            evidence = {"kind": "call", "pk": call.pk, "label": label, "unit": call.unit_id}
            found[call.unit_id].append(evidence)
    return found
