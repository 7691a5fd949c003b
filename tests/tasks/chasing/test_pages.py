"""The chasing desk: what is shown, done, handed out and refused."""

import io
from datetime import date

from django.utils import timezone
from openpyxl import load_workbook

from tasks.chasing import answering
from tasks.models import CallNote, ChasingSlip, Task
from units.models import Action, Event, Message, RosterDuty, RosterMember, User
from units.workdays import end_of, is_workday, workdays_after

from .conftest import at, due, reported

NUMBER = "19900000011"


def slip_form(*tasks, **more):
    said = {"way": "urge", "reason": "已逾期未报", "demand": "请完成并报送", "due_on": due()}
    return {"row": [task.pk for task in tasks], **said, **more}


def test_what_will_happen_is_said_before_it_happens(bureau, tasks, town):
    User.objects.filter(unit=town.gongan).update(is_active=False)
    address = at("chasing-prepare", query="?when=overdue")
    page = bureau.post(address, {"row": [tasks.city_list.pk, tasks.stranger_list.pk]}).text
    year = timezone.localdate().year
    assert f"发 2 张，催办〔{year}〕1号起" in page and f"督办〔{year}〕1号起" in page
    assert "通知 2 项任务的单位" in page
    assert "无账号，收不到消息，请打电话" in page and "市公安局" in page
    assert f'action="{at("chasing-issue")}?when=overdue"' in page
    assert not ChasingSlip.objects.exists() and not Event.objects.filter(action="nudge").exists()


def test_the_usual_way_is_the_step_of_the_ladder(bureau, tasks):
    """Years late is red; not late yet is a reminder without a slip."""
    row = {"row": [tasks.city_list.pk]}
    assert 'value="supervise" checked' in bureau.post(at("chasing-prepare"), row).text
    Task.objects.filter(pk=tasks.city_list.pk).update(late_at=end_of(timezone.localdate()))
    assert 'value="nudge" checked' in bureau.post(at("chasing-prepare"), row).text


def test_one_click_is_slip_message_and_text(bureau, tasks):
    page = bureau.post(at("chasing-issue"), slip_form(tasks.city_list), follow=True)
    slip = ChasingSlip.objects.get()
    assert page.redirect_chain[-1][0] == at("chasing-batch", slip)
    assert f'data-label="责任单位">{slip.unit.full_label}<' in page.content.decode()
    assert "已发出 1 张催办单" in page.text and "【催办单】" in page.text and str(slip) in page.text
    assert Message.objects.filter(kind="chasing").count() == 2
    assert slip.due_at == end_of(workdays_after(timezone.localdate(), 2))


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
    day = next(d for d in map(date.fromordinal, range(timezone.localdate().toordinal() + 1, 9**9))
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
