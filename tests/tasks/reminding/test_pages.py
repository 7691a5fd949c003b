"""The ladder on its pages: set, tried, previewed, and what it has said."""

from datetime import date, time
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from tasks.models import Reminder, Rung
from tasks.reminding import history
from tasks.reminding.forecast import forecast
from tasks.reminding.planning import remind
from tests import factories
from units.models import (
    Delivery,
    DeliveryState,
    Event,
    Message,
    MessageKind,
    RosterDuty,
    RosterMember,
    UnitKind,
)

from .spring import Spring, at


@pytest.fixture
def town(db, settings):
    settings.EMAIL_ON = True
    town = Spring()
    town.acknowledge()
    Message.objects.all().delete()
    return town


@pytest.fixture
def desk(town, as_user):
    return as_user(town.admin)


def values(code="t-3", **changed):
    """What the form of a rung sends."""
    rung = Rung.objects.get(code=code)
    sent = {
        "name": rung.name,
        "basis": rung.basis,
        "offset": rung.offset,
        "hour": f"{rung.hour:%H:%M}",
        "recipients": rung.recipients,
        "channels": [one for one in rung.channels if one != "inbox"],
        "colour": rung.colour,
        "subject": rung.subject,
        "body": rung.body,
        "list_body": rung.list_body,
        "is_on": "on",
    }
    if rung.issues_slip:
        sent["issues_slip"] = "on"
    return sent | changed


def rows_of(response):
    """The lines of a workbook that was handed out, with its header."""
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def address(name, rung=None):
    return reverse(f"tasks:{name}", args=[rung.pk] if rung else [])


def save(desk, code="t-3", **changed):
    rung = Rung.objects.get(code=code)
    return desk.post(address("rung-edit", rung), values(code, **changed))


# --- the ladder ---


def test_the_ladder_stands_in_order_with_the_dates_of_the_notice(desk):
    text = desk.get(address("rung-list")).text
    places = [text.index(name) for name in ("到期前三日", "最后工作日", "蓝色提醒", "红色督办")]
    assert places == sorted(places)
    assert all(day in text for day in ("2018-03-30", "2018-04-04", "2018-04-08", "2018-04-10"))


def test_a_change_is_stored_with_old_and_new(desk):
    assert save(desk, hour="10:30", recipients=["fillers", "heads"]).status_code == 302
    rung = Rung.objects.get(code="t-3")
    assert (rung.hour, rung.recipients) == (time(10, 30), ["fillers", "heads"])
    event = Event.objects.of(rung).get()
    assert event.changes == {
        "hour": ["09:00", "10:30"],
        "recipients": ["fillers", "fillers、heads"],
    }
    assert save(desk, hour="10:30", recipients=["fillers", "heads"]).status_code == 302
    assert Event.objects.of(rung).count() == 1


@pytest.mark.parametrize(
    ("code", "changed", "sentence"),
    [
        ("t-3", {"body": "{单位名}：请报送"}, "“{单位名}”不是这里可用的占位符。可用的有：{专项}"),
        ("t-3", {"body": "{单位：请报送"}, "花括号没有成对"),
        ("t-3", {"subject": "{未报名单}"}, "“{未报名单}”不是这里可用的占位符"),
        ("t-3", {"body": ""}, "发给单位的消息须有正文"),
        ("t-3", {"recipients": []}, "这个字段是必填项"),
        ("t-3", {"channels": ["dingtalk"]}, "发给市局或群的消息须有名单正文"),
        ("t-3", {"hour": "21:00"}, "夜间不发送：这个节点的时间须在 08:00 至 20:00 之间"),
        ("last-evening", {"hour": "22:30"}, "须在 08:00 至 22:00 之间"),
        ("t-3", {"offset": "2"}, "截止之后的节点以“逾期起算日”计算"),
        ("t+1", {"offset": "0"}, "填 1 或更大的数"),
        ("last-evening", {"offset": "-1"}, "“最后一天”没有前后"),
        ("t-3", {"issues_slip": "on"}, "只有逾期后的节点可以发督查单"),
        ("t+1", {"colour": ""}, "请选择颜色"),
        ("t-0-list", {"subject": "{任务}"}, "“{任务}”不是这里可用的占位符"),
    ],
)
def test_what_could_not_be_said_is_refused_in_words(desk, code, changed, sentence):
    before = Rung.objects.filter(code=code).values().get()
    page = save(desk, code, **changed)
    assert page.status_code == 422
    assert sentence in page.text
    assert Rung.objects.filter(code=code).values().get() == before


