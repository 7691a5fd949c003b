"""A substitute does what the role may, on these days, in the name of the principal."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tasks.models import Entry, RowState, State, Submission, Task
from tests import factories
from tests.factories import DURING
from units import jobs
from units.delegations import appointing
from units.models import Action, Delegation, Event, Job, JobState
from units.permissions import Permission

from .acts import fill_in, filled_in, fresh, page, signature


@pytest.fixture
def delegate():
    """`delegate(principal, substitute)`: today and tomorrow."""

    def name(principal, substitute, first=0, last=1):
        today = timezone.localdate()
        delegation = Delegation(
            principal=principal,
            substitute=substitute,
            starts_on=today + timedelta(days=first),
            ends_on=today + timedelta(days=last),
            reason="出差",
        )
        return appointing.appoint(delegation, by=principal, at=timezone.now())

    return name


@pytest.fixture
def ready(city_list):
    return filled_in(city_list)


def sign(browser, task):
    return browser.post(page("submit", task), signature(task))


def test_who_signs_for_the_head_reads_so_before_signing(as_user, delegate, ready, filler, head):
    delegate(head, filler)
    assert "方填报（代何处长）" in as_user(filler).get(page("sign", ready)).text
    assert "回执和历史中报送人记为" not in as_user(head).get(page("sign", ready)).text


def test_a_substitute_signs_and_every_trace_names_the_head(as_user, delegate, ready, filler, head):
    delegate(head, filler)
    answer = sign(as_user(filler), ready)
    submission = Submission.objects.get()
    assert answer.url == page("receipt", submission)
    assert (submission.by, submission.signed_for) == (filler, head)
    acts = Event.objects.filter(action=Action.SUBMIT)
    assert acts.count() == 9  # the task and its eight rows
    assert set(acts.values_list("by", "acting_for")) == {(filler.pk, head.pk)}
    assert "方填报（代何处长）" in as_user(head).get(answer.url).text
    assert "方填报（代何处长）" in as_user(head).get(ready.get_absolute_url()).text


@pytest.mark.parametrize(("first", "last"), [(1, 2), (-3, -1)])
def test_nobody_signs_before_or_after_these_days(
    as_user, delegate, ready, filler, head, first, last
):
    delegate(head, filler, first, last)
    assert sign(as_user(filler), ready).status_code == 403
    assert not Submission.objects.exists()


def test_the_right_is_gone_the_moment_it_is_taken_back(as_user, delegate, ready, filler, head):
    delegation = delegate(head, filler)
    browser = as_user(filler)
    assert browser.get(page("sign", ready)).status_code == 200
    appointing.end(delegation, by=head, at=timezone.now())
    assert sign(browser, ready).status_code == 403
    assert not Submission.objects.exists()


def test_a_substitute_sees_at_home_what_waits_for_the_head(as_user, delegate, ready, filler, head):
    Task.objects.filter(pk=ready.pk).update(state=State.FOR_HEAD)
    assert "待您审核并报送" not in as_user(filler).get("/").text
    delegate(head, filler)
    shown = as_user(filler).get("/").text
    assert "待您审核并报送" in shown and "代何处长" in shown


def test_a_substitute_sees_no_more_rows_than_before(as_user, delegate, ready, filler, head, tasks):
    before = list(Task.objects.visible_to(filler).values_list("pk", flat=True).order_by("pk"))
    delegate(head, filler)
    assert as_user(filler).get(page("task-detail", tasks.stranger_list)).status_code == 404
    after = list(Task.objects.visible_to(filler).values_list("pk", flat=True).order_by("pk"))
    assert after == before


def save(browser, task, row, now):
    cell = {"id": row.pk, "field": "contact", "was": row.contact, "now": now}
    return browser.post(
        page("cells", task), json.dumps({"cells": [cell]}), content_type="application/json"
    )


def test_what_one_may_do_anyway_is_done_in_the_own_right(
    as_user, delegate, city_list, filler, head
):
    delegate(head, filler)
    row = city_list.entry_rows.first()
    save(as_user(filler), city_list, row, "甲")
    assert Event.objects.of(row).first().acting_for is None


def test_sending_to_the_head_is_done_in_the_own_right(as_user, delegate, ready, filler, head):
    delegate(head, filler)
    as_user(filler).post(page("send-to-head", ready))
    event = Event.objects.of(ready).filter(action=Action.SEND_TO_HEAD).get()
    assert event.acting_for is None


def test_what_waits_for_the_head_is_changed_in_the_heads_right(
    as_user, delegate, ready, filler, head
):
    Task.objects.filter(pk=ready.pk).update(state=State.FOR_HEAD)
    row = ready.entry_rows.first()
    save(as_user(filler), ready, row, "甲")
    assert Entry.objects.get(pk=row.pk).contact == row.contact
    delegate(head, filler)
    save(as_user(filler), ready, row, "甲")
    assert Entry.objects.get(pk=row.pk).contact == "甲"
    assert Event.objects.of(row).first().acting_for == head


def test_a_collectors_substitute_works_on_the_parts_and_on_no_others(
    as_user, delegate, tasks, town, collector, neighbour
):
    clerk = factories.user("clerk", unit=town.shangcheng, name="区文员")
    part = tasks.part
    matrix = page("matrix", tasks.district_list)
    browser = as_user(clerk)
    assert browser.get(matrix).status_code == 403
    assert browser.post(page("acknowledge", part)).status_code == 403
    delegate(collector, clerk)
    assert browser.get(matrix).status_code == 200
    assert browser.post(page("acknowledge", part)).status_code == 302
    event = Event.objects.of(part).first()
    assert (event.by, event.acting_for) == (clerk, collector)
    assert browser.get(page("task-detail", neighbour)).status_code == 404
    home = browser.get("/", {"for": collector.pk})
    assert home.templates[0].name == "tasks/home_collector.html"


def test_a_reviewers_substitute_approves_in_the_reviewers_name(
    as_user, delegate, submitted, reviewer, town
):
    deputy = factories.user("deputy", unit=town.bureau, role="leader", name="副局长")
    row = submitted.entry_rows.first()
    sent = {"row": [row.pk], "submission": 1}
    assert as_user(deputy).post(page("approve-rows", submitted), sent).status_code == 403
    delegate(reviewer, deputy)
    as_user(deputy).post(page("approve-rows", submitted), sent)
    event = Event.objects.of(row).filter(action=Action.APPROVE).get()
    assert (event.by, event.acting_for) == (deputy, reviewer)


def test_nobody_approves_the_own_unit_as_a_substitute(as_user, delegate, submitted, reviewer, town):
    deputy = factories.user("deputy", unit=town.bureau, role="leader", name="副局长")
    Task.objects.filter(pk=submitted.pk).update(unit=town.bureau)
    delegate(reviewer, deputy)
    row = submitted.entry_rows.first()
    answer = as_user(deputy).post(
        page("approve-rows", submitted), {"row": [row.pk], "submission": 1}
    )
    assert answer.status_code == 403
    assert not Event.objects.filter(action=Action.APPROVE).exists()


def test_nor_on_the_desk_of_all_rows(as_user, delegate, submitted, reviewer, town):
    deputy = factories.user("deputy", unit=town.bureau, role="leader", name="副局长")
    Task.objects.filter(pk=submitted.pk).update(unit=town.bureau)
    delegate(reviewer, deputy)
    row = submitted.entry_rows.first()
    chosen = {"row": f"{row.pk}:{row.version}"}
    reason = {"given": "1", "all-kind": "other", "all-text": "请核对内容"}
    desk = as_user(deputy)
    assert desk.post(reverse("tasks:desk-approve"), chosen).status_code == 403
    assert desk.post(reverse("tasks:desk-return"), chosen | reason).status_code == 403
    row.refresh_from_db()
    assert row.state == RowState.SUBMITTED


def test_a_job_asked_for_as_a_substitute_is_judged_when_it_is_done(
    delegate, filler, head, monkeypatch
):
    done = []
    monkeypatch.setitem(jobs.HANDLERS, "signing", lambda job, report: done.append(job.owner))
    monkeypatch.setitem(jobs.NEEDED, "signing", Permission.SUBMIT)

    def run():
        job = Job.objects.create(kind="signing", title="报送", owner=filler, asked_at=DURING)
        jobs.run(job.pk)
        job.refresh_from_db()
        return job.state

    delegation = delegate(head, filler)
    assert run() == JobState.DONE
    assert done[0].acting_for == head
    appointing.end(delegation, by=head, at=timezone.now())
    assert run() == JobState.FAILED
    assert len(done) == 1


def test_the_head_still_signs_what_a_substitute_did_not(as_user, delegate, ready, filler, head):
    delegate(head, filler)
    sign(as_user(head), ready)
    submission = Submission.objects.get()
    assert (submission.by, submission.signed_for) == (head, None)
    assert fresh(ready).state == State.SUBMITTED


def test_a_district_head_delegates_inside_the_own_department(
    as_user, delegate, tasks, district_filler, district_head
):
    fill_in(tasks.part, district_filler)
    delegate(district_head, district_filler)
    assert sign(as_user(district_filler), tasks.part).status_code == 302
    assert Submission.objects.get().signed_for == district_head
