"""What is shown before a decision is what the lists are after it."""

from tasks.models import Entry, NearbyEntry, Outcome, RankedMatter, RowState
from tasks.objections import deciding
from tasks.objections.effects import effect_of, lists_of
from tests.factories import DURING
from tests.tasks.acts import object_to

from .acts import accept, decide, fresh, reject


def obligated(campaign):
    return tuple(RankedMatter.objects.obligated(campaign).values_list("pk", flat=True))


def total(lists, part):
    return next(figure.total for figure in lists.figures if part in figure.label)


def test_it_says_which_rank_leaves_and_who_moves_up(objection, campaign):
    effect = effect_of([objection])
    assert [line.rank for line in effect.leaves] == [2]
    assert [line.rank for line in effect.moves_up] == [5]
    assert total(effect.before, "应接入") == total(effect.after, "应接入") == 4
    assert (total(effect.before, "候补"), total(effect.after, "候补")) == (6, 5)


def test_accepting_does_what_was_shown(objection, campaign, reviewer):
    before = effect_of([objection])
    assert lists_of([objection]) == before.before
    assert accept(objection, reviewer)
    after = effect_of([fresh(objection)])
    assert obligated(campaign) == before.after.obligated
    assert lists_of([fresh(objection)]) == before.after == after.after
    assert after.before == before.before and after.applied and not before.applied


def test_deferring_does_what_was_shown(row_objection, reviewer):
    before = effect_of([row_objection])
    assert decide(row_objection, Outcome.DEFERRED, reviewer)
    assert lists_of([fresh(row_objection)]) == before.after


def test_rejecting_changes_no_figure(objection, campaign, reviewer):
    before = effect_of([objection])
    assert reject(objection, reviewer)
    assert lists_of([fresh(objection)]) == before.before
    assert obligated(campaign) == before.before.obligated


def test_reopening_brings_the_rank_back(objection, campaign, reviewer):
    before = effect_of([objection])
    accept(objection, reviewer)
    assert deciding.reopen(fresh(objection), reason="部门补充了材料", by=reviewer, at=DURING)
    assert lists_of([fresh(objection)]) == before.before
    assert obligated(campaign) == before.before.obligated


def test_several_at_once_do_what_was_shown(ranked, tasks, filler, campaign, reviewer):
    several = [object_to(line, tasks.check, filler) for line in ranked[1:]]
    before = effect_of(several)
    assert [line.rank for line in before.moves_up] == [5, 6, 7]
    for one in several:
        accept(one, reviewer)
    assert lists_of([fresh(one) for one in several]) == before.after
    assert obligated(campaign) == before.after.obligated


def test_a_reserve_line_leaves_only_the_reserve(campaign, tasks, filler):
    sixth = RankedMatter.objects.filter(campaign=campaign, unit=filler.unit).in_rank()[5]
    effect = effect_of([object_to(sixth, tasks.check, filler)])
    assert effect.before.obligated == effect.after.obligated
    assert total(effect.after, "候补") == total(effect.before, "候补") - 1


def test_an_accepted_row_shortens_the_list_and_what_eighty_percent_are(
    row_objection, city_list, reviewer
):
    effect = effect_of([row_objection])
    every = Entry.objects.counted().count()
    assert accept(row_objection, reviewer)
    assert Entry.objects.filter(task=city_list).counted().count() == 7
    assert lists_of([fresh(row_objection)]) == effect.after
    whole = effect.after.figures[-1]
    assert (whole.total, whole.needed) == (every - 1, -(-(every - 1) * 80 // 100))


def test_a_pilots_personal_matter_leaves_its_nearby_list_too(pilot_objection, reviewer, tasks):
    effect = effect_of([pilot_objection])
    shown = {line.after.label: line.after.total - line.before.total for line in effect.lines}
    assert all(change == -1 for change in shown.values())
    assert len(shown) == 4  # the part, the district's list, 就近可办, all rows
    accept(pilot_objection, reviewer)
    row = NearbyEntry.objects.get(task=tasks.nearby, matter=pilot_objection.entry.matter)
    assert row.state == RowState.EXCLUDED
    assert lists_of([fresh(pilot_objection)]) == effect.after
    deciding.reopen(fresh(pilot_objection), reason="区里补充材料", by=reviewer, at=DURING)
    row.refresh_from_db()
    assert row.state == RowState.DRAFT
    assert lists_of([fresh(pilot_objection)]) == effect.before


def test_a_unit_is_not_shown_whose_matter_moves_up(ranked, tasks, filler, stranger, reviewer):
    others = RankedMatter.objects.filter(campaign=ranked[0].campaign, rank__gt=4)
    others.filter(rank=5).update(unit=stranger.unit)
    effect = effect_of([object_to(ranked[1], tasks.check, filler)])
    assert effect.for_reader(reviewer)["moves_up"][0].unit == stranger.unit
    own = effect.for_reader(filler)
    assert (own["moves_up"], own["others"]) == ([], 1)
    assert stranger.unit not in [line.after.unit for line in own["lines"]]


def test_figures_are_read_again_each_time(objection, campaign):
    campaign.top_n = 6
    campaign.save()
    again = effect_of([fresh(objection)])
    assert [line.rank for line in again.moves_up] == [7]
