"""The rule for deadlines on days off: in the form, cloned, changed while a campaign runs (Q4)."""

from datetime import date

import pytest
from django.urls import reverse

from tasks.campaigns import cloning
from tasks.models import Task
from tests.factories import DURING
from tests.tasks.acts import acknowledged, filled_in, fresh, submit
from units.models import Action, Event, Message
from units.workdays import end_of

HOLIDAY, LAST, SUNDAY = (end_of(date(2018, 4, day)) for day in (6, 4, 8))


def test_a_published_campaign_settles_anew(ruled, tasks):
    assert tasks.city_list.late_at == HOLIDAY
    moved = ruled("before")
    assert len(moved) == Task.objects.count()
    assert set(Task.objects.values_list("late_at", flat=True)) == {LAST}
    ruled("legal", grace=1)
    assert fresh(tasks.part).late_at == SUNDAY


def test_a_changed_rule_leaves_its_trace_and_is_told(ruled, tasks, campaign, filler):
    ruled("legal", grace=1)
    event = Event.objects.of(tasks.city_list).first()
    assert event.action == Action.MOVE_DEADLINE
    assert event.changes == {"late_at": ["2018-04-06", "2018-04-08"]}
    assert event.reason == "截止日规则调整：市政府要求"
    assert Event.objects.of(campaign).first().changes == {"grace_workdays": [0, 1]}
    assert Message.objects.filter(to=filler, subject="任务的逾期起算日有调整").count() == 1


def test_the_same_rule_again_changes_nothing(ruled):
    before = Event.objects.count()
    assert ruled("legal") == []
    assert Event.objects.count() == before


def test_nobody_who_has_reported_becomes_late_by_it(ruled, tasks, filler, head):
    acknowledged(tasks.city_list, filler)
    filled_in(tasks.city_list)
    submit(tasks.city_list, head, at=HOLIDAY)
    ruled("before")
    assert fresh(tasks.city_list).late_at == HOLIDAY
    assert not fresh(tasks.city_list).was_late
    assert fresh(tasks.stranger_list).late_at == LAST


def test_a_rule_made_milder_is_for_those_who_reported_late_too(ruled, tasks, filler, head):
    acknowledged(tasks.city_list, filler)
    filled_in(tasks.city_list)
    submit(tasks.city_list, head, at=SUNDAY)
    assert fresh(tasks.city_list).was_late
    ruled("after")
    assert not fresh(tasks.city_list).was_late


def test_a_clone_keeps_the_rule(ruled, campaign, admin):
    ruled("after", grace=2)
    clone = cloning.clone(campaign, by=admin, at=DURING).campaign
    assert (clone.day_off_policy, clone.grace_workdays) == ("after", 2)
    assert clone.reminders_on == campaign.reminders_on


def test_the_page_says_how_many_before_it_does(campaign, admin, as_user, tasks):
    address = reverse("tasks:campaign-policy", args=[campaign.pk])
    sent = {"day_off_policy": "before", "grace_workdays": 0, "reminders_on": "on", "reason": "提前"}
    browser = as_user(admin)
    shown = browser.post(address, sent)
    assert f"{Task.objects.count()} 项任务的逾期起算日将改变" in shown.text
    assert fresh(tasks.check).late_at == HOLIDAY
    browser.post(address, {**sent, "confirmed": "1"})
    assert fresh(tasks.check).late_at == LAST


def test_a_reason_is_asked_for(campaign, admin, as_user):
    address = reverse("tasks:campaign-policy", args=[campaign.pk])
    sent = {"day_off_policy": "before", "grace_workdays": 0, "confirmed": "1"}
    assert as_user(admin).post(address, sent).status_code == 422
    campaign.refresh_from_db()
    assert campaign.day_off_policy == "legal"


def test_while_one_types_the_very_dates_are_said(admin, as_user):
    sent = {"due_check": "2018-04-06", "day_off_policy": "after", "grace_workdays": "1"}
    shown = as_user(admin).get(reverse("tasks:deadline-outlook"), sent).text
    for words in (
        "顺延至4月8日24:00，宽限1个工作日，4月9日24:00后计逾期",
        "提前至4月4日24:00，宽限1个工作日，4月8日24:00后计逾期",
        "节前最后工作日4月4日，宽限1个工作日，4月8日24:00后计逾期",
    ):
        assert words in shown


def test_a_senseless_date_is_left_out(admin, as_user):
    sent = {"due_check": "soon", "grace_workdays": "-1", "due_roster": "2018-04-09"}
    shown = as_user(admin).get(reverse("tasks:deadline-outlook"), sent)
    assert "截止 2018年4月9日 24:00" in shown.text


def test_an_unpublished_year_is_warned_of_in_the_form(admin, as_user):
    """Grace counted beyond New Year's Eve reaches into a year nobody has published."""
    for day in ("2027-01-04", "2026-12-31"):
        sent = {"due_check": day, "grace_workdays": "1"}
        assert "2027年节假日安排尚未公布" in (
            as_user(admin).get(reverse("tasks:deadline-outlook"), sent).text
        )


PAGES = ("tasks:task-detail", "tasks:sign", "tasks:matrix", "tasks:home", "tasks:campaign-detail")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_says_the_whole_sentence(name, ruled, tasks, campaign, people, as_user, clock):
    """From day 0: rule and grace wherever a deadline is said."""
    ruled("legal", grace=1)
    clock(DURING)
    who, args = {
        "tasks:task-detail": (people.filler, [tasks.city_list.pk]),
        "tasks:sign": (people.head, [tasks.city_list.pk]),
        "tasks:matrix": (people.collector, [tasks.district_list.pk]),
        "tasks:home": (people.admin, []),
        "tasks:campaign-detail": (people.reviewer, [campaign.pk]),
    }[name]
    acknowledged(tasks.city_list, people.filler)
    page = as_user(who).get(reverse(name, args=args)).text
    assert (
        "截止 2018年4月6日 24:00，逢清明假期，节前最后工作日4月4日，"
        "宽限1个工作日，4月8日24:00后计逾期"
    ) in page


def test_the_receipt_says_it_too(ruled, submitted, head, as_user):
    ruled("legal", grace=1)
    address = reverse("tasks:receipt", args=[submitted.submissions.get().pk])
    assert "4月8日24:00后计逾期" in as_user(head).get(address).text


def test_a_page_with_a_deadline_in_an_unpublished_year_warns(tasks, people, as_user, clock):
    Task.objects.update(due_at=end_of(date(2027, 1, 4)), late_at=end_of(date(2027, 1, 4)))
    clock(DURING)
    for name, who, args in (
        ("tasks:home", people.filler, []),
        ("tasks:home", people.collector, []),
        ("tasks:task-detail", people.filler, [tasks.city_list.pk]),
        ("tasks:matrix", people.collector, [tasks.district_list.pk]),
    ):
        page = as_user(who).get(reverse(name, args=args)).text
        assert "2027年节假日安排尚未公布，暂按周一至周五计算工作日" in page, (name, who)


def test_the_homes_of_the_bureau_and_the_board_warn(campaign, people, as_user, clock):
    campaign.obligations.update(due_at=end_of(date(2027, 1, 4)))
    clock(DURING)
    board = reverse("tasks:campaign-detail", args=[campaign.pk])
    for who, address in (
        (people.admin, reverse("tasks:home")),
        (people.reviewer, reverse("tasks:home")),
        (people.leader, reverse("tasks:home")),
        (people.reviewer, board),
    ):
        assert "2027年节假日安排尚未公布" in as_user(who).get(address).text
