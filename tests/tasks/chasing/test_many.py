"""Seventy-five units, five obligations, hundreds of departments: as many queries as for a few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tasks.chasing import calling
from tasks.models import CallOutcome, Obligation, ObligationKind, State, Task
from units.models import RosterDuty, RosterMember, Unit, UnitKind, UnitLevel

from .conftest import LATE, issue

UNITS, DEPARTMENTS = 75, 12


@pytest.fixture
def crowd(campaign, town, tasks, reviewer):
    """`crowd()` adds 75 units that owe everything, and 12 departments to each of 15 districts."""

    def grow():
        units = _units(town.root, UNITS, UnitKind.DEPARTMENT, "局")
        owed = [
            Task(obligation=one, unit=unit, due_at=one.due_at, late_at=one.due_at)
            for one in Obligation.objects.filter(campaign=campaign)
            for unit in units
        ]
        Task.objects.bulk_create(owed)
        lists = Task.objects.filter(
            obligation__kind=ObligationKind.DISTRICT_LIST, unit__in=units[:15]
        )
        for above in lists.select_related("unit"):
            _parts(above)
        RosterMember.objects.bulk_create(
            RosterMember(unit=unit, duty=RosterDuty.STAFF, name="联络员", mobile="19900000001")
            for unit in units
        )
        issue(list(Task.objects.filter(unit=units[0])), reviewer)
        calling.note(
            units[1], campaign, person="某", outcome=CallOutcome.REACHED, by=reviewer, at=LATE
        )

    return grow


def _units(parent, count, kind, suffix):
    Unit.objects.bulk_create(
        Unit(
            short_name=f"{parent.pk}第{number}{suffix}",
            name=f"{parent.pk}第{number}{suffix}",
            kind=kind,
            level=UnitLevel.CITY,
            parent=parent,
            sort_order=1000 + number,
        )
        for number in range(count)
    )
    units = list(Unit.objects.filter(parent=parent, short_name__contains="第").order_by("pk"))
    for unit in units:
        unit.path = f"{parent.path}{unit.pk}/"
    Unit.objects.bulk_update(units, ["path"])
    return units


def _parts(above):
    units = _units(above.unit, DEPARTMENTS, UnitKind.DISTRICT_DEPARTMENT, "区局")
    common = {
        "obligation_id": above.obligation_id,
        "due_at": above.due_at,
        "late_at": above.late_at,
        "state": State.FILLING,
        "parent": above,
    }
    Task.objects.bulk_create(Task(unit=unit, **common) for unit in units)


@pytest.mark.parametrize(
    ("name", "query", "most"),
    [
        ("chasing", "", 36),
        ("chasing", "?sort=late&when=overdue", 36),
        ("chasing", "?where=parts&sort=-owes", 36),
        ("chasing-slip-list", "", 24),
    ],
)
def test_the_pages_cost_the_same_for_many(crowd, as_user, reviewer, name, query, most):
    browser, address = as_user(reviewer), reverse(f"tasks:{name}") + query

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        return len(queries)

    few = cost()
    crowd()
    # Reasons of returns and the like are asked for only where there are some.
    assert cost() <= few + 3
    assert few <= most


def test_chasing_everybody_costs_by_the_unit_and_not_by_the_task(crowd, reviewer):
    """Slips are stored at once, and each unit is told in one go."""
    crowd()
    owed = list(Task.objects.owed())
    with CaptureQueriesContext(connection) as queries:
        slips = issue(owed, reviewer, "supervise")
    assert len(slips) == len(owed) > 300
    assert len(queries) < 60


def test_the_phone_list_and_the_workbook_hold_everybody(crowd, as_user, reviewer):
    crowd()
    browser = as_user(reviewer)
    page = browser.post(reverse("tasks:chasing-phones"), {"query": "where=department"}).text
    assert page.count('class="phone-round__pen phone-round__pen--wide"') == UNITS + 2
