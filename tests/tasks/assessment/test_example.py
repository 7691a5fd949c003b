"""A quarter of four units, from what happened to points that were worked out by hand."""

from datetime import datetime, timedelta

import pytest

from tasks.assessment import sheets
from tasks.assessment.facts import facts_of
from tasks.assessment.period import Period, last_quarter, quarter_of
from tasks.assessment.standing import groups
from tasks.models import AssessmentSheet, CallNote, CallOutcome, Deduction, RowState, Task
from tasks.review import decisions
from tests.factories import CITY_TIME
from tests.tasks.acts import because
from units.models import Action, Event

from . import story
from .story import APRIL_12, FIRST_OF_APRIL, IN_JULY, LAST_OF_JUNE, THREE_WORKDAYS_LATE


def points(score):
    return {line["criterion"]: line["score"] for line in score.lines}


def taken(score, criterion):
    return [(int(one.points), one.sentence) for one in score.deductions.filter(criterion=criterion)]


def test_three_workdays_late_and_an_eighth_returned(sheet, score_of):
    renshe = score_of(sheet).renshe
    assert points(renshe) == {
        "按时报送": "14",  # 20 − 3 × 2
        "填报质量": "18",  # 1 of 8 rows is 12.5 %: two full steps
        "对接完成率": None,
        "培训启用与指南更新": None,
        "工作小组与经费": "5",
        "配合度": None,
    }
    assert (renshe.points, renshe.out_of) == (37, 45)
    ((late, sentence),) = taken(renshe, "按时报送")
    assert late == 6 and "2018-04-10 16:00首次报送，逾期 3 个工作日" in sentence
    ((returned, sentence),) = taken(renshe, "填报质量")
    assert returned == 2 and "报送 8 行，退回 1 行（12.5%）" in sentence


def test_who_never_reports_has_nothing(sheet, score_of, town):
    gongan = score_of(sheet).gongan
    owed = Task.objects.filter(unit=town.gongan).count()
    assert owed == 2
    assert points(gongan)["按时报送"] == "0"  # 20 − 2 × 10
    assert points(gongan)["填报质量"] is None
    assert points(gongan)["工作小组与经费"] == "0"  # 3 duties, and nothing said of money
    assert (gongan.points, gongan.out_of) == (0, 25)
    assert [n for n, _sentence in taken(gongan, "按时报送")] == [10, 10]


def test_an_extension_counts_and_the_rest_is_found(sheet, score_of):
    shangcheng = score_of(sheet).shangcheng
    found = points(shangcheng)
    assert found["按时报送"] == "20"
    assert found["填报质量"] == "18"  # the wrong number
    assert found["工作小组与经费"] == "3"  # no clerk, money only applied for
    (on_time,) = (line for line in shangcheng.lines if line["criterion"] == "按时报送")
    said = [task["extended"] for task in on_time["facts"]["tasks"]]
    assert "（原定2018-04-06 24:00，已延期）" in said
    assert taken(shangcheng, "工作小组与经费") == [
        (1, "已报名单缺少：具体工作人员（联络员）。"),
        (1, "经费保障情况为“申请中”。"),
    ]
    (((two, sentence),)) = taken(shangcheng, "填报质量")
    assert two == 2 and "上官汇，号码有误" in sentence
    assert "19900000031" not in str(shangcheng.lines) + sentence


def test_a_released_unit_is_not_assessed(sheet, town):
    assert not sheet.scores.filter(unit=town.xiacheng).exists()
    assert sheet.frozen["left_out"] == [{"unit": "下城区", "why": "任务已全部免除，不考核。"}]


def test_every_deduction_has_evidence_and_a_reason(sheet):
    deductions = Deduction.objects.filter(score__sheet=sheet)
    assert deductions.count() == 9
    assert all(one.evidence and one.sentence for one in deductions)
    (row,) = deductions.get(sentence__contains="退回 1 行").evidence
    event = Event.objects.get(pk=row["event"])
    assert (event.action, event.subject_id) == (Action.SEND_BACK, row["pk"])


def test_a_correction_is_never_late(sheet, quarter, tasks, admin):
    """Returned and not corrected for weeks: the first submission alone decided (domain §10)."""
    assert Task.objects.get(pk=tasks.city_list.pk).correction_due_at < IN_JULY
    before = sheet.scores.get(unit=tasks.city_list.unit).points
    again = sheets.compute(sheet.pk, by=admin, at=IN_JULY + timedelta(days=30))
    assert again.scores.get(unit=tasks.city_list.unit).points == before


