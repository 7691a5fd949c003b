"""Work that has come as far as the bureau or the district."""

import pytest

from tasks.models import Task

from .acts import acknowledged, fill_in, submit


@pytest.fixture
def city_list(tasks, filler):
    """The list of 市人力社保局, acknowledged."""
    return acknowledged(tasks.city_list, filler)


@pytest.fixture
def check(tasks, filler):
    return acknowledged(tasks.check, filler)


@pytest.fixture
def group(tasks, filler):
    """The roster task of 市人力社保局, acknowledged."""
    return acknowledged(tasks.roster, filler)


@pytest.fixture
def submitted(tasks, filler, head):
    """市人力社保局's eight rows, complete and with the bureau."""
    fill_in(tasks.city_list, filler)
    submit(tasks.city_list, head)
    return Task.objects.for_page().get(pk=tasks.city_list.pk)


@pytest.fixture
def parts(tasks):
    """The three departments' parts of 上城区's list."""
    return list(tasks.district_list.parts.for_page().order_by("unit__sort_order"))


@pytest.fixture
def two_of_three(parts, collector):
    """Two departments have reported to their district."""
    for part in parts[:2]:
        fill_in(part, collector)
        submit(part, collector)
    return parts
