"""Which rows are examined together: those that came up, and those they are compared with."""

from collections.abc import Iterable, Iterator

from django.db.models import Q

from tasks.models import Entry, SystemName, system_key

from .returns import Return
from .rule import LINE, Line

# What rules read of a row; the rest is not fetched.
ROW = (
    "task_id", "state", "severity", "remark", "warnings", "settled", "origin", "unconfirmed",
    "system_id", *Entry.FACTS, "task__unit_id", "matter__base_code", "matter__volume",
    "matter__district_id",
)  # fmt: skip
# As many values as every database takes in one statement.
AT_ONCE = 5_000


def pieces(pks: Iterable[int], size: int = AT_ONCE) -> Iterator[list[int]]:
    pks = list(pks)
    for start in range(0, len(pks), size):
        yield pks[start : start + size]


def whole(rows):
    """`rows` with what rules about one row read."""
    return rows.select_related("matter", "task").only(*ROW)


def lines_of(campaign, *conditions: Q) -> Iterator[Line]:
    """The rows of the campaign whose content the bureau reads, as plain values."""
    rows = Entry.objects.counted().reported().filter(task__obligation__campaign=campaign)
    return (Line(*one) for one in rows.filter(*conditions).order_by().values_list(*LINE))


def line_of(row: Entry) -> Line:
    """The same of a row that `whole` has fetched."""
    return Line(
        row.pk, row.task_id, row.task.unit_id, row.state, row.severity, row.matter.base_code,
        row.matter.district_id, row.system_id, row.system_name, row.system_level, row.contact,
        row.phone, row.volume, row.matter.volume,
    )  # fmt: skip


def concerned(rows: list[Entry], returns: dict[int, Return]) -> list[Line]:
    """What the rows say, and what they said before they were returned: somebody else may have
    been struck for that."""
    lines = [line_of(row) for row in rows]
    earlier = [(line, returns[line.pk].before) for line in lines if line.pk in returns]
    systems = _systems_of({old["system_name"] for _line, old in earlier if "system_name" in old})
    return lines + [_as_before(line, old, systems) for line, old in earlier]


def _as_before(line, old, systems):
    if "system_name" in old:
        system = systems.get(system_key(old["system_name"]))
        line = line._replace(name=old["system_name"], system=system)
    return line._replace(**{name: old[name] for name in ("contact", "phone") if name in old})


def _systems_of(names: set[str]) -> dict[str, int]:
    keys = {system_key(name) for name in names}
    found = SystemName.objects.filter(key__in=keys) if keys else SystemName.objects.none()
    return dict(found.values_list("key", "system"))


def neighbourhood(campaign, about: list[Line]) -> list[Line]:
    """All rows that share base code, system, telephone or list with one of `about`."""
    shared = (
        Q(matter__base_code__in={line.code for line in about}),
        Q(system__in={line.system for line in about} - {None}),
        Q(phone__in={line.phone for line in about} - {""}),
        Q(task__in={line.task for line in about}),
    )
    # One statement each: with OR the database would read every row of the campaign.
    found = {line.pk: line for condition in shared for line in lines_of(campaign, condition)}
    return list(found.values())
