"""The register as a table: each system with its rows, units and volumes, counted in SQL."""

from collections.abc import Iterable

from django.db.models import Count, Sum

from tasks.models import Entry, System
from tasks.models.rows import is_counted, is_reported
from units.models import Unit

from .alike import Register

_COUNTED = is_counted("rows__")


def counted(systems):
    """`systems` with count (matters), units, library_volume and volume (reported cases)."""
    return systems.annotate(
        count=Count("rows", filter=_COUNTED),
        units=Count("rows__task__unit", filter=_COUNTED, distinct=True),
        library_volume=Sum("rows__matter__volume", filter=_COUNTED),
        volume=Sum("rows__volume", filter=_COUNTED & is_reported("rows__")),
    )


def known() -> Register:
    """The register for comparing names; districts tell systems apart."""
    return Register(Unit.objects.districts().values_list("short_name", flat=True))


def with_near(register: Register) -> list[int]:
    """Keys of the systems that have another one of a nearly equal name."""
    return [system.pk for system in register.systems if register.alike(system.name)]


def lines(systems, register: Register) -> list[dict]:
    """Systems (names prefetched) as the list shows them: other names, near ones."""
    systems = list(systems)
    near = near_of(systems, register)
    return [
        {
            "system": system,
            "others": [name.name for name in system.names.all() if name.name != system.name],
            "near": near[system.pk],
        }
        for system in systems
    ]


def near_of(systems: Iterable[System], register: Register) -> dict[int, list[dict]]:
    """Other systems of nearly equal names, by key; of two the one with fewer rows is `absorbed`
    by the other that is `kept`, when they are merged."""
    near = {system.pk: register.alike(system.name) for system in systems}
    wanted = {one.pk for others in near.values() for one in others} | near.keys()
    rows = Entry.objects.filter(system__in=wanted if any(near.values()) else ())
    counts = dict(rows.values_list("system").annotate(n=Count("pk")).order_by())
    return {pk: [_pair(pk, other, counts) for other in others] for pk, others in near.items()}


def _pair(pk, other, counts):
    weight = {one: (counts.get(one, 0), -one) for one in (pk, other.pk)}
    absorbed, kept = sorted(weight, key=weight.get)
    return {"pk": other.pk, "name": other.name, "absorbed": absorbed, "kept": kept}


def levels_given(system: System) -> list[dict]:
    """`{"system_level", "n"}` for the reported rows of `system`, the most frequent first."""
    rows = Entry.objects.filter(system=system).counted().reported()
    return list(rows.values("system_level").annotate(n=Count("pk")).order_by("-n", "system_level"))


def rows_of(system: System):
    """The reported rows on `system`, unit by unit; on which system a draft runs is its content."""
    return (
        Entry.objects.filter(system=system)
        .reported()
        .select_related("matter", "task__unit__parent", "task__parent")
        .order_by("task__unit__sort_order", "task__unit_id", "sort_order", "pk")
    )


def drafts_on(system: System) -> int:
    """How many rows on `system` have not been reported; whose they are is not told (A3-7)."""
    rows = Entry.objects.filter(system=system)
    return rows.exclude(pk__in=rows.reported().values("pk")).count()
