"""A district keeps which city departments its own ones answer to (domain §3.3)."""

import pytest
from django.urls import reverse

from tasks.collecting import likeness, mapping
from tasks.demo.units import build_units
from tasks.models import Entry, RowState, Task
from tasks.systems import differences
from tasks.taking_over.sources import Source, Sources
from tests import factories
from tests.factories import DURING
from tests.tasks.acts import FACTS
from units.models import Event, Unit, UnitKind

TODAY = DURING.date()


@pytest.fixture
def office(as_user, collector):
    return as_user(collector)


@pytest.fixture
def housing(town):
    """区住建局 does the work of two city departments."""
    factories.unit("市建委", parent=town.root, sort_order=30)
    factories.unit("市住保房管局", parent=town.root, sort_order=40)
    return factories.unit("区住建局", UnitKind.DISTRICT_DEPARTMENT, town.shangcheng, sort_order=190)


def names(units):
    return [unit.short_name for unit in units]


def proposed(district):
    found = mapping.mapping_of(district, on=TODAY).proposed
    return {line.unit.short_name: names(line.proposed) for line in found}


def test_names_and_known_mergers_propose_a_mapping(housing, town):
    assert proposed(town.shangcheng) == {
        "区人力社保局": ["市人力社保局"],
        "区住建局": ["市建委", "市住保房管局"],
    }


@pytest.mark.parametrize(
    ("name", "cities"),
    [
        ("区人社局", ["市人力社保局"]),
        ("上城区人力资源和社会保障局", ["市人力社保局"]),
        ("上城公安分局", ["市公安局"]),
        ("杭州市公安局上城区分局", ["市公安局"]),
        ("区教育体育局", ["市教育局", "市体育局"]),
        ("区农林水利局", []),
    ],
)
def test_a_name_is_likened_to_those_it_speaks_of(name, cities, town):
    for number, city in enumerate(["市教育局", "市体育局"]):
        factories.unit(city, parent=town.root, sort_order=50 + number)
    unit = factories.unit(name, UnitKind.DISTRICT_DEPARTMENT, town.shangcheng)
    found = likeness.proposals([unit], Unit.objects.departments().in_official_order())
    assert names(found.get(unit.pk, [])) == cities


def test_a_bureau_of_its_own_was_not_joined_with_another(housing, town):
    factories.unit("区住保房管局", UnitKind.DISTRICT_DEPARTMENT, town.shangcheng)
    assert proposed(town.shangcheng)["区住建局"] == ["市建委"]
    assert proposed(town.shangcheng)["区住保房管局"] == ["市住保房管局"]


def test_nearly_all_departments_of_fifteen_districts_are_recognised(db):
    """Against a mapping made by hand: the demo's 564 departments."""
    build_units()
    cities = list(Unit.objects.departments().in_official_order().prefetch_related("aliases"))
    units = Unit.objects.filter(kind=UnitKind.DISTRICT_DEPARTMENT).select_related("parent")
    units = list(units.prefetch_related("aliases", "counterparts"))
    found = {}
    for district in {unit.parent for unit in units}:
        found |= likeness.proposals([unit for unit in units if unit.parent == district], cities)
    right = [unit for unit in units if set(found.get(unit.pk, [])) == set(unit.counterparts.all())]
    assert len(right) >= 0.98 * len(units)


def test_one_proposal_is_taken_or_all_of_them(housing, town, office):
    address = reverse("tasks:mapping-accept", args=[town.shangcheng.pk])
    office.post(address, {"department": housing.pk})
    assert names(housing.counterparts.in_official_order()) == ["市建委", "市住保房管局"]
    assert list(proposed(town.shangcheng)) == ["区人力社保局"]
    office.post(address)
    assert proposed(town.shangcheng) == {}


def test_a_change_keeps_before_and_after(town, office):
    address = reverse("tasks:mapping-edit", args=[town.shangcheng_renshe.pk])
    office.post(address, {"cities": [town.renshe.pk, town.gongan.pk]})
    office.post(address, {"cities": [town.gongan.pk]})
    event = Event.objects.of(town.shangcheng_renshe).first()
    assert event.changes == {"counterparts": ["市人力社保局、市公安局", "市公安局"]}
    assert event.by.username == "collector"


def test_what_is_no_city_department_is_refused(town, office):
    address = reverse("tasks:mapping-edit", args=[town.shangcheng_renshe.pk])
    assert office.post(address, {"cities": [town.xiacheng.pk]}).status_code == 422
    assert not town.shangcheng_renshe.counterparts.exists()


def test_city_departments_nobody_answers_to_are_named(town, office):
    town.shangcheng_renshe.counterparts.set([town.renshe])
    found = mapping.mapping_of(town.shangcheng, on=TODAY)
    assert names(found.unanswered) == ["市公安局"]
    assert (
        "无人对应的市级部门" in office.get(reverse("tasks:mapping", args=[town.shangcheng.pk])).text
    )


@pytest.fixture
def two_answers(tasks, town):
    """市人力社保局 and 市公安局 answer the same code, each with its own system."""
    row = Entry.objects.get(task=tasks.part, matter__base_code="许可-90001-000")
    with factories.library_open() as version:
        factories.matter(version, town.gongan, "许可-90001-000", "人社事项1")
    for task, name in ((tasks.city_list, "人社系统"), (tasks.stranger_list, "公安系统")):
        matter = task.unit.matters.get(base_code="许可-90001-000")
        Entry.objects.get_or_create(task=task, matter=matter)
        facts = FACTS | {"system_name": name, "state": RowState.SUBMITTED}
        Entry.objects.filter(task=task).update(**facts)
        Task.objects.filter(pk=task.pk).update(first_submitted_at=DURING)
    return row


def answer_of_the_city(task, row):
    sources = Sources(task, [task], districts={})
    return sources.answers([row], Source.CITY)[row.pk].facts["system_name"]


def test_taking_over_follows_the_mapping_at_once(two_answers, tasks, town, collector):
    assert answer_of_the_city(tasks.part, two_answers) == "人社系统"
    mapping.answer_to(town.shangcheng_renshe, [town.gongan], by=collector, at=DURING)
    assert answer_of_the_city(tasks.part, two_answers) == "公安系统"


def test_differences_follow_the_mapping_at_once(two_answers, tasks, town, collector):
    gongan = Entry.objects.filter(task=tasks.stranger_list)
    gongan.update(system_level="province_built")
    Entry.objects.filter(pk=two_answers.pk).update(**FACTS)
    assert differences.against_others(town.shangcheng) == []
    mapping.answer_to(town.shangcheng_renshe, [town.gongan], by=collector, at=DURING)
    (line,) = differences.against_others(town.shangcheng)
    assert line["pk"] == two_answers.pk


def test_the_administrator_keeps_all_districts_others_none(town, as_user, admin, other_collector):
    address = reverse("tasks:mapping-edit", args=[town.shangcheng_renshe.pk])
    assert as_user(other_collector).post(address, {"cities": []}).status_code == 404
    as_user(admin).post(address, {"cities": [town.gongan.pk]})
    assert names(town.shangcheng_renshe.counterparts.all()) == ["市公安局"]


def test_the_page_costs_the_same_for_many_departments(town, office, django_assert_max_num_queries):
    for number in range(30):
        factories.unit(f"区第{number}局", UnitKind.DISTRICT_DEPARTMENT, town.shangcheng)
    with django_assert_max_num_queries(14):
        office.get(reverse("tasks:mapping", args=[town.shangcheng.pk]))
