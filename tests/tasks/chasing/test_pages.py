"""The pages of chasing: what is shown, done, handed out and refused."""

import io
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tasks.chasing import answering
from tasks.models import CallNote, ChasingSlip, ChasingState, Task
from units.models import Action, Event, Message, RosterDuty, RosterMember, User
from units.workdays import end_of, is_workday, workdays_after

from .conftest import issue, reported

NUMBER = "19900000011"


def at(name, *args, query=""):
    return reverse(f"tasks:{name}", args=[getattr(arg, "pk", arg) for arg in args]) + query


def today():
    return timezone.localdate()


def due():
    return workdays_after(today(), 2).isoformat()


def slip_form(*tasks, **more):
    said = {"way": "urge", "reason": "已逾期未报", "demand": "请完成并报送", "due_on": due()}
    return {"row": [task.pk for task in tasks], **said, **more}


@pytest.fixture
def bureau(as_user, reviewer):
    return as_user(reviewer)


@pytest.fixture
def unit(as_user, filler):
    return as_user(filler)


def test_what_will_happen_is_said_before_it_happens(bureau, tasks, town):
    User.objects.filter(unit=town.gongan).update(is_active=False)
    address = at("chasing-prepare", query="?when=overdue")
    page = bureau.post(address, {"row": [tasks.city_list.pk, tasks.stranger_list.pk]}).text
    year = today().year
    assert f"发 2 张，催办〔{year}〕1号起" in page and f"督办〔{year}〕1号起" in page
    assert "通知 2 项任务的单位" in page
    assert "无账号，收不到消息，请打电话" in page and "市公安局" in page
    assert f'action="{at("chasing-issue")}?when=overdue"' in page
    assert not ChasingSlip.objects.exists() and not Event.objects.filter(action="nudge").exists()


def test_the_usual_way_is_the_step_of_the_ladder(bureau, tasks):
    """Years late is red; not late yet is a reminder without a slip."""
    row = {"row": [tasks.city_list.pk]}
    assert 'value="supervise" checked' in bureau.post(at("chasing-prepare"), row).text
    Task.objects.filter(pk=tasks.city_list.pk).update(late_at=end_of(today()))
    assert 'value="nudge" checked' in bureau.post(at("chasing-prepare"), row).text


def test_one_click_is_slip_message_and_text(bureau, tasks):
    page = bureau.post(at("chasing-issue"), slip_form(tasks.city_list), follow=True)
    slip = ChasingSlip.objects.get()
    assert page.redirect_chain[-1][0] == at("chasing-batch", slip)
    assert f'data-label="责任单位">{slip.unit.full_label}<' in page.content.decode()
    assert "已发出 1 张催办单" in page.text and "【催办单】" in page.text and str(slip) in page.text
    assert Message.objects.filter(kind="chasing").count() == 2
    assert slip.due_at == end_of(workdays_after(today(), 2))


def test_all_that_match_are_meant_on_whichever_page(bureau, tasks):
    address = at("chasing-issue", query="?obligation=city_list")
    bureau.post(address, {**slip_form(), "all": "yes"})
    assert {slip.unit.short_name for slip in ChasingSlip.objects.all()} == {
        "市人力社保局",
        "市公安局",
    }


def test_a_reminder_needs_no_words_and_gives_no_number(bureau, tasks):
    page = bureau.post(at("chasing-issue"), {"row": [tasks.city_list.pk], "way": "nudge"})
    assert page["Location"] == at("chasing", query="?told=1")
    assert Event.objects.filter(action=Action.NUDGE).count() == 1
    assert not ChasingSlip.objects.exists()
    assert '<details class="chase-text" open>' in bureau.get(page["Location"]).text


def test_a_slip_without_reason_or_on_a_day_off_is_not_issued(bureau, tasks):
    day = next(d for d in map(date.fromordinal, range(today().toordinal() + 1, 9**9))
               if not is_workday(d))  # fmt: skip
    form = slip_form(tasks.city_list, reason="", due_on=day.isoformat())
    page = bureau.post(at("chasing-issue"), form)
    assert page.status_code == 422 and "休息日" in page.text
    assert not ChasingSlip.objects.exists()
    past = bureau.post(at("chasing-issue"), slip_form(tasks.city_list, due_on="2018-04-09"))
    assert past.status_code == 422 and "不能早于今天" in past.text


def test_nothing_ticked_is_said(bureau, tasks):
    assert "请先勾选" in bureau.post(at("chasing-prepare"), {}, follow=True).text
    assert "请先勾选" in bureau.post(at("chasing-issue"), {"way": "nudge"}, follow=True).text


def test_what_was_reported_meanwhile_gets_no_slip(bureau, tasks):
    reported(tasks.city_list)
    page = bureau.post(at("chasing-issue"), slip_form(tasks.city_list), follow=True).text
    assert "没有发出新单" in page and not ChasingSlip.objects.exists()


