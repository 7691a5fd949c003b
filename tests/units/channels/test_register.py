"""发送记录: what was sent to whom, who may see how much of it, and sending again (G9)."""

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from units import inbox
from units.channels import groups, resending
from units.channels.register import DeliveryFilter
from units.models import Delivery, DeliveryState, Event, Message

from .conftest import TEN, deliver, outside, say

LIST, EXPORT = reverse("units:delivery-list"), reverse("units:delivery-export")


def page(row, name="detail"):
    return reverse(f"units:delivery-{name}", args=[row.pk])


@pytest.fixture
def failed(mail_server, fang):
    """A letter to 方填报 that the server would not take."""
    mail_server.at_recipient = ["550 5.1.1 no such user"]
    say(fang, body="请核对，联系 19900000001。")
    deliver()
    return outside()[0]


def subjects(answer):
    return [line["subject"] for line in answer.context["lines"]]


def test_the_bureau_reads_everything_a_unit_what_concerns_it(
    as_user, reviewer, leader, filler, stranger, collector, district_filler
):
    for person in (filler, stranger, district_filler):
        say(person, subject=f"给{person.name}")
    everything = [f"给{person.name}" for person in (district_filler, stranger, filler)]
    assert subjects(as_user(reviewer).get(LIST)) == everything
    assert subjects(as_user(leader).get(LIST)) == everything
    assert subjects(as_user(filler).get(LIST)) == [f"给{filler.name}"]
    assert subjects(as_user(collector).get(LIST)) == [f"给{district_filler.name}"]


def test_what_a_unit_says_inside_is_not_for_the_bureau(as_user, reviewer, admin, filler, head):
    inbox.tell([head], subject="请审签清单", body="先别报", inner=True, at=TEN)
    row = Delivery.objects.get()
    for person in (reviewer, admin):
        browser = as_user(person)
        seen = browser.get(LIST).text + browser.get(page(row)).text
        assert "单位内部消息" in seen and "请审签" not in seen and "先别报" not in seen
        assert subjects(browser.get(LIST, {"q": "请审签"})) == []
        assert "请审签" not in str(_sheet(browser.post(EXPORT)))
    assert "先别报" in as_user(filler).get(page(row)).text


def test_the_state_of_an_inbox_message_is_whether_it_was_read(as_user, reviewer, filler):
    (message,) = say(filler)
    browser = as_user(reviewer)
    assert [line["state"] for line in browser.get(LIST).context["lines"]] == ["未读"]
    assert subjects(browser.get(LIST, {"state": "read"})) == []
    Message.objects.filter(pk=message.pk).update(read_at=TEN)
    (line,) = browser.get(LIST, {"state": "read"}).context["lines"]
    assert (line["state"], line["when"]) == ("已读", TEN)


def test_a_failure_says_why_and_how_often(as_user, reviewer, failed):
    text = as_user(reviewer).get(page(failed)).text
    assert "邮件服务器拒收：550 5.1.1 no such user" in text and "发送失败" in text
    assert "199****0001" in text and "19900000001" not in text
    (line, _inbox) = as_user(reviewer).get(LIST).context["lines"]
    assert line["state"] == "发送失败"


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 4),
        ({"state": "trouble"}, 1),
        ({"state": "sent"}, 3),
        ({"state": "unread"}, 2),
        ({"channel": "email"}, 2),
        ({"kind": "review"}, 2),
        ({"who": "方填报"}, 4),
        ({"who": "无此人"}, 0),
        ({"unit": "人社局"}, 4),
        ({"unit": "公安"}, 0),
        ({"q": "新任务"}, 2),
        ({"since": "2018-04-03"}, 2),
        ({"until": "2018-04-02"}, 2),
        ({"state": "nonsense", "since": "9999-99-99", "letter": "x"}, 4),
    ],
)
def test_the_register_is_narrowed_in_the_address(as_user, reviewer, failed, fang, query, count):
    say(fang, kind="task", subject="新任务", at=TEN + timedelta(days=1))
    deliver(TEN + timedelta(days=1))
    assert len(as_user(reviewer).get(LIST, query).context["lines"]) == count


