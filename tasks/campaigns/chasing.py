"""Whom of a campaign's units the bureau has still to hear from, and who was nudged (催办)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from tasks.models import Campaign, CampaignState, Task
from tasks.supervision import nudging
from units.models import Event, Unit


@dataclass
class Line:
    """One unit with what it has not reported, and its latest nudge."""

    unit: Unit
    tasks: list[Task]
    nudge: Event | None
    nudged_today: bool


def missing(campaign: Campaign):
    """The tasks that units still owe the bureau; nobody is chased for a draft."""
    if campaign.state != CampaignState.PUBLISHED:
        return Task.objects.none()
    owed = Task.objects.of_campaign(campaign).owed().filter(state__in=nudging.MISSING)
    return owed.for_page().in_official_order()


def chase(campaign: Campaign, *, on: date) -> dict:
    """What the panel of nudging shows for a campaign."""
    lines = list(_lines(missing(campaign), on))
    told = [line for line in lines if line.nudged_today]
    sender = _("市数据资源局")
    return {
        "missing": lines,
        "untold": [line for line in lines if not line.nudged_today],
        "told": told,
        "chat_text": nudging.text_for_chat([t for line in told for t in line.tasks], sender=sender),
    }


def _lines(tasks: Iterable[Task], on: date) -> Iterable[Line]:
    tasks = list(tasks)
    nudges, by_unit = nudging.last_nudges(tasks), defaultdict(list)
    for task in tasks:
        by_unit[task.unit].append(task)
    for unit, owed in by_unit.items():
        latest = [nudges[task.pk] for task in owed if task.pk in nudges]
        recent = [nudging.is_recent(nudges.get(task.pk), on=on) for task in owed]
        yield Line(unit, owed, max(latest, key=lambda event: event.pk, default=None), all(recent))