def test_a_collector_chases_the_own_departments_and_no_others(as_user, collector, tasks, neighbour):
    office = as_user(collector)
    office.post(at("chasing-issue"), slip_form(tasks.part, neighbour, tasks.city_list))
    slip = ChasingSlip.objects.get()
    assert (slip.task, slip.issuer) == (tasks.part, collector.unit)
    assert office.get(at("chasing-slip", slip)).status_code == 200


def test_a_leader_reads_and_has_no_hand_in_it(as_user, leader, tasks):
    page = as_user(leader).get(at("chasing")).text
    assert 'name="row"' not in page and "打印电话名单" not in page and NUMBER not in page


def test_numbers_are_masked_until_asked_for_and_each_look_is_recorded(bureau, tasks, town):
    member = RosterMember.objects.create(
        unit=town.renshe, duty=RosterDuty.STAFF, name="联络员", mobile="19912345678"
    )
    assert "19912345678" not in bureau.get(at("chasing")).text
    shown = bureau.post(at("phone", "member", member), headers={"hx-request": "true"}).text
    assert 'href="tel:19912345678"' in shown
    assert Event.objects.filter(action=Action.REVEAL, subject_id=member.pk).count() == 1


def test_a_district_dials_its_departments_from_the_page(as_user, collector, tasks):
    assert 'href="tel:19900000032"' in as_user(collector).get(at("chasing")).text


def test_the_printed_list_has_full_numbers_and_is_on_record(bureau, tasks, reviewer):
    page = bureau.post(at("chasing-phones"), {"query": "where=department"}).text
    assert NUMBER in page and "承诺日期" in page and "上城区" not in page
    event = Event.objects.get(action=Action.EXPORT)
    assert (event.label, event.reason, event.by) == ("电话催办名单", "2 行", reviewer)


def sheet_of(response):
    return load_workbook(io.BytesIO(b"".join(response.streaming_content))).active


def test_the_workbook_of_the_missing_is_what_the_desk_shows(bureau, tasks):
    response = bureau.post(at("chasing-export"), {"query": "obligation=city_list"})
    rows = [[cell.value for cell in row] for row in sheet_of(response).iter_rows()]
    head = next(row for row in rows if "未报送任务" in row)
    units = [row[head.index("单位")] for row in rows[rows.index(head) + 1 :]]
    assert units == ["市人力社保局", "市公安局"]
    assert NUMBER in rows[rows.index(head) + 1]
    assert Event.objects.get(action=Action.EXPORT).reason == "2 行"


def test_the_register_of_slips_takes_no_text_for_a_formula(bureau, slip, filler):
    Task.objects.filter(pk=slip.task_id).update(first_submitted_at=None)
    answering.feed_back(slip, '=HYPERLINK("http://x")', by=filler, at=timezone.now())
    sheet = sheet_of(bureau.post(at("chasing-slip-export"), {"query": ""}))
    cells = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row}
    assert "催办〔2018〕1号" in cells and "橙色" in cells
    said = next(value for value in cells if value and "HYPERLINK" in str(value))
    assert cells[said] == "s"


def call_form(campaign, **more):
    return {"whom": "other", "name": "王某", "campaign": campaign.pk, "outcome": "reached", **more}


def test_a_call_is_written_down_and_the_desk_is_as_it_was(bureau, campaign, town, filler):
    address = at("chasing-call", town.renshe, query="?back=when%3Doverdue")
    key = f"person-{filler.pk}-phone"
    form = call_form(campaign, whom=key, outcome="wrong_number", note="空号")
    response = bureau.post(address, form)
    assert response["Location"] == f"{at('chasing')}?when=overdue#unit-{town.renshe.pk}"
    note = CallNote.objects.get()
    assert (note.person, note.phone, note.outcome) == ("方填报", NUMBER, "wrong_number")
    event = Event.objects.get(action=Action.CALL)
    assert event.unit == town.renshe and "空号" not in event.reason + str(event.changes)
    page = bureau.get(at("chasing-unit", town.renshe)).text
    assert "空号" in page and "号码有误" in page


def test_a_promise_needs_its_day(bureau, campaign, town):
    form = call_form(campaign, outcome="promised")
    page = bureau.post(at("chasing-call", town.renshe), form)
    assert page.status_code == 422 and "承诺的日期" in page.text
    bureau.post(at("chasing-call", town.renshe), {**form, "promised_on": due()})
    assert CallNote.objects.get().promised_on.isoformat() == due()
    nameless = bureau.post(at("chasing-call", town.renshe), call_form(campaign, name=""))
    assert nameless.status_code == 422


def test_the_unit_finds_its_slip_on_the_first_screen_and_on_the_task(unit, slip):
    assert "督查单待办理" in unit.get(reverse("tasks:home")).text
    assert str(slip) in unit.get(slip.task.get_absolute_url()).text
    assert str(slip) in unit.get(at("chasing-slip-list")).text


