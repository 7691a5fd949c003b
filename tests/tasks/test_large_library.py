"""A library of ten thousand matters: only the rows it changes are read, in few statements."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from matters.library.plan import Plan
from matters.models import LibraryVersion, Matter
from tasks.library.effects import EffectKind
from tasks.library.following import follow
from tasks.models import Entry, RowState, State, Task
from tests import factories

from .acts import FACTS
from .new_library import AT, ON
from .workbooks.large_list import DEPARTMENTS, MATTERS, district_task, large_district


@pytest.fixture
def large(town, people, library):
    """下城区's fifteen large lists, approved."""
    large_district(town)
    campaign = factories.campaign(town, people)
    task = district_task(campaign, town.xiacheng)
    rows = Entry.objects.filter(task__parent=task)
    rows.update(**FACTS, version=1)
    rows.update(state=RowState.APPROVED)
    Task.objects.filter(parent=task).update(state=State.APPROVED)
    return task


def renamed(count):
    """A plan that changes the names of the first matters of the large lists."""
    matters = Matter.objects.filter(base_code__startswith="许可-91").order_by("inner_code")[:count]
    changed = [
        [matter.inner_code, matter.name, {"name": [matter.name, f"新{matter.name}"]}]
        for matter in matters
    ]
    return Plan(rows=count, changed=changed)


def followed(plan, admin):
    version = LibraryVersion.objects.order_by("-number").first()
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        counts = follow(plan, version, by=admin, at=AT, on=ON)
    return counts, len(queries)


def test_200_changes_touch_200_rows(large, admin):
    counts, queries = followed(renamed(200), admin)
    assert counts == {EffectKind.REOPENS: 200}
    assert Entry.objects.filter(state=RowState.RETURNED).count() == 200
    assert queries < 60


def test_ten_thousand_changes_take_no_query_a_row(large, admin):
    counts, queries = followed(renamed(DEPARTMENTS * MATTERS), admin)
    assert counts == {EffectKind.REOPENS: DEPARTMENTS * MATTERS}
    # SQLite takes some forty rows in one statement.
    assert queries < DEPARTMENTS * MATTERS / 16
