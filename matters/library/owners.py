"""Which unit a library workbook means by the name it writes."""

import re
from collections import defaultdict

from matters.models import Matter, MatterState
from units.models import Unit, UnitAlias, UnitKind, normalise_name

CITY_WORDS = frozenset({"", "杭州", "杭州市", "市本级", "市级", "市", "杭州市本级", "全市"})
CITY_CODES = frozenset({"330100", "330101", "330199"})
CITY_PREFIX = re.compile(r"^杭州市?")
CITY_OWNERS = (UnitKind.DEPARTMENT, UnitKind.BUREAU)


class Owners:
    """All units by every name they go by; one query each for units and aliases."""

    def __init__(self):
        self.units = {unit.pk: unit for unit in Unit.objects.select_related("parent")}
        self._regions: dict[str, Unit] = {}
        self._city: dict[str, list[Unit]] = defaultdict(list)
        self._below: dict[int, dict[str, Unit]] = defaultdict(dict)
        self._anywhere: dict[str, list[Unit]] = defaultdict(list)
        self._found: dict[tuple[str, str], tuple[bool, Unit | None, Unit | None]] = {}
        names = defaultdict(list)
        for unit_id, name in UnitAlias.objects.values_list("unit_id", "name"):
            names[unit_id].append(name)
        for unit in self.units.values():
            self._enter(unit, [unit.name, unit.short_name, *names[unit.pk]])

    def _enter(self, unit: Unit, names: list[str]) -> None:
        keys = {key for name in names for key in _keys(name)}
        for key in keys:
            if unit.kind == UnitKind.DISTRICT:
                self._regions.setdefault(key, unit)
            elif unit.kind in CITY_OWNERS:
                self._city[key].append(unit)
            elif unit.kind == UnitKind.DISTRICT_DEPARTMENT:
                self._below[unit.parent_id].setdefault(key, unit)
                self._anywhere[key].append(unit)
        if unit.kind == UnitKind.DISTRICT:
            for code in filter(None, (unit.gb_code[:6], unit.local_code)):
                self._regions.setdefault(code, unit)

    def found(self, name: str, place: str) -> tuple[bool, Unit | None, Unit | None]:
        """Whether the region is known, the district, the department; asked once per pair."""
        key = (name, place)
        if key not in self._found:
            known, district = self.region(place)
            unit = self.owner(name, district, region_given=bool(place)) if known else None
            self._found[key] = known, district, unit
        return self._found[key]

    def region(self, text: str) -> tuple[bool, Unit | None]:
        """Whether the region is known, and the district; the city is no district."""
        if normalise_name(text) in CITY_WORDS or text[:6] in CITY_CODES:
            return True, None
        found = self._regions.get(text[:6] if text.isdecimal() else "")
        found = found or self._regions.get(text)
        for key in _keys(text):
            found = found or self._regions.get(key)
        return found is not None, found

    def owner(self, text: str, district: Unit | None, *, region_given: bool) -> Unit | None:
        """The department of that name in the district, in the city, or the only one anywhere."""
        if district is not None:
            below = self._below[district.pk]
            return next((below[key] for key in _keys(text, district) if key in below), None)
        found = _only(self._city, text)
        if found is None and not region_given:
            found = _only(self._anywhere, text)
        return found

    def label(self, pk: int | None) -> str:
        unit = self.units.get(pk)
        return unit.full_label if unit else ""


def covered(rows) -> frozenset[int | None]:
    """The regions a workbook speaks about: a district's key, None for the city itself."""
    return frozenset(row.values["district_id"] for row in rows)


def matters_in(regions: frozenset[int | None]):
    """Matters not yet cancelled in these regions."""
    rows = Matter.objects.filter(district_id__in=[pk for pk in regions if pk is not None])
    if None in regions:
        rows = rows | Matter.objects.filter(district_id__isnull=True)
    return rows.exclude(state=MatterState.CANCELLED)


def _only(names: dict[str, list[Unit]], text: str) -> Unit | None:
    for key in _keys(text):
        if len(names.get(key, ())) == 1:
            return names[key][0]
    return None


def _keys(name: str, district: Unit | None = None) -> list[str]:
    """The folded name, without the city before it, without the district before it."""
    key = normalise_name(name)
    keys = [key, CITY_PREFIX.sub("", key), CITY_PREFIX.sub("市", key)]
    if district is not None:
        for prefix in (normalise_name(district.short_name), normalise_name(district.name)):
            if key.startswith(prefix) and len(key) > len(prefix):
                rest = key.removeprefix(prefix)
                keys += [prefix[-1] + rest, rest]
        keys += [letter + key for letter in "区县市"]
    return [key for key in dict.fromkeys(keys) if key]