def test_what_left_together_is_found_together(as_user, reviewer, mail_server, fang):
    say(fang)
    say(fang)
    deliver()
    row = outside()[0]
    browser = as_user(reviewer)
    assert "与另外 1 条合为一封" in browser.get(page(row)).text
    assert len(browser.get(LIST, {"letter": row.letter}).context["lines"]) == 2


def test_addresses_are_masked_and_shown_on_demand(as_user, reviewer, leader, filler, failed):
    for person in (reviewer, leader):
        seen = as_user(person).get(page(failed)).text + as_user(person).get(LIST).text
        assert "f***@example.gov.cn" in seen and "fang@example.gov.cn" not in seen
    assert as_user(leader).post(page(failed, "address")).status_code == 403
    shown = as_user(reviewer).post(page(failed, "address"), headers={"HX-Request": "true"})
    assert "fang@example.gov.cn" in shown.text
    event = Event.objects.get(action="reveal")
    assert (event.by, event.unit, event.subject_id) == (reviewer, filler.unit, failed.pk)
    assert "fang@example.gov.cn" in as_user(filler).get(page(failed)).text


def test_a_group_has_no_address_to_show(as_user, reviewer, group):
    groups.tell_groups(kind="chasing", subject="催办", at=TEN)
    (row,) = outside()
    assert as_user(reviewer).post(page(row, "address")).status_code == 403
    assert group.address not in as_user(reviewer).get(page(row)).text


def test_sent_again_it_is_a_row_of_its_own(as_user, reviewer, mail_server, failed, fang):
    browser = as_user(reviewer)
    assert "原记录保留不变" in browser.get(page(failed)).text
    answer = browser.post(page(failed, "resend"))
    again = Delivery.objects.get(again=failed)
    assert answer.url == page(again)
    deliver(again.due_at)
    again.refresh_from_db()
    failed.refresh_from_db()
    assert (again.state, failed.state) == (DeliveryState.SENT, DeliveryState.FAILED)
    assert "请核对" in mail_server.taken[0].get_content()
    assert Event.objects.get(action="resend").subject_id == again.pk
    assert page(failed) in browser.get(page(again)).text


def test_pressed_twice_it_is_sent_again_once(as_user, reviewer, failed):
    browser = as_user(reviewer)
    browser.post(page(failed, "resend"))
    answer = browser.post(page(failed, "resend"), follow=True)
    assert Delivery.objects.filter(again=failed).count() == 1
    assert "已经安排重发" in answer.text


def test_an_open_outcome_warns_before_it_is_sent_again(as_user, reviewer, failed):
    Delivery.objects.filter(pk=failed.pk).update(state=DeliveryState.UNKNOWN)
    assert "可能使其收到两次" in as_user(reviewer).get(page(failed)).text


@pytest.mark.parametrize(
    ("state", "sentence"),
    [(DeliveryState.QUEUED, "正在发送或等待发送"), (DeliveryState.SENDING, "正在发送或等待")],
)
def test_what_is_under_way_is_not_sent_again(as_user, reviewer, failed, state, sentence):
    Delivery.objects.filter(pk=failed.pk).update(state=state)
    answer = as_user(reviewer).post(page(failed, "resend"), follow=True)
    assert sentence in answer.text and not Delivery.objects.filter(again=failed).exists()


def test_nobody_to_send_to_is_said(as_user, reviewer, failed, fang):
    fang.email = ""
    fang.save()
    answer = as_user(reviewer).post(page(failed, "resend"), follow=True)
    assert "没有可用的地址" in answer.text


