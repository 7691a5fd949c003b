"""Feedback, the answer to it, 销号 and withdrawal; nothing said is lost (G5)."""

import pytest
from django.db import IntegrityError, transaction

from tasks.chasing import answering
from tasks.models import ChasingSlip, ChasingState, SlipFeedback
from units.models import Action, Event, Message

from .conftest import LATE, NEXT, issue, reported


def fresh(slip):
    return ChasingSlip.objects.for_page().get(pk=slip.pk)


def feed_back(slip, by, text="周五前报送"):
    said, _slip = answering.feed_back(slip, text, by=by, at=LATE)
    return said


def told(subject):
    found = Message.objects.filter(kind="chasing", subject__startswith=subject)
    return set(found.values_list("to__username", flat=True))


def test_feedback_waits_for_the_one_who_issued_the_slip(slip, filler):
    feed_back(slip, filler)
    assert fresh(slip).state == ChasingState.ANSWERED
    assert told("市人力社保局反馈") == {"reviewer"}


def test_feedback_on_a_slip_of_the_ladder_waits_for_all_reviewers(tasks, filler):
    [slip] = issue(tasks.city_list, None)
    feed_back(slip, filler)
    assert told("市人力社保局反馈") == {"reviewer"}


def test_feedback_to_a_district_goes_to_the_district(tasks, collector, district_filler, reviewer):
    [slip] = issue(tasks.part, collector)
    feed_back(slip, district_filler)
    assert told("上城区·区人力社保局反馈") == {"collector"}


def test_the_same_words_sent_twice_are_one_feedback(slip, filler):
    assert feed_back(slip, filler) == feed_back(slip, filler)
    assert Event.objects.of(slip).filter(action=Action.FEEDBACK_SLIP).count() == 1


def test_accepted_it_stands_until_it_is_closed(slip, filler, reviewer):
    answering.accept(feed_back(slip, filler), by=reviewer, at=LATE)
    assert fresh(slip).state == ChasingState.ACCEPTED and fresh(slip).is_standing
    assert told("反馈已采纳") == {"filler", "head"}


def test_sent_back_it_is_the_units_turn_again(slip, filler, reviewer):
    answering.send_back(feed_back(slip, filler), reason="没有日期", by=reviewer, at=LATE)
    assert list(ChasingSlip.objects.to_answer()) == [slip]
    assert "没有日期" in Message.objects.filter(subject__startswith="反馈已退回").first().body
    feed_back(slip, filler, "4月13日报送")
    assert [one.text for one in slip.feedback.order_by("pk")] == ["周五前报送", "4月13日报送"]


def test_only_the_last_feedback_is_answered_and_once(slip, filler, reviewer, admin):
    first = feed_back(slip, filler)
    second = feed_back(slip, filler, "改为周三")
    with pytest.raises(answering.SlipRefused, match="新的反馈"):
        answering.accept(first, by=reviewer, at=LATE)
    answering.accept(second, by=reviewer, at=LATE)
    with pytest.raises(answering.SlipRefused, match="已有人答复"):
        answering.send_back(second, reason="不行", by=admin, at=LATE)


def test_reported_it_waits_to_be_closed(slip, tasks):
    reported(tasks.city_list)
    assert fresh(slip).label == "已报送，待销号"
    assert list(ChasingSlip.objects.settled()) == [slip]
    assert not ChasingSlip.objects.unsettled().exists()
    assert not ChasingSlip.objects.overdue(at=NEXT.replace(month=5)).exists()


def test_closed_it_keeps_number_and_history(slip, reviewer):
    [closed] = answering.close([slip], note="已报送", by=reviewer, at=LATE)
    assert str(closed) == "催办〔2018〕1号" and fresh(slip).closed_by == reviewer
    actions = Event.objects.of(slip).values_list("action", flat=True)
    assert set(actions) == {Action.ISSUE_SLIP, Action.CLOSE_SLIP}
    assert told("已销号") == {"filler", "head"}


def test_closed_twice_it_is_closed_once(slip, reviewer, admin):
    assert len(answering.close([slip], by=reviewer, at=LATE)) == 1
    assert answering.close([slip], by=admin, at=NEXT) == []
    assert fresh(slip).closed_by == reviewer


def test_feedback_after_closing_is_kept_and_changes_nothing(slip, filler, reviewer):
    answering.close([slip], note="已电话确认", by=reviewer, at=LATE)
    said, after = answering.feed_back(slip, "今天报送", by=filler, at=NEXT)
    assert after.state == ChasingState.CLOSED
    assert slip.feedback.get() == said
    assert "销号" in answering.over_in_words(after)


def test_withdrawn_it_says_why_and_its_number_is_not_given_again(slip, tasks, reviewer):
    answering.cancel(slip, reason="发错单位", by=reviewer, at=LATE)
    assert issue(tasks.city_list, reviewer)[0].number == 2
    with pytest.raises(answering.SlipRefused, match="撤销"):
        answering.cancel(slip, reason="再撤一次", by=reviewer, at=LATE)


def test_a_closed_slip_takes_no_answer(slip, filler, reviewer):
    said = feed_back(slip, filler)
    answering.close([slip], by=reviewer, at=LATE)
    with pytest.raises(answering.SlipRefused, match="销号"):
        answering.accept(said, by=reviewer, at=LATE)


def test_who_decides_and_who_answers(slip, tasks, people, town):
    [district] = issue(tasks.part, people.collector)
    decides = {
        name: (answering.may_decide(slip, who), answering.may_decide(district, who))
        for name, who in vars(people).items()
    }
    assert {name for name, (bureau, _d) in decides.items() if bureau} == {"reviewer", "admin"}
    assert {name for name, (_b, own) in decides.items() if own} == {"collector"}
    answers = {name for name, who in vars(people).items() if answering.may_answer(district, who)}
    assert answers == {"district_filler", "district_head"}


@pytest.mark.parametrize(
    "broken",
    [
        {"text": ""},
        {"answer": "accepted"},
        {"answered_at": LATE},
        {"answer": "sent_back", "answered_at": LATE, "answered_by": True},
    ],
)
def test_the_database_refuses_broken_feedback(slip, filler, reviewer, broken):
    if "answered_by" in broken:
        broken = {**broken, "answered_by": reviewer}
    fields = {"slip": slip, "text": "好", "at": LATE, "by": filler, **broken}
    with pytest.raises(IntegrityError), transaction.atomic():
        SlipFeedback.objects.create(**fields)