def test_when_it_was_reported_the_first_screen_is_quiet(unit, slip):
    reported(slip.task)
    assert "督查单待办理" not in unit.get(reverse("tasks:home")).text
    assert "已报送，待销号" in unit.get(slip.get_absolute_url()).text


def test_the_unit_answers_and_the_bureau_accepts(unit, bureau, slip):
    unit.post(at("chasing-slip-feedback", slip), {"text": "周五报送", "promised_on": due()})
    said = slip.feedback.get()
    page = bureau.get(slip.get_absolute_url()).text
    assert "周五报送" in page and "采纳反馈" in page
    bureau.post(at("chasing-slip-accept", slip), {"answer_to": said.pk})
    assert ChasingSlip.objects.get().state == ChasingState.ACCEPTED
    again = bureau.post(at("chasing-slip-accept", slip), {"answer_to": said.pk}, follow=True)
    assert "已有人答复" in again.text


def test_sent_back_needs_its_reason(unit, bureau, slip):
    unit.post(at("chasing-slip-feedback", slip), {"text": "尽快"})
    said = slip.feedback.get()
    address = at("chasing-slip-send-back", slip)
    assert bureau.post(address, {"answer_to": said.pk, "reason": ""}).status_code == 422
    bureau.post(address, {"answer_to": said.pk, "reason": "没有日期"})
    assert "没有日期" in unit.get(slip.get_absolute_url()).text


def test_feedback_that_comes_too_late_is_told_and_kept(unit, slip, reviewer):
    answering.close([slip], note="已电话确认", by=reviewer, at=timezone.now())
    page = unit.post(at("chasing-slip-feedback", slip), {"text": "今天报送"}, follow=True).text
    assert "已由沈审核（市数据资源局）销号" in page and "已留存" in page
    assert slip.feedback.get().text == "今天报送"


def test_closing_before_the_report_needs_a_note(bureau, slip):
    address = at("chasing-slip-close", slip)
    assert bureau.post(address, {"note": ""}).status_code == 422
    reported(slip.task)
    bureau.post(address, {"note": ""})
    assert ChasingSlip.objects.get().state == ChasingState.CLOSED
    assert "没有重复" in bureau.post(address, {"note": "再销一次"}, follow=True).text


def test_all_that_were_reported_are_closed_in_one_click(bureau, tasks, reviewer):
    slips = issue([tasks.city_list, tasks.stranger_list, tasks.check], reviewer)
    reported(tasks.city_list)
    reported(tasks.stranger_list)
    page = bureau.post(at("chasing-slips-close"), {"slip": [s.pk for s in slips]}, follow=True)
    assert "已销号 2 张" in page.text
    assert ChasingSlip.objects.standing().get().task == tasks.check


def test_a_unit_neither_closes_nor_sees_anothers_slip(as_user, stranger, unit, slip):
    assert as_user(stranger).get(slip.get_absolute_url()).status_code == 404
    assert as_user(stranger).post(
        at("chasing-slip-feedback", slip), {"text": "替别人反馈"}
    ).status_code == 404  # fmt: skip
    for act in ("close", "cancel", "accept", "send-back"):
        assert (
            unit.post(
                at(f"chasing-slip-{act}", slip), {"note": "销", "reason": "不对的"}
            ).status_code
            == 403
        )  # noqa: E501
    assert unit.post(at("chasing-slips-close"), {"slip": [slip.pk]}).status_code == 403
    assert ChasingSlip.objects.get().state == ChasingState.OPEN


def test_a_collector_reads_the_bureaus_slips_to_the_district_but_does_not_close_them(
    as_user, collector, reviewer, tasks
):
    [above] = issue(tasks.district_list, reviewer)
    reported(tasks.district_list)
    office = as_user(collector)
    assert office.get(above.get_absolute_url()).status_code == 200
    assert office.post(at("chasing-slip-close", above), {"note": ""}).status_code == 403
    office.post(at("chasing-slips-close"), {"slip": [above.pk]})
    assert ChasingSlip.objects.get().is_standing


def test_feedback_on_another_slip_is_no_answer_to_this_one(bureau, tasks, reviewer, filler):
    first, second = issue([tasks.check, tasks.city_list], reviewer)
    said, _slip = answering.feed_back(first, "已办", by=filler, at=timezone.now())
    address = at("chasing-slip-accept", second)
    assert bureau.post(address, {"answer_to": said.pk}).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=催办〔2018〕1号", True),
        ("q=2018-1", True),
        ("q=督办〔2018〕1号", False),
        ("q=rlsbj", True),
        ("q=公安", False),
        ("kind=urge", True),
        ("kind=assign", False),
        ("state=to_answer", True),
        ("state=closed", False),
        ("state=overdue", True),
        ("state=settled", False),
        ("state=nonsense", True),
    ],
)
def test_the_list_is_found_by_number_unit_and_state(bureau, slip, query, found):
    page = bureau.get(at("chasing-slip-list", query=f"?{query}")).text
    assert (slip.get_absolute_url() in page) is found


