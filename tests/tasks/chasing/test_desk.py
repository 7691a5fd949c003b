"""The desk: who is missing, at which step, how late, and whom to call (story 5, case 24)."""

from datetime import timedelta

import pytest
from django.http import QueryDict

from tasks.chasing import calling, owed
from tasks.chasing.contacts import contacts_of
from tasks.chasing.desk import blocks, figures, lines_of, text_for_chat
from tasks.chasing.filters import DeskFilter, late_since
from tasks.chasing.owed import Step
from tasks.models import CallNote, CallOutcome, Campaign, ReturnClass, State, Task
from tasks.review import decisions
from tasks.review.reasons import Reason
from tasks.supervision import nudging
from tests import factories
from tests.factories import DURING
from tests.tasks.acts import acknowledged, fill_in, fresh, submit
from units.models import RosterDuty, RosterMember, User

from .conftest import LATE, issue


def desk(user, query="", at=LATE):
    filters = DeskFilter(QueryDict(query), user=user, at=at)
    return blocks(filters.units(), filters.tasks(), user=user, at=at)


def units(user, query="", at=LATE):
    return [block.unit.short_name for block in desk(user, query, at)]


def line(task, at=LATE):
    [found] = lines_of(owed.missing(User(role="reviewer")).filter(pk=task.pk), at=at)
    return found


def step(task):
    return line(task).step, line(task).how_far


def test_each_step_on_the_way_is_named(tasks, filler):
    assert step(tasks.city_list) == (Step.UNSIGNED, "")
    task = acknowledged(tasks.city_list, filler)
    assert step(task) == (Step.UNTOUCHED, "0/8（0.0%）")
    rows = task.entry_rows.in_order()
    rows.filter(pk__in=[row.pk for row in rows[:5]]).update(complete=True)
    Task.objects.filter(pk=task.pk).update(state=State.FILLING)
    assert step(task) == (Step.DRAFT, "5/8（62.5%）")
    Task.objects.filter(pk=task.pk).update(state=State.FOR_HEAD)
    assert step(task)[0] == Step.FOR_HEAD


def test_what_came_back_says_how_much_is_corrected(submitted, reviewer):
    row = submitted.entry_rows.in_order().first()
    reason = Reason(ReturnClass.VOLUME, "请核对")
    decisions.send_back_rows(submitted, {row.pk: reason}, by=reviewer, at=DURING)
    assert step(submitted) == (Step.RETURNED, "已改 0/1 行")


def test_a_district_waits_for_its_departments_and_then_for_itself(tasks, two_of_three, collector):
    Task.objects.filter(pk=tasks.district_list.pk).update(state=State.ACKNOWLEDGED)
    assert step(tasks.district_list) == (Step.PARTS, "缺 1 个部门")
    fill_in(two_of_three[2], collector)
    submit(two_of_three[2], collector)
    assert step(tasks.district_list) == (Step.TO_GATHER, "")


def test_workdays_late_count_the_shifted_sunday(tasks):
    """Due on 6 April (清明); 8 April is a Sunday that is worked (domain §3.1)."""
    assert line(tasks.city_list).workdays_late == 2
    assert line(tasks.city_list, LATE - timedelta(days=2)).workdays_late == 0
    assert line(tasks.city_list, DURING).workdays_late == 0


def test_the_desk_counts_the_overdue_as_everything_else_does(tasks, reviewer):
    """Trust B5: the condition of the desk and that of the tasks are one."""
    for at in (DURING, factories.DUE, factories.DUE + timedelta(microseconds=1), LATE):
        mine = owed.missing(reviewer).filter(owed.is_overdue(at))
        assert set(mine) == set(Task.objects.overdue(at=at).filter(pk__in=owed.missing(reviewer)))
        assert set(mine) == {task for task in owed.missing(reviewer) if task.is_overdue(at=at)}


@pytest.mark.parametrize(("days", "expected"), [(1, True), (2, True), (3, False)])
def test_so_many_workdays_late_is_what_the_line_says(tasks, days, expected):
    task = fresh(tasks.city_list)
    assert (task.late_at <= late_since(LATE.date(), days)) is expected
    assert (line(task).workdays_late >= days) is expected


def test_everybody_sees_whom_they_may_chase(tasks, people, town):
    bureau = ["市人力社保局", "市公安局", "上城区", "下城区"]
    assert units(people.reviewer) == units(people.leader) == bureau
    parts = ["区人力社保局", "区卫生计生局", "区民政局"]
    assert units(people.collector) == parts
    assert units(people.reviewer, "where=parts") == [*parts, *parts]
    assert units(people.reviewer, f"where=parts-{town.xiacheng.pk}") == parts
    # A place that is none of a collector's is no filter of hers.
    assert units(people.collector, "where=parts") == parts


def test_nobody_is_chased_for_a_campaign_that_is_over_or_a_draft(campaign, reviewer):
    Campaign.objects.filter(pk=campaign.pk).update(state="closed")
    assert units(reviewer) == []


