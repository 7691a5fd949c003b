"""Returning in the browser: a class and words for every row, usual words, and to whom."""

import json

import pytest
from django.urls import reverse

from tasks.collecting import collecting
from tasks.exports.lists import CityEntryResource
from tasks.filling import grid
from tasks.models import Entry, RowState, State
from tasks.review import decisions, phrases, unlocking
from tests.factories import DURING
from units.models import Event, Message

from .acts import because, fresh, rows, submit

ALL = {"given": "yes", "all-kind": "volume", "all-text": "办件量请与库内核对"}


@pytest.fixture
def desk(as_user, reviewer):
    return as_user(reviewer)


def url(name, task):
    return reverse(f"tasks:{name}", args=[task.pk])


def texts(task):
    return [row.return_text for row in rows(task, RowState.RETURNED)]


def test_one_reason_serves_all_and_another_where_it_is_written(desk, submitted):
    first, second = rows(submitted, RowState.SUBMITTED)[:2]
    own = {f"{second.pk}-kind": "contact", f"{second.pk}-text": "请写经办人"}
    desk.post(url("return-rows", submitted), {"row": [first.pk, second.pk], **ALL, **own})
    assert texts(submitted) == ["办件量有误：办件量请与库内核对", "联系人或电话有误：请写经办人"]


def test_a_usual_phrase_says_class_and_words_without_javascript(desk, submitted):
    row = rows(submitted, RowState.SUBMITTED)[0]
    page = desk.post(url("return-rows", submitted), {"row": row.pk})
    phrase = "name|系统名称请填写全称，与本部门其他事项保持一致。"
    assert phrase in page.text
    sent = {"row": row.pk, "given": "yes", "all-phrase": phrase, "all-kind": "", "all-text": ""}
    desk.post(url("return-rows", submitted), sent)
    assert texts(submitted) == ["系统名称不规范：系统名称请填写全称，与本部门其他事项保持一致。"]


def test_what_was_typed_badly_is_not_covered_by_a_phrase(desk, submitted):
    row = rows(submitted, RowState.SUBMITTED)[0]
    phrase = "name|系统名称请填写全称，与本部门其他事项保持一致。"
    sent = {"row": row.pk, "given": "yes", "all-phrase": phrase, "all-text": "不行"}
    assert desk.post(url("return-rows", submitted), sent).status_code == 422


def test_what_the_bureau_often_writes_is_offered(submitted, reviewer):
    first, second, third = rows(submitted, RowState.SUBMITTED)[:3]
    twice = because("请附上主管部门的说明", "incomplete")
    given = {first.pk: twice, second.pk: twice, third.pk: because("只写过一次")}
    decisions.send_back_rows(submitted, given, by=reviewer, at=DURING)
    assert phrases.written() == [("incomplete", "请附上主管部门的说明")]


def test_a_task_comes_back_with_a_class_or_not_at_all(desk, submitted):
    sent = {"task-text": "整体请重新核对"}
    page = desk.post(url("return-task", submitted), sent)
    assert (page.status_code, "整体请重新核对" in page.text) == (422, True)
    desk.post(url("return-task", submitted), {**sent, "task-kind": "incomplete"})
    assert set(texts(submitted)) == {"说明不足：整体请重新核对"}
    assert fresh(submitted).return_note == "说明不足：整体请重新核对"


def test_a_district_gets_its_rows_itself_when_the_bureau_says_so(desk, district, people):
    row = Entry.objects.filter(task__parent=district).first()
    Message.objects.all().delete()
    sent = {"row": row.pk, **ALL, "to_collector": "yes"}
    desk.post(url("return-rows", district), sent)
    part = fresh(row.task)
    assert (fresh(district).state, part.state) == (State.RETURNED, State.COLLECTED)
    assert part.correction_due_at == fresh(district).correction_due_at
    assert {message.to for message in Message.objects.all()} == {people.collector}
    assert Event.objects.of(part).first().action == "return_collector"


def test_the_collector_corrects_and_reports_again(desk, district, collector):
    row = Entry.objects.filter(task__parent=district).first()
    desk.post(url("return-rows", district), {"row": row.pk, **ALL, "to_collector": "yes"})
    assert submit(district, collector).number == 2
    row.refresh_from_db()
    assert (row.state, row.return_text) == (RowState.SUBMITTED, "")
    assert fresh(row.task).correction_due_at is None


