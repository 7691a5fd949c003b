"""The bureau's decisions: only returned rows open again, and every return has a reason."""

import pytest
from django.db import IntegrityError, transaction

from tasks.filling import submitting
from tasks.models import Entry, RowState, State
from tasks.review import decisions
from tests.factories import DURING
from units.models import Event, Message
from units.workdays import end_of

from .acts import because, rows, submit


def test_case_17_only_the_returned_rows_open_again(submitted, reviewer, filler):
    waiting = rows(submitted, RowState.SUBMITTED)
    reasons = {row.pk: because("办件量与库内不符") for row in waiting[:2]}
    assert decisions.send_back_rows(submitted, reasons, by=reviewer, at=DURING) == 2
    assert decisions.approve_rest(submitted, expected=6, by=reviewer, at=DURING) == 6
    submitted.refresh_from_db()
    assert submitted.state == State.RETURNED
    # DURING is Monday 2 April 2018: the correction is due by the end of Tuesday.
    assert submitted.correction_due_at == end_of(DURING.date().replace(day=3))
    assert [row.pk for row in rows(submitted, RowState.RETURNED)] == list(reasons)
    assert len(rows(submitted, RowState.APPROVED)) == 6
    assert Message.objects.filter(to=filler, body__contains="办件量与库内不符").exists()


def test_case_17_corrected_rows_come_up_again_and_close_the_task(submitted, reviewer, head):
    first = rows(submitted, RowState.SUBMITTED)[0]
    decisions.send_back_rows(
        submitted, {first.pk: because("请补全系统全称")}, by=reviewer, at=DURING
    )
    decisions.approve_rest(submitted, expected=7, by=reviewer, at=DURING)
    again = submit(submitted, head)
    assert again.number == 2
    assert [row.pk for row in rows(submitted, RowState.SUBMITTED)] == [first.pk]
    decisions.approve_rows(submitted, [first.pk], by=reviewer, at=DURING)
    submitted.refresh_from_db()
    assert submitted.state == State.APPROVED


@pytest.mark.parametrize("missing", ["return_class", "return_reason"])
def test_the_database_refuses_a_return_without_class_or_reason(submitted, missing):
    returned = {"state": RowState.RETURNED, "return_class": "volume", "return_reason": "请核对"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(task=submitted).update(**{**returned, missing: ""})


def test_the_database_refuses_a_return_event_without_reason(submitted, reviewer):
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.record("send_back", by=reviewer, at=DURING, subject=submitted)


def test_a_bulk_approval_tells_when_the_count_is_another(submitted, reviewer):
    with pytest.raises(submitting.Stale):
        decisions.approve_rest(submitted, expected=7, by=reviewer, at=DURING)
    assert len(rows(submitted, RowState.SUBMITTED)) == 8


def test_a_row_whose_level_is_unknown_is_not_approved(submitted, reviewer):
    first = rows(submitted, RowState.SUBMITTED)[0]
    Entry.objects.filter(pk=first.pk).update(system_level="unknown", remark="月底核实")
    assert decisions.approve_rows(submitted, [first.pk], by=reviewer, at=DURING) == 0
    assert decisions.approve_rest(submitted, expected=7, by=reviewer, at=DURING) == 7


def test_a_second_approval_of_the_same_rows_does_nothing(submitted, reviewer):
    pks = [row.pk for row in rows(submitted, RowState.SUBMITTED)]
    assert decisions.approve_rows(submitted, pks, by=reviewer, at=DURING) == 8
    events = Event.objects.count()
    assert decisions.approve_rows(submitted, pks, by=reviewer, at=DURING) == 0
    assert Event.objects.count() == events


def test_every_moved_row_leaves_one_event(submitted, reviewer):
    before = Event.objects.filter(action="approve").count()
    decisions.approve_rest(submitted, expected=8, by=reviewer, at=DURING)
    # eight rows and the task itself
    assert Event.objects.filter(action="approve").count() == before + 9


def test_a_returned_task_opens_all_waiting_rows(submitted, reviewer):
    assert decisions.send_back_task(
        submitted, reason=because("附件名称有误"), by=reviewer, at=DURING
    )
    assert len(rows(submitted, RowState.RETURNED)) == 8


def test_resubmission_is_never_late(submitted, reviewer, head):
    first_time = submitted.first_submitted_at
    decisions.send_back_task(submitted, reason=because("附件名称有误"), by=reviewer, at=DURING)
    submit(submitted, head, at=DURING.replace(day=20))
    submitted.refresh_from_db()
    assert submitted.first_submitted_at == first_time
    assert not submitted.is_overdue(at=DURING.replace(day=21))
