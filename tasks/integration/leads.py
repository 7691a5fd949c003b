"""Who leads: the rule of a system's level, and the very unit it means for a row."""

from datetime import datetime

from django.db import transaction

from matters.models import SystemLevel
from tasks.models import Entry, Lead, LeadRule
from units.models import Action, Event, Unit, User

FIELDS = ("lead", "supports", "coordination", "upper_level", "training_lead",
          "training_supports", "delay")  # fmt: skip


def in_order() -> list[LeadRule]:
    """The rules in the order of the vocabulary."""
    order = list(SystemLevel)
    rules = LeadRule.objects.select_related("updated_by")
    return sorted(rules, key=lambda rule: order.index(rule.level))


class Leads:
    """The rules and the bureau, fetched once for many rows: two queries."""

    def __init__(self):
        self.rules = {rule.level: rule for rule in LeadRule.objects.all()}
        self.bureau = Unit.objects.bureau()

    def integration(self, row: Entry) -> Unit | None:
        """Who leads the integration of the system of `row`; None while nobody can (待核实)."""
        rule = self.rules.get(row.system_level)
        return self._unit(rule.lead, row) if rule else None

    def training(self, row: Entry) -> Unit | None:
        rule = self.rules.get(row.system_level)
        return self._unit(rule.training_lead, row) if rule else None

    def _unit(self, lead, row):
        unit = row.task.unit
        if lead == Lead.DEPARTMENT:
            return unit
        if lead == Lead.BUREAU:
            return self.bureau
        if lead == Lead.DISTRICT_OFFICE:
            # 区县自建 on a city row has no district whose office could lead; it is a warning there.
            return row.matter.district
        return None


@transaction.atomic
def change(rule: LeadRule, values: dict, *, by: User, at: datetime) -> bool:
    """Store what was edited of `rule`, with one event; False when nothing is another."""
    rule = LeadRule.objects.select_for_update().get(pk=rule.pk)
    changes = {
        name: [getattr(rule, name), values[name]]
        for name in FIELDS
        if getattr(rule, name) != values[name]
    }
    if not changes:
        return False
    for name, (_old, new) in changes.items():
        setattr(rule, name, new)
    rule.updated_at, rule.updated_by = at, by
    rule.save()
    Event.objects.record(Action.EDIT, by=by, at=at, subject=rule, changes=changes)
    return True
