"""Two reviewers, a double click, an answer that crosses a closing."""

import pytest

from tasks.chasing import answering
from tasks.models import ChasingSlip, ChasingState, SlipFeedback
from tests.attacks.test_races import at_once
from units.models import Action, Event, Message

from .conftest import LATE, issue

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_who_issue_at_once_leave_one_slip(tasks, reviewer, admin):
    results = at_once(
        *[lambda who=who: issue(tasks.city_list, who) for who in (reviewer, admin) * 3]
    )
    assert sorted(map(len, results)) == [0] * 5 + [1]
    assert ChasingSlip.objects.get().number == 1
    assert Event.objects.filter(action=Action.ISSUE_SLIP).count() == 1
    assert Message.objects.filter(kind="chasing").count() == 2


def test_numbers_taken_at_once_are_neither_double_nor_missing(tasks, reviewer, admin, town):
    owed = [tasks.check, tasks.city_list, tasks.roster, tasks.stranger_list, tasks.district_list]
    at_once(*[lambda task=task: issue(task, reviewer) for task in owed])
    assert sorted(ChasingSlip.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_selections_that_overlap_end_without_a_deadlock(tasks, reviewer, admin):
    owed = [tasks.check, tasks.city_list, tasks.roster, tasks.stranger_list]
    results = at_once(
        lambda: issue(owed, reviewer),
        lambda: issue(owed[::-1], admin),
        lambda: issue(owed[1:], reviewer),
    )
    assert sum(map(len, results)) == 4
    assert sorted(ChasingSlip.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_closed_twice_at_once_it_is_closed_once(slip, reviewer, admin):
    closed = at_once(
        *[lambda who=who: answering.close([slip], by=who, at=LATE) for who in (reviewer, admin)]
    )
    assert sorted(map(len, closed)) == [0, 1]
    assert Event.objects.filter(action=Action.CLOSE_SLIP).count() == 1


def test_feedback_that_crosses_a_closing_is_kept(slip, filler, reviewer):
    at_once(
        lambda: answering.feed_back(slip, "今天报送", by=filler, at=LATE),
        lambda: answering.close([slip], note="已确认", by=reviewer, at=LATE),
    )
    assert ChasingSlip.objects.get().state == ChasingState.CLOSED
    assert SlipFeedback.objects.get().text == "今天报送"


def test_a_double_click_is_one_feedback(slip, filler):
    at_once(*[lambda: answering.feed_back(slip, "今天报送", by=filler, at=LATE)] * 4)
    assert SlipFeedback.objects.count() == 1
    assert Event.objects.filter(action=Action.FEEDBACK_SLIP).count() == 1


def test_one_feedback_is_answered_once(slip, filler, reviewer, admin):
    said, _slip = answering.feed_back(slip, "今天报送", by=filler, at=LATE)

    def answer(act, **how):
        try:
            return act(said, at=LATE, **how)
        except answering.SlipRefused as refused:
            return refused

    results = at_once(
        lambda: answer(answering.accept, by=reviewer),
        lambda: answer(answering.send_back, reason="没有日期", by=admin),
    )
    assert sum(isinstance(one, answering.SlipRefused) for one in results) == 1
    assert SlipFeedback.objects.get().answer in {"accepted", "sent_back"}