def test_the_last_evening_may_be_late(desk):
    assert save(desk, "last-evening", hour="21:00").status_code == 302


def test_an_own_rung_is_added_speaks_and_is_then_only_switched_off(desk):
    sent = values(name="到期前两日", offset=-2, body="{单位}：请报送\n{任务清单}")
    desk.post(address("rung-create"), sent)
    rung = Rung.objects.get(name="到期前两日")
    remind(at("04-02", "09:00"))
    told = Message.objects.get(to__name="教育填报")
    assert told.body.startswith("市教育局：请报送\n1. 补填对接事项清单（市级部门）：已签收")
    text = desk.post(address("rung-remove", rung), follow=True).text
    assert "只停用" in text
    assert not Rung.objects.get(pk=rung.pk).is_on
    assert Reminder.objects.filter(rung=rung).exists()


def test_a_rung_that_never_spoke_is_deleted(desk):
    rung = Rung.objects.get(code="fix-1")
    desk.post(address("rung-remove", rung))
    assert not Rung.objects.filter(code="fix-1").exists()
    assert Event.objects.filter(action="delete", label="修改时限前一日").exists()


def test_a_trial_shows_a_real_unit_and_stores_nothing(desk, town):
    rung = Rung.objects.get(code="t-3")
    sent = values(body="{单位}，{截止}，{咨询电话}", sample=town.units["教育"].pk)
    page = desk.post(address("rung-try", rung), sent)
    assert page.status_code == 200
    assert (
        "市教育局，截止 2018年4月6日 24:00，逢清明假期，节前最后工作日4月4日，19900000001"
        in page.text
    )
    assert Rung.objects.get(code="t-3").body == rung.body
    assert desk.post(address("rung-try-new"), values()).status_code == 200


def test_what_people_typed_is_no_markup_and_no_template(desk, town):
    town.units["教育"].short_name = "<b>{咨询电话}</b>"
    town.units["教育"].save()
    sent = values(body="{{单位}} <script>{单位}", sample=town.units["教育"].pk)
    assert desk.post(address("rung-try-new"), sent).status_code == 422
    sent["body"] = "<script>{单位}"
    text = desk.post(address("rung-try-new"), sent).text
    assert "&lt;script&gt;&lt;b&gt;{咨询电话}&lt;/b&gt;" in text
    assert "<script><b>" not in text


# --- the preview ---


def test_the_preview_says_what_will_be_said(town, desk):
    occasions = forecast(date(2018, 4, 4))
    assert [f"{one.moment:%H:%M}" for one in occasions] == ["09:00", "18:00"]
    morning = occasions[0]
    foreseen = {digest.person.name: (digest.subject, digest.body) for digest in morning.digests}
    assert [unit.short_name for unit in morning.unreached] == ["市司法局", "区卫计局"]
    assert (morning.reached, morning.units) == (11, 13)
    for day in ("03-30", "04-03", "04-04"):
        remind(at(day, "09:00"))
    said = Message.objects.filter(sent_at=at("04-04", "09:00"))
    assert {one.to.name: (one.subject, one.body) for one in said} == foreseen
    assert forecast(date(2018, 4, 4))[0].digests == []


def test_the_page_of_a_day_is_narrowed_and_handed_out(desk):
    address_of = reverse("tasks:reminder-preview")
    text = desk.get(address_of, {"day": "2018-04-03"}).text
    assert "教育处长" in text and "市司法局" in text
    text = desk.get(address_of, {"day": "2018-04-03", "q": "教育"}).text
    assert "教育处长" in text and "公安填报" not in text
    assert "公安填报" not in desk.get(address_of, {"day": "2018-04-03", "hour": "18:00"}).text
    assert "这一天是休息日" in desk.get(address_of, {"day": "2018-04-05"}).text
    file = desk.post(reverse("tasks:reminder-export"), {"query": "day=2018-04-03&q=教育"})
    rows = rows_of(file)
    assert [row[2] for row in rows[1:] if row[2]] == ["教育填报", "教育处长"]
    assert not Message.objects.exists() and not Reminder.objects.exists()


def test_the_preview_of_many_costs_as_much_as_of_few(town, desk):
    address_of = reverse("tasks:reminder-preview")

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(address_of, {"day": "2018-04-03"}).status_code == 200
        return len(queries)

    few = cost()
    _more_units(town)
    assert cost() == few < 40


