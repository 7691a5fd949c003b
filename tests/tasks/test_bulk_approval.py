"""Bulk approval: the suspicious stay behind, what was shown is what is approved, and undo."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse

from tasks.collecting import collecting
from tasks.filling import submitting
from tasks.filling.submitting import Stale
from tasks.models import BulkApproval, BulkState, Entry, RowState, Severity, State, Task
from tasks.review import bulk, decisions
from tasks.review.bulk_plan import plan_for
from tasks.review.desk_filters import DeskFilter
from tasks.review.reasons import Reason
from tasks.review.selection import Selection
from tests.attacks.test_races import at_once
from tests.factories import DURING
from units import jobs
from units.models import Action, Event, Job, JobState, Message
from yichuang.celery import app as celery

from .acts import acknowledged, filled_in, fresh, raise_against, rows, submit

LATER = DURING + timedelta(minutes=5)


def everything(user, query=""):
    """All rows that match, as selected on a page made at LATER."""
    filters = DeskFilter(QueryDict(query), user=user, at=LATER)
    return Selection(filters=filters, versions={}, everything=True, shown_at=LATER)


def approve(user, *, with_low=False, query="", at=LATER):
    selection = everything(user, query)
    plan = plan_for(selection, with_low=with_low)
    return bulk.ask(
        selection,
        with_low=with_low,
        expected=plan.count,
        fingerprint=plan.fingerprint,
        by=user,
        at=at,
    )


def waiting(task):
    return rows(task, RowState.SUBMITTED)


def change(row, **facts):
    Entry.objects.filter(pk=row.pk).update(**facts)


def test_the_unsuspicious_are_approved_and_the_rest_says_why_it_is_not(submitted, reviewer, filler):
    grave, odd, hint, unknown, objected, *plain = waiting(submitted)
    change(grave, severity=Severity.HIGH)
    change(odd, severity=Severity.MEDIUM)
    change(hint, severity=Severity.LOW)
    change(unknown, system_level="unknown")
    raise_against(objected, filler)
    approval = approve(reviewer)
    assert rows(submitted, RowState.APPROVED) == plain
    assert approval.excluded == {"3": 1, "2": 1, "1": 1, "unknown": 1, "objected": 1}
    assert (approval.state, approval.approved) == (BulkState.DONE, 3)


def test_those_with_only_a_hint_come_along_when_asked_for(submitted, reviewer):
    hint, odd, *_plain = waiting(submitted)
    change(hint, severity=Severity.LOW)
    change(odd, severity=Severity.MEDIUM)
    approve(reviewer, with_low=True)
    assert waiting(submitted) == [odd]


def test_one_event_and_one_approval_stand_behind_each_row(submitted, reviewer):
    approval = approve(reviewer)
    assert approval.entry_rows.count() == 8
    events = Event.objects.filter(action=Action.APPROVE, subject="tasks.entry")
    assert events.count() == 8
    assert fresh(submitted).state == State.APPROVED
    assert Event.objects.filter(action=Action.APPROVE, subject="tasks.task").count() == 1


def test_what_is_not_what_was_shown_is_refused(submitted, reviewer):
    selection = everything(reviewer)
    plan = plan_for(selection, with_low=False)
    change(waiting(submitted)[0], severity=Severity.HIGH)
    asked = {"with_low": False, "by": reviewer, "at": LATER}
    with pytest.raises(Stale):
        bulk.ask(selection, expected=plan.count, fingerprint=plan.fingerprint, **asked)
    with pytest.raises(Stale):
        bulk.ask(selection, expected=7, fingerprint=plan.fingerprint, **asked)
    assert not BulkApproval.objects.exists()
    assert len(waiting(submitted)) == 8


def test_a_row_that_was_changed_since_the_page_is_not_in_it(submitted, reviewer):
    first, second = waiting(submitted)[:2]
    filters = DeskFilter(QueryDict(""), user=reviewer, at=LATER)
    shown = {first.pk: first.version, second.pk: second.version}
    change(first, version=first.version + 1)
    plan = plan_for(Selection(filters, shown, False, LATER), with_low=False)
    assert plan.rows == [[second.pk, second.version]]
    assert plan.excluded == {"again": 1}


def test_what_came_up_after_the_page_was_made_is_not_in_it(submitted, reviewer):
    Task.objects.filter(pk=submitted.pk).update(submitted_at=LATER + timedelta(seconds=1))
    plan = plan_for(everything(reviewer), with_low=False)
    assert (plan.count, plan.excluded) == (0, {"again": 8})


def test_every_unit_is_told_once_and_again_when_it_is_undone(submitted, reviewer, filler):
    approval = approve(reviewer)
    told = Message.objects.filter(to=filler, subject__contains="已通过 8 行")
    assert told.count() == 1
    bulk.undo(approval, by=reviewer, at=LATER)
    assert Message.objects.filter(to=filler, subject__contains="撤销").count() == 1


def test_undone_rows_wait_again_and_so_does_their_list(submitted, reviewer):
    approval = bulk.undo(approve(reviewer), by=reviewer, at=LATER)
    assert len(waiting(submitted)) == 8
    assert fresh(submitted).state == State.SUBMITTED
    assert (approval.state, approval.undone_by) == (BulkState.UNDONE, reviewer)
    assert Event.objects.filter(action=Action.UNDO_APPROVAL, subject="tasks.entry").count() == 8
    assert not approval.entry_rows.exists()
    approve(reviewer)
    assert fresh(submitted).state == State.APPROVED


def test_undo_spares_what_was_approved_otherwise(submitted, reviewer):
    first = waiting(submitted)[0]
    decisions.approve_rows(submitted, [first.pk], by=reviewer, at=DURING)
    bulk.undo(approve(reviewer), by=reviewer, at=LATER)
    assert rows(submitted, RowState.APPROVED) == [first]


def test_the_rest_of_one_submission_can_be_undone_too(submitted, reviewer):
    approval = bulk.approve_rest(submitted, expected=8, seen=None, by=reviewer, at=LATER)
    assert (approval.approved, approval.entry_rows.count()) == (8, 8)
    bulk.undo(approval, by=reviewer, at=LATER)
    assert len(waiting(submitted)) == 8


def test_the_record_says_of_what(submitted, reviewer, as_user):
    bulk.approve_rest(submitted, expected=8, seen=None, by=reviewer, at=LATER)
    bulk.undo(BulkApproval.objects.get(), by=reviewer, at=LATER)
    approve(reviewer, query="severity=0")
    text = as_user(reviewer).get(reverse("tasks:bulk-list")).text
    assert f'href="{reverse("tasks:review", args=[submitted.pk])}">市人力社保局' in text
    assert f'href="{reverse("tasks:desk")}?severity=0">审核页所选的行' in text


def test_rows_of_the_pilots_wait_again_too(tasks, collector, reviewer):
    nearby = with_the_bureau(tasks.nearby, collector)
    count = nearby.nearbyentry_rows.count()
    approval = bulk.approve_rest(nearby, expected=count, seen=None, by=reviewer, at=LATER)
    assert fresh(nearby).state == State.APPROVED
    bulk.undo(approval, by=reviewer, at=LATER)
    assert nearby.nearbyentry_rows.filter(state=RowState.SUBMITTED).count() == count
    assert fresh(nearby).state == State.SUBMITTED


def with_the_bureau(task, by):
    """A list that came up as it is."""
    task = acknowledged(task, by)
    Task.objects.filter(pk=task.pk).move(Action.SUBMIT, by=by, at=DURING)
    Task.objects.filter(pk=task.pk).update(first_submitted_at=DURING, submitted_at=DURING)
    for rows_of in (task.entry_rows, task.nearbyentry_rows):
        rows_of.update(state=RowState.SUBMITTED)
    return fresh(task)


@pytest.mark.parametrize(("minutes", "refused"), [(29, False), (31, True)])
def test_the_undo_window_closes(submitted, reviewer, settings, minutes, refused):
    settings.REVIEW_UNDO_MINUTES = 30
    approval, at = approve(reviewer), LATER + timedelta(minutes=minutes)
    if refused:
        with pytest.raises(bulk.TooLate):
            bulk.undo(approval, by=reviewer, at=at)
    else:
        bulk.undo(approval, by=reviewer, at=at)
    assert bool(waiting(submitted)) is not refused


def test_it_is_undone_once(submitted, reviewer):
    approval = approve(reviewer)
    bulk.undo(approval, by=reviewer, at=LATER)
    with pytest.raises(bulk.TooLate):
        bulk.undo(approval, by=reviewer, at=LATER)


def test_a_returned_list_stays_returned_when_the_rest_is_undone(submitted, reviewer):
    first = waiting(submitted)[0]
    reason = Reason("name", "请写系统全称")
    decisions.send_back_rows(submitted, {first.pk: reason}, by=reviewer, at=DURING)
    bulk.undo(approve(reviewer), by=reviewer, at=LATER)
    assert fresh(submitted).state == State.RETURNED
    assert len(waiting(submitted)) == 7


def test_a_district_opened_for_a_late_department_waits_again_when_undone(
    two_of_three, tasks, collector, reviewer
):
    late, district = two_of_three[2], tasks.district_list
    submitting.acknowledge(district, by=collector, at=DURING)
    collecting.mark_missing(late, note="机构调整，下周补报", by=collector, at=DURING)
    submit(district, collector)
    approval = approve(reviewer)
    assert fresh(district).state == State.FILLING
    bulk.undo(approval, by=reviewer, at=LATER)
    assert fresh(district).state == State.SUBMITTED
    assert {fresh(part).state for part in two_of_three[:2]} == {State.SUBMITTED}
    assert fresh(late).state not in {State.SUBMITTED, State.APPROVED}


@pytest.fixture
def two_lists(submitted, tasks, stranger):
    """The lists of two departments are with the bureau."""
    return submitted, with_the_bureau(filled_in(tasks.stranger_list), stranger)


@pytest.fixture
def large(monkeypatch):
    """More rows than are approved within a request; the worker knows all jobs."""
    celery.loader.import_default_modules()
    monkeypatch.setattr(bulk, "AT_ONCE", 3)


def test_many_rows_are_a_job(large, submitted, reviewer):
    approval = approve(reviewer)
    assert (approval.state, len(waiting(submitted))) == (BulkState.RUNNING, 8)
    jobs.run(approval.job_id)
    approval.refresh_from_db()
    assert (approval.state, approval.approved) == (BulkState.DONE, 8)
    assert Job.objects.get(pk=approval.job_id).message == "已通过 8/8 行。"


def test_asking_twice_is_the_same_job(large, submitted, reviewer):
    assert approve(reviewer) == approve(reviewer)
    assert Job.objects.count() == 1


def test_a_job_that_died_goes_on_where_it_was(large, two_lists, reviewer, monkeypatch):
    approval, whole = approve(reviewer), bulk._approve_of

    def die_at_the_second(owed, *args):
        if Entry.objects.filter(state=RowState.APPROVED).exists():
            raise RuntimeError("the worker is killed")
        whole(owed, *args)

    monkeypatch.setattr(bulk, "_approve_of", die_at_the_second)
    jobs.run(approval.job_id)
    assert Job.objects.get(pk=approval.job_id).state == JobState.FAILED
    monkeypatch.setattr(bulk, "_approve_of", whole)
    jobs.retry(Job.objects.get(pk=approval.job_id), by=reviewer, at=LATER)
    jobs.run(approval.job_id)
    approval.refresh_from_db()
    assert (
        approval.approved
        == approval.expected
        == Event.objects.filter(action=Action.APPROVE, subject="tasks.entry").count()
    )


def test_what_becomes_suspicious_before_the_job_runs_stays_behind(large, submitted, reviewer):
    approval, first = approve(reviewer), waiting(submitted)[0]
    change(first, severity=Severity.MEDIUM)
    jobs.run(approval.job_id)
    assert waiting(submitted) == [first]


def test_undoing_many_is_a_job_too(large, submitted, reviewer):
    approval = approve(reviewer)
    jobs.run(approval.job_id)
    approval = bulk.undo(BulkApproval.objects.get(pk=approval.pk), by=reviewer, at=_now(approval))
    assert len(rows(submitted, RowState.APPROVED)) == 8
    jobs.run(approval.job_id)
    assert len(waiting(submitted)) == 8


def _now(approval):
    return BulkApproval.objects.get(pk=approval.pk).done_at


@pytest.mark.django_db(transaction=True)
def test_ten_requests_at_once_have_one_effect(submitted, reviewer):
    def act():
        return approve(reviewer)

    at_once(*[act] * 6)
    assert BulkApproval.objects.filter(approved=8).count() == 1
    assert Event.objects.filter(action=Action.APPROVE, subject="tasks.entry").count() == 8
