"""E-mail over a real connection: what is taken, refused, put off, and what nobody knows (Q2)."""

import socket
from datetime import timedelta

import pytest
from django.utils import translation

from units.models import Delivery, DeliveryState
from units.models.channels import MOST_ATTEMPTS

from .conftest import TEN, deliver, outside, say


def test_a_letter_arrives_as_it_was_written(mail_server, fang):
    (message,) = say(fang, body="5行待修改：\n1. 办件量请核对，联系 19900000001。")
    assert deliver() == 1
    (mail,) = mail_server.taken
    assert mail["Subject"] == "【一窗】附件2已退回"
    assert mail["To"].addresses[0].addr_spec == "fang@example.gov.cn"
    assert mail["To"].addresses[0].display_name == fang.name
    assert mail["From"].addresses[0].addr_spec == "yichuang@example.gov.cn"
    text = mail.get_content()
    assert "方填报，您好：" in text and "1. 办件量请核对" in text
    assert "办理：https://portal.example.gov.cn/tasks/7/" in text
    assert "19900000001" not in text and "199****0001" in text
    (row,) = outside()
    assert (row.state, row.sent_at, row.error) == (DeliveryState.SENT, TEN, "")
    assert row.tries[0]["state"] == "sent" and row.attempts == 1


def test_its_head_says_what_it_is(mail_server, fang):
    say(fang)
    deliver()
    (mail,), (row,) = mail_server.taken, outside()
    assert mail["Message-ID"] == f"<{row.letter.hex}@example.gov.cn>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == "<messages.portal.example.gov.cn>"


def test_a_heading_of_several_lines_is_no_header_of_its_own(mail_server, fang):
    say(fang, subject="附件2\r\nBcc: boss@example.com")
    deliver()
    (mail,) = mail_server.taken
    assert mail["Bcc"] is None and "Bcc: boss@example.com" in mail["Subject"]


@pytest.mark.parametrize("name", ["方\n填报", "方,填报 <boss@example.com>", '"方" (填报)'])
def test_no_name_becomes_another_recipient(mail_server, fang, name):
    fang.name = name
    fang.save()
    say(fang)
    deliver()
    (mail,) = mail_server.taken
    assert [one.addr_spec for one in mail["To"].addresses] == ["fang@example.gov.cn"]
    assert mail["To"].addresses[0].display_name == " ".join(name.split())


def test_what_is_due_together_is_one_letter(mail_server, fang):
    for number in range(3):
        say(fang, subject=f"退回{number}")
    say(fang, kind="chasing", subject="请抓紧")
    assert deliver() == 1
    (mail,) = mail_server.taken
    assert mail["Subject"].strip() == "【一窗】4 条消息：3条审核与退回、1条催办督办"
    assert [mail.get_content().count(word) for word in ("退回0", "退回2", "请抓紧")] == [1, 1, 1]
    assert {row.state for row in outside()} == {DeliveryState.SENT}
    assert len({row.letter for row in outside()}) == 1


def test_everybody_gets_a_letter_of_their_own(mail_server, fang, head):
    head.email = "he@example.gov.cn"
    head.save()
    say(fang, head)
    assert deliver() == 2
    assert [len(mail["To"].addresses) for mail in mail_server.taken] == [1, 1]


def test_nothing_is_sent_twice_nor_before_its_time(mail_server, fang):
    say(fang, at=TEN.replace(hour=21))
    assert deliver(TEN.replace(hour=22)) == 0
    assert deliver(TEN.replace(hour=8) + timedelta(days=1)) == 1
    assert deliver(TEN.replace(hour=9) + timedelta(days=1)) == 0
    assert len(mail_server.taken) == 1


def test_what_was_due_by_day_does_not_leave_at_night(mail_server, fang):
    """The workers stood still from the afternoon until midnight."""
    say(fang)
    assert deliver(TEN.replace(hour=23)) == 0
    assert deliver(TEN + timedelta(days=1)) == 1


def test_the_last_evening_is_an_exception_until_midnight(mail_server, fang):
    evening = TEN.replace(hour=20, minute=30)
    say(fang, at=evening, not_before=evening)
    assert deliver(evening + timedelta(hours=5)) == 0
    assert deliver(evening + timedelta(minutes=1)) == 1


def test_no_such_mailbox_is_final(mail_server, fang):
    mail_server.at_recipient = ["550 5.1.1 <fang@example.gov.cn> no such user"]
    say(fang)
    deliver()
    (row,) = outside()
    assert row.state == DeliveryState.FAILED
    assert row.error == "邮件服务器拒收：550 5.1.1 <f***@example.gov.cn> no such user"
    assert deliver(TEN + timedelta(hours=1)) == 0