def _more_units(town):
    root, model = town.units["教育"].parent, town.tasks("教育").first()
    for number in range(20):
        unit = factories.unit(f"新局{number}", UnitKind.DEPARTMENT, root, sort_order=500 + number)
        factories.user(f"new{number}", unit=unit, name=f"新人{number}")
        type(model).objects.create(
            obligation=model.obligation, unit=unit, due_at=model.due_at, late_at=model.late_at
        )


# --- what was said ---


def page_of(town):
    return reverse("tasks:campaign-reminders", args=[town.campaign.pk])


def test_the_table_says_what_became_of_it(town, desk):
    remind(at("03-30", "09:00"))
    mails = Delivery.objects.filter(channel="email", kind=MessageKind.REMINDER)
    mails.update(state=DeliveryState.SENT)
    mails.filter(person__name="教育填报").update(state=DeliveryState.FAILED)
    mails.filter(person__name="民政填报").update(state=DeliveryState.UNKNOWN)
    rungs, lines = history.table(town.campaign)
    assert [rung.code for rung in rungs] == ["t-3"]
    found = {line.unit.short_name: line.cells[0] for line in lines}
    assert found["市教育局"].state == DeliveryState.FAILED
    assert found["市民政局"].state == DeliveryState.UNKNOWN
    assert found["市公安局"].state == DeliveryState.SENT and len(found["市公安局"].tasks) == 2
    assert found["市司法局"].skipped == "无可用账号，请电话联系"
    text = desk.get(page_of(town), {"problems": "on"}).text
    assert "市教育局" in text and "市公安局" not in text


def test_a_resent_letter_counts_by_its_last_try(town):
    remind(at("03-30", "09:00"))
    first = Delivery.objects.get(channel="email", person__name="教育填报")
    Delivery.objects.filter(pk=first.pk).update(state=DeliveryState.FAILED)
    again = Delivery.objects.get(pk=first.pk)
    again.pk, again.again, again.state = None, first, DeliveryState.SENT
    again.save()
    _rungs, lines = history.table(town.campaign)
    cell = next(line.cells[0] for line in lines if line.unit == town.units["教育"])
    assert cell.state == DeliveryState.SENT


def test_a_district_opens_its_departments(town, desk):
    remind(at("03-30", "09:00"))
    district = town.units["上城"]
    assert f"?district={district.pk}" in desk.get(page_of(town)).text
    text = desk.get(page_of(town), {"district": district.pk}).text
    assert "区人社局" in text and "区卫计局" in text and "市教育局" not in text
    assert desk.get(page_of(town), {"district": town.units["教育"].pk}).status_code == 404


def test_who_has_no_account_is_named_with_whom_to_call(town, desk):
    RosterMember.objects.create(
        unit=town.units["司法"], duty=RosterDuty.HEAD, name="司法处长", mobile="19900000077"
    )
    remind(at("03-30", "09:00"))
    text = desk.get(page_of(town)).text
    assert "司法处长" in text and "19900000077" not in text
    town.report("司法", at("04-02", "09:00"))
    assert "司法处长" not in desk.get(page_of(town)).text


def test_reminders_are_stopped_and_started_with_an_event(town, desk):
    switch = reverse("tasks:campaign-reminders-switch", args=[town.campaign.pk])
    desk.post(switch, {"on": "0"})
    assert remind(at("03-30", "09:00")) == 0
    desk.post(switch, {"on": "0"})
    desk.post(switch, {"on": "1"})
    changes = Event.objects.of(town.campaign).filter(action="edit")
    assert [one.changes["reminders_on"] for one in changes] == [[False, True], [True, False]]
    assert remind(at("03-30", "10:00")) > 0


def test_the_table_is_handed_out(town, desk):
    remind(at("03-30", "09:00"))
    file = desk.post(
        reverse("tasks:campaign-reminders-export", args=[town.campaign.pk]), {"query": "q=教育"}
    )
    assert [row[:2] for row in rows_of(file)[1:]] == [["市教育局", "到期前三日"]]


def test_the_table_of_many_costs_as_much_as_of_few(town, desk):
    remind(at("03-30", "09:00"))

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(page_of(town)).status_code == 200
        return len(queries)

    few = cost()
    _more_units(town)
    remind(at("04-03", "09:00"))
    assert cost() == few < 40


def test_the_task_says_to_the_bureau_what_its_unit_was_told(town, desk, as_user):
    remind(at("03-30", "09:00"))
    task = town.tasks("教育").first()
    assert "到期前三日 03-30 09:00" in desk.get(task.get_absolute_url()).text
    own = as_user(town.units["教育"].users.get(name="教育填报"))
    assert "到期前三日" not in own.get(task.get_absolute_url()).text
