"""The desk of all reported rows: who sees which, filters, order, columns, keys of the address."""

from urllib.parse import urlencode

import pytest
from django.utils import timezone

from tasks.filling import grid, submitting
from tasks.models import Entry, Finding, RowState, Severity, Task
from tasks.review import decisions
from tasks.review.reasons import Reason
from tasks.suspicion import rules
from tests.factories import DURING

from .acts import page, raise_against, rows, submit

RETURNED = {"state": RowState.RETURNED, "return_class": "other", "return_reason": "请补充说明"}


@pytest.fixture
def desk(as_user, reviewer, submitted):
    """`desk(q="…")` are the rows the reviewer then sees, in order."""
    browser = as_user(reviewer)

    def shown(**filters):
        answer = browser.get(f"{page('desk')}?{urlencode(filters)}")
        assert answer.status_code == 200
        return [line["row"] for line in answer.context["lines"]]

    return shown


@pytest.fixture
def two_of_district(two_of_three, tasks, collector):
    """上城区 has submitted what two of its departments reported."""
    late = two_of_three[2]
    Task.objects.filter(pk=late.pk).update(missing_reason="机构调整，下周补报")
    submitting.acknowledge(tasks.district_list, by=collector, at=DURING)
    submit(tasks.district_list, collector)
    return tasks.district_list


def change(row, **facts):
    Entry.objects.filter(pk=row.pk).update(**facts)


def test_all_waiting_rows_of_all_units_are_shown(desk, two_of_district):
    assert len(desk()) == 8 + 4
    assert {row.state for row in desk()} == {RowState.SUBMITTED}


def test_a_draft_is_nobodys_business(desk, two_of_district, two_of_three):
    late = Entry.objects.filter(task=two_of_three[2])
    assert not late.filter(pk__in=[row.pk for row in desk(state="all")]).exists()


def test_the_gravest_come_first(desk, submitted):
    last, middle = rows(submitted, RowState.SUBMITTED)[-1], rows(submitted, RowState.SUBMITTED)[3]
    change(last, severity=Severity.HIGH)
    change(middle, severity=Severity.LOW)
    assert [row.pk for row in desk()][:2] == [last.pk, middle.pk]


@pytest.mark.parametrize(
    ("filters", "facts"),
    [
        ({"severity": "3"}, {"severity": Severity.HIGH}),
        ({"level": "unknown"}, {"system_level": "unknown"}),
        ({"scope": "city_level"}, {"scope": "city_level"}),
        ({"system": "金保"}, {"system_name": "金保工程"}),
        ({"q": "金保 人社事项4"}, {"system_name": "金保工程"}),
        ({"state": "returned"}, RETURNED),
    ],
)
def test_a_filter_leaves_what_it_names(desk, submitted, filters, facts):
    fourth = rows(submitted, RowState.SUBMITTED)[3]
    change(fourth, **facts)
    assert [row.pk for row in desk(**filters)] == [fourth.pk]


@pytest.mark.parametrize("text", ["90004", "人社事项4", "rssx4", "RSSX 90004"])
def test_code_part_words_and_pinyin_initials_find_a_matter(desk, text):
    assert [row.matter.name for row in desk(q=text)] == ["人社事项4"]


def test_a_rule_finds_the_rows_it_struck(desk, submitted):
    rule = next(rule for rule in rules.complete() if rule.code == "contact_many_units")
    row = rows(submitted, RowState.SUBMITTED)[2]
    Finding.objects.create(entry=row, rule=rule, facts={"contact": "方填报", "n": 6})
    assert [row.pk for row in desk(rule=rule.pk)] == [row.pk]


def test_city_district_and_unit_narrow(desk, two_of_district, town):
    assert {row.task.parent_id for row in desk(region="city")} == {None}
    assert {row.task.parent_id for row in desk(region=town.shangcheng.pk)} == {two_of_district.pk}
    assert len(desk(unit="上城")) == 4
    assert len(desk(unit="rlsb", region=town.shangcheng.pk)) == 2


def test_an_objection_is_found_while_it_is_undecided(desk, submitted, filler):
    row = rows(submitted, RowState.SUBMITTED)[0]
    raise_against(row, filler)
    assert [one.pk for one in desk(objection="undecided")] == [row.pk]


def test_what_came_back_shows_each_cell_before_and_after(desk, submitted, reviewer, filler, head):
    row = rows(submitted, RowState.SUBMITTED)[0]
    reason = Reason("name", "请写系统全称")
    decisions.send_back_rows(submitted, {row.pk: reason}, by=reviewer, at=DURING)
    cell = {"id": row.pk, "field": "system_name", "was": row.system_name, "now": "金保工程"}
    grid.save_cells(submitted, [cell], by=filler, at=DURING)
    submit(submitted, head)
    assert [one.pk for one in desk(again="on")] == [row.pk]
    assert desk(again="on")[0].system_name == "金保工程"


def test_a_senseless_filter_is_left_out(desk):
    nonsense = {"severity": "x", "rule": "999", "region": "-1", "waited": "-3", "task": "9" * 30}
    assert len(desk(**nonsense, sort="phone", view="x", page="abc")) == 8


def test_what_has_waited_too_long_is_found(desk, submitted):
    assert len(desk(waited=2)) == 8
    Task.objects.filter(pk=submitted.pk).update(submitted_at=timezone.now())
    assert desk(waited=2) == []
