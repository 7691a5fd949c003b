"""Exactly those whose work is missing are nudged, once a workday (F5)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tasks.models import ReturnClass, State, Task
from tasks.review import decisions
from tasks.review.reasons import Reason
from tasks.supervision import nudging
from tests import factories
from tests.factories import DURING
from tests.tasks.acts import fresh
from units.models import Action, Event, Message, Role


@pytest.fixture
def late(parts):
    """The third department, with somebody to tell: it is the only one that reports nothing."""
    unit = parts[2].unit
    factories.user("minzheng_filler", unit=unit)
    factories.user("minzheng_head", unit=unit, role=Role.HEAD)
    factories.user("gone", unit=unit, is_active=False)
    return parts[2]


@pytest.fixture
def office(as_user, collector):
    return as_user(collector)


def told():
    return set(
        Message.objects.filter(subject__startswith="催办").values_list("to__username", flat=True)
    )


def matrix(task, query=""):
    return reverse("tasks:matrix", args=[task.pk]) + query


def test_only_those_that_are_missing_are_told(late, two_of_three, tasks, collector):
    nudged = nudging.nudge(tasks.district_list.parts.all(), by=collector, at=DURING)
    assert nudged.told == [late.unit]
    assert told() == {"minzheng_filler", "minzheng_head"}
    (event,) = Event.objects.filter(action=Action.NUDGE)
    assert (event.subject_id, event.by, event.unit) == (late.pk, collector, late.unit)


def test_a_department_is_told_once_a_workday(late, collector):
    nudging.nudge([late], by=collector, at=DURING)
    again = nudging.nudge([late], by=collector, at=DURING + timedelta(hours=5))
    assert (again.told, again.before) == ([], [late.unit])
    assert Message.objects.filter(subject__startswith="催办").count() == 2
    tomorrow = nudging.nudge([late], by=collector, at=DURING + timedelta(days=1))
    assert tomorrow.told == [late.unit]


def test_days_off_belong_to_the_workday_before_them(late, collector):
    """2018年4月5日至7日 is 清明: who was told on the 4th is told again on the 8th, a workday."""
    wednesday = DURING + timedelta(days=2)
    nudging.nudge([late], by=collector, at=wednesday)
    for days in (1, 2, 3):
        assert not nudging.nudge([late], by=collector, at=wednesday + timedelta(days=days)).told
    assert nudging.nudge([late], by=collector, at=wednesday + timedelta(days=4)).told


def test_a_department_without_an_account_is_to_be_called(parts, collector):
    nudged = nudging.nudge([parts[2]], by=collector, at=DURING)
    assert (nudged.told, nudged.unreachable) == ([], [parts[2].unit])
    assert not Event.objects.filter(action=Action.NUDGE).exists()


def test_the_button_chases_all_that_are_missing_and_gives_a_text(late, two_of_three, office, tasks):
    address = reverse("tasks:matrix-nudge", args=[tasks.district_list.pk])
    page = office.post(address, {"all": "1"}, follow=True).text
    assert told() == {"minzheng_filler", "minzheng_head"}
    assert "已催办：区民政局" in page
    assert "【催办】" in page and "以下 1 家尚未报送" in page
    assert "今天已全部催办" in page


def test_the_first_screen_nudges_in_one_click(late, two_of_three, office):
    home = reverse("tasks:home")
    assert "催办未报的部门" in office.get(home).text
    Task.objects.filter(pk=late.pk).update(state=State.COLLECTED)
    assert "催办未报的部门" not in office.get(home).text


def test_a_selection_is_nudged_and_no_more(late, parts, office, tasks, district_filler):
    address = reverse("tasks:matrix-nudge", args=[tasks.district_list.pk])
    office.post(address, {"part": [parts[0].pk]})
    assert told() == {"district_filler", "district_head"}
    assert "请先勾选" in office.post(address, {}, follow=True).text


def test_a_foreign_part_in_the_selection_is_left_alone(neighbour, office, tasks):
    factories.user("xiacheng_filler", unit=neighbour.unit)
    address = reverse("tasks:matrix-nudge", args=[tasks.district_list.pk])
    office.post(address, {"part": [neighbour.pk]})
    assert told() == set()


def test_the_matrix_is_narrowed_and_sorted_by_its_address(two_of_three, office, tasks):
    text = office.get(matrix(tasks.district_list, "?state=missing")).text
    assert "区民政局</a>" in text and "区卫生计生局</a>" not in text
    assert "区民政局</a>" not in office.get(matrix(tasks.district_list, "?state=reported")).text
    assert "区民政局</a>" in office.get(matrix(tasks.district_list, "?q=qmzj")).text
    order = office.get(matrix(tasks.district_list, "?sort=done")).text
    assert order.index("区民政局</a>") < order.index("区人力社保局</a>")


def test_whose_turn_and_whom_to_call_stand_in_the_line(
    two_of_three, office, as_user, leader, tasks
):
    text = office.get(matrix(tasks.district_list)).text
    assert "轮到：本区县汇总报送" in text and "轮到：该部门签收" in text
    assert "19900000011" in text
    assert "19900000011" not in as_user(leader).get(matrix(tasks.district_list)).text


def test_what_the_matrix_shows_is_handed_out(two_of_three, office, tasks):
    address = reverse("tasks:matrix-export", args=[tasks.district_list.pk])
    response = office.post(address, {"query": "state=missing"})
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    event = Event.objects.get(action=Action.EXPORT)
    assert (event.reason, event.unit) == ("1 行", tasks.district_list.unit)


def test_the_text_names_each_unit_once_with_all_it_owes(campaign, tasks, reviewer):
    owed = [tasks.check, tasks.city_list, tasks.stranger_list]
    head, first, second, sender = nudging.text_for_chat(owed, sender="市数据资源局").split("\n")
    assert "以下 2 家尚未报送或退回后尚未重报，截止" in head
    assert first.startswith("1. 市人力社保局（核对前150事项清单 待签收；补填对接事项清单")
    assert second.startswith("2. 市公安局（补填对接事项清单")


def test_the_text_gives_what_came_back_its_own_clock(submitted, reviewer):
    reason = Reason(ReturnClass.OTHER, "附件名称有误")
    decisions.send_back_task(submitted, reason=reason, by=reviewer, at=DURING)
    text = nudging.text_for_chat([fresh(submitted)], sender="市数据资源局")
    # DURING is 2 April 2018: the correction is due by the end of the next workday.
    assert "4月3日" in text and "4月6日" not in text
