"""Each rule against points worked out by hand (domain §5.6)."""

from decimal import Decimal

import pytest

from tasks.assessment import counting
from tasks.assessment.rules import REGISTRY, RULES
from tasks.assessment.standing import Standing, ranked
from tasks.models import Score
from units.models import Unit

NO_ROWS = {"reported": 0, "returned": []}
DUTIES = ["组长（分管领导）", "责任处（科）室负责人", "具体工作人员（联络员）"]


def task(submitted="2018-04-04 10:00", late=0):
    return {
        "title": "任务", "due": "2018-04-06 24:00", "extended": "", "submitted": submitted,
        "workdays_late": late, "evidence": [{"kind": "task", "pk": 1, "label": "任务"}],
    }  # fmt: skip


def group(missing=(), funding="secured", reported=True):
    return {
        "missing": list(missing), "funding": funding, "reported": reported,
        "evidence": [], "funding_evidence": [],
    }  # fmt: skip


def facts(tasks=(), rows=NO_ROWS, unreachable=(), group=None):
    return {"tasks": list(tasks), "rows": rows, "unreachable": list(unreachable), "group": group}


def rows(reported, returned):
    pieces = [{"kind": "entry", "pk": n, "label": f"行{n}"} for n in range(returned)]
    return {"reported": reported, "returned": pieces}


def line(code, known, mark=None):
    rule = REGISTRY[code]
    criterion = {
        "name": str(rule.title), "rule": code, "points": rule.points,
        "parameters": rule.defaults(),
    }  # fmt: skip
    return counting.count(criterion, known, mark)


def test_the_standard_scheme_comes_to_a_hundred():
    assert [(rule.code, rule.points) for rule in RULES] == [
        ("on_time", 20), ("filled_well", 20), ("connected", 40),
        ("in_use", 10), ("organised", 5), ("marked", 5),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("tasks", "score"),
    [
        ([task(), task()], 20),
        ([task(), task(late=3)], 14),  # 20 − 3 × 2
        ([task(submitted="")], 10),  # 20 − 10
        ([task(late=1), task(submitted="")], 8),  # 20 − 2 − 10
        ([task(late=7)], 10),  # 7 × 2 = 14, but never worse than never
        ([task(submitted=""), task(submitted=""), task(late=1)], 0),
    ],
)
def test_in_time(tasks, score):
    assert line("on_time", facts(tasks)).score == score


@pytest.mark.parametrize(
    ("returned", "of", "score"),
    [
        (0, 50, 20),
        (2, 50, 20),  # 4 %: no step is full
        (6, 50, 18),  # 12 %: two full steps of 5 %
        (5, 100, 19),  # 5 % is a full step
        (50, 50, 0),  # 100 %: twenty steps
    ],
)
def test_returned_rows(returned, of, score):
    assert line("filled_well", facts(rows=rows(of, returned))).score == score


def test_an_unreachable_contact_costs_two_points_once():
    calls = [{"kind": "call", "pk": n, "label": f"电话{n}"} for n in (1, 2)]
    found = line("filled_well", facts(rows=rows(50, 6), unreachable=calls))
    assert found.score == 16  # 20 − 2 − 2
    assert [one.points for one in found.taken] == [2, 2]
    assert "电话1；电话2" in found.taken[1].sentence


@pytest.mark.parametrize(
    ("known", "score"),
    [
        (group(), 5),
        (group(funding="not_needed"), 5),
        (group(missing=DUTIES[2:]), 4),
        (group(funding="missing"), 3),
        (group(missing=DUTIES[2:], funding="applied"), 3),
        (group(missing=DUTIES, funding="", reported=False), 0),
    ],
)
def test_working_group_and_money(known, score):
    assert line("organised", facts(group=known)).score == score


@pytest.mark.parametrize("code", ["connected", "in_use"])
def test_what_the_portal_knows_nothing_of_is_not_assessed(code):
    found = line(code, facts())
    assert (found.score, found.taken) == (None, ())
    assert "暂不参评" in found.why


@pytest.mark.parametrize("code", ["on_time", "filled_well", "organised", "marked"])
def test_without_facts_there_is_no_judgement(code):
    found = line(code, facts())
    assert found.score is None and found.why


def test_a_mark_takes_off_what_it_does_not_give():
    mark = {"pk": 1, "points": "3.5", "reason": "两次会议缺席", "label": "沈审核评分"}
    found = line("marked", facts(), mark)
    assert found.score == Decimal("3.5")
    assert [(one.points, one.sentence) for one in found.taken] == [(Decimal("1.5"), "两次会议缺席")]


def test_nothing_is_taken_off_twice_when_nothing_is_left():
    found = line("on_time", facts([task(late=4), task(submitted=""), task(submitted="")]))
    assert [one.points for one in found.taken] == [8, 10, 2]
    assert [one.points for one in found.beyond] == [8]


def test_what_is_not_assessed_leaves_the_denominator():
    scheme = [
        {"name": str(rule.title), "rule": rule.code, "points": rule.points,
         "parameters": rule.defaults()}
        for rule in RULES
    ]  # fmt: skip
    known = facts([task(late=3)], rows(50, 6), group=group(missing=DUTIES[2:], funding="missing"))
    found = counting.total(scheme, known)
    # 14 of 20, 18 of 20, 2 of 5; 对接, 培训 and 配合度 are not assessed.
    assert (found.points, found.out_of) == (34, 45)


def test_who_was_not_assessed_has_no_rank_and_stands_below():
    """No points of none are not the same as no points of five."""
    nothing = Standing(Score(points=Decimal(0), out_of=0, unit=Unit()), [])
    poor = Standing(Score(points=Decimal(0), out_of=5, unit=Unit()), [])
    assert ranked([nothing, poor]) == [poor, nothing]
    assert (poor.place, poor.percent) == (1, Decimal("0.0"))
    assert (nothing.place, nothing.percent) == (None, None)
