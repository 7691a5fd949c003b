"""Names so nearly equal that one system is probably meant, and the register to hold them against.

What a name says besides 系统, 平台 or 管理 is compared; numbers and districts make a difference.
"""

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import NamedTuple

from django.db.models import Count
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from tasks.models import Entry, SystemName, system_key

# The words every second system has in its name.
_GENERIC = re.compile("信息化|子系统|系统|平台|管理|信息|综合|业务|网上|应用|软件")
# 上城区…, 杭州市余杭区…: whose system it is.
_PLACE = re.compile(r"^(?:[\u4e00-\u9fff]{2,3}?[省市区县]){1,3}")
# 一期 and 二期, V2 and V3, 12345 and 12333 are different systems.
_NUMBERS = re.compile(r"\d+|[一二三四五六七八九十]+(?=期|号|版)")
# In percent: 2 of 7 characters more are too many, 2 of 14 are not.
ALIKE = 85
SHORTEST = 2
MOST_CANDIDATES = 8


class Registered(NamedTuple):
    """A standing system as rows are judged against it."""

    pk: int
    name: str
    level: str


class Near(NamedTuple):
    """The most frequent other system of a nearly equal name. It `prevails` when it has more rows;
    of two with as many the one registered first does."""

    system: Registered
    rows: int
    prevails: bool


class Shape(NamedTuple):
    """What of a name is compared: `core` loosely, the rest exactly."""

    core: str
    place: str
    numbers: tuple[str, ...]
    districts: frozenset[str]


def stems(districts: Iterable[str]) -> tuple[str, ...]:
    """上城区 → 上城: how a district occurs in the names of its systems."""
    return tuple(name[:-1] if name[-1:] in "区县市" else name for name in districts if name)


@lru_cache(maxsize=20_000)
def shape(name: str, districts: tuple[str, ...] = ()) -> Shape:
    key = system_key(name)
    place = match[0] if (match := _PLACE.match(key)) else ""
    core = _GENERIC.sub("", key)
    if len(core) - len(place) < SHORTEST:
        core = key  # 杭州市管理系统: nothing else is left to tell systems apart
    return Shape(
        core,
        place,
        tuple(_NUMBERS.findall(key)),
        frozenset(stem for stem in districts if stem in key),
    )


def are_alike(one: Shape, other: Shape) -> bool:
    if one.numbers != other.numbers or one.districts != other.districts:
        return False
    if one.place and other.place and not _same_place(one.place, other.place):
        return False
    if fuzz.ratio(one.core, other.core) < ALIKE:
        return False
    # 城东… and 城西…: the first characters say whose system it is.
    steps = Levenshtein.opcodes(one.core, other.core)
    return not any(step.tag == "replace" and step.src_start < 2 for step in steps)


def _same_place(one, other):
    return one.endswith(other) or other.endswith(one)


class Register:
    """The register for judging many rows: read when first needed, each name compared once."""

    def __init__(self, districts: Iterable[str] = ()):
        self._districts = stems(districts)
        self._near: dict[str, Near | None] = {}
        self._rows: dict[int, int] = {}

    def of(self, name: str) -> Registered | None:
        """The system registered under `name`."""
        return self._by_key.get(system_key(name))

    def near(self, name: str) -> Near | None:
        """What somebody who wrote `name` may have meant."""
        if name not in self._near:
            self._near[name] = self._nearest(name)
        return self._near[name]

    @cached_property
    def systems(self) -> list[Registered]:
        return list(dict.fromkeys(self._by_key.values()))

    def alike(self, name: str) -> list[Registered]:
        """All other systems of which one name is nearly equal to `name`."""
        own, mine = self.of(name), shape(name, self._districts)
        found = process.extract(
            mine.core, self._cores, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None
        )
        close = (self._names[at][1:] for _core, _score, at in found[: MOST_CANDIDATES * 4])
        near = [
            system
            for other, system in close
            if system != own and are_alike(mine, shape(other, self._districts))
        ]
        return list(dict.fromkeys(near))[:MOST_CANDIDATES]

    @cached_property
    def _names(self) -> list[tuple[str, str, Registered]]:
        """Each name: its key, how it is written, and its system."""
        names = SystemName.objects.filter(system__merged_into__isnull=True).order_by("pk")
        facts = ("key", "name", "system_id", "system__name", "system__level")
        return [(key, name, Registered(*one)) for key, name, *one in names.values_list(*facts)]

    @cached_property
    def _by_key(self):
        return {key: system for key, _name, system in self._names}

    @cached_property
    def _cores(self):
        return [shape(name, self._districts).core for _key, name, _system in self._names]

    def _nearest(self, name):
        others = self.alike(name)
        if not others:
            return None
        own = self.of(name)
        self._count([system.pk for system in (*others, own) if system])
        most = max(others, key=self._weight)
        count = self._rows[most.pk]
        more = own is None or self._weight(most) > self._weight(own)
        return Near(most, count, prevails=more and count > 0)

    def _weight(self, system):
        return self._rows[system.pk], -system.pk

    def _count(self, pks):
        """Count the rows of some systems; asked again, of all: the caller judges many rows."""
        unknown = [pk for pk in pks if pk not in self._rows]
        if not unknown:
            return
        rows = Entry.objects.filter(system__isnull=False)
        if self._rows:
            self._rows |= {system.pk: 0 for system in self.systems}
        else:
            rows = rows.filter(system__in=unknown)
            self._rows |= dict.fromkeys(unknown, 0)
        self._rows |= dict(rows.values_list("system").annotate(n=Count("pk")).order_by())
