"""Every state × action × role: what the table allows happens and leaves its event; all else is
refused, leaves none and changes nothing (trust A5, I1)."""

import json
import os
from copy import copy
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import resolve, reverse
from django.utils import timezone

from tasks.collecting import collecting
from tasks.filling import checking, submitting, withdrawing
from tasks.models import MOVES, Entry, RowState, State, Task
from tasks.review import decisions
from tests.factories import DURING
from tests.test_pages import CAST
from units.models import Action, Event

from . import state_matrix
from .acts import acknowledged, because, fill_in, filled_in, fresh, rows, signature, submit
from .state_matrix import ACTS, KINDS, ROW_ACTS

REFUSALS = {302, 403, 404, 409, 422}
# A district that reports again with a late department, or a department's first word, say so.
ALIASES = {
    Action.SUBMIT: {Action.SUBMIT, Action.SUPPLEMENT},
    Action.WITHDRAW_SUBMISSION: {Action.WITHDRAW_SUBMISSION, Action.WITHDRAW_CORRECTION},
}


def ask(person, address, data, **kind):
    """The status of the answer to what `person` posts: the view with all its guards, without
    the pages of refusals, which the table of pages opens."""
    request = RequestFactory().post(address, data, **kind)
    request.user, request.htmx = copy(person), False
    request._messages, request.arrived_at = CookieStorage(request), timezone.now()
    view, args, kwargs = resolve(address)
    try:
        return view(request, *args, **kwargs).status_code
    except PermissionDenied:
        return 403
    except Http404:
        return 404


@pytest.fixture
def cast(people):
    return {who: getattr(people, who, None) for who in CAST}


def city(tasks, people, state):
    task = filled_in(tasks.city_list)
    _to_the_head(task, people.filler, people.head, state)
    return _reviewed(task, people, state)


def check(tasks, people, state):
    task = acknowledged(tasks.check, people.filler)
    checking.answer_rest(task, by=people.filler, at=DURING)
    if state in {State.ISSUED, State.ACKNOWLEDGED}:
        # All is answered beforehand, so that the state alone decides.
        Task.objects.filter(pk=task.pk).update(state=state)
    if state == State.FOR_HEAD:
        submitting.send_to_head(task, by=people.filler, at=DURING)
    if state in {State.SUBMITTED, State.RETURNED, State.APPROVED}:
        submit(task, people.head)
    if state == State.RETURNED:
        decisions.send_back_task(task, reason=because("请核对"), by=people.reviewer, at=DURING)
    if state == State.APPROVED:
        decisions.approve_task(task, by=people.reviewer, at=DURING)
    return task


def _to_the_head(task, filler, head, state):
    """Up to the signature of whoever signs for the unit."""
    if state == State.ISSUED:
        return
    acknowledged(task, filler)
    if state == State.FILLING:
        Task.objects.filter(pk=task.pk).move(Action.EDIT, by=filler, at=DURING)
    if state == State.FOR_HEAD:
        submitting.send_to_head(task, by=filler, at=DURING)
    if state in {State.COLLECTED, State.SUBMITTED, State.RETURNED, State.APPROVED}:
        submit(task, head)


def _reviewed(task, people, state):
    waiting = rows(task, RowState.SUBMITTED)
    if state == State.RETURNED:
        reasons = {waiting[0].pk: because("请核对")}
        decisions.send_back_rows(task, reasons, by=people.reviewer, at=DURING)
    if state == State.APPROVED:
        pks = [row.pk for row in waiting]
        decisions.approve_rows(task, pks, by=people.reviewer, at=DURING)
    return task


def district(tasks, people, state):
    """One department reports late, so that its district may report a second time."""
    task, *parts = tasks.district_list, *tasks.district_list.parts.for_page().order_by("pk")
    for part in parts:
        fill_in(part, people.collector)
    late = parts.pop() if state in {State.SUBMITTED, State.FILLING} else None
    for part in parts:
        submit(part, people.collector)
    if state == State.ISSUED:
        return task
    submitting.acknowledge(task, by=people.collector, at=DURING)
    if state == State.ACKNOWLEDGED:
        return task
    if late:
        collecting.mark_missing(late, note="下周补报", by=people.collector, at=DURING)
    submit(task, people.collector)
    if state == State.FILLING:
        withdrawing.withdraw(task, by=people.collector, at=DURING)
    if late:
        submit(late, people.collector)
    return _district_reviewed(task, parts, people, state)


def _district_reviewed(task, parts, people, state):
    waiting = Entry.objects.filter(task__parent=task)
    if state == State.RETURNED:
        first = waiting.filter(task=parts[0]).first()
        reasons = {first.pk: because("请核对")}
        decisions.send_back_rows(task, reasons, by=people.reviewer, at=DURING)
        submit(parts[0], people.district_head)
    if state == State.APPROVED:
        pks = list(waiting.values_list("pk", flat=True))
        decisions.approve_rows(task, pks, by=people.reviewer, at=DURING)
    return task


