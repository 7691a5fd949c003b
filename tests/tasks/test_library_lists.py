"""What a new library version does to lists: a district's, those a matter joins or moves to."""

import pytest

from tasks.models import (
    Entry,
    LeftBecause,
    NearbyEntry,
    RowState,
    State,
    Task,
)
from tasks.review import decisions
from tests import factories
from tests.factories import DURING
from tests.matters.library_books import line
from units.models import Action, Event, Message, UnitKind

from .acts import acknowledged, because, fill_in, fresh, rows, submit
from .new_library import AT, changed, matters_of, states_of

NAME = "事项名称"


# Through a district.


def test_a_part_that_waits_for_its_district_is_to_be_checked(two_of_three, admin):
    part = two_of_three[0]
    changed(admin, {matters_of(part)[0]: {NAME: "社会保险新登记"}})
    assert fresh(part).state == State.RETURNED
    assert states_of(part) == ["draft", "returned"]
    assert fresh(part.parent).state != State.RETURNED


@pytest.fixture
def district_submitted(parts, tasks, collector):
    for part in parts:
        fill_in(part, collector)
        submit(part, collector)
    acknowledged(tasks.district_list, collector)
    submit(tasks.district_list, collector)
    return fresh(tasks.district_list)


def test_a_submitted_district_comes_back_with_the_part_alone(district_submitted, parts, admin):
    changed(admin, {matters_of(parts[0])[0]: {NAME: "社会保险新登记"}})
    assert fresh(district_submitted).state == State.RETURNED
    assert [fresh(part).state for part in parts] == ["returned", "submitted", "submitted"]


def test_a_district_is_ready_again_when_the_returned_row_goes(
    district_submitted, parts, reviewer, admin
):
    row = rows(parts[0], RowState.SUBMITTED)[0]
    decisions.send_back_rows(
        district_submitted, {row.pk: because("请核实")}, by=reviewer, at=DURING
    )
    changed(admin, gone=[row.matter])
    assert fresh(district_submitted).state == State.SUBMITTED
    assert fresh(parts[0]).state == State.SUBMITTED


def test_a_new_matter_of_a_submitted_district_makes_a_part_and_opens_the_list(
    district_submitted, town, admin
):
    kind = UnitKind.DISTRICT_DEPARTMENT
    culture = factories.unit("区文化局", kind, town.shangcheng, sort_order=150)
    changed(admin, added=[line("N1", 区县="上城区", 所属部门="区文化局")])
    part = Task.objects.get(unit=culture, obligation=district_submitted.obligation)
    assert (part.parent_id, part.state) == (district_submitted.pk, State.ISSUED)
    row = Entry.objects.get(task=part)
    assert (row.scope, row.districts) == ("some_districts", [town.shangcheng.pk])
    assert fresh(district_submitted).state == State.RETURNED


# A matter joins.


def test_a_new_matter_is_a_new_row_at_the_end_of_an_approved_list(approved, admin):
    changed(admin, added=[line("N1", "许可-95001-000", 事项名称="新事项")])
    row = Entry.objects.get(matter__inner_code="N1")
    assert (row.task_id, row.state, row.sort_order) == (approved.pk, RowState.DRAFT, 9)
    assert states_of(approved) == ["approved"] * 8 + ["draft"]
    assert fresh(approved).state == State.RETURNED


def test_a_unit_that_had_no_matter_gets_its_first_tasks(campaign, town, admin):
    idle = factories.unit("市投促局", parent=town.root, sort_order=30)
    person = factories.user("touziren", unit=idle)
    campaign.addressees.add(idle)
    late = AT.replace(month=5)
    changed(admin, added=[line("N1", 所属部门="市投促局")], at=late)
    tasks = Task.objects.filter(unit=idle)
    assert set(tasks.values_list("obligation__kind", flat=True)) == {"city_list", "roster"}
    assert not tasks.overdue(at=late).exists()
    assert "新增 1 行" in Message.objects.get(to=person).body
    assert Event.objects.of(tasks.first()).get().action == Action.CREATE


def test_a_unit_the_notice_does_not_address_gets_nothing(campaign, town, admin):
    factories.unit("市投促局", parent=town.root, sort_order=30)
    before = Task.objects.count()
    changed(admin, added=[line("N1", 所属部门="市投促局")])
    assert Task.objects.count() == before
    assert not Entry.objects.filter(matter__inner_code="N1").exists()


def test_a_personal_matter_joins_the_pilots_list_and_leaves_it(tasks, admin):
    facts = {"区县": "上城区", "所属部门": "区民政局", "办理对象": "个人"}
    changed(admin, added=[line("N1", "许可-95001-000", **facts)])
    row = NearbyEntry.objects.get(matter__inner_code="N1")
    assert row.task_id == tasks.nearby.pk
    changed(admin, {row.matter: {"是否最多跑一次": "否"}})
    row.refresh_from_db()
    assert (row.state, row.left_because) == (RowState.CANCELLED, LeftBecause.OUT_OF_SCOPE)
    assert Entry.objects.get(matter__inner_code="N1").state == RowState.DRAFT


# It moves to another department.


def test_a_moved_matter_leaves_one_list_and_joins_the_other_with_a_proposal(
    submitted, tasks, admin
):
    matter = matters_of(submitted)[0]
    Entry.objects.filter(matter=matter).update(version=1)
    changed(admin, {matter: {"所属部门": "市公安局"}})
    old = Entry.objects.get(matter=matter, task=submitted)
    new = Entry.objects.get(matter=matter, task=tasks.stranger_list)
    assert (old.state, old.left_because) == (RowState.CANCELLED, LeftBecause.MOVED)
    assert (new.state, new.system_name, new.unconfirmed) == ("draft", "杭州市人社一体化系统", True)
    assert (new.contact, new.phone) == ("", "")
    assert new.origin == {
        "kind": "library",
        "label": "市人力社保局",
        "fields": ["system_level", "system_name", "volume", "scope"],
    }


def test_a_moved_matter_that_comes_back_takes_its_old_row_again(city_list, tasks, admin):
    matter = matters_of(city_list)[0]
    changed(admin, {matter: {"所属部门": "市公安局"}})
    changed(admin, {matter: {"所属部门": "市人力社保局"}})
    assert Entry.objects.get(matter=matter, task=city_list).state == RowState.DRAFT
    assert Entry.objects.get(matter=matter, task=tasks.stranger_list).state == RowState.CANCELLED
