"""The words drafted from the figures: what is said, with which denominators, in which order."""

import pytest

from tasks.circulars import circulars, compiling, drafting
from tasks.circulars.drafting import phrases
from tasks.circulars.reading import Frozen
from tasks.models import Campaign, Entry, RowState, State, Task
from tests import factories
from tests.factories import DUE, DURING
from tests.tasks.acts import fill_in, submit
from units.models import RosterMember, UnitKind

from .conftest import CUT_OFF, LATER, MORNING


def frozen_at(campaign, at=CUT_OFF):
    return Frozen(compiling.compile_report(campaign, cut_off_at=at, at=at).figures)


def test_the_title_names_the_cut_off(circular):
    assert circular.title.split("\n") == [
        "关于“一窗受理”平台事项接入",
        "工作进展情况的通报",
        "（截至4月8日17时）",
    ]


def test_every_share_has_its_denominator(circular):
    whole = circular.situation.split("\n")[0]
    assert "应报送对接事项清单的单位4家，已报送1/4（25.0%），均为按时报送" in whole
    assert "应报送事项22项，已报送8/22（36.4%），其中退回修改2项、待审核6项" in whole
    assert "于4月6日24时前报送" in whole and "截至4月8日17时" in whole


def test_who_has_not_reported_is_named_in_official_order(circular):
    assert (
        "1.对接事项清单。市级部门1/2（50.0%）：市公安局；"
        "区、县（市）2/2（100.0%）：上城区、下城区。" in circular.problems
    )
    assert "以上单位均尚未签收任务" in circular.problems


def test_who_was_late_is_named_with_workdays(campaign, reported, stranger):
    fill_in(reported.stranger_list, stranger)
    submit(reported.stranger_list, stranger, at=MORNING)
    said = drafting.problems(frozen_at(campaign))
    assert "逾期报送。对接事项清单逾期报送的1家：市公安局（逾期1个工作日）。" in said


def test_returns_are_said_with_their_reasons(circular):
    said = "退回过修改的事项占已报送事项（含就近可办事项）的2/8（25.0%），共退回2次"
    assert said in circular.problems
    assert "办件量有误1次、系统名称不规范1次" in circular.problems


def test_demands_have_a_date_two_workdays_on(circular):
    assert "逾期未报的4家单位须于4月10日17时前完成报送" in circular.demands


def test_nothing_is_said_of_what_did_not_happen(campaign, reported, town, admin):
    """All have reported in time, and everything is approved."""
    owed = Task.objects.of_campaign(campaign)
    owed.update(first_submitted_at=DURING, state=State.APPROVED)
    Entry.objects.update(state=RowState.APPROVED, return_class="", return_reason="")
    for unit in {task.unit for task in owed.owed()}:
        for duty in RosterMember.REQUIRED_DUTIES:
            RosterMember.objects.create(unit=unit, duty=duty, name="某", mobile="19900000011")
    frozen = frozen_at(campaign)
    frozen.returns.update(rows=0, classes=[])
    problems = drafting.problems(frozen)
    assert problems == (
        "截至4月8日17时，各项任务没有逾期未报、逾期报送和超过修改时限未重报的情况。"
    )
    assert "逾期" not in drafting.demands(frozen)
    assert "4月10日" in drafting.demands(frozen)


def test_the_report_before_is_compared_with(campaign, reported, stranger):
    compiling.compile_report(campaign, cut_off_at=CUT_OFF, at=CUT_OFF)
    fill_in(reported.stranger_list, stranger)
    submit(reported.stranger_list, stranger, at=LATER)
    report = compiling.compile_report(campaign, cut_off_at=LATER, at=LATER)
    said = circulars.draft(report, at=LATER).situation
    assert "较上期（截至4月8日17时）新增报送单位1家，新增报送事项2项。" in said


def test_the_addressees_are_those_of_the_notice(campaign, town):
    assert drafting.addressees(campaign) == "各区、县（市）人民政府，市直各相关单位："


def test_zones_have_no_government_and_come_by_name(town):
    notice = Campaign.objects.create(
        number="杭智办〔2018〕3号", title="要点", issuer="办公室", issued_on=DURING.date()
    )
    notice.addressees.set([town.shangcheng, town.xiacheng, town.dajiangdong, town.renshe])
    town.shangcheng.gb_code, town.xiacheng.gb_code = "330102", "330103"
    town.shangcheng.save()
    town.xiacheng.save()
    assert drafting.addressees(notice) == (
        "各区、县（市）人民政府，杭州大江东产业集聚区，市直各相关单位："
    )
    factories.unit("新区", UnitKind.DISTRICT, town.root, gb_code="330199", name="杭州市新区")
    assert drafting.addressees(notice).startswith("杭州上城区人民政府，杭州下城区人民政府，")


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (CUT_OFF, "4月8日17时"),
        (DUE, "4月6日24时"),
        (DUE.replace(day=9, hour=10, minute=37), "4月9日10时37分"),
        ("2018-04-06T23:59:59.999999+08:00", "4月6日24时"),
    ],
)
def test_a_moment_in_official_words(at, words):
    assert phrases.moment(at) == words