def test_nothing_after_the_cut_off_counts(sheet, quarter, tasks, people, score_of):
    july = datetime(2018, 7, 2, 9, tzinfo=CITY_TIME)
    rows = tasks.city_list.entry_rows.filter(state=RowState.SUBMITTED)
    reasons = {row.pk: because("再核对一次") for row in rows[:3]}
    decisions.send_back_rows(tasks.city_list, reasons, by=people.reviewer, at=july)
    CallNote.objects.create(
        campaign=quarter, unit=people.filler.unit, person="方填报", phone="1",
        outcome=CallOutcome.WRONG_NUMBER, at=july, by=people.reviewer,
    )  # fmt: skip
    story.reported(tasks.stranger_list, people.stranger, july)
    again = sheets.compute(sheet.pk, by=people.admin, at=IN_JULY)
    assert score_of(again).renshe.points == 37
    assert points(score_of(again).gongan)["按时报送"] == "0"


def test_a_number_that_was_reached_later_is_not_wrong(quarter, people):
    CallNote.objects.create(
        campaign=quarter, unit=people.collector.unit, person="上官汇", phone="19900000031",
        outcome=CallOutcome.REACHED, at=APRIL_12 + timedelta(days=1), by=people.reviewer,
    )  # fmt: skip
    known = facts_of(quarter, Period.until(FIRST_OF_APRIL, LAST_OF_JUNE, at=IN_JULY))
    assert known[people.collector.unit]["unreachable"] == []


def test_a_task_due_in_another_quarter_is_not_judged_in_this(quarter, town):
    july = Period(datetime(2018, 7, 1).date(), datetime(2018, 9, 30).date(), IN_JULY)
    known = facts_of(quarter, july)
    assert {unit: one["tasks"] for unit, one in known.items()} == dict.fromkeys(known, [])


def test_the_units_are_ranked_within_their_group(sheet):
    ranked = {
        group.key: [(one.rank, one.unit.short_name, str(one.percent)) for one in group.standings]
        for group in groups(sheet)
    }
    assert ranked == {
        "city": [(1, "市人力社保局", "82.2"), (2, "市公安局", "0.0")],
        "district": [(1, "上城区", "91.1")],
    }


def test_computing_again_replaces_a_draft(sheet, admin):
    before = set(sheet.scores.values_list("pk", flat=True))
    again = sheets.compute(sheet.pk, by=admin, at=IN_JULY + timedelta(hours=1))
    assert again.checksum == sheet.checksum
    assert not before & set(again.scores.values_list("pk", flat=True))
    assert AssessmentSheet.objects.count() == 1
    assert Event.objects.of(sheet).filter(action=Action.ASSESS).count() == 2


def test_an_older_run_does_not_replace_a_newer_one(sheet, admin):
    with pytest.raises(sheets.SheetRefused, match="已有更新的计分结果"):
        sheets.compute(sheet.pk, by=admin, at=IN_JULY - timedelta(minutes=1))


def test_a_period_that_has_not_begun_cannot_be_computed(quarter, admin):
    coming = story.opened(quarter, admin, name="2019", starts_on=datetime(2019, 1, 1).date(),
                          ends_on=datetime(2019, 3, 31).date())  # fmt: skip
    with pytest.raises(sheets.SheetRefused, match="尚未开始"):
        sheets.compute(coming.pk, by=admin, at=IN_JULY)


@pytest.mark.parametrize(
    ("moment", "late"),
    [
        (None, 0),  # at the last moment itself
        (datetime(2018, 4, 7, 0, 0, 1, tzinfo=CITY_TIME), 1),  # on a holiday: less than a workday
        (datetime(2018, 4, 8, 9, 0, tzinfo=CITY_TIME), 1),
        (THREE_WORKDAYS_LATE, 3),
    ],
)
def test_lateness_counts_in_workdays_after_late_at(campaign, tasks, filler, moment, late):
    story.reported(tasks.check, filler, moment or tasks.check.late_at)
    known = facts_of(campaign, Period.until(FIRST_OF_APRIL, LAST_OF_JUNE, at=IN_JULY))
    (found,) = (one for one in known[filler.unit]["tasks"] if one["submitted"])
    assert found["workdays_late"] == late


def test_quarters():
    assert quarter_of(datetime(2018, 12, 31).date()) == (
        "2018年第四季度", datetime(2018, 10, 1).date(), datetime(2018, 12, 31).date(),
    )  # fmt: skip
    assert last_quarter(datetime(2018, 1, 5).date())[0] == "2017年第四季度"
