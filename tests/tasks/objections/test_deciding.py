"""Both sides confirm, or the bureau decides alone and the record says so; and back again."""

import pytest
from django.db import IntegrityError, transaction

from tasks.filling import checking
from tasks.filling.submitting import Stale
from tasks.models import (
    Entry,
    NearbyEntry,
    Objection,
    ObjectionState,
    Outcome,
    RankedMatter,
    RowState,
    State,
    Task,
    Turn,
)
from tasks.objections import deciding
from tasks.review import decisions
from tests.factories import DURING
from tests.tasks.acts import fill_in, object_to, object_to_row, submit
from tests.tasks.acts import fresh as fresh_task
from units.models import Action, Event, Message

from .acts import accept, answer, concluded, decide, fresh, propose, reject


def test_whose_turn_it_is(objection, reviewer, filler):
    assert objection.turn == Turn.BUREAU
    objection = propose(objection, Outcome.NOT_CONNECTED, reviewer)
    assert (objection.state, objection.turn) == (ObjectionState.DISCUSSED, Turn.UNIT)
    objection = answer(objection, filler)
    assert objection.turn == Turn.BUREAU
    accept(objection, reviewer)
    assert fresh(objection).turn is None


def test_the_list_agrees_whose_turn_it_is(objection, row_objection, reviewer):
    propose(objection, Outcome.CONNECTED, reviewer)
    assert list(Objection.objects.waiting_for(Turn.UNIT)) == [objection]
    assert list(Objection.objects.waiting_for(Turn.BUREAU)) == [row_objection]


def test_nobody_decides_without_the_unit_by_accident(objection, reviewer):
    with pytest.raises(deciding.NotAgreed):
        decide(objection, Outcome.NOT_CONNECTED, reviewer, alone=False)
    assert fresh(objection).state == ObjectionState.PENDING


def test_what_was_agreed_is_decided_without_a_tick(objection, reviewer, filler):
    agreed = answer(propose(objection, Outcome.DEFERRED, reviewer), filler)
    assert decide(agreed, Outcome.DEFERRED, reviewer, alone=False)
    assert not fresh(objection).decided_alone
    assert "双方已确认" in Event.objects.of(objection).first().reason


def test_another_conclusion_than_the_agreed_one_is_decided_alone(objection, reviewer, filler):
    agreed = answer(propose(objection, Outcome.DEFERRED, reviewer), filler)
    with pytest.raises(deciding.NotAgreed):
        decide(agreed, Outcome.DEFERRED, reviewer, alone=False, deferred_condition="另一条件")
    with pytest.raises(deciding.NotAgreed):
        decide(agreed, Outcome.CONNECTED, reviewer, alone=False)
    assert reject(agreed, reviewer)
    assert fresh(objection).decided_alone


def test_the_record_says_that_the_unit_did_not_agree(objection, reviewer, filler):
    refused = propose(objection, Outcome.CONNECTED, reviewer)
    refused = answer(refused, filler, agreed=False, text="系统年底下线，不宜接入")
    reject(refused, reviewer)
    assert "单位未同意该结论，由市局裁定" in Event.objects.of(objection).first().reason


def test_a_new_proposal_asks_the_unit_again(objection, reviewer, filler):
    old = propose(objection, Outcome.CONNECTED, reviewer)
    answer(old, filler, agreed=False, text="系统年底下线，不宜接入")
    again = propose(objection, Outcome.DEFERRED, reviewer)
    assert (again.agreed, again.answer, again.turn) == (None, "", Turn.UNIT)


def test_an_answer_to_a_proposal_that_was_replaced_does_not_count(objection, reviewer, filler):
    old = propose(objection, Outcome.CONNECTED, reviewer)
    Objection.objects.filter(pk=objection.pk).update(proposed_at=DURING.replace(hour=15))
    assert answer(old, filler).agreed is None


def test_without_a_proposal_there_is_nothing_to_answer(objection, reviewer, filler):
    assert answer(objection, filler).answered_at is None
    reject(objection, reviewer)
    deciding.reopen(fresh(objection), reason="部门补充了材料", by=reviewer, at=DURING)
    assert answer(fresh(objection), filler).answered_at is None


def test_each_act_is_one_event_and_the_other_side_is_told(objection, reviewer, filler):
    agreed = answer(propose(objection, Outcome.NOT_CONNECTED, reviewer), filler)
    accept(agreed, reviewer)
    acts = list(Event.objects.of(objection).values_list("action", flat=True))
    assert acts == [Action.DECIDE, Action.AGREE, Action.PROPOSE, Action.OBJECT]
    told = list(Message.objects.order_by("pk").values_list("to__username", "subject"))
    assert ("filler", f"请答复疑义拟定结论“成立（不接入）”：{objection}") in told
    assert ("reviewer", f"{objection.unit.full_label}同意拟定结论：{objection}") in told
    assert ("filler", f"疑义成立：{objection}") in told


