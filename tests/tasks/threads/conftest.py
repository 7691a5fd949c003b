"""What is talked about: a row that is with the unit, and one that is with the bureau."""

import pytest

from tasks.models import Entry


@pytest.fixture
def row(city_list):
    return _first(city_list)


@pytest.fixture
def reported_row(submitted):
    return _first(submitted)


def _first(task):
    return Entry.objects.filter(task=task).select_related("task__unit").in_order().first()