def test_a_resend_at_night_waits_for_the_morning(failed, reviewer):
    evening = TEN.replace(hour=21)
    fresh = resending.resend(failed, by=reviewer, at=evening)
    assert fresh.due_at == TEN.replace(hour=8) + timedelta(days=1)


def _sheet(answer):
    stream = io.BytesIO(b"".join(answer.streaming_content))
    return [[cell.value for cell in row] for row in load_workbook(stream).active.iter_rows()]


def test_the_workbook_holds_what_the_page_shows(as_user, reviewer, failed, fang):
    say(fang, subject="=1+1", at=TEN + timedelta(hours=1))
    rows = _sheet(as_user(reviewer).post(EXPORT + "?channel=email"))
    assert rows[0][:8] == [
        "编号", "提交时间", "收件人或群", "单位", "渠道", "地址", "消息类别", "标题",
    ]  # fmt: skip
    assert [row[7] for row in rows[1:]] == ["=1+1", "附件2已退回"]
    assert [row[9] for row in rows[1:]] == ["待发送", "发送失败"]
    assert {row[5] for row in rows[1:]} == {"f***@example.gov.cn"}
    assert rows[2][8] == "请核对，联系 199****0001。"
    assert Event.objects.get(action="export").reason == "2 行"


def test_while_it_is_under_way_the_page_asks_again(as_user, fang, by_mail):
    say(fang)
    browser, row = as_user(fang), outside()[0]
    assert 'hx-trigger="every 2s"' in browser.get(page(row)).text
    part = browser.get(page(row), headers={"HX-Request": "true"}).text
    assert part.lstrip().startswith("<section") and "等待发送" in part
    Delivery.objects.filter(pk=row.pk).update(state=DeliveryState.SENT, sent_at=TEN)
    assert 'hx-trigger="every 2s"' not in browser.get(page(row)).text
    assert browser.get(page(row), headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_nobody_waits_for_tomorrow_morning(as_user, fang, by_mail):
    later = timezone.now() + timedelta(hours=9)
    say(fang, not_before=later)
    assert 'hx-trigger="every 2s"' not in as_user(fang).get(page(outside()[0])).text


def many(person, count):
    Delivery.objects.bulk_create(
        (
            Delivery(
                person=person,
                unit=person.unit,
                channel="email",
                kind="review",
                subject=f"消息{number}",
                state=DeliveryState.FAILED if number % 500 == 0 else DeliveryState.SENT,
                asked_at=TEN + timedelta(seconds=number),
                due_at=TEN,
            )
            for number in range(count)
        ),
        batch_size=2000,
    )


def test_the_list_costs_the_same_for_many(as_user, reviewer, fang, django_assert_max_num_queries):
    browser = as_user(reviewer)
    many(fang, 3)
    with django_assert_max_num_queries(12):
        browser.get(LIST)
    many(fang, 200)
    with django_assert_max_num_queries(12):
        assert len(browser.get(LIST, {"page": 3}).context["lines"]) == 50


@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("narrowed", "index"),
    [
        ({}, "delivery_newest"),
        ({"state": "trouble"}, "delivery_not_sent"),
        ({"who": "何处长"}, "delivery_person"),
    ],
)
def test_a_long_register_is_read_by_its_indexes(reviewer, head, fang, narrowed, index):
    head.name = "何处长"
    head.save()
    many(fang, 20_000)
    many(head, 40)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE units_delivery")
    filters = DeliveryFilter(narrowed, reader=reviewer)
    plan = filters.narrow(Delivery.objects.visible_to(reviewer))[:50].explain()
    assert index in plan and "Seq Scan" not in plan


@pytest.mark.postgresql
def test_what_is_due_is_found_without_reading_what_was_sent(fang):
    many(fang, 20_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE units_delivery")
    due = Delivery.objects.filter(
        channel="email", state=DeliveryState.QUEUED, due_at__lte=timezone.now()
    )
    assert "delivery_open" in due.order_by("due_at", "pk")[:1].explain()