def test_the_same_click_twice_has_one_effect(objection, reviewer, filler):
    proposed = propose(objection, Outcome.NOT_CONNECTED, reviewer)
    answer(proposed, filler)
    answer(proposed, filler, agreed=False, text="改主意了，不同意")
    assert fresh(objection).agreed is True
    assert accept(objection, reviewer)
    assert not reject(objection, reviewer)
    assert Event.objects.of(objection).filter(action=Action.DECIDE).count() == 1


def test_deferred_until_nothing_cannot_be_stored(objection):
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.filter(pk=objection.pk).update(outcome=Outcome.DEFERRED)


def test_a_withdrawn_one_is_neither_proposed_nor_decided(objection, reviewer, filler):
    propose(objection, Outcome.CONNECTED, reviewer)
    assert checking.withdraw(fresh(objection), by=filler, at=DURING)
    assert not accept(objection, reviewer)
    assert propose(objection, Outcome.CONNECTED, reviewer).state == ObjectionState.WITHDRAWN


def test_a_reopened_one_is_discussed_from_the_beginning(objection, reviewer, filler):
    accept(answer(propose(objection, Outcome.NOT_CONNECTED, reviewer), filler), reviewer)
    assert deciding.reopen(fresh(objection), reason="上级已开放接口", by=reviewer, at=DURING)
    again = fresh(objection)
    assert (again.state, again.turn) == (ObjectionState.DISCUSSED, Turn.BUREAU)
    assert (again.outcome, again.proposal, again.agreed, again.decided_at) == ("", "", None, None)
    event = Event.objects.of(objection).first()
    assert (event.action, event.reason) == (Action.REOPEN, "上级已开放接口")
    assert not deciding.reopen(again, reason="再来一次也不行", by=reviewer, at=DURING)


def test_a_rejected_one_is_not_reopened_beside_a_new_one(ranked, tasks, filler, reviewer):
    old = object_to(ranked[0], tasks.check, filler)
    reject(old, reviewer)
    object_to(ranked[0], tasks.check, filler)
    with pytest.raises(deciding.Contested):
        deciding.reopen(fresh(old), reason="部门补充了材料", by=reviewer, at=DURING)


def with_the_bureau(tasks, filler, head, *, facts=True):
    """The first row of 市人力社保局's list is objected to, then everything is submitted."""
    fill_in(tasks.city_list, filler)
    row = Entry.objects.filter(task=tasks.city_list).in_order().first()
    if not facts:
        Entry.objects.filter(pk=row.pk).update(system_level="", system_name="", contact="")
    raised = object_to_row(row, tasks.city_list, filler)
    submit(tasks.city_list, head)
    return fresh(raised)


def test_a_reported_row_without_facts_is_returned_when_it_is_to_be_connected(
    tasks, filler, head, reviewer
):
    raised = with_the_bureau(tasks, filler, head, facts=False)
    assert reject(raised, reviewer)
    row = Entry.objects.get(pk=raised.entry_id)
    assert (row.state, row.return_class) == (RowState.RETURNED, "incomplete")
    assert "可以接入，仍须对接" in row.return_reason
    assert fresh_task(tasks.city_list).state == State.RETURNED


def test_a_reported_row_with_its_facts_stays_with_the_bureau(tasks, filler, head, reviewer):
    raised = with_the_bureau(tasks, filler, head)
    assert reject(raised, reviewer)
    assert Entry.objects.get(pk=raised.entry_id).state == RowState.SUBMITTED


def test_the_row_of_an_approved_task_comes_back_to_the_bureau(tasks, filler, head, reviewer):
    raised = with_the_bureau(tasks, filler, head)
    accept(raised, reviewer)
    waiting = decisions.approvable(tasks.city_list).count()
    decisions.approve_rest(tasks.city_list, expected=waiting, by=reviewer, at=DURING)
    assert fresh_task(tasks.city_list).state == State.APPROVED
    deciding.reopen(fresh(raised), reason="上级已开放接口", by=reviewer, at=DURING)
    assert Entry.objects.get(pk=raised.entry_id).state == RowState.SUBMITTED
    assert fresh_task(tasks.city_list).state == State.SUBMITTED


