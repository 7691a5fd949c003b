"""The campaign board: how far each unit is with each obligation."""

from datetime import datetime

from tasks.models import Campaign, Task
from units.models import Unit


def units(campaign: Campaign, *, at: datetime) -> list[dict]:
    """One line per addressed unit in official order with its tasks by obligation kind."""
    owed = Task.objects.of_campaign(campaign).owed()
    tasks = owed.select_related("obligation", "acknowledged_by").order_by("pk")
    by_unit: dict[int, dict] = {}
    for task in tasks:
        by_unit.setdefault(task.unit_id, {})[task.kind] = task
    kinds = [obligation.kind for obligation in campaign.obligations.order_by("due_at", "pk")]
    return [
        {
            "unit": unit,
            "cells": [by_unit[unit.pk].get(kind) for kind in kinds],
            "overdue": any(task.is_overdue(at=at) for task in by_unit[unit.pk].values()),
        }
        for unit in Unit.objects.filter(pk__in=by_unit).in_official_order()
    ]
