"""Group robots over a real connection: signed, read, and never sent where it is not allowed."""

import logging
import socket
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from units.channels import groups, posting, robots
from units.channels.outcomes import End
from units.models import DeliveryState, Robot

from .conftest import TEN, TOKEN, deliver, outside

SECRET = "SEC" + "0a1b2c3d" * 8


def call(body="市公安局、市民政局尚未报送。", **words):
    return groups.tell_groups(kind="chasing", subject="【催办】", body=body, at=TEN, **words)


def test_a_group_reads_what_it_is_told(group, gateway):
    call(body="联系人 19900000001")
    assert deliver() == 1
    (post,) = gateway.posts
    assert post["query"] == {"access_token": [TOKEN]}
    assert post["json"] == {
        "msgtype": "text",
        "text": {"content": "【催办】\n联系人 199****0001"},
    }
    (row,) = outside()
    assert (row.state, row.address) == (DeliveryState.SENT, "")
    assert row.tries[0]["answer"] == "网关已收下（errcode 0 ok）。"


@pytest.mark.parametrize("number", range(4))
def test_a_robot_with_a_secret_signs(group, gateway, number):
    """Whatever characters the signature of the moment has, the gateway reads the same."""
    gateway.secret = SECRET + str(number)
    Robot.objects.update(secret=gateway.secret)
    call()
    deliver()
    assert outside()[0].state == DeliveryState.SENT
    assert gateway.secret not in str(gateway.posts)


def test_a_wrong_secret_is_told_in_words(group, gateway):
    gateway.secret = SECRET
    Robot.objects.update(secret="SECffff")
    call()
    deliver()
    (row,) = outside()
    assert row.state == DeliveryState.FAILED
    assert row.error == "网关拒绝：310000 sign not match"


def test_a_robot_of_wecom_is_told_the_same(group, gateway):
    key = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
    address = f"http://{gateway.host}/cgi-bin/webhook/send?key={key}"
    Robot.objects.update(channel="wecom", address=address)
    call(body="长" * 2000)
    deliver()
    (post,) = gateway.posts
    content = post["json"]["text"]["content"]
    assert post["query"] == {"key": [key]} and post["json"]["msgtype"] == "text"
    assert len(content.encode()) <= 2048 and content.endswith("（内容较长，请登录平台查看）")
    assert outside()[0].state == DeliveryState.SENT


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ((200, {"errcode": 130101, "errmsg": "send too fast"}), DeliveryState.QUEUED),
        ((200, {"errcode": 45009, "errmsg": "api freq out of limit"}), DeliveryState.QUEUED),
        ((200, {"errcode": 93000, "errmsg": "invalid webhook url"}), DeliveryState.FAILED),
        ((429, b""), DeliveryState.QUEUED),
        ((503, b""), DeliveryState.QUEUED),
        ((404, b""), DeliveryState.FAILED),
        ((302, b""), DeliveryState.FAILED),
        ((500, b"oops"), DeliveryState.UNKNOWN),
        ((200, b"<html>"), DeliveryState.UNKNOWN),
        ((200, b"[]"), DeliveryState.UNKNOWN),
        ((None, b""), DeliveryState.UNKNOWN),
    ],
)
def test_an_answer_is_read(group, gateway, answer, state):
    gateway.answers = [answer]
    call()
    deliver()
    (row,) = outside()
    assert row.state == state and row.error
    assert len(gateway.posts) == 1  # a redirection is not followed


def test_told_to_wait_it_says_it_once_more(group, gateway):
    gateway.answers = [(200, {"errcode": 130101, "errmsg": "send too fast"})]
    call()
    deliver()
    assert deliver(TEN + timedelta(minutes=1)) == 1
    assert outside()[0].state == DeliveryState.SENT and len(gateway.posts) == 2


def test_an_answer_that_does_not_come_leaves_it_open(group, gateway, settings):
    gateway.pause, settings.GATEWAY_TIMEOUT = 1, 0.2
    call()
    deliver()
    assert outside()[0].state == DeliveryState.UNKNOWN


