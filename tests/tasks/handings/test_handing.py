"""Rows to a colleague or a division and back: who is told, what stays, what is refused."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tasks.filling import grid, handed
from tasks.handings import handing
from tasks.models import Entry, Handing, RowState
from tests import factories
from tests.factories import DURING
from tests.tasks.acts import acknowledged
from units.models import Action, Event, Message


def heard(person):
    found = Message.objects.filter(to=person, subject__contains="行")
    return list(found.order_by("pk").values_list("subject", flat=True))


def test_a_colleague_is_told_and_the_rows_know_who_has_them(hand, rows, colleagues, filler):
    given = hand(rows[:3], to=colleagues.jiu, note="请按台账填", due_on=date(2018, 4, 4))
    assert heard(colleagues.jiu) == ["方填报分办给您 3 行：补填对接事项清单（市级部门）"]
    (message,) = Message.objects.filter(to=colleagues.jiu, subject__contains="分办")
    assert message.body == "请按台账填\n请于4月4日前交回。"
    assert message.url.endswith(f"/grid/?handing={given.pk}")
    assert set(Entry.objects.filter(handing=given).values_list("pk", flat=True)) == set(rows[:3])


def test_a_division_is_everybody_in_it(hand, rows, colleagues):
    given = hand(rows[:2], division="就业处")
    assert set(handing.holders(given)) == {colleagues.jiu, colleagues.ye}
    assert heard(colleagues.ye) and not heard(colleagues.shang)
    assert list(handed.with_person(colleagues.ye)) == [given]
    assert not handed.with_person(colleagues.shang).exists()


def test_rows_that_are_out_or_locked_are_not_handed_again(hand, rows, colleagues):
    Entry.objects.filter(pk=rows[0]).update(state=RowState.APPROVED)
    first = hand(rows[:3])
    second = hand(rows[:4], to=colleagues.shang)
    assert (first.count, second.count) == (2, 1)
    with pytest.raises(handing.NothingToHand):
        hand(rows[:4])
    assert Handing.objects.count() == 2


def test_what_is_given_back_is_with_the_giver_and_can_be_found(hand, rows, colleagues, filler):
    given = hand(rows[:2])
    Entry.objects.filter(pk=rows[0]).update(complete=True)
    assert handing.give_back(given, answer="还差一行", by=colleagues.jiu, at=DURING)
    assert heard(filler) == ["纪就业交回分办的行（已填齐 1/2）：补填对接事项清单（市级部门）"]
    (shown,) = handed.listed(handed.of_task(given.task))
    assert (shown.label, shown.done, shown.total) == ("纪就业交回的 2 行", 1, 2)
    assert hand(rows[:2]).count == 2


def test_what_is_recalled_is_nobody_elses(hand, rows, colleagues, head):
    given = hand(rows[:2])
    assert handing.recall(given, by=head, at=DURING)
    assert not Entry.objects.filter(handing__isnull=False).exists()
    assert heard(colleagues.jiu)[-1].startswith("何处长收回了分办的 2 行")
    assert not handing.recall(given, by=head, at=DURING)
    assert not handing.give_back(given, by=colleagues.jiu, at=DURING)


def test_each_act_is_one_event_about_the_handing(hand, rows, colleagues):
    given = hand(rows[:2])
    handing.give_back(given, answer="好了", by=colleagues.jiu, at=DURING)
    events = [(event.action, event.by.name, event.reason) for event in Event.objects.of(given)]
    assert events == [
        (Action.GIVE_BACK_ROWS, "纪就业", "好了"),
        (Action.HAND_ROWS, "方填报", ""),
    ]


def test_rows_of_a_closed_task_are_not_handed_out(submitted, filler, colleagues):
    rows = list(submitted.entry_rows.values_list("pk", flat=True))
    with pytest.raises(PermissionDenied):
        handing.hand_out(submitted, rows, to=colleagues.jiu, by=filler, at=DURING)


def test_the_giver_goes_on_editing_and_nobody_is_overwritten(
    hand, rows, city_list, colleagues, filler
):
    hand(rows[:1])
    cell = {"id": rows[0], "field": "contact", "was": "", "now": "甲"}
    grid.save_cells(city_list, [cell], by=filler, at=DURING)
    theirs = {**cell, "now": "乙"}
    answer = grid.save_cells(city_list, [theirs], by=colleagues.jiu, at=DURING)
    assert [conflict["theirs"] for conflict in answer["conflicts"]] == ["甲"]


def test_who_was_handed_rows_has_no_say_over_the_task(
    hand, rows, city_list, colleagues, filler, head
):
    given = hand(rows[:1])
    assert handing.helps_only(city_list, colleagues.jiu)
    assert not handing.helps_only(city_list, colleagues.shang)
    assert not handing.helps_only(city_list, filler)
    assert not handing.helps_only(city_list, head)
    handing.recall(given, by=filler, at=DURING)
    assert not handing.helps_only(city_list, colleagues.jiu)


def test_rows_of_a_pilots_nearby_list_are_handed_out_too(tasks, collector, town):
    clerk = factories.user("clerk", unit=town.shangcheng, name="区文员")
    nearby = acknowledged(tasks.nearby, collector)
    rows = list(nearby.nearbyentry_rows.values_list("pk", flat=True))
    given = handing.hand_out(nearby, rows[:1], to=clerk, by=collector, at=DURING)
    (shown,) = handed.listed(handed.of_task(nearby))
    assert (shown.handing, shown.done, shown.total) == (given, 0, 1)
    handing.recall(given, by=collector, at=DURING)
    assert not nearby.nearbyentry_rows.filter(handing__isnull=False).exists()


def test_many_handings_cost_no_more_queries(hand, rows, city_list, colleagues):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            handed.listed(handed.of_task(city_list))
        return len(queries)

    hand(rows[:1])
    few = cost()
    for row in rows[1:6]:
        hand([row], to=colleagues.shang)
    assert cost() == few == 2


def test_who_was_handed_rows_by_the_head_still_leads_the_list(city_list, rows, filler, head):
    handing.hand_out(city_list, rows[:1], to=filler, by=head, at=DURING)
    assert not handing.helps_only(city_list, filler)
