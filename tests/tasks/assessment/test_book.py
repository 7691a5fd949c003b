"""考核得分表 as a workbook: read back cell by cell, ready for A4, Chinese whatever is read."""

import io

import pytest
from openpyxl import load_workbook

from tasks.assessment import appealing
from tasks.models import AppealState, Deduction
from tests.tasks.acts import page
from units.models import Action, Event

from .story import IN_JULY


@pytest.fixture
def book(published, as_user, leader, head, reviewer):
    late = Deduction.objects.get(score__unit=head.unit, criterion="按时报送")
    appeal = appealing.appeal(late, text="=cmd|' /C calc'!A0", by=head, at=IN_JULY)
    appealing.decide(
        appeal, state=AppealState.PARTLY, given_back=4, decision="部分属实", by=reviewer, at=IN_JULY
    )
    answer = as_user(leader, HTTP_ACCEPT_LANGUAGE="en").post(page("assessment-export", published))
    assert answer.status_code == 200
    return load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


def rows(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def row_of(sheet, name):
    return next(row for row in rows(sheet) if name in row)


def test_the_points_by_group(book):
    assert book.sheetnames == ["市级部门", "区、县（市）", "市级部门扣分", "区、县（市）扣分"]
    city = book["市级部门"]
    assert rows(city)[0][0] == "“一窗受理”工作考核得分表（市级部门）"
    assert row_of(city, "市人力社保局") == [
        1, "市人力社保局", "18", "18", "—", "—", "5", "5", "4", "46", "50", "92.0",
    ]  # fmt: skip
    assert row_of(city, "市公安局") == [
        2, "市公安局", "0", "—", "—", "—", "0", "5", None, "5", "30", "16.7",
    ]  # fmt: skip
    text = str(rows(city))
    assert "下列单位本期不考核：下城区" in text and "校验值" in text


def test_every_deduction_with_reason_evidence_and_appeal(book):
    late = next(row for row in rows(book["市级部门扣分"]) if "按时报送" in row and "6" in row)
    assert late[3] == "6" and "逾期 3 个工作日" in late[4] and "第 1 次报送" in late[5]
    assert late[6] == "部分成立，返还4分"


def test_it_is_ready_for_paper(book):
    for sheet in book:
        setup = sheet.page_setup
        assert (setup.orientation, setup.paperSize, setup.fitToWidth) == ("landscape", 9, 1)
        assert sheet.print_title_rows
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def test_handing_it_out_is_in_the_trail(book, published):
    event = Event.objects.get(action=Action.EXPORT, subject="tasks.assessmentsheet")
    assert event.label == "考核得分表_2018年第二季度.xlsx"
    assert "3" in event.reason


def test_what_is_shown_is_exported(published, as_user, leader):
    data = {"query": "group=district"}
    answer = as_user(leader).post(page("assessment-export", published), data)
    found = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert found.sheetnames == ["区、县（市）", "区、县（市）扣分"]


def test_nothing_to_export_is_said(published, as_user, leader):
    browser = as_user(leader)
    answer = browser.post(page("assessment-export", published), {"query": "q=zzz"}, follow=True)
    assert "没有可导出的得分" in answer.content.decode()
