"""A unit with two divisions, and rows that can be handed out."""

from types import SimpleNamespace

import pytest

from tasks.handings import handing
from tasks.models import Entry
from tests import factories
from tests.factories import DURING


@pytest.fixture
def colleagues(town):
    """Two people of 就业处 and one of 工伤处, all fillers of 市人力社保局."""

    def person(username, name, division):
        return factories.user(username, unit=town.renshe, name=name, division=division)

    return SimpleNamespace(
        jiu=person("jiu", "纪就业", "就业处"),
        ye=person("ye", "叶就业", "就业处"),
        shang=person("shang", "商工伤", "工伤处"),
    )


@pytest.fixture
def rows(city_list):
    return list(Entry.objects.filter(task=city_list).in_order().values_list("pk", flat=True))


@pytest.fixture
def hand(city_list, filler, colleagues):
    """`hand(rows)`: 方填报 hands rows to 纪就业, or to whom one says."""

    def hand_out(rows, **to):
        return handing.hand_out(
            city_list, rows, **(to or {"to": colleagues.jiu}), by=filler, at=DURING
        )

    return hand_out