def test_a_slip_about_no_task_is_issued_from_its_form(bureau, campaign, town):
    form = {
        "unit": town.gongan.pk, "campaign": campaign.pk, "kind": "assign", "item": "落实对接经费",
        "reason": "至今没有落实", "demand": "请报送经费来源", "due_on": due(),
    }  # fmt: skip
    assert bureau.post(at("chasing-slip-create"), form).status_code == 302
    slip = ChasingSlip.objects.get()
    assert (slip.unit, slip.task, slip.item) == (town.gongan, None, "落实对接经费")
    again = bureau.post(at("chasing-slip-create"), form, follow=True).text
    assert "没有发出新单" in again and ChasingSlip.objects.count() == 1


def test_a_district_issues_to_its_own_departments_only(as_user, collector, campaign, town):
    form = {
        "unit": town.gongan.pk, "campaign": campaign.pk, "kind": "assign", "item": "落实对接经费",
        "reason": "至今没有落实", "demand": "请报送经费来源", "due_on": due(),
    }  # fmt: skip
    office = as_user(collector)
    assert office.post(at("chasing-slip-create"), form).status_code == 422
    assert office.post(
        at("chasing-slip-create"), {**form, "unit": town.shangcheng.pk}
    ).status_code == 422  # fmt: skip
    office.post(at("chasing-slip-create"), {**form, "unit": town.shangcheng_minzheng.pk})
    assert ChasingSlip.objects.get().issuer == town.shangcheng


def test_the_tabs_are_those_that_exist_and_are_open(bureau, unit, slip):
    assert at("chasing") in bureau.get(at("chasing-slip-list")).text
    page = unit.get(at("chasing-slip-list")).text
    assert f'href="{at("chasing")}"' not in page


def test_everybody_finds_supervision_where_they_may_work(as_user, people, slip):
    for name, address in (
        ("reviewer", at("chasing")),
        ("leader", at("chasing")),
        ("collector", at("chasing")),
        ("filler", at("chasing-slip-list")),
        ("head", at("chasing-slip-list")),
    ):
        page = as_user(getattr(people, name)).get(reverse("tasks:home")).text
        assert f'href="{address}">督办' in page.replace(' aria-current="page"', "")


def test_a_slip_says_to_everybody_whose_turn_it_is(slip, tasks, filler, reviewer, leader, as_user):
    def said():
        shown = [as_user(one).get(slip.get_absolute_url()) for one in (filler, reviewer, leader)]
        return tuple(page.context["next"] for page in shown)

    waits = "等待责任单位反馈"
    assert said() == ("请反馈办理情况，并在时限前办结", waits, waits)
    feedback, _slip = answering.feed_back(slip, "两天内报送", by=filler, at=timezone.now())
    waits = "等待发单单位核实反馈"
    assert said() == (waits, "请核实反馈：采纳或退回", waits)
    answering.send_back(feedback, reason="请写明日期", by=reviewer, at=timezone.now())
    waits = "等待责任单位重新反馈"
    assert said() == ("反馈已退回，请按退回理由重新反馈", waits, waits)
    feedback, _slip = answering.feed_back(slip, "周五报送", by=filler, at=timezone.now())
    answering.accept(feedback, by=reviewer, at=timezone.now())
    waits = "等待责任单位办结"
    assert said() == ("反馈已采纳，请在时限前办结，办结后由发单单位销号", waits, waits)
    reported(tasks.city_list)
    waits = "任务已报送，等待发单单位销号"
    assert said() == (waits, "任务已报送，请销号", waits)
    answering.close([slip], by=reviewer, at=timezone.now())
    assert said() == ("", "", "")


def test_under_a_district_s_slip_stands_its_office(tasks, collector, slip, as_user):
    [own] = issue(tasks.part, collector)
    browser = as_user(collector)
    seal = "电子政务办<span"
    assert seal in browser.get(own.get_absolute_url()).text
    assert seal not in as_user(slip.issued_by).get(slip.get_absolute_url()).text


@pytest.mark.parametrize("name", ["chasing-slip-list", "circular-list", "assessment-list"])
def test_a_unit_goes_from_each_page_of_supervision_to_the_others(unit, campaign, name):
    """They share one entry of the navigation, so that the tabs are the way."""
    page = unit.get(at(name)).text
    for other in ("chasing-slip-list", "circular-list", "assessment-list"):
        current = ' aria-current="page"' if other == name else ""
        assert f'<li><a href="{at(other)}"{current}>' in page
