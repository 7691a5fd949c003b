"""申诉: by who signs, in time, once per deduction; answered once, and the sheet stays."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error, transaction

from tasks.assessment import appealing, publishing, sheets
from tasks.assessment.standing import groups
from tasks.models import Appeal, AppealFile, AppealState, AssessmentSheet, Deduction
from tests.factories import CITY_TIME
from tests.tasks.acts import page
from units.models import Action, Event, Message

from .story import IN_JULY

LAST_MOMENT = datetime(2018, 7, 10, 23, 59, 59, 999999, tzinfo=CITY_TIME)
DAY = timedelta(days=1)


@pytest.fixture
def late(published, people):
    """The six points of 市人力社保局 for three workdays."""
    return Deduction.objects.get(score__unit=people.filler.unit, criterion="按时报送")


def sent(deduction, by, at=IN_JULY + DAY):
    return appealing.appeal(deduction, text="当天专网中断，有运维单位证明", by=by, at=at)


def answered(appeal, by, state, back=0, at=IN_JULY + 2 * DAY):
    return appealing.decide(
        appeal, state=state, given_back=Decimal(back), decision="经核实属实", by=by, at=at
    )


def standing(sheet, unit):
    return next(one for group in groups(sheet) for one in group.standings if one.unit == unit)


def test_an_appeal_reaches_the_bureau(late, head):
    kept = sent(late, head)
    assert kept.state == AppealState.PENDING
    assert Message.objects.get(subject__contains="提出申诉").to.username == "reviewer"
    event = Event.objects.get(action=Action.APPEAL)
    assert (event.by, event.unit, event.reason) == (head, head.unit, kept.text)


@pytest.mark.parametrize(
    ("state", "back", "given"),
    [
        (AppealState.ACCEPTED, 0, 6),
        (AppealState.PARTLY, 4, 4),
        (AppealState.REJECTED, 4, 0),
    ],
)
def test_an_answer_gives_back_and_leaves_the_sheet(late, head, reviewer, state, back, given):
    sheet = late.score.sheet
    appeal = answered(sent(late, head), reviewer, state, back)
    assert appeal.given_back == given
    now = standing(sheet, head.unit)
    # 14 + 18 + 5 + 5 stood on the sheet.
    assert (now.score.points, now.points, now.out_of) == (42, 42 + given, 50)
    assert {cell.criterion: cell.score for cell in now.cells}["按时报送"] == 14 + given
    assert sheets.checksum(AssessmentSheet.objects.get(pk=sheet.pk)) == sheet.checksum
    told = Message.objects.filter(subject__startswith="考核申诉已答复")
    assert set(told.values_list("to__username", flat=True)) == {"filler", "head"}
    event = Event.objects.get(action=Action.DECIDE_APPEAL)
    assert event.changes["state"] == ["pending", state.value]
    assert event.reason == "经核实属实"


@pytest.mark.parametrize("back", [0, 6, 7])
def test_partly_is_neither_nothing_nor_all(late, head, reviewer, back):
    with pytest.raises(appealing.AppealRefused, match="大于 0、小于"):
        answered(sent(late, head), reviewer, AppealState.PARTLY, back)


def test_the_window_ends_with_its_last_moment(late, head):
    with pytest.raises(appealing.AppealRefused, match="申诉期已于2018-07-10 24:00截止"):
        sent(late, head, at=LAST_MOMENT + timedelta(microseconds=1))
    assert not Appeal.objects.exists()
    assert sent(late, head, at=LAST_MOMENT).pk


def test_a_deduction_is_contested_once(late, head):
    sent(late, head)
    with pytest.raises(appealing.AppealRefused, match="只能申诉一次"):
        sent(late, head)
    assert Appeal.objects.count() == 1


def test_of_two_answers_the_first_holds(late, head, reviewer, admin):
    appeal = sent(late, head)
    answered(appeal, reviewer, AppealState.REJECTED)
    with pytest.raises(appealing.AppealRefused, match="已由他人答复"):
        answered(appeal, admin, AppealState.ACCEPTED)
    assert Appeal.objects.get().given_back == 0
    assert Event.objects.filter(action=Action.DECIDE_APPEAL).count() == 1


def test_the_database_keeps_an_answer(late, head, reviewer):
    answered(sent(late, head), reviewer, AppealState.REJECTED)
    for act in (
        lambda: Appeal.objects.update(given_back=1, state="partly"),
        lambda: Appeal.objects.all().delete(),
    ):
        with pytest.raises(Error, match="decided appeal never changes"), transaction.atomic():
            act()


def test_a_final_sheet_waits_for_answers_and_hears_no_more(late, head, reviewer, admin):
    sheet, appeal = late.score.sheet, sent(late, head)
    with pytest.raises(sheets.SheetRefused, match="还有 1 件申诉没有答复"):
        publishing.finalise(sheet.pk, by=admin, at=LAST_MOMENT + DAY)
    answered(appeal, reviewer, AppealState.REJECTED)
    publishing.finalise(sheet.pk, by=admin, at=LAST_MOMENT + DAY)
    other = Deduction.objects.get(score=late.score, criterion="填报质量")
    with pytest.raises(appealing.AppealRefused, match="不再受理"):
        sent(other, head, at=IN_JULY + DAY)


@pytest.fixture
def on_the_fourth(monkeypatch):
    """The clock of the pages."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: IN_JULY + DAY)