def test_a_second_return_of_what_is_with_the_unit_leaves_a_trace(submitted, reviewer):
    first, second = rows(submitted, RowState.SUBMITTED)[:2]
    for row, hour in ((first, 10), (second, 11)):
        at = DURING.replace(hour=hour)
        decisions.send_back_rows(submitted, {row.pk: because("请核对")}, by=reviewer, at=at)
    again = Event.objects.of(submitted).filter(action="send_back")
    assert [event.changes for event in again] == [
        {"correction_due_at": ["2018-04-03", "2018-04-03"]},
        {"state": ["submitted", "returned"]},
    ]


def test_the_rest_of_a_returned_list_is_returned_as_a_whole(submitted, reviewer):
    row = rows(submitted, RowState.SUBMITTED)[0]
    decisions.send_back_rows(submitted, {row.pk: because("请核对")}, by=reviewer, at=DURING)
    reason = because("其余一并核对")
    assert decisions.send_back_task(submitted, reason=reason, by=reviewer, at=DURING)
    assert len(rows(submitted, RowState.RETURNED)) == 8


def test_the_reviewer_gives_more_time_with_a_reason(desk, submitted, filler, reviewer, monkeypatch):
    row = rows(submitted, RowState.SUBMITTED)[0]
    decisions.send_back_rows(submitted, {row.pk: because("请核对")}, by=reviewer, at=DURING)
    monkeypatch.setattr("django.utils.timezone.now", lambda: DURING)
    early = {"extend-to": "2018-04-03", "extend-reason": "系统升级，延一天"}
    page = desk.post(url("review-extend", submitted), early)
    assert (page.status_code, "须晚于现在的修改期限" in page.text) == (422, True)
    page = desk.post(url("review-extend", submitted), {**early, "extend-to": "9999-12-31"})
    assert (page.status_code, "请核对年份" in page.text) == (422, True)
    desk.post(url("review-extend", submitted), {**early, "extend-to": "2018-04-08"})
    event = Event.objects.of(submitted).first()
    assert event.changes == {"correction_due_at": ["2018-04-03", "2018-04-08"]}
    assert event.reason == "系统升级，延一天"
    assert Message.objects.filter(to=filler, subject__contains="延长至4月8日").exists()


def test_an_approved_row_is_opened_with_a_reason_and_the_task_with_it(desk, approved, filler):
    row = rows(approved, RowState.APPROVED)[0]
    assert "解锁 1 行" in desk.post(url("unlock-rows", approved), {"row": row.pk}).text
    desk.post(url("unlock-rows", approved), {"row": row.pk, **ALL})
    task = fresh(approved)
    assert (task.state, texts(task)) == (State.RETURNED, ["办件量有误：办件量请与库内核对"])
    assert len(rows(task, RowState.APPROVED)) == 7
    assert Event.objects.of(row).first().action == "unlock"
    assert Message.objects.filter(to=filler, subject__contains="解锁 1 行").exists()


def test_the_figures_after_approval_come_from_the_trail(desk, approved, head, reviewer):
    row = rows(approved, RowState.APPROVED)[0]
    unlocking.unlock_rows(approved, {row.pk: because("请核对")}, by=reviewer, at=DURING)
    Entry.objects.filter(pk=row.pk).update(volume=7999)
    submit(approved, head)
    decisions.approve_rows(approved, [row.pk], by=reviewer, at=DURING)
    assert (unlocking.unlocked(approved), unlocking.changed_after_approval(approved)) == (1, 0)
    assert "通过后改动 0 行，解锁退回过 1 行" in desk.get(url("review", approved)).text
    Event.objects.record(
        "edit", by=head, at=DURING, subject=row, changes={"volume": [1, 2]}, unit=head.unit
    )
    assert unlocking.changed_after_approval(approved) == 1


def test_resubmission_shows_each_changed_cell_and_why_it_was_returned(desk, submitted, head):
    first, second = rows(submitted, RowState.SUBMITTED)[:2]
    desk.post(url("return-rows", submitted), {"row": [first.pk, second.pk], **ALL})
    Entry.objects.filter(pk=first.pk).update(volume=7654)
    submit(submitted, head)
    lines = {line["row"].pk: line for line in desk.get(url("review", submitted)).context["lines"]}
    assert [(one["old"], one["new"]) for one in lines[first.pk]["changes"]] == [("8,000", "7,654")]
    assert lines[first.pk]["asked"] == "办件量有误：办件量请与库内核对"
    assert "（退回后未改）" in desk.get(url("review", submitted)).text
    others = [line for pk, line in lines.items() if pk not in {first.pk, second.pk}]
    assert not any(line["changes"] or line["asked"] for line in others)


