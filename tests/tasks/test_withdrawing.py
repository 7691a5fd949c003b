"""A submission is taken back until review starts, and everything stands as before (E7)."""

import pytest

from tasks.collecting import collecting
from tasks.filling import submitting, withdrawing
from tasks.models import Entry, RowState, State, Task
from tasks.review import decisions
from tests.factories import DUE, DURING
from units.models import Event, Message

from .acts import because, fill_in, fresh, page, rows, submit

LATER = DURING.replace(hour=15)


def withdrawn(task, by):
    withdrawing.withdraw(task, by=by, at=LATER)
    return fresh(task)


def test_a_first_submission_is_a_draft_again_and_owed(submitted, head):
    task = withdrawn(submitted, head)
    assert (task.state, task.first_submitted_at, task.submitted_at) == (State.FILLING, None, None)
    assert len(rows(task, RowState.DRAFT)) == 8
    assert task.is_overdue(at=DUE.replace(day=8))


def test_the_receipt_is_kept_and_says_so(submitted, head, reviewer):
    withdrawn(submitted, head)
    receipt = submitted.submissions.get()
    assert (receipt.withdrawn_at, receipt.withdrawn_by) == (LATER, head)
    assert Message.objects.filter(to=reviewer, subject__contains="已撤回报送").exists()
    # one for the task, one for each row
    assert Event.objects.filter(action="withdraw_submission").count() == 9


def test_a_correction_is_returned_again_with_its_reason_and_its_clock(submitted, head, reviewer):
    row = rows(submitted, RowState.SUBMITTED)[0]
    decisions.send_back_rows(submitted, {row.pk: because("请核对办件量")}, by=reviewer, at=DURING)
    returned = fresh(submitted)
    submit(submitted, head)
    task = withdrawn(submitted, head)
    row.refresh_from_db()
    assert (row.state, row.return_text) == (RowState.RETURNED, "其他：请核对办件量")
    for name in ("state", "return_note", "correction_due_at", "first_submitted_at", "moved_at"):
        assert getattr(task, name) == getattr(returned, name)
    assert len(rows(task, RowState.SUBMITTED)) == 7


def test_a_decision_starts_the_review_and_ends_withdrawing(submitted, head, reviewer):
    decisions.approve_rows(
        submitted, [rows(submitted, RowState.SUBMITTED)[0].pk], by=reviewer, at=DURING
    )
    with pytest.raises(submitting.NotReady, match="沈审核.*已于 04-02 10:00 开始审核"):
        withdrawing.withdraw(submitted, by=head, at=LATER)
    assert fresh(submitted).state == State.SUBMITTED


def test_nothing_is_withdrawn_twice(submitted, head):
    withdrawn(submitted, head)
    with pytest.raises(submitting.NotReady, match="没有可以撤回的报送"):
        withdrawing.withdraw(submitted, by=head, at=LATER)


def test_what_was_withdrawn_is_signed_anew_under_the_next_number(submitted, head):
    withdrawn(submitted, head)
    assert submit(submitted, head).number == 2
    assert len(rows(submitted, RowState.SUBMITTED)) == 8


def test_a_district_takes_its_departments_back_to_itself(district, collector):
    task = withdrawn(district, collector)
    assert (task.state, task.first_submitted_at) == (State.FILLING, None)
    assert {part.state for part in task.parts.all()} == {State.COLLECTED}
    assert not Entry.objects.filter(task__parent=task, state=RowState.SUBMITTED).exists()
    submit(task, collector)
    assert {part.state for part in task.parts.all()} == {State.SUBMITTED}


def test_a_department_takes_its_part_back_until_the_district_has_gone_up(
    district, tasks, district_head, collector
):
    with pytest.raises(submitting.NotReady, match="已随区县统一报送"):
        withdrawing.withdraw(tasks.part, by=district_head, at=LATER)
    withdrawn(district, collector)
    task = withdrawn(tasks.part, district_head)
    assert (task.state, task.first_submitted_at) == (State.FILLING, None)
    assert Message.objects.filter(to=collector, subject__contains="已撤回报送").exists()


def test_a_supplement_is_taken_back_alone(two_of_three, parts, tasks, collector):
    submitting.acknowledge(tasks.district_list, by=collector, at=DURING)
    collecting.mark_missing(parts[2], note="下周补报", by=collector, at=DURING)
    submit(tasks.district_list, collector)
    fill_in(parts[2], collector)
    submit(parts[2], collector)
    submit(tasks.district_list, collector)
    task = withdrawn(tasks.district_list, collector)
    states = [part.state for part in task.parts.order_by("unit__sort_order")]
    assert states == [State.SUBMITTED, State.SUBMITTED, State.COLLECTED]
    assert (task.state, task.first_submitted_at) == (State.SUBMITTED, DURING)
    assert Task.objects.overdue(at=DUE.replace(day=8)).filter(pk=task.pk).count() == 0


def test_the_page_says_what_will_happen_and_that_it_is_owed_again(
    submitted, head, as_user, monkeypatch
):
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)
    client = as_user(head)
    task_page = client.get(page("task-detail", submitted)).text
    assert "撤回报送…" in task_page
    shown = client.get(page("withdraw-confirm", submitted)).text
    assert "8 行恢复为草稿" in shown
    assert "撤回后视同没有报送" in shown
    client.post(page("withdraw", submitted))
    assert fresh(submitted).state == State.FILLING


def test_after_the_deadline_the_page_warns_that_it_will_be_overdue(
    submitted, head, as_user, monkeypatch
):
    monkeypatch.setattr("django.utils.timezone.now", lambda: DUE.replace(day=9))
    assert "撤回后本任务即为逾期未报" in as_user(head).get(page("withdraw-confirm", submitted)).text


def test_once_the_review_has_begun_the_page_says_who_reviews(submitted, head, as_user, reviewer):
    client = as_user(head)
    as_user(reviewer).post(page("review-start", submitted))
    assert "撤回报送…" not in client.get(page("task-detail", submitted)).text
    answer = client.post(page("withdraw", submitted))
    assert (answer.status_code, "沈审核" in answer.text) == (409, True)
    assert fresh(submitted).state == State.SUBMITTED


def test_what_a_department_reported_is_not_its_collectors_to_take_back(
    two_of_three, parts, collector, as_user
):
    assert as_user(collector).post(page("withdraw", parts[0])).status_code == 403


def test_what_was_found_suspicious_goes_with_it(tasks, filler, head):
    fill_in(tasks.city_list, filler)
    Entry.objects.filter(task=tasks.city_list).update(volume=1)
    submit(tasks.city_list, head)
    suspicious = Entry.objects.filter(task=tasks.city_list, severity__gt=0)
    assert suspicious.exists()
    withdrawn(tasks.city_list, head)
    assert not suspicious.exists()
