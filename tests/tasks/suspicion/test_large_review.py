"""9,600 rows, sixty oddities: all of them in the queue, none in what is approved at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from tasks.models import Entry, Finding, RowState
from tasks.review import bulk
from tasks.review.bulk_plan import plan_for
from tasks.review.desk_filters import DeskFilter
from tasks.review.selection import Selection
from tasks.suspicion import rules
from tasks.suspicion.examining import examine, examine_all
from tasks.suspicion.reading import sentences
from tests.factories import DURING
from units import jobs
from yichuang.celery import app as celery

from .large_review import ROWS, large_review, seed

LATER = DURING + timedelta(minutes=5)


@pytest.fixture
def review(town, people):
    review = large_review(town)
    seed(review, people.reviewer)
    return review


def filters(reviewer):
    return DeskFilter(QueryDict(""), user=reviewer, at=LATER)


def test_sixty_oddities_are_queued_and_the_rest_is_approved_at_once(review, reviewer):
    assert (ROWS, len(review.seeded)) == (9600, 60)
    with CaptureQueriesContext(connection) as examining:
        examine_all(review.campaign)
    assert len(examining) <= 24
    assert struck() == review.seeded
    assert found() == set(rules.REGISTRY)
    assert set(told()) == review.seeded and "%(" not in " ".join(told().values())
    first = filters(reviewer).in_order().values_list("pk", flat=True)[:60]
    assert set(first) == review.seeded
    approval = approve_the_rest(reviewer)
    assert approval.approved == 9540
    waiting = Entry.objects.filter(state=RowState.SUBMITTED)
    assert set(waiting.values_list("pk", flat=True)) == review.seeded


def struck():
    return set(Finding.objects.values_list("entry", flat=True))


def told():
    """Why, row by row, as the desk says it."""
    said = sentences(Entry.objects.filter(severity__gt=0))
    return {pk: " ".join(line["text"] for line in lines) for pk, lines in said.items()}


def found():
    return set(Finding.objects.values_list("rule__code", flat=True))


def approve_the_rest(reviewer):
    """One act, as the page of the bulk approval asks for it; the job does the work."""
    selection = Selection(filters(reviewer), versions={}, everything=True, shown_at=LATER)
    plan = plan_for(selection, with_low=False)
    approval = bulk.ask(
        selection, with_low=False, expected=plan.count, fingerprint=plan.fingerprint,
        by=reviewer, at=LATER,
    )  # fmt: skip
    celery.loader.import_default_modules()
    jobs.run(approval.job_id)
    approval.refresh_from_db()
    return approval


def test_one_list_again_changes_nothing_and_costs_no_query_a_row(review):
    examine_all(review.campaign)
    before = list(Finding.objects.order_by("pk").values_list("pk", "facts"))
    district = Entry.objects.exclude(task__parent=None).first().task.parent
    with CaptureQueriesContext(connection) as examining:
        examine(district)
    assert len(examining) <= 22
    assert list(Finding.objects.order_by("pk").values_list("pk", "facts")) == before
