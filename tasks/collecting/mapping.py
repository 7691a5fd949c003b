"""市区部门对应: which city departments a district's department answers to (domain §3.3).

Used at once by taking over (whose answer comes first) and by the differences.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from units.inbox import in_chinese
from units.models import Action, Event, Unit, UnitKind, User

from .likeness import proposals


@dataclass
class Line:
    """One department of the district, what it answers to, what its name proposes."""

    unit: Unit
    cities: list[Unit]
    proposed: list[Unit] = field(default_factory=list)


@dataclass
class Mapping:
    lines: list[Line]
    # City departments nobody in the district answers to.
    unanswered: list[Unit]

    @property
    def proposed(self) -> list[Line]:
        return [line for line in self.lines if line.proposed]

    @property
    def total(self) -> int:
        return len(self.lines)

    @property
    def mapped(self) -> int:
        return sum(bool(line.cities) for line in self.lines)


def departments_of(district: Unit, *, on: date):
    units = Unit.objects.filter(parent=district, kind=UnitKind.DISTRICT_DEPARTMENT)
    return units.valid_on(on).select_related("parent").in_official_order()


def cities(*, on: date):
    return Unit.objects.departments().valid_on(on).in_official_order()


def mapping_of(district: Unit, *, on: date) -> Mapping:
    """The whole mapping of `district`; only who answers to nobody yet gets a proposal."""
    departments = list(departments_of(district, on=on).prefetch_related("aliases"))
    targets = list(cities(on=on).prefetch_related("aliases"))
    known = _counterparts(departments)
    proposed = {pk: units for pk, units in proposals(departments, targets).items() if not known[pk]}
    answered = {city.pk for units in known.values() for city in units}
    return Mapping(
        [Line(unit, known[unit.pk], proposed.get(unit.pk, [])) for unit in departments],
        [city for city in targets if city.pk not in answered],
    )


def _counterparts(departments: Iterable[Unit]) -> dict[int, list[Unit]]:
    known = {unit.pk: [] for unit in departments}
    links = Unit.counterparts.through.objects.filter(from_unit__in=known)
    ordered = links.order_by("to_unit__sort_order", "to_unit_id")
    for link in ordered.select_related("to_unit"):
        known[link.from_unit_id].append(link.to_unit)
    return known


@in_chinese
@transaction.atomic
def answer_to(department: Unit, cities: Iterable[Unit], *, by: User, at: datetime) -> bool:
    """Let `department` answer to exactly these; False when it already does."""
    Unit.objects.select_for_update(no_key=True).get(pk=department.pk)
    before = list(department.counterparts.in_official_order())
    department.counterparts.set(cities)
    after = list(department.counterparts.in_official_order())
    if before == after:
        return False
    Event.objects.record(
        Action.EDIT,
        by=by,
        at=at,
        subject=department,
        unit=department,
        changes={"counterparts": [_names(before), _names(after)]},
    )
    return True


@transaction.atomic
def accept(district: Unit, *, only: int | None = None, by: User, at: datetime, on: date) -> int:
    """Take what the names propose, for one department or all; returns for how many."""
    lines = [
        line
        for line in mapping_of(district, on=on).proposed
        if only is None or line.unit.pk == only
    ]
    return sum(answer_to(line.unit, line.proposed, by=by, at=at) for line in lines)


def _names(units: Iterable[Unit]) -> str:
    return "、".join(unit.short_name for unit in units)
