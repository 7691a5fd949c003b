"""Two people nudge, map, acknowledge or clone at the same moment."""

import pytest

from tasks.campaigns import cloning
from tasks.collecting import mapping
from tasks.models import Campaign, ChangeSlip, SlipKind, SlipState
from tasks.slips import slips
from tasks.slips.slips import Side, SlipRefused
from tasks.supervision import nudging
from tests.attacks.test_races import at_once
from tests.factories import DURING
from units.models import Action, Event, Message

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def slip(campaign, filler):
    slip = ChangeSlip(
        unit=filler.unit,
        matter=filler.unit.matters.first(),
        kind=SlipKind.CHANGE,
        what="名称有误",
        wanted="另一名称",
        operator="何操作",
        operate_on=DURING.date(),
    )
    return slips.hand_in(slip, by=filler, at=DURING)


def test_two_who_nudge_at_once_send_one_message(tasks, collector):
    def nudge():
        return nudging.nudge([tasks.part], by=collector, at=DURING)

    told = [len(done.told) for done in at_once(nudge, nudge, nudge)]
    assert sorted(told) == [0, 0, 1]
    assert Event.objects.filter(action=Action.NUDGE).count() == 1
    assert Message.objects.filter(subject__startswith="催办").count() == 2


def test_two_who_acknowledge_one_side_at_once_leave_one(slip, filler, head):
    def acknowledge(by):
        try:
            return slips.acknowledge(slip, Side.BUSINESS, division="处", by=by, at=DURING)
        except SlipRefused as refused:
            return refused

    done = at_once(lambda: acknowledge(filler), lambda: acknowledge(head))
    assert sum(isinstance(one, SlipRefused) for one in done) == 1
    assert Event.objects.of(slip).filter(action=Action.ACKNOWLEDGE_SLIP).count() == 1


def test_acknowledged_while_it_is_withdrawn_it_ends_withdrawn(slip, filler, head):
    slips.acknowledge(slip, Side.BUSINESS, division="业务处", by=filler, at=DURING)

    def acknowledge():
        try:
            return slips.acknowledge(slip, Side.TECHNICAL, division="处", by=head, at=DURING)
        except SlipRefused as refused:
            return refused

    at_once(acknowledge, lambda: slips.withdraw(slip, reason="核对后无误", by=filler, at=DURING))
    assert ChangeSlip.objects.get().state == SlipState.WITHDRAWN


def test_a_slip_handed_in_twice_at_once_is_one(slip, filler):
    ChangeSlip.objects.all().delete()

    def hand_in():
        fresh = ChangeSlip(
            unit=slip.unit, matter=slip.matter, kind=slip.kind, what=slip.what,
            wanted=slip.wanted, operator=slip.operator, operate_on=slip.operate_on,
        )  # fmt: skip
        return slips.hand_in(fresh, by=filler, at=DURING).pk

    assert len(set(at_once(hand_in, hand_in, hand_in))) == 1


def test_two_who_map_at_once_leave_one_choice_and_a_whole_history(town, collector, admin):
    department = town.shangcheng_renshe
    at_once(
        lambda: mapping.answer_to(department, [town.renshe], by=collector, at=DURING),
        lambda: mapping.answer_to(department, [town.gongan], by=admin, at=DURING),
    )
    last = Event.objects.of(department).first().changes["counterparts"][1]
    assert [unit.short_name for unit in department.counterparts.all()] == [last]


def test_a_campaign_cloned_twice_at_once_has_two_numbers(campaign, admin):
    at_once(*[lambda: cloning.clone(campaign, by=admin, at=DURING)] * 2)
    numbers = Campaign.objects.exclude(pk=campaign.pk).values_list("number", flat=True)
    assert set(numbers) == {"杭智办〔2019〕1号", "杭智办〔2019〕2号"}