def send(browser, deduction, **data):
    data = {"text": "当天专网中断，有运维单位证明"} | data
    return browser.post(page("appeal-create", deduction), data)


def test_the_head_sends_it_with_files_through_the_page(late, as_user, head, on_the_fourth):
    files = [
        SimpleUploadedFile("证明.pdf", b"%PDF-1.4 proof"),
        SimpleUploadedFile("again.pdf", b"%PDF-1.4 proof"),
    ]
    browser = as_user(head)
    answer = send(browser, late, files=files)
    kept = Appeal.objects.get()
    assert answer.url == page("appeal-detail", kept)
    (file,) = AppealFile.objects.all()
    response = browser.get(page("appeal-file", file))
    assert b"".join(response.streaming_content) == b"%PDF-1.4 proof"
    assert response["Content-Disposition"].startswith("attachment")
    assert Event.objects.filter(action=Action.ATTACH, unit=head.unit).count() == 1
    assert file.file_name in browser.get(answer.url).content.decode()


def test_a_file_that_is_not_what_it_says_is_refused(late, as_user, head, on_the_fourth):
    answer = send(as_user(head), late, files=[SimpleUploadedFile("证明.pdf", b"MZ")])
    assert answer.status_code == 422 and not Appeal.objects.exists()


def test_an_appeal_says_why(late, as_user, head, on_the_fourth):
    assert send(as_user(head), late, text=" ").status_code == 422
    assert not Appeal.objects.exists()


def test_only_who_signs_for_the_unit_appeals(
    late, as_user, filler, gongan_head, reviewer, on_the_fourth
):
    assert send(as_user(filler), late).status_code == 403
    assert send(as_user(reviewer), late).status_code == 403
    assert send(as_user(gongan_head), late).status_code == 404
    assert not Appeal.objects.exists()


def test_after_the_window_the_page_says_so(late, as_user, head, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: LAST_MOMENT + DAY)
    answer = as_user(head).post(page("appeal-create", late), {"text": "太晚了的申诉"}, follow=True)
    assert "申诉期已于2018-07-10 24:00截止" in answer.content.decode()
    assert not Appeal.objects.exists()


def test_others_see_nothing_of_it(late, as_user, head, gongan_head, stranger, on_the_fourth):
    kept = sent(late, head)
    for person in (gongan_head, stranger):
        browser = as_user(person)
        assert browser.get(page("appeal-detail", kept)).status_code == 404
        assert kept.text not in browser.get(page("appeal-list")).content.decode()


def test_the_bureau_answers_through_the_page(late, as_user, head, reviewer, on_the_fourth):
    kept, browser = sent(late, head), as_user(reviewer)
    data = {"state": "partly", "given_back": "9", "decision": "部分属实"}
    assert browser.post(page("appeal-answer", kept), data).status_code == 422
    browser.post(page("appeal-answer", kept), data | {"given_back": "4"})
    kept.refresh_from_db()
    assert (kept.state, kept.given_back, kept.decided_by) == ("partly", 4, reviewer)
    assert "返还 4 分" in as_user(head).get(page("appeal-detail", kept)).content.decode()
