"""What a deadline says, from the first day on, by each rule for days off (domain Q4, case 1)."""

from datetime import date

import pytest

from tasks.models import Campaign, DayOffPolicy
from tasks.supervision.deadlines import (
    ladder_day,
    late_from,
    left_in_words,
    sentence,
)
from tests.factories import DUE
from units.workdays import end_of, workdays_between

HOLIDAY = end_of(date(2018, 4, 6))  # 清明
SATURDAY = end_of(date(2018, 6, 30))
MONDAY = end_of(date(2018, 4, 9))


def rule(policy=DayOffPolicy.LEGAL, grace=0):
    return Campaign(day_off_policy=policy, grace_workdays=grace)


def test_case_1_the_ladder_counts_back_from_the_last_workday():
    """T-0 = 4/4, T-1 = 4/3, T-2 = 4/2, T-3 = 2018-03-30."""
    day = ladder_day(HOLIDAY, rule())
    assert day == date(2018, 4, 4)
    before = {n: date(2018, 4, 4 - n) for n in (0, 1, 2)} | {3: date(2018, 3, 30)}
    assert {n: workdays_between(start, day) for n, start in before.items()} == {
        n: n for n in before
    }


@pytest.mark.parametrize(
    ("policy", "grace", "words"),
    [
        ("legal", 0, "截止 2018年4月6日 24:00，逢清明假期，节前最后工作日4月4日"),
        (
            "legal",
            1,
            "截止 2018年4月6日 24:00，逢清明假期，节前最后工作日4月4日，"
            "宽限1个工作日，4月8日24:00后计逾期",
        ),
        ("before", 0, "截止 2018年4月6日 24:00，逢清明假期，提前至4月4日24:00"),
        (
            "before",
            1,
            "截止 2018年4月6日 24:00，逢清明假期，提前至4月4日24:00，"
            "宽限1个工作日，4月8日24:00后计逾期",
        ),
        ("after", 0, "截止 2018年4月6日 24:00，逢清明假期，顺延至4月8日24:00"),
        (
            "after",
            1,
            "截止 2018年4月6日 24:00，逢清明假期，顺延至4月8日24:00，"
            "宽限1个工作日，4月9日24:00后计逾期",
        ),
    ],
)
def test_q4_the_sentence_of_each_rule(policy, grace, words):
    assert sentence(HOLIDAY, rule(policy, grace)) == words


@pytest.mark.parametrize(
    ("policy", "grace", "last"),
    [
        ("legal", 0, date(2018, 4, 6)),
        ("legal", 1, date(2018, 4, 8)),
        ("before", 0, date(2018, 4, 4)),
        ("before", 1, date(2018, 4, 8)),
        ("after", 0, date(2018, 4, 8)),
        ("after", 2, date(2018, 4, 10)),
    ],
)
def test_q4_from_when_on_one_is_late(policy, grace, last):
    assert late_from(HOLIDAY, rule(policy, grace)) == end_of(last)


def test_a_weekend_is_no_holiday():
    assert sentence(SATURDAY, rule()) == "截止 2018年6月30日 24:00，逢周末，此前最后工作日6月29日"


def test_a_workday_says_its_date_and_the_grace_alone():
    assert sentence(MONDAY, rule("after")) == "截止 2018年4月9日 24:00"
    assert sentence(MONDAY, rule(grace=1)).endswith("，宽限1个工作日，4月10日24:00后计逾期")


def test_a_correction_knows_neither_rule_nor_grace():
    assert sentence(HOLIDAY) == sentence(HOLIDAY, rule())


def test_midnight_is_the_end_of_the_day_before():
    assert late_from(DUE, rule()) == HOLIDAY


@pytest.mark.parametrize(
    ("policy", "grace", "on", "words"),
    [
        ("legal", 0, date(2018, 4, 2), "还有 2 个工作日"),
        ("legal", 0, date(2018, 4, 4), "今天是最后一个工作日"),
        ("legal", 0, date(2018, 4, 5), "假期内截止，还有 1 天"),
        ("legal", 0, date(2018, 4, 7), "已逾期"),
        ("legal", 0, date(2018, 4, 8), "已逾期 1 个工作日"),
        ("legal", 0, date(2018, 4, 10), "已逾期 3 个工作日"),
        ("legal", 1, date(2018, 4, 7), "宽限期内，4月8日24:00后计逾期"),
        ("legal", 1, date(2018, 4, 9), "已逾期 1 个工作日"),
        ("before", 0, date(2018, 4, 5), "已逾期"),
        ("before", 1, date(2018, 4, 5), "宽限期内，4月8日24:00后计逾期"),
        ("after", 0, date(2018, 4, 6), "还有 1 个工作日"),
        ("after", 0, date(2018, 4, 8), "今天是最后一个工作日"),
    ],
)
def test_what_is_left_is_counted_in_workdays(policy, grace, on, words):
    assert left_in_words(HOLIDAY, rule(policy, grace), on=on) == words
