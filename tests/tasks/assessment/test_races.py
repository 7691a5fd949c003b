"""Publishing, appealing and closing at the same moment, on either database."""

from datetime import timedelta

import pytest

from tasks.assessment import appealing, publishing, sheets
from tasks.models import Appeal, AppealState, AssessmentSheet, Deduction, SheetState
from tests.attacks.test_races import at_once
from units.models import Action, Event

from .story import IN_JULY

pytestmark = pytest.mark.django_db(transaction=True)


def told(act):
    """What `act` gives, or the sentence by which it is refused."""
    try:
        return act()
    except (sheets.SheetRefused, appealing.AppealRefused) as refusal:
        return str(refusal)


def sentences(done):
    return [one for one in done if isinstance(one, str)]


def late(sheet, unit):
    return Deduction.objects.get(score__sheet=sheet, score__unit=unit, criterion="按时报送")


def test_of_two_who_publish_one_does(marked, admin, reviewer):
    def publish(by):
        return lambda: told(
            lambda: publishing.publish(marked.pk, seen=marked.checksum, by=by, at=IN_JULY)
        )

    done = at_once(publish(admin), publish(reviewer))
    assert len(sentences(done)) == 1 and "已公布" in sentences(done)[0]
    assert Event.objects.filter(action=Action.PUBLISH, subject="tasks.assessmentsheet").count() == 1


def test_nothing_is_computed_into_what_is_being_published(marked, admin, reviewer):
    done = at_once(
        lambda: told(lambda: sheets.compute(marked.pk, by=reviewer, at=IN_JULY)),
        lambda: told(
            lambda: publishing.publish(marked.pk, seen=marked.checksum, by=admin, at=IN_JULY)
        ),
    )
    stored = AssessmentSheet.objects.get(pk=marked.pk)
    # The facts are the same either way: computing first changes nothing that was looked at.
    assert stored.state == SheetState.PUBLISHED and len(sentences(done)) <= 1
    assert sheets.checksum(stored) == stored.checksum == marked.checksum


def test_a_double_click_is_one_appeal(published, head):
    deduction = late(published, head.unit)

    def send():
        return told(
            lambda: appealing.appeal(
                deduction, text="当天专网中断，有证明", by=head, at=IN_JULY + timedelta(days=1)
            )
        )

    done = at_once(send, send)
    assert len(sentences(done)) == 1 and "只能申诉一次" in sentences(done)[0]
    assert Appeal.objects.count() == 1
    assert Event.objects.filter(action=Action.APPEAL).count() == 1


def test_what_arrived_in_time_is_heard_or_the_sheet_waits(published, head, admin):
    """The last second: the appeal arrived before the window closed, closing came after."""
    deduction = late(published, head.unit)
    last, after = published.appeals_until, published.appeals_until + timedelta(seconds=1)
    done = at_once(
        lambda: told(
            lambda: appealing.appeal(deduction, text="当天专网中断，有证明", by=head, at=last)
        ),
        lambda: told(lambda: publishing.finalise(published.pk, by=admin, at=after)),
    )
    assert len(sentences(done)) == 1
    is_final = AssessmentSheet.objects.get(pk=published.pk).state == SheetState.FINAL
    assert is_final != Appeal.objects.exists()


def test_of_two_answers_one_holds(published, head, reviewer, admin):
    appeal = appealing.appeal(
        late(published, head.unit), text="当天专网中断，有证明", by=head, at=IN_JULY
    )

    def answer(state, by):
        return lambda: told(
            lambda: appealing.decide(
                appeal, state=state, given_back=0, decision="经核实", by=by, at=IN_JULY
            )
        )

    done = at_once(answer(AppealState.ACCEPTED, reviewer), answer(AppealState.REJECTED, admin))
    assert len(sentences(done)) == 1 and "已由他人答复" in sentences(done)[0]
    assert Event.objects.filter(action=Action.DECIDE_APPEAL).count() == 1