def part(tasks, people, state):
    own = filled_in(tasks.part)
    _to_the_head(own, people.district_filler, people.district_head, state)
    if state not in {State.SUBMITTED, State.RETURNED, State.APPROVED}:
        return own
    for other in tasks.district_list.parts.exclude(pk=own.pk).for_page():
        fill_in(other, people.collector)
        submit(other, people.collector)
    submitting.acknowledge(tasks.district_list, by=people.collector, at=DURING)
    submit(tasks.district_list, people.collector)
    above = fresh(tasks.district_list)
    first, *_others = pks = list(own.entry_rows.values_list("pk", flat=True))
    if state == State.RETURNED:
        reasons = {first: because("请核对")}
        decisions.send_back_rows(above, reasons, by=people.reviewer, at=DURING)
    if state == State.APPROVED:
        decisions.approve_rows(above, pks, by=people.reviewer, at=DURING)
    return own


def world_of(task, row=None):
    """What the pages of `task` would send: a changed cell, a signature, what was seen."""
    task = fresh(task)
    row = row or _open_row(task)
    last = withdrawing.last_standing(task)
    cell = row and {"id": row.pk, "field": "contact", "was": row.contact, "now": "换了的人"}
    return SimpleNamespace(
        task=task,
        row=row,
        cells=json.dumps({"cells": [cell]}),
        signature=signature(task),
        seen={"submission": last.number if last else 0},
    )


def _open_row(task):
    if not task.has_rows:
        return None
    return task.entry_rows.filter(state__in=["draft", "returned"]).first() or (
        task.entry_rows.first()
    )


def traces(task):
    """All that an act may change: tasks and rows with their states, and the trail."""
    return (
        list(Task.objects.order_by("pk").values_list("pk", "state", "version", "missing_reason")),
        list(Entry.objects.order_by("pk").values_list("pk", "state", "version", "contact")),
        Event.objects.count(),
    )


def attempt(person, act, world):
    """Do it, note what came of it, and take it back."""
    before = traces(world.task)
    kind = {"content_type": "application/json"} if act.url == "cells" else {}
    with transaction.atomic():
        address = reverse(f"tasks:{act.url}", args=[world.task.pk])
        data = act.data(world)
        if person is None:  # the guard of the door: nobody has signed in
            status = Client().post(address, data, **kind).status_code
        else:
            status = ask(person, address, data, **kind)
        after = traces(world.task)
        new = Event.objects.order_by("pk")[before[2] :]
        events = {(event.action, event.subject) for event in new} if after != before else set()
        transaction.set_rollback(True)
    return status, after != before, events


def faults(act, kind, state, world, cast):
    """The cells of one act in one state that are not as the table says."""
    subject = "tasks.entry" if act in ROW_ACTS or act.url == "cells" else "tasks.task"
    for who, person in cast.items():
        status, changed, events = attempt(person, act, world)
        allowed = act.is_allowed(kind, who, state)
        logged = {(name, subject) for name in ALIASES.get(act.action, {act.action})} & events
        if allowed and not (changed and logged):
            yield f"{who} may {act.url} in {state}: {status} {sorted(events)}"
        if not allowed and (changed or (status not in REFUSALS and act.url != "cells")):
            yield f"{who} may not {act.url} in {state}: {status} {sorted(events)}"


def acts_on(kind):
    """Those of this kind of task, and every other page, which is closed for it."""
    own = {act.url for act in ACTS if kind in act.who}
    return [act for act in ACTS if kind in act.who or act.url not in own]


BUILD = {"city": city, "district": district, "part": part, "check": check}
CELLS = [(kind, state) for kind, (_title, states) in KINDS.items() for state in states]


@pytest.mark.parametrize(("kind", "state"), CELLS)
def test_every_cell_of_the_matrix(kind, state, tasks, people, cast):
    world = world_of(BUILD[kind](tasks, people, state))
    assert world.task.state == state
    found = [one for act in acts_on(kind) for one in faults(act, kind, state, world, cast)]
    assert found == []


@pytest.mark.parametrize("state", RowState)
def test_every_cell_of_the_rows(state, tasks, people, cast):
    """One row in each state, in a list that is partly returned: both sides work on it."""
    task = city(tasks, people, State.RETURNED)
    row = rows(task, RowState.SUBMITTED)[-1]
    returned = {"return_class": "other", "return_reason": "请核对"}
    Entry.objects.filter(pk=row.pk).update(
        state=state, **(returned if state == RowState.RETURNED else {})
    )
    row.refresh_from_db()
    world = world_of(task, row)
    found = [one for act in ROW_ACTS for one in faults(act, "city", state, world, cast)]
    assert found == []


@pytest.mark.parametrize("action", MOVES)
def test_every_move_starts_where_the_table_says_and_leaves_one_event(action, tasks, admin):
    sources, target = MOVES[action]
    for state in State:
        Task.objects.filter(pk=tasks.city_list.pk).update(state=state)
        before = Event.objects.count()
        own = Task.objects.filter(pk=tasks.city_list.pk)
        moved = own.move(action, by=admin, at=DURING, note="请核对", changes={})
        allowed = state in sources
        assert (bool(moved), Event.objects.count() - before) == (allowed, int(allowed))
        assert fresh(tasks.city_list).state == (target if allowed else state)


def test_the_page_of_states_is_that_of_the_table():
    file = Path(settings.BASE_DIR) / "docs" / "states.md"
    if os.environ.get("UPDATE_DOCS"):
        file.write_text(state_matrix.page(), encoding="utf-8")
    assert file.read_text(encoding="utf-8") == state_matrix.page()
