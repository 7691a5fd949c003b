"""Which city departments the name of a district's department speaks of; a proposal, no more."""

import re
from collections.abc import Iterable

from units.models import Unit, normalise_name

# What a district joined in one bureau in 2018 while the city still had several, or calls by
# another word (domain §3.3): a word of the district's name, the city's short names.
MERGED = {
    "住建": ("市建委", "市住保房管局"),
    "住房和城乡建设": ("市建委", "市住保房管局"),
    "住房和城市建设": ("市建委", "市住保房管局"),
    "城建": ("市建委",),
    "建设": ("市建委", "市住保房管局"),
    "市场监管": ("市市场监管局", "市质监局"),
    "市场监督管理": ("市市场监管局", "市质监局"),
    "农林": ("市农业局", "市林水局"),
    "农林水利": ("市农业局", "市林水局", "市气象局"),
    "水利": ("市林水局",),
    "林业": ("市林水局",),
    "水务": ("市林水局",),
    "科技": ("市科委",),
    "科学技术": ("市科委",),
    "旅游": ("市旅委",),
    "文旅": ("市文广新局", "市旅委"),
    "文广旅": ("市文广新局", "市旅委"),
    "经济发展": ("市发改委", "市经信委", "市科委", "市商务委", "市安监局"),
    "社会发展": (
        "市教育局", "市民宗局", "市民政局", "市文广新局", "市卫生计生委", "市外侨办",
        "市体育局", "市档案局", "市残联",
    ),
}  # fmt: skip
_CITY = re.compile(r"^(杭州市|杭州|市)")
_REGION = re.compile(r"^[市区县]")
_OFFICE = re.compile(r"(委员会|办公室|管理局|分局|大队|中心|局|委|办|处)+$")
SHORTEST = 2


def proposals(departments: Iterable[Unit], cities: Iterable[Unit]) -> dict[int, list[Unit]]:
    """The city departments each of a district's `departments` seems to answer to, by its id.

    Both with their aliases and, for the departments, their parent at hand.
    """
    cities = list(cities)
    stems = {city.pk: _stems(city, _city_stem) for city in cities}
    names = {
        unit.pk: _stems(unit, lambda name, one: _district_stem(name, one.parent))
        for unit in departments
    }
    equal = {pk: _equal(words, cities, stems) for pk, words in names.items()}
    # What has a bureau of its own in this district was not joined with another one.
    own = {city.short_name for likely in equal.values() for city in likely}
    found = {}
    for pk, words in names.items():
        merged = set(_merged(words)) - own
        likely = equal[pk] + [city for city in cities if city.short_name in merged]
        likely = likely or _within(words, cities, stems) or _shortened(words, cities, stems)
        if likely:
            chosen = {city.pk for city in likely}
            found[pk] = [city for city in cities if city.pk in chosen]
    return found


def _stems(unit: Unit, stem) -> set[str]:
    names = [unit.short_name, unit.name, *(alias.name for alias in unit.aliases.all())]
    return {found for name in names if len(found := stem(name, unit)) >= SHORTEST}


def _city_stem(name: str, _unit) -> str:
    """市人力社保局 → 人力社保"""
    return _OFFICE.sub("", _CITY.sub("", normalise_name(name), count=1))


def _district_stem(name: str, district: Unit | None) -> str:
    """区人力社保局, 上城区人力社保局 → 人力社保; 杭州市公安局上城区分局 → 公安"""
    text = whole = normalise_name(name)
    for region in (district.name, district.short_name, district.short_name[:-1], "杭州市"):
        text = text.replace(normalise_name(region), "")
    # 建德市's own 市市场监管局 loses one 市 only.
    return _OFFICE.sub("", _REGION.sub("", text, count=1) if text == whole else text)


def _merged(names: set[str]) -> Iterable[str]:
    for name in names:
        yield from MERGED.get(name, ())


def _equal(names, cities, stems) -> list[Unit]:
    return [city for city in cities if names & stems[city.pk]]


def _within(names, cities, stems) -> list[Unit]:
    """区教育体育局 holds 教育 and 体育."""
    return [
        city for city in cities if any(stem in name for stem in stems[city.pk] for name in names)
    ]


def _shortened(names, cities, stems) -> list[Unit]:
    """区人社局 shortens 人力社保, if nothing else can be meant."""
    likely = [
        city
        for city in cities
        if any(_skips(name, stem) for stem in stems[city.pk] for name in names)
    ]
    return likely if len(likely) == 1 else []


def _skips(short: str, long: str) -> bool:
    """The signs of `short` stand in `long` in their order, beginning with its first."""
    rest = iter(long)
    return short[0] == long[0] and all(sign in rest for sign in short)
