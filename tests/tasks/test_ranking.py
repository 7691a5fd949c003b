"""Attachment 1: the order of the candidates, frozen, and the next rank moving up."""

import pytest

from tasks.campaigns import ranking
from tasks.filling import checking, submitting
from tasks.models import CheckAnswer, RankedMatter, RankingBasis
from tests import factories
from tests.factories import DURING


def codes(lines):
    return [line.base_code for line in lines]


def test_volumes_of_all_regions_are_added_and_ties_go_by_code(campaign):
    lines = list(RankedMatter.objects.filter(campaign=campaign).in_rank())
    assert lines[0].base_code == "许可-90001-000"
    assert lines[0].volume == 8000 + 1000 + 1000
    tied = [line.base_code for line in lines if line.volume == 2000]
    assert tied == sorted(tied)


def test_citywide_basis_takes_the_citys_own_row(campaign):
    campaign.ranking_basis = RankingBasis.CITYWIDE
    assert ranking.rank(campaign)[0].volume == 8000


def test_case_4_a_frozen_ranking_ignores_a_new_library(campaign, town, admin):
    before = codes(RankedMatter.objects.filter(campaign=campaign).in_rank())
    with factories.library_open("新版") as version:
        factories.matter(version, town.gongan, "许可-99999-000", "新事项", volume=9_999_999)
    assert codes(RankedMatter.objects.filter(campaign=campaign).in_rank()) == before
    with pytest.raises(ranking.AlreadyFrozen):
        ranking.freeze(campaign, by=admin, at=DURING)


def test_confirming_the_rest_answers_every_open_line(campaign, tasks, filler):
    submitting.acknowledge(tasks.check, by=filler, at=DURING)
    checking.answer_rest(tasks.check, by=filler, at=DURING)
    own = RankedMatter.objects.filter(campaign=campaign, unit=filler.unit)
    assert set(own.values_list("answer", flat=True)) == {CheckAnswer.CAN}
