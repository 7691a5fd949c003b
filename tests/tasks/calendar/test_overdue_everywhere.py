"""“逾期” is the same everywhere at the same instant (trust B5): list, home, board, overview,
task pages, desk, its workbook, the report, the metrics."""

from datetime import date, datetime
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tasks.campaigns import board
from tasks.chasing.filters import DeskFilter
from tasks.circulars.figures import figures
from tasks.models import State, Task
from tasks.supervision import measuring
from tasks.supervision.deadlines import extend
from tasks.supervision.overview import overview
from tests.factories import CITY_TIME, DURING
from tests.tasks.acts import fill_in, fresh, submit

# Everything is due on 6 April (清明), with a workday of grace: late after Sunday 8 April.
INSTANTS = [
    datetime(2018, 4, 6, 23, 59, 59, 999_000, tzinfo=CITY_TIME),
    datetime(2018, 4, 7, tzinfo=CITY_TIME),
    datetime(2018, 4, 8, 23, 59, 59, 999_000, tzinfo=CITY_TIME),
    datetime(2018, 4, 9, tzinfo=CITY_TIME),
    datetime(2018, 4, 12, tzinfo=CITY_TIME),
]


@pytest.fixture
def mixed(ruled, tasks, filler, head, stranger, admin, district_filler, collector):
    """One reported in time, one has until the tenth and its grace, one was released."""
    ruled("legal", grace=1)
    fill_in(tasks.city_list, filler)
    submit(tasks.city_list, head)
    extend([fresh(tasks.stranger_list)], date(2018, 4, 10), reason="顺延", by=admin, at=DURING)
    Task.objects.filter(pk=tasks.nearby.pk).update(state=State.APPROVED)
    return tasks


def listed(at, **_):
    return set(Task.objects.owed().overdue(at=at).values_list("pk", flat=True))


def one_by_one(at, **_):
    return {task.pk for task in Task.objects.owed().for_page() if task.is_overdue(at=at)}


def of_the_desk(at, reviewer, **_):
    filters = DeskFilter({"when": "overdue"}, user=reviewer, at=at)
    assert filters.is_valid(), filters.errors
    return set(filters.tasks().values_list("pk", flat=True))


def of_the_report(at, campaign, **_):
    lines = figures(campaign, at=at)["units"]
    return {one["task"] for line in lines for one in line["tasks"].values() if one["overdue"]}


def of_the_task_pages(at, reviewer, as_user, **_):
    browser = as_user(reviewer)
    return {
        task.pk
        for task in Task.objects.owed()
        if browser.get(task.get_absolute_url()).context["is_late"]
    }


def of_the_homes(at, people, as_user, campaign, **_):
    """Every home says so in words; of what has no reader here, the sentence itself is asked."""
    found = set()
    for person in (people.filler, people.stranger, people.collector, people.other_collector):
        todos = as_user(person).get(reverse("tasks:home")).context["todos"]
        found |= {todo.task.pk for todo in todos if todo.time_left.startswith("已逾期")}
    return found


@pytest.mark.parametrize("at", INSTANTS, ids=str)
def test_the_same_tasks_are_overdue(at, mixed, campaign, people, reviewer, as_user, clock):
    clock(at)
    world = {"campaign": campaign, "people": people, "reviewer": reviewer, "as_user": as_user}
    wanted = listed(at)
    for way in (one_by_one, of_the_desk, of_the_report, of_the_task_pages, of_the_homes):
        assert way(at, **world) == wanted, way.__name__
    assert bool(wanted) is (at > INSTANTS[2])
    assert mixed.city_list.pk not in wanted
    assert (mixed.stranger_list.pk in wanted) is (at == INSTANTS[-1])


@pytest.mark.parametrize("at", INSTANTS, ids=str)
def test_the_same_units_and_numbers(at, mixed, campaign, reviewer, as_user, clock):
    clock(at)
    late = Task.objects.owed().overdue(at=at)
    units = {task.unit for task in late.select_related("unit")}
    assert {line["unit"] for line in board.units(campaign, at=at) if line["overdue"]} == units
    assert sum(line.late for line in overview([campaign], at=at)) == late.count()
    shown = as_user(reviewer).get(reverse("tasks:home")).context["lines"]
    assert sum(line.late for line in shown) == late.count()
    (metric,) = (one for one in measuring.work(at) if one.name.endswith("tasks_overdue"))
    assert [sample.value for sample in metric.samples] == [late.count()]


@pytest.mark.parametrize("at", INSTANTS, ids=str)
def test_the_desks_workbook_has_the_same_lines(at, mixed, reviewer, as_user, clock):
    clock(at)
    file = as_user(reviewer).post(reverse("tasks:chasing-export"), {"query": "when=overdue"})
    sheet = load_workbook(BytesIO(b"".join(file.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(row for row in rows if "单位" in row)
    lines = rows[rows.index(head) + 1 :]
    names = sorted(row[head.index("单位")] for row in lines if row[head.index("单位")])
    late = Task.objects.owed().overdue(at=at).select_related("unit__parent")
    assert names == sorted(task.unit.full_label for task in late)


def test_what_was_reported_once_and_opened_again_is_nobodys_overdue(mixed, collector, as_user):
    """A district list that is open for its late departments was in time (domain §10)."""
    Task.objects.filter(pk=mixed.district_list.pk).update(
        first_submitted_at=DURING, state=State.FILLING
    )
    todos = as_user(collector).get(reverse("tasks:home")).context["todos"]
    (todo,) = (one for one in todos if one.task.pk == mixed.district_list.pk)
    assert todo.time_left == ""