def test_who_reviews_is_shown_and_a_colleague_may_take_over(submitted, people, as_user, reviewer):
    as_user(reviewer).post(url("review-start", submitted))
    assert fresh(submitted).review_started_by == reviewer
    other = as_user(people.admin)
    assert "接手审核" in other.get(url("review", submitted)).text
    other.post(url("review-start", submitted))
    event = Event.objects.of(submitted).first()
    assert event.changes == {"review_started_by": ["沈审核", "管理员"]}
    assert "现由 管理员 审核" in other.get(url("review", submitted)).text


@pytest.fixture
def back(desk, district):
    """A row of 区人力社保局 that the bureau returned to its district."""
    row = Entry.objects.filter(task__parent=district).in_order().first()
    desk.post(url("return-rows", district), {"row": row.pk, **ALL, "to_collector": "yes"})
    row.refresh_from_db()
    return row


def test_the_collectors_matrix_says_what_came_back_and_whose_turn_it_is(
    back, district, collector, as_user
):
    matrix = as_user(collector).get(url("matrix", district)).text
    assert "办件量有误：办件量请与库内核对" in matrix
    assert "轮到：本区县修改，或转该部门修改" in matrix
    assert "市局的退回原因和修改截止时间一并转给该部门" in matrix


def test_a_department_reads_how_many_of_its_own_rows_came_back(desk, district, collector, as_user):
    returned = Entry.objects.filter(task__parent=district)
    desk.post(url("return-rows", district), {"row": [row.pk for row in returned], **ALL})
    departments = district.parts.exclude(return_note="")
    assert len(departments) > 1
    for part in departments:
        assert part.return_note == f"退回 {part.entry_rows.count()} 行，请按各行原因修改。"
        assert Event.objects.of(part).first().reason == part.return_note
    home = as_user(collector).get("/").text
    assert f"退回 {returned.count()} 行，请按各行原因修改。" in home
    assert f'href="{url("matrix", district)}?state=returned"' in home


def test_the_department_reads_that_its_district_has_it(back, people, as_user):
    home = as_user(people.district_head).get("/").text
    assert "市局退回 1 行，由区县电子政务办修改或转本部门修改" in home
    assert as_user(people.district_head).get(url("grid", back.task)).status_code == 200


def test_the_collector_corrects_in_the_departments_place(back, collector, people):
    cell = {"id": back.pk, "field": "volume", "was": back.volume, "now": back.volume + 1}
    assert grid.save_cells(back.task, [cell], by=people.district_head, at=DURING)["refused"]
    assert not grid.save_cells(fresh(back.task), [cell], by=collector, at=DURING)["refused"]


def test_the_collector_passes_it_on_with_the_bureaus_reason_and_clock(back, collector, people):
    collecting.send_back_part(back.task, note="请按市局意见修改", by=collector, at=DURING)
    part = fresh(back.task)
    assert (part.state, part.correction_due_at is None) == (State.RETURNED, False)
    message = Message.objects.filter(to=people.district_head).latest("pk")
    assert "办件量有误：办件量请与库内核对" in message.body


def test_class_and_words_stand_wherever_the_unit_looks(desk, submitted, filler, as_user):
    row = rows(submitted, RowState.SUBMITTED)[0]
    desk.post(url("return-rows", submitted), {"row": row.pk, **ALL})
    client, said = as_user(filler), "办件量有误：办件量请与库内核对"
    assert said in client.get(url("task-detail", submitted)).text
    assert json.dumps(said) in client.get(url("grid", submitted)).text
    assert said in client.get(reverse("tasks:entry-form", args=[row.pk])).text
    assert said in client.get(reverse("units:inbox")).text
    assert "退回 1 行，请按各行原因修改" in client.get("/").text
    assert "修改截止" in client.get("/").text


def test_the_exported_list_and_the_sheet_to_fill_in_say_class_and_words(desk, submitted, filler):
    row = rows(submitted, RowState.SUBMITTED)[0]
    desk.post(url("return-rows", submitted), {"row": row.pk, **ALL})
    (line,) = CityEntryResource(reader=filler).rows(Entry.objects.filter(pk=row.pk))
    assert "办件量有误：办件量请与库内核对" in line
