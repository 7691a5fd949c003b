"""The desk at 100,000 rows: what is asked most is found by an index, and nothing is sorted."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tasks.models import Entry, Finding, RowState
from tasks.review.desk_filters import DeskFilter
from tasks.suspicion import rules
from tests import factories
from units.models import Unit

from .many_rows import MATTERS, UNITS, many_rows


@pytest.fixture
def plan(submitted, reviewer):
    """`plan("severity=3")` is how PostgreSQL reads the first page of 100,000 rows."""
    many_rows(submitted)

    def explained(query):
        filters = DeskFilter(QueryDict(query), user=reviewer, at=timezone.now())
        return filters.in_order().values("pk")[:50].explain()

    return explained


@pytest.mark.postgresql
def test_the_first_page_of_100000_rows_is_read_from_an_index(plan):
    assert Entry.objects.count() > UNITS * MATTERS
    rule = next(rule for rule in rules.complete() if rule.enabled)
    grave = Entry.objects.filter(severity=3).values_list("pk", flat=True)
    Finding.objects.bulk_create(Finding(entry_id=pk, rule=rule) for pk in grave)
    name = Unit.objects.get(sort_order=7, name="第7局").name
    for query, index in {
        "": "entry_by_severity",
        "severity=3": "entry_by_severity",
        f"rule={rule.pk}": "tasks_finding_rule",
        f"unit={name}": "entry_",
        f"unit={name}&severity=2": "entry_",
    }.items():
        found = plan(query)
        assert index in found, found
        assert "Seq Scan on tasks_entry" not in found, found


@pytest.mark.postgresql
def test_the_gravest_of_100000_rows_come_without_sorting(plan):
    assert "Sort" not in plan("")
    assert "Sort" not in plan("severity=3")


def test_the_desk_asks_as_often_for_fifty_rows_as_for_eight(submitted, reviewer, as_user):
    browser, address = as_user(reviewer), reverse("tasks:desk")

    def cost(rows):
        with CaptureQueriesContext(connection) as queries:
            assert len(browser.get(address).context["page"].object_list) == rows
        return len(queries)

    few = cost(8)
    with factories.library_open("长表") as version:
        for number in range(42):
            matter = factories.matter(
                version, submitted.unit, f"许可-7{number:04d}-000", "长表事项"
            )
            Entry.objects.create(task=submitted, matter=matter, state=RowState.SUBMITTED)
    assert cost(50) == few
    assert few <= 21
