"""接收设置: the own matrix, the own address, a letter to try it (Q6)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from units.models import ChannelPreference, Delivery, DeliveryState, Event

from .conftest import deliver, outside, say

PAGE, TEST = reverse("units:preferences"), reverse("units:mail-test")


def stored(person):
    rows = ChannelPreference.objects.filter(user=person)
    return {(row.kind, row.channel): row.frequency for row in rows}


def test_the_page_says_what_is_usual(by_mail, as_user, fang):
    text = as_user(fang).get(PAGE).text
    assert "默认（即时）" in text and "默认（不接收）" in text
    assert "fang@example.gov.cn" in text and "19900000011" in text


def test_what_is_chosen_holds_and_is_on_record(by_mail, as_user, fang):
    sent = {"email": "fang@example.gov.cn", "review-email": "daily", "task-email": "off"}
    assert as_user(fang).post(PAGE, sent).status_code == 302
    assert stored(fang) == {("review", "email"): "daily", ("task", "email"): "off"}
    say(fang, kind="task")
    assert outside() == []
    event = Event.objects.get(action="edit")
    assert event.subject_id == fang.pk
    assert event.changes["审核与退回·电子邮件"] == ["默认", "每日汇总"]


def test_back_to_what_is_usual(by_mail, as_user, fang):
    browser = as_user(fang)
    browser.post(PAGE, {"email": fang.email, "review-email": "off"})
    browser.post(PAGE, {"email": fang.email, "review-email": ""})
    assert stored(fang) == {}
    browser.post(PAGE, {"email": fang.email, "review-email": ""})
    assert Event.objects.filter(action="edit").count() == 2


def test_what_is_no_choice_is_refused_and_nothing_is_stored(by_mail, as_user, fang):
    answer = as_user(fang).post(PAGE, {"email": "fang@", "review-email": "hourly"})
    assert answer.status_code == 422
    fang.refresh_from_db()
    assert fang.email == "fang@example.gov.cn" and stored(fang) == {}


def test_a_new_address_is_stored_and_masked_on_record(by_mail, as_user, fang):
    as_user(fang).post(PAGE, {"email": "fang.new@example.gov.cn"})
    fang.refresh_from_db()
    assert fang.email == "fang.new@example.gov.cn"
    assert Event.objects.get(action="edit").changes["email"] == [
        "f***@example.gov.cn",
        "f***@example.gov.cn",
    ]


def test_nobody_chooses_for_another(by_mail, as_user, fang, head):
    as_user(head).post(PAGE, {"email": "", "review-email": "off", "user": fang.pk})
    assert stored(fang) == {}


def test_channels_that_are_not_there_are_not_offered(as_user, fang):
    text = as_user(fang).get(PAGE).text
    assert "尚未配置电子邮件和短信" in text and "review-email" not in text
    as_user(fang).post(PAGE, {"email": fang.email, "review-email": "off"})
    assert stored(fang) == {}


def test_a_letter_to_try_it(mail_server, as_user, fang):
    answer = as_user(fang).post(TEST, follow=True)
    (row,) = outside()
    assert answer.redirect_chain[0][0] == reverse("units:delivery-detail", args=[row.pk])
    assert "等待发送" in answer.text
    deliver(row.due_at)
    assert mail_server.taken[0]["Subject"] == "【一窗】测试邮件"
    row.refresh_from_db()
    assert row.state == DeliveryState.SENT
    assert "上一次" in as_user(fang).get(PAGE).text


def test_nobody_is_flooded_by_letters_to_try(by_mail, as_user, fang):
    """Whoever may type any address may not have it written to as often as they like."""
    browser = as_user(fang)
    answers = [browser.post(TEST, follow=True) for _again in range(5)]
    (row,) = outside()
    assert "一分钟后再试" in answers[-1].text
    Delivery.objects.filter(pk=row.pk).update(asked_at=row.asked_at - timedelta(minutes=1))
    browser.post(TEST)
    assert len(outside()) == 2


def test_a_letter_to_try_it_leaves_at_night_too(mail_server, as_user, fang):
    as_user(fang).post(TEST)
    midnight = outside()[0].due_at.replace(hour=16, minute=5)  # 0:05 in the city
    Delivery.objects.exclude(channel="inbox").update(asked_at=midnight, due_at=midnight)
    assert deliver(midnight) == 1


@pytest.mark.parametrize("email", ["", "fang@example.gov.cn"])
def test_nothing_to_try_without_a_server_or_an_address(as_user, fang, settings, email):
    fang.email, settings.EMAIL_ON = email, not email
    fang.save()
    answer = as_user(fang).post(TEST, follow=True)
    assert outside() == []
    assert ("请先填写电子邮箱" if not email else "尚未配置邮件服务器") in answer.text