def test_a_gateway_that_is_down_is_asked_again(group, settings):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{closed.getsockname()[1]}"
        settings.ROBOT_HOSTS = [host]
        Robot.objects.update(address=f"http://{host}/robot/send?access_token={TOKEN}")
        call()
        deliver()
    (row,) = outside()
    assert row.state == DeliveryState.QUEUED and "连不上网关" in row.error


def test_what_is_due_together_is_said_once(group, gateway):
    call(body="一")
    call(body="二")
    assert deliver() == 1
    assert gateway.posts[0]["json"]["text"]["content"] == "【催办】\n一\n\n【催办】\n二"


def test_a_robot_switched_off_meanwhile_says_nothing(group, gateway):
    call()
    Robot.objects.update(is_on=False)
    deliver()
    assert outside()[0].state == DeliveryState.FAILED and gateway.posts == []


def test_a_host_that_is_no_longer_allowed_is_not_knocked_at(group, gateway, settings):
    call()
    settings.ROBOT_HOSTS = ["oapi.dingtalk.com"]
    deliver()
    (row,) = outside()
    assert row.state == DeliveryState.FAILED and "不允许" in row.error
    assert gateway.posts == []


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/latest/meta-data?access_token=abc",
        "https://oapi.dingtalk.com.example.com/robot/send?access_token=abc",
        "https://oapi.dingtalk.com@10.0.0.1/robot/send?access_token=abc",
        "https://oapi.dingtalk.com:8443/robot/send?access_token=abc",
        "ftp://oapi.dingtalk.com/robot/send?access_token=abc",
        "file:///etc/passwd",
        "https://oapi.dingtalk.com:999999/robot/send?access_token=abc",
        "https://oapi.dingtalk.com/robot/send",
        "https://oapi.dingtalk.com/robot/send?access_token=a/b",
        "//oapi.dingtalk.com/robot/send?access_token=abc",
        "随便",
    ],
)
def test_an_address_that_is_none_of_ours_is_refused(address, settings):
    settings.ROBOT_HOSTS = ["oapi.dingtalk.com"]
    with pytest.raises(ValidationError):
        robots.plugin_of("dingtalk", address)


@pytest.mark.parametrize("host", ["oapi.dingtalk.com", "OAPI.dingtalk.com:443"])
def test_an_address_of_ours_is_taken(host, settings):
    settings.ROBOT_HOSTS = [host]
    address = "https://oapi.dingtalk.com/robot/send?access_token=abc"
    assert robots.plugin_of("dingtalk", address).notify_url == address


def test_a_secret_that_is_none_is_refused(settings):
    with pytest.raises(ValidationError):
        robots.plugin_of(
            "dingtalk", "https://oapi.dingtalk.com/robot/send?access_token=abc", "不是密钥"
        )


def test_neither_address_nor_secret_is_logged(group, gateway, settings, caplog):
    caplog.set_level(logging.DEBUG)
    Robot.objects.update(secret=SECRET)
    call()
    deliver()
    settings.ROBOT_HOSTS = ["127.0.0.1:9"]
    Robot.objects.update(address=f"http://127.0.0.1:9/robot/send?access_token={TOKEN}")
    call()
    deliver()
    kept = caplog.text + str([[row.error, row.tries, row.address] for row in outside()])
    assert TOKEN not in kept and SECRET not in kept


@pytest.mark.parametrize(
    "said",
    [
        {"errcode": [], "errmsg": "ok"},
        {"errcode": 7, "errmsg": "\0\ud800\x1b[31m"},
        {"errcode": {"a": 1}, "errmsg": "长" * 5000},
        {"errcode": "[" * 300, "errmsg": None},
    ],
)
def test_whatever_a_gateway_answers_is_noted(group, gateway, said):
    """No answer leaves the letter hanging: databases store neither NUL nor half a character."""
    gateway.answers = [(200, said)]
    call()
    deliver()
    (row,) = outside()
    assert row.state == DeliveryState.FAILED and row.error.startswith("网关拒绝：")
    assert "\0" not in row.error and len(row.error) <= 300


def test_an_answer_of_brackets_is_none():
    assert posting._judged(200, b"[" * posting.LONGEST_READ, robots.judge).end is End.OPEN
