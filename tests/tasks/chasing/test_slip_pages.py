"""The pages of slips: who answers, decides, closes and reads them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tasks.chasing import answering
from tasks.models import ChasingSlip, ChasingState

from .conftest import at, due, issue, reported


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
