"""What a library workbook would do to the lists that are out, before it is confirmed."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from matters.library.plan import Plan
from matters.models import LibraryVersion
from tasks.models import Campaign
from units.models import Action, Event, Unit

from .effects import EffectKind, effects_on, touched_by
from .places import Places


@dataclass
class Line:
    """How many rows there are of each kind, for one unit or for all of them."""

    counts: Counter
    unit: Unit | None = None

    @property
    def cells(self) -> list[tuple[str, int]]:
        return [(kind.label, self.counts[kind]) for kind in EffectKind]


@dataclass
class Forecast(Line):
    """The sums, and a line a unit; `campaigns` are those whose lists are out."""

    campaigns: list[Campaign] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def labels(self) -> list[str]:
        return [kind.label for kind in EffectKind]

    @property
    def numbers(self) -> str:
        return "、".join(campaign.number for campaign in self.campaigns)

    @property
    def is_empty(self) -> bool:
        return not self.lines


def forecast(plan: Plan, *, on: date) -> Forecast:
    """Count the rows that would open again, join, come back, leave or only look different."""
    campaigns = list(Campaign.objects.current().newest_first())
    places, counts = Places(campaigns), defaultdict(Counter)
    for touched in touched_by(plan, on=on) if campaigns else ():
        for effect in effects_on(places, touched):
            counts[effect.unit_id][effect.kind] += 1
    units = Unit.objects.filter(pk__in=counts).select_related("parent").in_official_order()
    lines = [Line(counts[unit.pk], unit) for unit in units]
    return Forecast(sum(counts.values(), Counter()), campaigns=campaigns, lines=lines)


def rows_followed(version: LibraryVersion) -> int:
    """How many rows of the lists followed `version`, by their history."""
    events = Event.objects.filter(action=Action.LIBRARY_CHANGE, at=version.applied_at)
    return events.filter(subject__in=["tasks.entry", "tasks.nearbyentry"]).count()
