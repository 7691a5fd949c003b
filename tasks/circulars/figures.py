"""The figures of a report: everything page, workbook and circular say, as plain values.

`figures` is pure reading, from one snapshot and as of one instant; what it returns is stored
with the report and never compiled again. docs/decisions/0029.
"""

from datetime import datetime

from django.utils import translation

from tasks.models import Campaign, Obligation, ObligationKind, Task
from units.models import UnitKind

from . import as_of, counting, quality
from .ranking import ranked
from .snapshot import one_snapshot
from .standing import moment, standing_of
from .totals import sums

SCHEMA = 1
CITY, DISTRICT = "city", "district"
LISTS = (ObligationKind.CITY_LIST, ObligationKind.DISTRICT_LIST)


def figures(campaign: Campaign, *, at: datetime) -> dict:
    """How everybody stood in `campaign` at `at`. JSON-able, in Chinese, units in official order:

    `obligations`: sums of each by group; `units`: each unit with its `tasks` by kind and, as
    `list`, the one with its matters; `tables`: keys of units by group, in the order of rank;
    `returns`: what was returned over all. Rows without a unit that owes them count nowhere.
    """
    with translation.override("zh-hans"), one_snapshot():
        return _compiled(campaign, at)


def _compiled(campaign, at) -> dict:
    tasks = as_of.owed_tasks(campaign, at)
    rows = counting.rows_of(tasks, campaign, at)
    complete = as_of.complete_since([task for task in tasks if task.is_collected], at)
    standings = {
        task.pk: standing_of(task, rows[task.pk], complete.get(task.pk), at) for task in tasks
    }
    units = _units(tasks, standings, quality.returns_of(campaign, at))
    tables = {group: ranked(_with_list(units, group)) for group in (CITY, DISTRICT)}
    return {
        "schema": SCHEMA,
        "campaign": _campaign(campaign),
        "cut_off_at": moment(at),
        "obligations": _obligations(campaign, units),
        "units": units,
        "tables": {group: [line["unit"] for line in lines] for group, lines in tables.items()},
    }


def _campaign(campaign) -> dict:
    names = ("number", "title", "issuer", "help_contact")
    return {"pk": campaign.pk, **{name: getattr(campaign, name) for name in names}}


def _units(tasks: list[Task], standings, returns) -> list[dict]:
    """One line per unit that owes anything with rows."""
    units: dict[int, dict] = {}
    for task in tasks:
        if task.unit_id not in units:
            units[task.unit_id] = _line(task.unit)
        line, standing = units[task.unit_id], standings[task.pk]
        line["tasks"][task.kind] = standing
        if task.kind in LISTS:
            line["list"] = standing
        if task.pk in returns:
            line["returns"].append(returns[task.pk])
    owing = [line for line in units.values() if _has_rows(line)]
    missing = counting.missing_duties(
        [line["unit"] for line in owing if ObligationKind.ROSTER in line["tasks"]]
    )
    for line in owing:
        line["missing_duties"] = missing.get(line["unit"], [])
        line["returns"] = _returns(line["returns"])
    return owing


def _line(unit) -> dict:
    return {
        "unit": unit.pk,
        "name": unit.name,
        "short_name": unit.short_name,
        "group": DISTRICT if unit.kind == UnitKind.DISTRICT else CITY,
        "tasks": {},
        "list": None,
        "rank": None,
        "returns": [],
    }


def _has_rows(line) -> bool:
    """A unit without rows is not mentioned, not even for its roster (domain case 15)."""
    return any(
        one["should"] for kind, one in line["tasks"].items() if kind != ObligationKind.ROSTER
    )


def _returns(found) -> dict:
    total = quality.Returns()
    for one in found:
        total.add(one)
    return {"rows": len(total.rows), "times": total.times, "classes": total.by_class()}


def _with_list(units, group) -> list[dict]:
    return [line for line in units if line["group"] == group and line["list"]]


def _obligations(campaign, units) -> list[dict]:
    order = list(ObligationKind)
    obligations = sorted(campaign.obligations.all(), key=lambda one: order.index(one.kind))
    return [_obligation(one, units) for one in obligations]


def _obligation(obligation: Obligation, units) -> dict:
    kind = obligation.kind
    owing = [line for line in units if kind in line["tasks"]]
    groups = {
        group: sums(line["tasks"][kind] for line in owing if line["group"] == group)
        for group in (CITY, DISTRICT)
    }
    return {
        "kind": kind,
        "label": str(ObligationKind(kind).label),
        "title": obligation.title,
        "due_at": moment(obligation.due_at),
        **groups,
        "all": sums(line["tasks"][kind] for line in owing),
    }