def test_case_15_a_unit_without_matters_is_never_chased(campaign, town, reviewer):
    campaign.addressees.add(town.dajiangdong)
    assert "大江东" not in units(reviewer)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=gaj", ["市公安局"]),
        ("where=department", ["市人力社保局", "市公安局"]),
        ("where=district", ["上城区", "下城区"]),
        ("obligation=nearby", ["上城区"]),
        ("obligation=city_list&step=unsigned", ["市人力社保局", "市公安局"]),
        ("step=draft", []),
        ("when=overdue", ["市人力社保局", "市公安局", "上城区", "下城区"]),
        ("when=soon", []),
        ("days=2&where=department", ["市人力社保局", "市公安局"]),
        ("days=3", []),
        ("mute=on", []),
        ("sort=-unit", ["下城区", "上城区", "市公安局", "市人力社保局"]),
        ("step=nonsense&days=x&where=999", ["市人力社保局", "市公安局", "上城区", "下城区"]),
    ],
)
def test_the_address_says_what_is_shown(tasks, reviewer, query, expected):
    assert units(reviewer, query) == expected


def test_sorted_by_date_the_most_urgent_unit_comes_first(tasks, town, reviewer):
    Task.objects.filter(unit=town.shangcheng).update(late_at=DURING)
    assert units(reviewer, "sort=late")[0] == "上城区"
    assert units(reviewer, "sort=-owes")[0] == "市人力社保局"


def test_soon_is_three_workdays_ahead(tasks, reviewer):
    """The deadline, 6 April, is inside 3, 4 and 8 April, the workdays after the 2nd."""
    assert len(units(reviewer, "when=soon", DURING)) == 4
    assert units(reviewer, "when=soon", DURING - timedelta(days=5)) == []


def test_the_figures_are_units_of_those_shown(tasks, reviewer, town):
    User.objects.filter(unit=town.gongan).update(is_active=False)
    found = figures(owed.missing(reviewer).owed(), at=LATE)
    assert (found["units"], found["overdue"], found["soon"], found["mute"]) == (4, 4, 0, 1)


def test_case_24_without_a_contact_person_the_division_head_is_called(town):
    head = RosterMember.objects.create(
        unit=town.renshe, duty=RosterDuty.HEAD, name="处长", office_phone="85250001"
    )
    leader = {"duty": RosterDuty.LEADER, "name": "组长", "mobile": "19900000077"}
    RosterMember.objects.create(unit=town.renshe, **leader)
    contacts = contacts_of([town.renshe.pk])[town.renshe.pk]
    assert contacts.first.holder == head and contacts.lacks_staff
    RosterMember.objects.create(
        unit=town.renshe, duty=RosterDuty.STAFF, name="联络员", mobile="19900000088"
    )
    contacts = contacts_of([town.renshe.pk])[town.renshe.pk]
    assert contacts.first.name == "联络员" and not contacts.lacks_staff


def call(unit, campaign, by, phone, outcome, at=LATE):
    return calling.note(unit, campaign, person="方填报", phone=phone, outcome=outcome, by=by, at=at)


def test_a_wrong_number_is_passed_over_until_it_is_corrected(campaign, town, reviewer, filler):
    call(town.renshe, campaign, reviewer, "19900000011", CallOutcome.WRONG_NUMBER)
    contacts = contacts_of([town.renshe.pk])[town.renshe.pk]
    assert contacts.people[0].name == "方填报" and contacts.people[0].is_unreachable
    assert contacts.first.name == "何处长"
    User.objects.filter(pk=filler.pk).update(phone="19900000015")
    assert contacts_of([town.renshe.pk])[town.renshe.pk].first.name == "方填报"


def test_a_number_that_answers_later_is_right_again(campaign, town, reviewer):
    call(town.renshe, campaign, reviewer, "19900000011", CallOutcome.WRONG_NUMBER)
    assert CallNote.objects.wrong_numbers().count() == 1
    call(town.renshe, campaign, reviewer, "19900000011", CallOutcome.REACHED)
    assert not CallNote.objects.wrong_numbers().exists()


def test_a_call_is_read_by_the_callers_office_alone(campaign, town, people):
    note = call(town.shangcheng_renshe, campaign, people.collector, "", CallOutcome.REACHED)
    readers = {n for n, who in vars(people).items() if CallNote.objects.visible_to(who).exists()}
    assert readers == {"reviewer", "admin", "leader", "collector"}
    assert note.at == LATE


def test_a_line_remembers_who_chased_last(tasks, town, reviewer, campaign):
    nudging.nudge([tasks.city_list], by=reviewer, at=LATE)
    [slip] = issue(tasks.city_list, reviewer)
    call(town.renshe, campaign, reviewer, "", CallOutcome.NO_ANSWER)
    [block, *_rest] = desk(reviewer, "obligation=city_list")
    [found] = block.lines
    assert found.nudge.at == LATE and found.nudged_today and found.slips == (slip,)
    assert block.call.outcome == CallOutcome.NO_ANSWER


def test_the_text_for_the_group_says_the_step(tasks, reviewer):
    text = text_for_chat(desk(reviewer, "obligation=city_list"), user=reviewer)
    head, first, _second, sender = text.split("\n")
    assert "以下 2 家" in head and first == "1. 市人力社保局（未签收）"
    assert sender == "市数据资源局"


def test_a_district_signs_its_own_text(tasks, collector):
    text = text_for_chat(desk(collector), user=collector)
    assert text.endswith("上城区电子政务办") and "1. 区人力社保局（" in text
