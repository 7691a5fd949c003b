"""Moving a deadline: who gets what, the trace, who is told (G1)."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tasks.models import Extension, ObligationKind, Task
from tasks.supervision.deadlines import extend, extend_obligation
from tests import factories
from tests.factories import DUE, DURING
from tests.tasks.acts import acknowledged, filled_in, fresh, page, submit
from units.models import Action, Event, Message
from units.workdays import end_of

TUESDAY = date(2018, 4, 10)
WHY = "系统升级，顺延"


def cells(file):
    """The rows of the workbook that was handed out, as their values and types."""
    sheet = load_workbook(BytesIO(b"".join(file.streaming_content))).active
    return [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows()]


@pytest.fixture
def moved(admin):
    """`moved(task, …)` gives the tasks until the tenth of April."""
    return lambda *tasks, until=TUESDAY: extend(tasks, until, reason=WHY, by=admin, at=DURING)


def test_a_moved_task_is_due_and_late_later(moved, tasks):
    moved(tasks.city_list)
    task = fresh(tasks.city_list)
    assert (task.due_at, task.late_at) == (end_of(TUESDAY), end_of(TUESDAY))
    assert fresh(tasks.stranger_list).due_at == DUE


def test_rule_and_grace_hold_for_the_new_date_too(moved, ruled, tasks):
    ruled("after", grace=1)
    moved(tasks.city_list, until=date(2018, 4, 14))  # a Saturday
    assert fresh(tasks.city_list).late_at == end_of(date(2018, 4, 17))


def test_it_leaves_row_event_and_message(moved, tasks, admin, filler, stranger):
    (extension,) = moved(tasks.city_list)
    assert (extension.was, extension.until, extension.by) == (DUE, end_of(TUESDAY), admin)
    event = Event.objects.of(tasks.city_list).first()
    assert (event.action, event.reason) == (Action.MOVE_DEADLINE, WHY)
    assert event.changes == {"due_at": ["2018-04-06", "2018-04-10"]}
    message = Message.objects.get(to=filler, subject__startswith="截止时间调整为2018年4月10日")
    assert "理由：系统升级，顺延" in message.body
    assert not Message.objects.filter(to=stranger, subject__startswith="截止时间调整").exists()


def test_a_unit_is_told_once_of_all_its_tasks(moved, tasks, filler):
    moved(tasks.city_list, tasks.check, tasks.roster)
    (message,) = Message.objects.filter(to=filler, subject__startswith="截止时间调整")
    assert message.body.count("截止 2018年4月10日 24:00") == 3


def test_a_district_takes_its_departments_along(moved, tasks, parts, district_filler):
    moved(tasks.district_list)
    assert {fresh(part).due_at for part in parts} == {end_of(TUESDAY)}
    assert Message.objects.filter(to=district_filler, subject__startswith="截止时间").exists()


def test_earlier_is_possible(moved, tasks):
    moved(tasks.city_list, until=date(2018, 4, 3))
    assert fresh(tasks.city_list).late_at == end_of(date(2018, 4, 3))


def test_what_was_reported_stays(moved, submitted):
    assert moved(submitted) == []
    assert fresh(submitted).due_at == DUE


def test_a_part_that_went_up_stays_while_its_district_moves(moved, two_of_three, tasks):
    moved(tasks.district_list)
    assert [fresh(part).due_at == DUE for part in two_of_three] == [True, True, False]


def test_the_same_date_again_does_nothing(moved, tasks):
    moved(tasks.city_list)
    assert moved(tasks.city_list) == []
    assert Extension.objects.count() == 1


def test_a_campaign_that_is_over_is_left_alone(moved, tasks, campaign):
    type(campaign).objects.update(state="closed")
    assert moved(tasks.city_list) == []


def test_a_whole_obligation_moves_for_all_and_for_who_joins(campaign, admin, tasks):
    obligation = campaign.obligations.get(kind=ObligationKind.ROSTER)
    extend_obligation(obligation, TUESDAY, reason=WHY, by=admin, at=DURING)
    obligation.refresh_from_db()
    assert obligation.due_at == end_of(TUESDAY)
    assert set(obligation.tasks.values_list("due_at", flat=True)) == {end_of(TUESDAY)}
    assert Event.objects.of(obligation).get().reason == WHY
    assert fresh(tasks.city_list).due_at == DUE


def test_the_page_shows_who_gets_what_before_it_does(tasks, campaign, reviewer, as_user, clock):
    clock(DURING)
    address = page("extension-create", campaign) + "?kind=city_list"
    sent = {"tasks": [tasks.city_list.pk], "until": "2018-04-10", "reason": WHY}
    browser = as_user(reviewer)
    shown = browser.post(address, sent)
    assert shown.status_code == 200
    assert [move.task for move in shown.context["moves"]] == [tasks.city_list]
    assert fresh(tasks.city_list).due_at == DUE
    done = browser.post(address, {**sent, "confirmed": "1"}, follow=True)
    assert "已调整 1 个单位的截止时间" in done.text
    assert fresh(tasks.city_list).due_at == end_of(TUESDAY)


def test_a_date_in_an_unpublished_year_is_warned_of(campaign, reviewer, as_user, clock):
    clock(DURING)
    address = page("extension-create", campaign) + "?kind=roster"
    shown = as_user(reviewer).post(address, {"whole": "on", "until": "2027-01-04", "reason": WHY})
    assert "2027年节假日安排尚未公布" in shown.text


def test_the_page_moves_a_whole_obligation(campaign, reviewer, as_user, clock):
    clock(DURING)
    address = page("extension-create", campaign) + "?kind=roster"
    sent = {"whole": "on", "until": "2018-04-10", "reason": WHY, "confirmed": "1"}
    as_user(reviewer).post(address, sent)
    obligation = campaign.obligations.get(kind=ObligationKind.ROSTER)
    assert obligation.due_at == end_of(TUESDAY)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"until": "2018-04-10", "reason": WHY}, "请勾选单位"),
        ({"whole": "on", "until": "2018-04-01", "reason": WHY}, "不能改到过去的日期"),
        ({"whole": "on", "until": "2018-04-10", "reason": " "}, "这个字段是必填项"),
        ({"whole": "on", "until": "2018-04-06", "reason": WHY}, "已经是这一天"),
        ({"tasks": "99999", "until": "2018-04-10", "reason": WHY}, "99999"),
    ],
)
def test_what_is_missing_is_said(sent, words, campaign, reviewer, as_user, clock):
    clock(DURING)
    address = page("extension-create", campaign) + "?kind=city_list"
    shown = as_user(reviewer).post(address, {**sent, "confirmed": "1"})
    assert shown.status_code == 422
    assert words in shown.text
    assert not Extension.objects.exists()


def test_the_unit_sees_it_on_its_task(moved, tasks, filler, as_user):
    moved(tasks.city_list)
    shown = as_user(filler).get(tasks.city_list.get_absolute_url()).text
    assert "截止 2018年4月10日 24:00" in shown
    assert "原 2018-04-06 24:00，改为 2018-04-10 24:00：系统升级，顺延" in shown
    assert "延期" in shown


def test_the_list_and_its_workbook(moved, tasks, campaign, reviewer, as_user):
    moved(tasks.city_list, tasks.district_list)
    browser = as_user(reviewer)
    shown = browser.get(page("extension-list", campaign))
    assert len(shown.context["page"].object_list) == 2  # parts go without saying
    file = browser.post(page("extension-export", campaign))
    last = [value for value, _type in cells(file)[-1]]
    assert last[1:2] + last[3:6] == ["市人力社保局", "2018-04-06", "2018-04-10", WHY]


def test_a_reason_is_never_a_formula(tasks, campaign, admin, reviewer, as_user):
    extend([tasks.city_list], TUESDAY, reason="=1+1", by=admin, at=DURING)
    file = as_user(reviewer).post(page("extension-export", campaign))
    assert ("=1+1", "s") in cells(file)[-1]


def test_a_unit_sees_its_own_alone(moved, tasks, filler, stranger):
    moved(tasks.city_list)
    assert Extension.objects.visible_to(filler).count() == 1
    assert Extension.objects.visible_to(stranger).count() == 0


def test_the_list_costs_the_same_for_many(
    moved, tasks, campaign, town, reviewer, as_user, django_assert_max_num_queries
):
    browser = as_user(reviewer)
    browser.get(page("extension-list", campaign))
    moved(tasks.city_list, tasks.check)
    for number in range(12):
        unit = factories.unit(f"新局{number}", parent=town.root, sort_order=50 + number)
        task = Task.objects.create(
            obligation=tasks.roster.obligation, unit=unit, due_at=DUE, late_at=DUE
        )
        moved(task)
    with django_assert_max_num_queries(12):
        browser.get(page("extension-list", campaign))
    with django_assert_max_num_queries(22):
        browser.get(page("extension-create", campaign) + "?kind=roster")


def test_who_reports_at_the_same_moment_is_not_moved(moved, tasks, filler, head):
    """The choice was made on a page that is older than the submission."""
    chosen = [tasks.city_list]
    acknowledged(tasks.city_list, filler)
    filled_in(tasks.city_list)
    submit(tasks.city_list, head)
    assert moved(*chosen) == []


def test_the_address_of_a_draft_leads_back(admin, as_user, campaign):
    type(campaign).objects.update(state="draft")
    answer = as_user(admin).get(reverse("tasks:extension-create", args=[campaign.pk]))
    assert answer.status_code == 302
