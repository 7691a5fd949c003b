"""Objections of 市人力社保局 and of 上城区 in several places of the lists."""

import pytest

from tasks.models import Entry, RankedMatter
from tests.tasks.acts import acknowledged, object_to, object_to_row


@pytest.fixture
def ranked(campaign):
    """The obligated lines: ranks 1 to 4, of 市人力社保局."""
    return list(RankedMatter.objects.obligated(campaign))


@pytest.fixture
def objection(ranked, tasks, filler):
    """Against the second line of attachment 1."""
    return object_to(ranked[1], tasks.check, filler)


@pytest.fixture
def row_objection(city_list, filler):
    """Against the second row of 市人力社保局's list, the same matter as the second line."""
    row = Entry.objects.get(task=city_list, matter__base_code="许可-90002-000")
    return object_to_row(row, city_list, filler)


@pytest.fixture
def pilot_objection(tasks, district_filler):
    """Against a personal matter of a pilot district, which is in its 就近可办 list, too."""
    part = acknowledged(tasks.part, district_filler)
    row = Entry.objects.get(task=part, matter__base_code="确认-90001-001")
    return object_to_row(row, part, district_filler)