def test_a_greylisted_letter_is_brought_again(mail_server, fang):
    mail_server.at_recipient = ["451 4.7.1 try again later"]
    say(fang)
    deliver()
    (row,) = outside()
    assert (row.state, row.due_at) == (DeliveryState.QUEUED, TEN + timedelta(minutes=1))
    assert "451" in row.error and mail_server.taken == []
    assert deliver(TEN + timedelta(seconds=30)) == 0
    assert deliver(TEN + timedelta(minutes=1)) == 1
    row.refresh_from_db()
    assert (row.state, row.error, row.attempts) == (DeliveryState.SENT, "", 2)
    assert [one["state"] for one in row.tries] == ["failed", "sent"]
    assert len(mail_server.taken) == 1


def test_a_letter_refused_for_its_text_is_final_or_put_off_by_its_code(mail_server, fang, head):
    mail_server.at_text = ["554 5.7.1 looks like spam"]
    say(fang)
    deliver()
    assert outside()[0].state == DeliveryState.FAILED
    mail_server.at_text = ["452 4.3.1 disk full"]
    say(fang)
    deliver()
    assert outside()[1].state == DeliveryState.QUEUED


def test_a_connection_lost_with_the_answer_leaves_it_open(mail_server, fang):
    """The server had the text: sending it again could be sending it twice (trust C4)."""
    mail_server.drops = True
    say(fang)
    deliver()
    (row,) = outside()
    assert row.state == DeliveryState.UNKNOWN and "不知是否收下" in row.error
    mail_server.drops = False
    assert deliver(TEN + timedelta(days=1)) == 0
    assert len(mail_server.taken) == 1


def test_a_server_that_is_down_is_asked_once_a_run(mail_server, fang, head, settings):
    head.email = "he@example.gov.cn"
    head.save()
    say(fang, head)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = closed.getsockname()[1]
        assert deliver() == 1
        tried, waiting = sorted(outside(), key=lambda row: -row.attempts)
        assert "连接被拒绝" in tried.error
        assert (waiting.attempts, waiting.state) == (0, DeliveryState.QUEUED)
    settings.EMAIL_PORT = mail_server.port
    assert deliver(TEN + timedelta(minutes=2)) == 2
    assert len(mail_server.taken) == 2


def test_a_server_that_hangs_holds_nobody_for_long(by_mail, mail_server, fang, settings):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = silent.getsockname()[1], 0.3
        say(fang)
        assert deliver() == 1
    (row,) = outside()
    assert row.state == DeliveryState.QUEUED and "超时" in row.error


def test_after_the_last_attempt_it_is_given_up(mail_server, fang):
    mail_server.at_recipient = ["451 4.7.1 later"] * MOST_ATTEMPTS
    say(fang)
    at, pauses = TEN, []
    for _number in range(MOST_ATTEMPTS):
        assert deliver(at) == 1
        (row,) = outside()
        pauses.append(row.due_at - at)
        at = row.due_at
    assert row.state == DeliveryState.FAILED and len(row.tries) == MOST_ATTEMPTS
    assert pauses[:4] == [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120)]
    assert deliver(TEN + timedelta(days=2)) == 0


def test_a_pause_does_not_end_at_night(mail_server, fang):
    mail_server.at_recipient = ["451 4.7.1 later"]
    late = TEN.replace(hour=19, minute=59, second=30)
    say(fang, at=late)
    deliver(late)
    assert outside()[0].due_at == TEN.replace(hour=8) + timedelta(days=1)


def test_the_letter_goes_where_the_person_is_reached_today(mail_server, fang):
    say(fang)
    fang.email = "fang.new@example.gov.cn"
    fang.save()
    deliver()
    assert mail_server.taken[0]["To"].addresses[0].addr_spec == "fang.new@example.gov.cn"
    assert outside()[0].address == "fang.new@example.gov.cn"


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"is_active": False}, "收件人账号已停用"), ({"email": ""}, "没有可用的地址")],
)
def test_who_cannot_be_written_to_any_more_is_not(mail_server, fang, change, reason):
    say(fang)
    for name, value in change.items():
        setattr(fang, name, value)
    fang.save()
    deliver()
    (row,) = outside()
    assert row.state == DeliveryState.FAILED and reason in row.error
    assert mail_server.taken == []


def test_after_a_week_it_is_no_news(mail_server, fang):
    say(fang)
    assert deliver(TEN + timedelta(days=8)) == 0
    (row,) = outside()
    assert row.state == DeliveryState.FAILED and "积压超过 7 天" in row.error


def test_a_letter_is_chinese_whoever_rings(mail_server, fang):
    say(fang)
    with translation.override("en"):
        deliver()
    assert "您好" in mail_server.taken[0].get_content()


def test_a_server_wanting_a_password_we_lack_is_put_off(mail_server, fang, settings):
    """Our own fault is mended and everything goes out: nobody's letter is lost by it."""
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "yichuang", "wrong"
    say(fang)
    deliver()
    (row,) = outside()
    assert row.state == DeliveryState.QUEUED and row.error
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    assert deliver(TEN + timedelta(minutes=1)) == 1
    assert Delivery.objects.get(pk=row.pk).state == DeliveryState.SENT
