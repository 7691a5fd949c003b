"""What a report counts, and as of when."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tasks.circulars import compiling
from tasks.circulars.figures import figures
from tasks.circulars.reading import Frozen
from tasks.collecting import collecting
from tasks.filling import withdrawing
from tasks.models import OverdueReport, RowState, State, Task
from tasks.review import decisions
from tasks.supervision import deadlines
from tests.factories import DUE, DURING
from tests.tasks.acts import because, fill_in, fresh, submit
from units.models import Action, Event, RosterDuty, RosterMember
from units.models.events import AppendOnly

from .conftest import CUT_OFF, LATER, MORNING


def line_of(content, unit):
    return next(line for line in content["units"] if line["unit"] == unit.pk)


def list_of(content, unit):
    return line_of(content, unit)["list"]


def test_a_list_is_counted_by_what_became_of_its_rows(campaign, reported, town):
    one = list_of(figures(campaign, at=CUT_OFF), town.renshe)
    assert (one["should"], one["reported"], one["approved"], one["returned"]) == (8, 8, 0, 2)
    assert one["in_time"] and not one["overdue"] and one["days_late"] == 0


def test_who_has_not_reported_is_overdue_by_workdays(campaign, reported, town):
    one = list_of(figures(campaign, at=CUT_OFF), town.gongan)
    # 4月6日24时 until 4月8日: the holiday counts for nothing.
    assert one["overdue"] and one["days_late"] == 1
    assert (one["should"], one["reported"]) == (2, 0)


def test_the_first_submission_decides_even_when_it_comes_late(campaign, tasks, town, stranger):
    fill_in(tasks.stranger_list, stranger)
    submit(tasks.stranger_list, stranger, at=MORNING)
    one = list_of(figures(campaign, at=CUT_OFF), town.gongan)
    assert one["is_late"] and not one["in_time"] and not one["overdue"]
    assert one["days_late"] == 1


def test_a_correction_after_the_deadline_is_in_time(campaign, reported, town, head):
    submit(reported.city_list, head, at=MORNING)
    one = list_of(figures(campaign, at=CUT_OFF), town.renshe)
    assert one["in_time"] and one["returned"] == 0


def test_a_submission_after_the_cut_off_changes_nothing(campaign, reported, town, stranger):
    """Case 25, even when the report is compiled on the next morning."""
    fill_in(reported.stranger_list, stranger)
    before = figures(campaign, at=CUT_OFF)
    submit(reported.stranger_list, stranger, at=LATER)
    rows = reported.stranger_list.entry_rows.values_list("pk", flat=True)
    decisions.approve_rows(fresh(reported.stranger_list), rows, by=stranger, at=LATER)
    assert figures(campaign, at=CUT_OFF) == before
    assert list_of(figures(campaign, at=LATER), town.gongan)["approved"] == 2


def test_a_submission_taken_back_after_the_cut_off_still_counts(
    campaign, tasks, town, stranger, head
):
    fill_in(tasks.stranger_list, stranger)
    submit(tasks.stranger_list, stranger, at=DURING)
    before = figures(campaign, at=CUT_OFF)
    withdrawing.withdraw(tasks.stranger_list, by=stranger, at=LATER)
    assert list_of(figures(campaign, at=CUT_OFF), town.gongan) == list_of(before, town.gongan)
    assert list_of(figures(campaign, at=LATER), town.gongan)["first_at"] is None


def test_a_deadline_moved_after_the_cut_off_does_not_excuse(campaign, reported, town, admin):
    deadlines.extend(
        [reported.stranger_list], DUE + timedelta(days=10), reason="系统切换", by=admin, at=LATER
    )
    assert list_of(figures(campaign, at=CUT_OFF), town.gongan)["overdue"]
    assert not list_of(figures(campaign, at=LATER), town.gongan)["overdue"]


def test_overdue_in_the_report_is_overdue_everywhere(campaign, reported):
    """Trust B5: one definition for lists, pages and the report."""
    overdue = Task.objects.of_campaign(campaign).owed().overdue(at=CUT_OFF)
    content = figures(campaign, at=CUT_OFF)
    found = {
        one["task"] for line in content["units"] for one in line["tasks"].values() if one["overdue"]
    }
    assert found == set(overdue.values_list("pk", flat=True))


def test_ranks_follow_the_rate_and_then_the_time(campaign, reported, town, stranger):
    fill_in(reported.stranger_list, stranger)
    submit(reported.stranger_list, stranger, at=DURING - timedelta(hours=1))
    content = figures(campaign, at=CUT_OFF)
    # Both are complete: who was first stands first, whatever the official order.
    assert content["tables"]["city"] == [town.gongan.pk, town.renshe.pk]
    # Two districts without a row: equals, in official order.
    assert content["tables"]["district"] == [town.shangcheng.pk, town.xiacheng.pk]
    ranks = [line_of(content, unit)["rank"] for unit in (town.shangcheng, town.xiacheng)]
    assert ranks == [1, 1]


def test_a_unit_without_rows_is_neither_ranked_nor_mentioned(campaign, reported, town, admin):
    """Case 15: its only rows left the denominator, and it was released."""
    Task.objects.filter(unit=town.gongan).move(Action.RELEASE, by=admin, at=DURING)
    reported.stranger_list.entry_rows.update(
        state=RowState.CANCELLED, left_on=DURING.date(), left_because="cancelled"
    )
    content = figures(campaign, at=CUT_OFF)
    assert town.gongan.pk not in [line["unit"] for line in content["units"]]
    assert town.gongan.pk not in content["tables"]["city"]


def test_a_roster_alone_is_no_reason_to_be_mentioned(campaign, reported, town):
    """Case 15 again: the rows are gone, the task of the roster is still open."""
    reported.stranger_list.entry_rows.update(
        state=RowState.CANCELLED, left_on=DURING.date(), left_because="cancelled"
    )
    content = figures(campaign, at=CUT_OFF)
    assert town.gongan.pk not in [line["unit"] for line in content["units"]]


def test_returns_are_counted_by_row_and_by_class(campaign, reported, town, reviewer, head):
    submit(reported.city_list, head, at=DURING)
    first = reported.city_list.entry_rows.in_order().first()
    again = {first.pk: because("仍不对", "volume")}
    decisions.send_back_rows(fresh(reported.city_list), again, by=reviewer, at=DURING)
    returns = line_of(figures(campaign, at=CUT_OFF), town.renshe)["returns"]
    assert returns == {
        "rows": 2,
        "times": 3,
        "classes": [["办件量有误", 2], ["系统名称不规范", 1]],
    }


def test_what_came_back_and_is_not_corrected_in_time_has_a_word_of_its_own(
    campaign, reported, town
):
    one = list_of(figures(campaign, at=CUT_OFF), town.renshe)
    # Returned on 4月2日, to be corrected by the end of 4月3日.
    assert one["past_correction"] and not one["overdue"]
    assert not list_of(figures(campaign, at=DURING), town.renshe)["past_correction"]


def test_a_working_group_lacks_whom_nobody_is(campaign, reported, town):
    for duty in (RosterDuty.LEADER, RosterDuty.STAFF):
        RosterMember.objects.create(unit=town.renshe, duty=duty, name="某", mobile="19900000011")
    content = figures(campaign, at=CUT_OFF)
    assert line_of(content, town.renshe)["missing_duties"] == ["处（科）室负责人"]


def test_the_sums_are_the_sums_of_the_lines(campaign, reported):
    frozen = Frozen(figures(campaign, at=CUT_OFF))
    lists = [line["list"] for line in frozen.units if line["list"]]
    for name in ("should", "reported", "approved", "returned"):
        assert frozen.lists()[name] == sum(one[name] for one in lists)
    assert frozen.lists()["overdue"] == sum(one["overdue"] for one in lists)
    assert frozen.lists()["units"] == len(lists) == 4


def test_a_district_is_complete_when_its_last_department_went_up(campaign, tasks, town, people):
    district = tasks.district_list
    fill_in(tasks.part, people.district_filler)
    submit(tasks.part, people.district_head)
    for part in district.parts.exclude(pk=tasks.part.pk):
        collecting.mark_missing(part, note="人员调整", by=people.collector, at=DURING)
    Task.objects.filter(pk=district.pk).move(Action.ACKNOWLEDGE, by=people.collector, at=DURING)
    submit(district, people.collector)
    one = list_of(figures(campaign, at=CUT_OFF), town.shangcheng)
    assert (one["reported"], one["should"]) == (2, 6)
    assert one["first_at"] == one["done_at"]


def test_the_figures_are_plain_and_the_same_each_time(campaign, reported):
    content = figures(campaign, at=CUT_OFF)
    assert json.loads(json.dumps(content)) == content
    assert figures(campaign, at=CUT_OFF) == content


def test_a_report_is_numbered_by_campaign_day_and_serial(campaign, reported, reviewer):
    first = compiling.compile_report(campaign, cut_off_at=MORNING, by=reviewer, at=MORNING)
    second = compiling.compile_report(campaign, cut_off_at=CUT_OFF, at=LATER)
    assert [first.number, second.number] == [
        f"{campaign.pk}-20180408-01",
        f"{campaign.pk}-20180408-02",
    ]
    assert Event.objects.filter(action=Action.COMPILE).count() == 2


def test_the_same_cut_off_gives_the_same_report(campaign, reported):
    first = compiling.compile_report(campaign, cut_off_at=CUT_OFF, at=CUT_OFF)
    again = compiling.compile_report(campaign, cut_off_at=CUT_OFF, at=LATER)
    assert first == again and OverdueReport.objects.count() == 1


def test_nobody_compiles_the_future(campaign, reported):
    with pytest.raises(ValueError, match="nobody knows"):
        compiling.compile_report(campaign, cut_off_at=LATER, at=CUT_OFF)


def test_a_stored_report_agrees_with_its_checksum(report):
    stored = OverdueReport.objects.get(pk=report.pk)
    assert compiling.is_unchanged(stored)
    stored.figures["units"][0]["list"]["reported"] += 1
    assert not compiling.is_unchanged(stored)


def test_a_report_refuses_to_be_changed_or_deleted(report):
    with pytest.raises(AppendOnly):
        report.save()
    with pytest.raises(AppendOnly):
        report.delete()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE tasks_overduereport SET checksum = ''", "DELETE FROM tasks_overduereport"],
)
def test_the_database_refuses_to_change_a_report(report, statement):
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        connection.cursor().execute(statement)
    assert compiling.is_unchanged(OverdueReport.objects.get(pk=report.pk))


def test_returned_checks_and_rosters_count_as_wholes(campaign, reported, town):
    Task.objects.filter(pk=reported.check.pk).update(
        state=State.RETURNED, first_submitted_at=DURING
    )
    check = line_of(figures(campaign, at=CUT_OFF), town.renshe)["tasks"]["check"]
    assert check["should"] == check["reported"] == check["returned"] == 7
