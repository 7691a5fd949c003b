"""群机器人: kept by who operates the portal; addresses go in and never come out."""

import pytest
from django.urls import reverse

from units.models import DeliveryState, Event, Robot

from .conftest import TOKEN, deliver, outside

LIST, NEW = reverse("units:robot-list"), reverse("units:robot-create")
SECRET = "SEC" + "0a1b2c3d" * 8


def page(robot, name="edit"):
    return reverse(f"units:robot-{name}", args=[robot.pk])


@pytest.fixture
def sent(gateway):
    return {
        "name": "数改专班群",
        "channel": "dingtalk",
        "address": f"http://{gateway.host}/robot/send?access_token={TOKEN}",
        "secret": SECRET,
        "kinds": ["chasing", "circular"],
    }


def test_a_robot_is_kept_and_what_it_holds_is_not_told(as_user, admin, sent):
    browser = as_user(admin)
    shown = browser.post(NEW, sent, follow=True)
    robot = Robot.objects.get()
    assert (robot.address, robot.secret) == (sent["address"], SECRET)
    assert robot.kinds == ["chasing", "circular"] and robot.is_on
    event = Event.objects.get(action="create")
    seen = shown.text + browser.get(LIST).text + browser.get(page(robot)).text + str(event.changes)
    assert TOKEN not in seen and SECRET not in seen
    assert event.changes["address"] == ["", "已更换"]


def test_what_is_left_empty_stays(as_user, admin, sent):
    browser = as_user(admin)
    browser.post(NEW, sent)
    robot = Robot.objects.get()
    browser.post(page(robot), sent | {"name": "专班新群", "address": "", "secret": ""})
    robot.refresh_from_db()
    assert (robot.name, robot.secret) == ("专班新群", SECRET)
    assert robot.address == sent["address"]
    assert Event.objects.get(action="edit").changes == {"name": ["数改专班群", "专班新群"]}


def test_a_secret_can_be_taken_out(as_user, admin, sent):
    browser = as_user(admin)
    browser.post(NEW, sent)
    robot = Robot.objects.get()
    browser.post(page(robot), sent | {"address": "", "secret": "", "forgets_secret": "on"})
    robot.refresh_from_db()
    assert robot.secret == ""
    assert Event.objects.get(action="edit").changes == {"secret": ["", "已清除"]}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"address": "http://169.254.169.254/?access_token=a"}, "不允许向"),
        ({"address": "javascript:alert(1)"}, "请填写以 http"),
        ({"address": ""}, "这个字段是必填项"),
        ({"channel": "wecom"}, "地址里没有机器人的令牌（key=…）"),
        ({"secret": "不是密钥"}, "加签密钥不合规"),
    ],
)
def test_a_mistake_is_said_and_not_shown_back(as_user, admin, sent, wrong, sentence):
    answer = as_user(admin).post(NEW, sent | wrong)
    assert answer.status_code == 422 and sentence in answer.text
    assert TOKEN not in answer.text and SECRET not in answer.text
    assert not Robot.objects.exists()


def test_two_groups_do_not_share_a_name(as_user, admin, sent):
    browser = as_user(admin)
    browser.post(NEW, sent)
    assert browser.post(NEW, sent).status_code == 422


def test_a_test_message_shows_what_the_gateway_says(as_user, admin, group, gateway):
    browser = as_user(admin)
    answer = browser.post(page(group, "test"))
    (row,) = outside()
    assert answer.url == reverse("units:delivery-detail", args=[row.pk])
    gateway.answers = [(200, {"errcode": 310000, "errmsg": "keywords not in content"})]
    deliver(row.due_at)
    assert "310000 keywords not in content" in browser.get(answer.url).text
    assert Event.objects.filter(action="run", subject_id=row.pk).exists()


def test_no_group_is_flooded_by_test_messages(as_user, admin, group):
    browser = as_user(admin)
    answers = [browser.post(page(group, "test"), follow=True) for _again in range(5)]
    assert len(outside()) == 1 and "一分钟后再试" in answers[-1].text


def test_a_robot_is_switched_off_and_on(as_user, admin, group):
    browser = as_user(admin)
    browser.post(page(group, "switch"), {"on": "0"})
    group.refresh_from_db()
    assert not group.is_on
    browser.post(page(group, "test"))
    assert outside() == []
    browser.post(page(group, "switch"), {"on": "1"})
    browser.post(page(group, "test"))
    assert [row.state for row in outside()] == [DeliveryState.QUEUED]


def test_the_list_costs_the_same_for_many(as_user, admin, group, django_assert_max_num_queries):
    Robot.objects.bulk_create(
        Robot(name=f"群{number}", channel="wecom", address="x", kinds=["task"])
        for number in range(20)
    )
    browser = as_user(admin)
    with django_assert_max_num_queries(9):
        assert browser.get(LIST).text.count("<tr>") == 22
