"""A quarter that is over, its sheet computed, and published."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from tasks.assessment import marking, publishing, sheets
from tasks.models import AssessmentSheet
from tests.factories import user
from units.models import Role

from . import story
from .story import IN_JULY


@pytest.fixture
def quarter(campaign, tasks, town, people):
    """What happened to four units."""
    story.renshe(campaign, tasks, people)
    story.shangcheng(campaign, tasks, people)
    story.xiacheng(campaign, town)
    return campaign


@pytest.fixture
def sheet(quarter, admin):
    """The sheet of the quarter, computed."""
    opened = story.opened(quarter, admin)
    return sheets.compute(opened.pk, by=admin, at=IN_JULY)


@pytest.fixture
def score_of(town):
    """`score_of(sheet)` gives the scores by what the town calls the unit."""

    def scores(sheet):
        names = {unit.pk: name for name, unit in vars(town).items()}
        found = sheet.scores.prefetch_related("deductions")
        return SimpleNamespace(**{names[one.unit_id]: one for one in found})

    return scores


@pytest.fixture
def marked(sheet, reviewer):
    """Everybody cooperated well."""
    words = {"points": Decimal(5), "reason": "按要求配合各项工作"}
    marking.mark(sheet, "配合度", sheet.scores.all(), **words, by=reviewer, at=IN_JULY)
    return AssessmentSheet.objects.get(pk=sheet.pk)


@pytest.fixture
def published(marked, admin):
    publishing.publish(marked.pk, seen=marked.checksum, by=admin, at=IN_JULY)
    return AssessmentSheet.objects.get(pk=marked.pk)


@pytest.fixture
def gongan_head(people):
    """Who signs for 市公安局, which never reported anything."""
    return user("gongan-head", unit=people.stranger.unit, role=Role.HEAD, name="公处长")
