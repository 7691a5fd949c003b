"""Two clocks: the unit's for a correction, and the bureau's own, which counts against nobody."""

from datetime import date, timedelta

import pytest

from tasks.filling.todo import todos
from tasks.models import Campaign, RowState, State, Task
from tasks.review import decisions
from tasks.supervision import waiting
from tasks.supervision.deadlines import correction_in_words
from tests.factories import CITY_TIME, DUE, DURING
from units.workdays import end_of

from .acts import because, fresh, rows, submit

TUESDAY = date(2018, 4, 3)


@pytest.fixture
def clock(monkeypatch):
    """`clock(moment)` is what the pages take for now."""
    return lambda moment: monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def send_back(task, by, at=DURING, **more):
    row = rows(task, RowState.SUBMITTED)[0]
    return decisions.send_back_rows(task, {row.pk: because("请核对")}, by=by, at=at, **more)


def due_on(task):
    return fresh(task).correction_due_at.astimezone(CITY_TIME).date()


def test_a_correction_has_the_workdays_of_its_campaign(submitted, reviewer):
    Campaign.objects.update(correction_workdays=3)
    send_back(submitted, reviewer)
    # Monday 2 April; the 5th to the 7th are 清明, Sunday the 8th is worked.
    assert due_on(submitted) == date(2018, 4, 8)


def test_a_second_return_starts_the_clock_anew(submitted, reviewer):
    send_back(submitted, reviewer)
    send_back(submitted, reviewer, at=DURING + timedelta(days=1))
    assert due_on(submitted) == date(2018, 4, 4)


def test_a_late_review_leaves_the_unit_its_whole_time(submitted, reviewer):
    """Returned three weeks after the deadline: the clock starts then, and nothing is overdue."""
    late = DUE + timedelta(days=21, hours=9)
    send_back(submitted, reviewer, at=late)
    assert due_on(submitted) == date(2018, 5, 2)  # 28 April is worked, 29 April to 1 May is not
    assert not Task.objects.overdue(at=late).filter(pk=submitted.pk).exists()


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2018, 4, 3), "今天是最后一个工作日"),
        (date(2018, 4, 4), "修改超时 1 个工作日"),
        (date(2018, 4, 8), "修改超时 2 个工作日"),
    ],
)
def test_what_is_past_its_correction_has_words_of_its_own(submitted, reviewer, filler, day, words):
    send_back(submitted, reviewer)
    (todo,) = todos([fresh(submitted)], filler, on=day)
    assert todo.time_left == words
    assert "逾期" not in todo.time_left + todo.deadline


def test_a_correction_that_ends_before_a_day_off_is_past_at_once():
    assert correction_in_words(end_of(date(2018, 4, 4)), on=date(2018, 4, 6)) == "已过修改时限"


def test_who_is_past_the_correction_is_found(submitted, reviewer):
    send_back(submitted, reviewer)
    past = Task.objects.past_correction(at=DURING + timedelta(days=2))
    assert list(past) == [submitted]
    assert not Task.objects.past_correction(at=DURING).exists()


def test_what_came_up_waits_since_its_last_submission(submitted, reviewer, head):
    assert submitted.submitted_at == DURING
    send_back(submitted, reviewer)
    submit(submitted, head, at=DURING + timedelta(days=1))
    assert fresh(submitted).submitted_at == DURING + timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "text", "over"),
    [
        (date(2018, 4, 2), "今日报送", ""),
        (date(2018, 4, 4), "已等 2 个工作日", ""),
        (date(2018, 4, 7), "已等 2 个工作日", ""),
        (date(2018, 4, 8), "已等 3 个工作日", "超过审核时限 1 个工作日"),
    ],
)
def test_the_bureau_counts_its_own_workdays(submitted, day, text, over):
    wait = waiting.wait_of(fresh(submitted), on=day)
    assert (wait.text, wait.over_text) == (text, over)
    assert waiting.late_reviews(Task.objects.all(), on=day) == bool(over)
    assert waiting.oldest_wait(Task.objects.all(), on=day).text == text


def test_what_is_not_with_the_bureau_waits_for_nobody(tasks):
    assert waiting.wait_of(tasks.city_list, on=TUESDAY) is None
    assert waiting.oldest_wait(Task.objects.all(), on=TUESDAY) is None
    assert tasks.city_list.state == State.ISSUED


def test_the_reviewers_home_says_how_long_the_oldest_waits(submitted, reviewer, as_user, clock):
    clock(DURING + timedelta(days=6))  # Sunday 8 April, a workday
    home = as_user(reviewer).get("/")
    assert "最久的已等 3 个工作日" in home.text
    assert home.context["late_reviews"] == 1


def test_the_queue_shows_whose_clock_runs(submitted, reviewer, as_user, clock):
    clock(DURING + timedelta(days=6))
    desk = as_user(reviewer)
    assert "超过审核时限 1 个工作日" in desk.get("/review/").text
    send_back(submitted, reviewer)
    page = desk.get("/review/").text
    assert "修改期限 4月3日" in page
    assert "修改超时 2 个工作日" in page
    assert "其中超过修改时限 1 份" in desk.get("/").text
