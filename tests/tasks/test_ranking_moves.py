"""A frozen ranking is held against a later library without being touched (A6, case 4)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from matters.models import Matter
from tasks.campaigns import moving, ranking
from tasks.models import Campaign, RankedMatter

from .new_library import changed


@pytest.fixture
def snapshot(campaign):
    return list(RankedMatter.objects.filter(campaign=campaign).in_rank().values())


def moves(campaign):
    return {move.base_code: (move.before, move.after) for move in moving.moves(campaign)}


def test_nothing_moves_while_the_library_is_the_same(campaign):
    assert moves(campaign) == {}


def test_equal_volumes_always_stand_in_the_same_order(campaign):
    first, second = (
        [(line.rank, line.base_code) for line in ranking.rank(campaign)] for _turn in range(2)
    )
    assert first == second


def test_a_later_library_would_move_them_and_moves_nothing(campaign, snapshot, town, admin):
    last = Matter.objects.get(unit=town.renshe, base_code="许可-90006-000")
    before = next(line["rank"] for line in snapshot if line["base_code"] == last.base_code)
    changed(admin, {last: {"2017年办件量": 99_999}})
    assert moves(campaign)[last.base_code] == (before, 1)
    assert list(RankedMatter.objects.filter(campaign=campaign).in_rank().values()) == snapshot


def test_what_the_library_cancelled_would_leave(campaign, snapshot, town, admin, as_user):
    gone = Matter.objects.get(unit=town.renshe, base_code="许可-90003-000")
    changed(admin, gone=[gone])
    assert moves(campaign)[gone.base_code][1] is None
    page = as_user(admin).get(reverse("tasks:ranking-moves", args=[campaign.pk])).text
    assert "将退出清单" in page and "冻结，不随事项库变化" in page


def test_the_version_at_the_freeze_is_named(campaign, admin):
    version = campaign.library_version
    Campaign.objects.filter(pk=campaign.pk).update(
        ranking_frozen_at=version.applied_at + timedelta(hours=1)
    )
    campaign.refresh_from_db()
    changed(admin, {Matter.objects.first(): {"2017年办件量": 5}})
    assert moving.frozen_under(campaign) == version
