"""What happens at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from tasks.filling import grid, submitting, withdrawing
from tasks.models import (
    Entry,
    Post,
    RowState,
    Submission,
    System,
    SystemMerge,
)
from tasks.review import decisions, starting
from tasks.systems import merging, naming, register
from tasks.systems.following import Refused
from tests.factories import DURING
from tests.tasks.acts import acknowledged, because, fill_in, fresh, rows, submit
from tests.tasks.workbooks import books
from units.models import Action, Delegation, Event, Message


def at_once(*acts):
    """Run all `acts` together, each on a connection of its own; exceptions are answers."""
    barrier = Barrier(len(acts))

    def run(act):
        barrier.wait()
        try:
            return act()
        except (submitting.Stale, submitting.NotReady, PermissionDenied, Refused) as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.django_db(transaction=True)
def test_races_end_with_one_winner_and_without_a_deadlock(tasks, people, filler, head, reviewer):
    fill_in(tasks.city_list, filler)
    results = at_once(*[lambda: submit(tasks.city_list, head)] * 4)
    assert sum(isinstance(one, Submission) for one in results) == 1
    assert Submission.objects.count() == 1

    pks = [row.pk for row in rows(tasks.city_list, RowState.SUBMITTED)]
    cells = [{"id": pk, "field": "remark", "was": "", "now": "改后"} for pk in reversed(pks)]
    at_once(
        lambda: decisions.approve_rows(tasks.city_list, pks, by=reviewer, at=DURING),
        lambda: decisions.send_back_rows(
            tasks.city_list, dict.fromkeys(pks, because("请核对")), by=reviewer, at=DURING
        ),
        lambda: grid.save_cells(tasks.city_list, cells, by=filler, at=DURING),
    )
    states = set(Entry.objects.filter(pk__in=pks).values_list("state", flat=True))
    decided = Event.objects.filter(action__in=["approve", "send_back"], subject="tasks.entry")
    assert states in ({"approved"}, {"returned"})
    assert decided.count() == len(pks)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("decision", ["approve", "start", "return"])
def test_a_submission_is_either_taken_back_or_reviewed(
    tasks, people, filler, head, reviewer, decision
):
    fill_in(tasks.city_list, filler)
    submit(tasks.city_list, head)
    task = fresh(tasks.city_list)
    by, pks = {"by": reviewer, "at": DURING}, [row.pk for row in rows(task, RowState.SUBMITTED)]
    act = {
        "approve": lambda: decisions.approve_rows(task, pks[:3], **by),
        "start": lambda: starting.start(task, **by),
        "return": lambda: decisions.send_back_rows(task, {pks[0]: because("请核对")}, **by),
    }[decision]
    taken, decided, again = at_once(
        lambda: withdrawing.withdraw(task, by=head, at=DURING),
        act,
        lambda: withdrawing.withdraw(task, by=head, at=DURING),
    )
    won = [one for one in (taken, again) if isinstance(one, Submission)]
    assert bool(won) != bool(decided)
    assert len(won) <= 1
    states = set(Entry.objects.filter(task=task).values_list("state", flat=True))
    assert (states == {RowState.DRAFT}) == bool(won)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_tasks_are_locked_before_rows(tasks, collector, reviewer, django_assert_max_num_queries):
    """Everybody locks tasks first: the bureau's decision and a department's save never ring."""
    for part in tasks.district_list.parts.for_page():
        fill_in(part, collector)
        submit(part, collector)
    submitting.acknowledge(tasks.district_list, by=collector, at=DURING)
    submit(tasks.district_list, collector)
    pks = [row.pk for row in Entry.objects.filter(task=tasks.part)]
    with django_assert_max_num_queries(1000) as captured:
        decisions.send_back_rows(
            tasks.district_list, dict.fromkeys(pks, because("请核对")), by=reviewer, at=DURING
        )
    locks = [query["sql"] for query in captured if " UPDATE OF " in query["sql"]]
    assert '"parent_id" = ' in locks[0]


@pytest.mark.django_db(transaction=True)
def test_a_double_click_opens_one_account(people, town, as_user):
    clients = [as_user(people.admin) for _number in range(3)]
    sent = {"username": "twice", "name": "两次", "unit": town.renshe.pk, "role": "filler"}
    address = reverse("units:person-create")
    answers = at_once(*[partial(client.post, address, sent) for client in clients])
    assert sorted(answer.status_code for answer in answers) == [200, 422, 422]


@pytest.mark.django_db(transaction=True)
def test_a_double_click_says_once_and_names_one_substitute(tasks, filler, head, as_user):
    row = acknowledged(tasks.city_list, filler).entry_rows.first()
    today = timezone.localdate().isoformat()
    days = {"starts_on": today, "ends_on": today, "reason": "出差"}
    for url, sent, found in (
        (
            reverse("tasks:entry-post", args=[row.pk]),
            {"text": "请看一下", "audience": "unit", "mentions": [filler.pk]},
            Post.objects.all(),
        ),
        (
            reverse("units:delegation-create"),
            {"principal": head.pk, "substitute": filler.pk, **days},
            Delegation.objects.all(),
        ),
    ):
        Message.objects.all().delete()
        at_once(*[partial(as_user(head).post, url, sent) for _click in range(4)])
        assert Event.objects.of(found.get()).count() == 1
        assert Message.objects.filter(to=filler).count() == 1


@pytest.mark.django_db(transaction=True)
def test_ten_clicks_on_an_upload_act_once(tasks, filler, as_user):
    task = acknowledged(tasks.city_list, filler)
    rows = Entry.objects.filter(task=task).select_related("matter", "task__unit").in_order()
    upload = books.bring(task, books.file(books.sheet([books.line(row) for row in rows])), filler)
    clerks = [as_user(filler) for _click in range(10)]
    for name, action in (("blanks", None), ("apply", Action.IMPORT), ("revert", Action.REVERT)):
        address = reverse(f"tasks:workbook-{name}", args=[upload.pk])
        answers = at_once(*[partial(clerk.post, address) for clerk in clerks])
        assert {answer.status_code for answer in answers} == {302}
        if action:
            assert Event.objects.of(upload).filter(action=action).count() == 1
    assert not Entry.objects.filter(task=task).exclude(contact="").exists()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_merging_and_filling_in_at_once_leave_no_row_behind(tasks, people, filler, reviewer):
    """Two people merge the same two systems while rows are written under the absorbed name."""
    city = acknowledged(tasks.city_list, filler)
    (kept,) = register.resolve(["市人力社保系统"], by=reviewer, at=DURING).values()
    (absorbed,) = register.resolve(["金保工程"], by=reviewer, at=DURING).values()
    pks = list(city.entry_rows.values_list("pk", flat=True))

    def write(pk):
        cell = {"id": pk, "field": "system_name", "was": "", "now": "金保工程"}
        return grid.save_cells(city, [cell], by=filler, at=DURING)

    def merge():
        return merging.merge(absorbed, kept, reason="同一系统", by=reviewer, at=DURING)

    done = at_once(*[partial(write, pk) for pk in pks[:4]], merge, merge)
    assert sum(isinstance(one, Refused) for one in done) <= 2
    if not SystemMerge.objects.exists():
        merge()
    assert SystemMerge.objects.count() == 1
    at_once(*[partial(write, pk) for pk in pks[4:]])
    assert set(city.entry_rows.values_list("system", flat=True)) == {kept.pk}


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_name_written_twice_at_once_is_registered_once(filler):
    names = ["金保工程（一期）", "金保工程(一期)"] * 3
    by_name = [partial(register.resolve, [name], by=filler, at=DURING) for name in names]
    found = at_once(*by_name)
    assert len({system.pk for one in found for system in one.values()}) == 1
    assert System.objects.count() == 1


def test_a_system_renamed_twice_is_renamed_once(filler, reviewer):
    (system,) = register.resolve(["金保工程"], by=reviewer, at=DURING).values()
    for _click in range(2):
        naming.rename(system, "市人力社保系统", reason="统一", by=reviewer, at=DURING)
    assert Event.objects.of(system).filter(action="edit").count() == 1
