"""Attachment 1: the order of the candidates, frozen, and the next rank moving up."""

import pytest

from tasks.campaigns import ranking
from tasks.filling import checking, submitting
from tasks.models import CheckAnswer, RankedMatter, RankingBasis
from tasks.review import decisions
from tests import factories
from tests.factories import DURING

from .acts import object_to


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


def test_case_3_an_accepted_objection_pulls_up_the_next_rank(campaign, tasks, filler, reviewer):
    before = list(RankedMatter.objects.obligated(campaign))
    assert [line.rank for line in before] == [1, 2, 3, 4]
    for line in before[1:3]:
        objection = object_to(line, tasks.check, filler)
        assert decisions.decide(objection, accepted=True, text="确属涉密", by=reviewer, at=DURING)
    after = list(RankedMatter.objects.obligated(campaign))
    assert [line.rank for line in after] == [1, 4, 5, 6]
    assert RankedMatter.objects.filter(campaign=campaign).count() == 10


def test_a_rejected_objection_changes_no_rank(campaign, tasks, filler, reviewer):
    first = RankedMatter.objects.obligated(campaign)[0]
    objection = object_to(first, tasks.check, filler)
    decisions.decide(objection, accepted=False, text="可以接入", by=reviewer, at=DURING)
    assert RankedMatter.objects.obligated(campaign)[0] == first


def test_an_objection_is_decided_once(campaign, tasks, filler, reviewer):
    first = RankedMatter.objects.obligated(campaign)[0]
    objection = object_to(first, tasks.check, filler)
    assert decisions.decide(objection, accepted=True, text="确属涉密", by=reviewer, at=DURING)
    assert not decisions.decide(objection, accepted=False, text="改判", by=reviewer, at=DURING)
    objection.refresh_from_db()
    assert objection.state == "accepted"


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
