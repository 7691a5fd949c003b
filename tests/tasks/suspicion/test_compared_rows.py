"""Rules that hold rows against each other, and what happens to the others' findings."""

from tasks.models import Entry, RowState, SuspicionRule, System
from tests.factories import DURING

SHARED = "确认-90001-001"


def limit(code, threshold):
    SuspicionRule.objects.filter(code=code).update(threshold=threshold)


def test_the_district_that_differs_from_most_is_struck(desk, town, third_district):
    odd = desk.row(town.shangcheng_renshe, SHARED)
    desk.change(odd, system=None, system_name="浙江省社保系统", system_level="province_built")
    desk.examine(odd)
    assert "districts_disagree" in desk.found()[odd.pk]
    assert set(desk.found()) == {odd.pk}


def test_the_city_that_differs_from_most_districts_is_struck(desk, town, third_district):
    odd = desk.row(town.renshe, "许可-90001-000")
    desk.change(odd, system=None, system_name="杭州市另一系统")
    desk.examine(odd)
    assert desk.found() == {odd.pk: {"city_disagrees"}}


def test_no_majority_strikes_nobody(desk, town):
    one = desk.row(town.shangcheng_renshe, SHARED)
    desk.change(one, system=None, system_name="浙江省社保系统", system_level="province_built")
    desk.examine(one)
    assert "districts_disagree" not in desk.found().get(one.pk, set())


def test_a_district_against_its_city_is_struck(desk, town):
    one = desk.row(town.shangcheng_renshe, "许可-90001-000")
    desk.change(one, system=None, system_name="浙江省社保系统", system_level="province_built")
    desk.examine(one)
    assert "city_disagrees" in desk.found()[one.pk]


def test_a_district_may_run_its_own_copy(desk, town):
    one = desk.row(town.shangcheng_renshe, "许可-90001-000")
    desk.change(one, system_level="standalone")
    desk.examine(one)
    assert desk.found() == {}


def test_the_same_figure_down_the_list_is_struck(desk, town):
    rows = list(Entry.objects.filter(task__unit=town.renshe).in_order())
    limit("volume_deviation", 1000)
    for row in rows[1:6]:
        desk.change(row, volume=4321, remark="按2017年台账填报")
    desk.examine(rows[0])
    assert desk.found() == {row.pk: {"volume_identical"} for row in rows[1:6]}


def test_a_system_nobody_else_names_is_struck(desk, town):
    row = desk.row(town.gongan)
    desk.change(row, **new_system(row))
    desk.examine(row)
    assert desk.found() == {row.pk: {"system_used_once"}}


def new_system(row, name="杭州警务一点通"):
    system = System.objects.create(name=name, created_at=DURING)
    return {"system": system, "system_name": name}


def test_a_second_row_on_the_system_frees_the_first_of_another_unit(desk, town):
    first, second = desk.row(town.gongan), desk.row(town.shangcheng_weiji)
    facts = new_system(first)
    desk.change(first, **facts)
    desk.examine(first)
    desk.change(second, **facts)
    desk.examine(second)
    assert desk.found() == {} and desk.severity(first) == 0


def test_a_contact_for_too_many_units_is_struck_everywhere(desk, town):
    limit("contact_many_units", 2)
    units = (town.renshe, town.gongan, town.shangcheng_weiji)
    rows = [desk.row(unit) for unit in units]
    for row in rows:
        desk.change(row, contact="万能人", phone="19905710000")
    desk.examine(rows[-1])
    assert desk.found() == {row.pk: {"contact_many_units"} for row in rows}


def test_a_contact_for_too_many_rows_is_struck(desk, town):
    limit("contact_many_rows", 7)
    row = desk.row(town.renshe)
    desk.examine(row)
    assert len(desk.found()) == 8
    assert set.union(*desk.found().values()) == {"contact_many_rows"}


def test_one_mobile_under_two_names_strikes_the_rarer(desk, town):
    row = desk.row(town.renshe)
    desk.change(row, contact="另一人")
    desk.examine(row)
    assert desk.found() == {row.pk: {"phone_many_names"}}


def test_an_approved_row_keeps_what_was_found(desk, town):
    first, second = desk.row(town.gongan), desk.row(town.shangcheng_weiji)
    facts = new_system(first)
    desk.change(first, **facts)
    desk.examine(first)
    desk.change(first, state=RowState.APPROVED)
    desk.change(second, **facts)
    desk.examine(second)
    assert desk.found() == {first.pk: {"system_used_once"}}
