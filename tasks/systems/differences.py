"""The same matter answered differently: by districts, or by the city and districts (F3)."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db.models import Count, F, Min, Q, Value
from django.db.models.functions import Coalesce

from matters.models import Matter, SystemLevel
from tasks.models import Entry, System
from units.models import Unit

NO_SYSTEM = 0


def answers():
    """Reported rows that say on which system their matter runs."""
    return Entry.objects.counted().reported().exclude(system_level="")


def differing(*, kind: str = "", unit: Unit | None = None):
    """Base codes with more than one answer: `{"code", "name", "n", "systems", "levels"}`.

    `unit` is a city department: its own codes and those of its counterparts in the districts.
    """
    rows = answers()
    if unit is not None:
        own = Q(unit=unit) | Q(unit__counterparts=unit)
        rows = rows.filter(matter__base_code__in=Matter.objects.filter(own).values("base_code"))
    several = {"system": Q(systems__gt=1), "level": Q(levels__gt=1)}
    return (
        rows.values(code=F("matter__base_code"))
        .annotate(
            name=Min("matter__name"),
            n=Count("pk"),
            systems=Count(Coalesce("system", Value(NO_SYSTEM)), distinct=True),
            levels=Count("system_level", distinct=True),
        )
        .filter(several.get(kind, several["system"] | several["level"]))
        .order_by("-systems", "-levels", "-n", "code")
    )


def with_variants(lines: Iterable[dict]) -> list[dict]:
    """Each line with its `variants`, the most frequent first; three queries for all lines."""
    lines = list(lines)
    given = defaultdict(lambda: defaultdict(list))
    rows = answers().filter(matter__base_code__in=[line["code"] for line in lines])
    for code, system, level, *whose in rows.values_list(
        "matter__base_code", "system", "system_level", "matter__district", "task", "task__parent"
    ):
        given[code][system, level].append(whose)
    names = _names_of(system for groups in given.values() for system, _level in groups)
    districts = dict(Unit.objects.districts().in_official_order().values_list("pk", "short_name"))
    for line in lines:
        groups = sorted(given[line["code"]].items(), key=_frequent_first)
        line["variants"] = [
            _variant(group, whose, names, districts, groups) for group, whose in groups
        ]
    return lines


def _frequent_first(item):
    (system, level), whose = item
    return -len(whose), system or 0, level


def _variant(group, whose, names, districts, groups):
    system, level = group
    tasks = {district: parent or task for district, task, parent in whose}
    order = {pk: place for place, pk in enumerate(districts)}
    return {
        "answer": answer(system, level, names),
        "system": system,
        "n": len(whose),
        "city": tasks.get(None),
        "districts": [
            (districts.get(pk, str(pk)), tasks[pk])
            for pk in sorted(tasks.keys() - {None}, key=lambda pk: order.get(pk, 0))
        ],
        "into": _other_system(system, groups),
    }


def _other_system(system, groups):
    """The more frequent system of the same matter that this one may have to be merged into."""
    for (other, _level), _whose in groups:
        if other == system:
            return None
        if other and system:
            return other
    return None


def answer(system, level, names) -> dict:
    return {"name": names.get(system, ""), "level": SystemLevel(level).label}


def _names_of(pks) -> dict[int, str]:
    wanted = {pk for pk in pks if pk}
    return dict(System.objects.filter(pk__in=wanted).values_list("pk", "name"))


def against_others(unit: Unit) -> list[dict]:
    """Rows of the district `unit` that differ from the city's answer or from most districts'.

    Of others only counts and the answers are given, never which district said what. The city's
    answer is that of the departments the row's own one answers to, if any of them gave one.
    """
    own = (
        Entry.objects.counted()
        .filter(task__unit__path__startswith=unit.path)
        .exclude(system_level="")
        .order_by("task__unit__sort_order", "sort_order", "pk")
        .values_list("pk", "matter__base_code", "task__unit", "system", "system_level")
    )
    city, districts = _of_others(unit)
    answers_to = _counterparts(unit)
    lines = []
    for pk, code, department, *mine in own:
        most = {
            "city": _of_counterparts(city[code], answers_to[department]),
            "districts": districts[code],
        }
        others = {who: _most(counts) for who, counts in most.items() if counts}
        if any(other["group"] != tuple(mine) for other in others.values()):
            lines.append({"pk": pk, "mine": {"group": tuple(mine)}, **others})
    return lines


def described(lines: Iterable[dict]) -> list[dict]:
    """The lines with their rows and the answers in words; two queries for all of them."""
    lines = list(lines)
    rows = Entry.objects.select_related("matter", "task__unit").in_bulk([x["pk"] for x in lines])
    sides = ("mine", "city", "districts")
    given = [line[side] for line in lines for side in sides if side in line]
    names = _names_of(one["group"][0] for one in given)
    for line in lines:
        line["row"] = rows[line["pk"]]
    for one in given:
        one |= answer(*one["group"], names)
    return lines


def _of_others(unit):
    """How often each answer was reported elsewhere, by base code: in the city by department,
    in the districts together."""
    own_codes = Entry.objects.filter(task__unit__path__startswith=unit.path)
    groups = (
        answers()
        .exclude(task__unit__path__startswith=unit.path)
        .filter(matter__base_code__in=own_codes.values("matter__base_code"))
        .values_list(
            "matter__base_code", "matter__district", "task__unit", "system", "system_level"
        )
        .annotate(n=Count("pk"))
        .order_by("matter__base_code", "-n", "system", "system_level")
    )
    city, districts = defaultdict(lambda: defaultdict(Counter)), defaultdict(Counter)
    for code, district, department, system, level, count in groups:
        counts = city[code][department] if district is None else districts[code]
        counts[system, level] += count
    return city, districts


def _counterparts(unit: Unit) -> dict[int, set[int]]:
    """The city departments that each department below `unit` answers to."""
    links = Unit.counterparts.through.objects.filter(from_unit__path__startswith=unit.path)
    found = defaultdict(set)
    for department, city in links.values_list("from_unit", "to_unit"):
        found[department].add(city)
    return found


def _of_counterparts(by_department: dict[int, Counter], answers_to: set[int]) -> Counter:
    chosen = answers_to & by_department.keys() or by_department.keys()
    return sum((by_department[pk] for pk in chosen), Counter())


def _most(counts: Counter) -> dict:
    group, count = min(counts.items(), key=_most_frequent_first)
    return {"group": group, "n": count, "of": counts.total()}


def _most_frequent_first(item):
    (system, level), count = item
    return -count, system or 0, level
