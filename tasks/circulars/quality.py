"""What the bureau had to return: how many rows, how often, for which reasons."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.db.models.functions import Coalesce

from tasks.models import Campaign, Entry, NearbyEntry, ReturnClass
from units.models import Action, Event, Role

RETURNS = (Action.SEND_BACK, Action.RETURN_TO_COLLECTOR, Action.UNLOCK)
BUREAU = (Role.REVIEWER, Role.ADMIN)


@dataclass
class Returns:
    """Rows the bureau ever returned to a unit, and how often for each class of reason."""

    rows: set = field(default_factory=set)
    classes: Counter = field(default_factory=Counter)

    @property
    def times(self) -> int:
        return self.classes.total()

    def by_class(self) -> list[list]:
        """[[办件量有误, 12], …], in the order the classes are offered in."""
        counted = ((kind, self.classes[kind.value]) for kind in ReturnClass)
        return [[str(kind.label), count] for kind, count in counted if count]

    def add(self, other: "Returns") -> None:
        self.rows |= other.rows
        self.classes += other.classes


def returns_of(campaign: Campaign, at: datetime) -> dict[int, Returns]:
    """The returns until `at` by the task owed; what the library opened again counts against
    nobody, nor what a district sent back to its own departments."""
    found = defaultdict(Returns)
    by_bureau = Q(by__role__in=BUREAU) | Q(acting_for__role__in=BUREAU)
    for model in (Entry, NearbyEntry):
        rows = model.objects.filter(task__obligation__campaign=campaign).order_by()
        owed = dict(rows.values_list("pk", Coalesce("task__parent_id", "task_id")))
        events = Event.objects.filter(
            by_bureau, subject=model._meta.label_lower, action__in=RETURNS, at__lte=at
        )
        for row, changes in events.values_list("subject_id", "changes"):
            if row in owed:
                kind = changes.get("return_class", ["", ""])[1] or ReturnClass.OTHER
                found[owed[row]].rows.add((model.__name__, row))
                found[owed[row]].classes[kind] += 1
    return found