def test_a_row_with_an_undecided_objection_is_not_approved(tasks, filler, head, reviewer):
    raised = with_the_bureau(tasks, filler, head)
    owed = tasks.city_list
    assert decisions.approve_rows(owed, [raised.entry_id], by=reviewer, at=DURING) == 0
    assert decisions.approve_rest(owed, expected=7, by=reviewer, at=DURING) == 7
    assert fresh_task(owed).state == State.SUBMITTED
    accept(raised, reviewer)
    assert fresh_task(owed).state == State.APPROVED


def test_an_open_row_comes_back_as_it_was(row_objection, city_list, reviewer):
    accept(row_objection, reviewer)
    deciding.reopen(fresh(row_objection), reason="上级已开放接口", by=reviewer, at=DURING)
    row = Entry.objects.get(pk=row_objection.entry_id)
    assert (row.state, row.complete) == (RowState.DRAFT, True)
    events = Event.objects.of(row).values_list("action", flat=True)
    assert list(events[:2]) == [Action.REOPEN, Action.DECIDE]


def test_a_district_and_its_part_come_back_together(pilot_objection, tasks, reviewer):
    accept(pilot_objection, reviewer)
    family = Task.objects.filter(pk__in=[tasks.part.pk, tasks.district_list.pk])
    family.update(state=State.APPROVED, first_submitted_at=DURING)
    deciding.reopen(fresh(pilot_objection), reason="区里补充材料", by=reviewer, at=DURING)
    assert set(family.values_list("state", flat=True)) == {State.SUBMITTED}
    assert NearbyEntry.objects.get(matter=pilot_objection.entry.matter).state == RowState.DRAFT


def test_several_are_decided_with_one_reason(ranked, row_objection, tasks, filler, reviewer):
    several = [object_to(line, tasks.check, filler) for line in ranked[:2]] + [row_objection]
    verdict = concluded(Outcome.DEFERRED)
    who = {"by": reviewer, "at": DURING}
    assert deciding.decide_many(several, verdict, expected=3, **who) == 3
    assert {fresh(one).decision for one in several} == {verdict.text}
    events = Event.objects.filter(action=Action.DECIDE, subject="tasks.objection")
    assert events.count() == 3


def test_another_count_than_shown_decides_none(ranked, tasks, filler, reviewer):
    several = [object_to(line, tasks.check, filler) for line in ranked[:2]]
    checking.withdraw(several[0], by=filler, at=DURING)
    with pytest.raises(Stale):
        deciding.decide_many(
            several, concluded(Outcome.CONNECTED), expected=2, by=reviewer, at=DURING
        )
    assert fresh(several[1]).state == ObjectionState.PENDING


def test_several_are_not_decided_when_one_was_not_agreed(ranked, tasks, filler, reviewer):
    several = [object_to(line, tasks.check, filler) for line in ranked[:2]]
    answer(propose(several[0], Outcome.CONNECTED, reviewer), filler)
    with pytest.raises(deciding.NotAgreed):
        deciding.decide_many(
            several, concluded(Outcome.CONNECTED, alone=False), expected=2, by=reviewer, at=DURING
        )
    assert fresh(several[0]).state == ObjectionState.DISCUSSED


def test_case_3_four_accepted_pull_up_the_next_four(campaign, tasks, town, filler, reviewer):
    """150 ranked, 100 obligated, 4 accepted among them: ranks 1 to 104 without those four."""
    RankedMatter.objects.filter(campaign=campaign).delete()
    RankedMatter.objects.bulk_create(
        RankedMatter(
            campaign=campaign, rank=rank, base_code=f"许可-{rank:05d}-000", name=f"事项{rank}",
            type="xuke", client="person", unit=town.renshe, exercise_levels="市级",
            volume=100_000 - rank,
        )
        for rank in range(1, 151)
    )  # fmt: skip
    campaign.top_n, campaign.candidates = 100, 150
    campaign.save()
    gone = {3, 17, 58, 100}
    for line in RankedMatter.objects.filter(campaign=campaign, rank__in=gone):
        accept(object_to(line, tasks.check, filler), reviewer)
    ranks = [line.rank for line in RankedMatter.objects.obligated(campaign)]
    assert ranks == [rank for rank in range(1, 105) if rank not in gone]
    assert RankedMatter.objects.filter(campaign=campaign, rank=150).exists()


def test_case_4_a_decision_does_not_reshuffle_the_frozen_list(objection, campaign, reviewer):
    lines = RankedMatter.objects.filter(campaign=campaign).in_rank()
    before = list(lines.values_list("rank", "base_code", "volume"))
    accept(objection, reviewer)
    assert list(lines.values_list("rank", "base_code", "volume")) == before
