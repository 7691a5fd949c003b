"""The register: which system a written name means, and rows that carry it."""

import importlib

import pytest
from django.apps import apps

from matters.models import Matter
from tasks.filling import grid
from tasks.models import Entry, System, SystemName
from tasks.systems import register
from tests.factories import DURING, library_open
from units.models import Action, Event

REGISTERING = importlib.import_module("tasks.migrations.0005_register_systems")


@pytest.fixture
def resolve(filler):
    return lambda *names: register.resolve(names, by=filler, at=DURING)


def test_a_new_name_is_registered_once_however_it_is_spelt(resolve):
    first = resolve("杭州市社保系统（一期）")
    again = resolve("杭州市社保系统(一期) ", "杭州市 社保系统（一期）")
    assert list(again.values()) == list(first.values())
    assert System.objects.get().name == "杭州市社保系统（一期）"
    assert "hzssbxt" in System.objects.get().search
    assert Event.objects.of(System.objects.get()).get().action == Action.CREATE


def test_names_without_a_letter_name_no_system(resolve):
    assert resolve("—", "", "（）") == {}
    assert not System.objects.exists()


def test_known_names_cost_one_query_however_many(resolve, django_assert_num_queries):
    names = [f"杭州市第{number}号系统" for number in range(600)]
    resolve(*names)
    with django_assert_num_queries(4):  # two of 500, and the savepoint around them
        assert len(resolve(*names)) == 600


def test_a_long_name_in_wide_letters_fits_the_column(resolve):
    (system,) = resolve("㍿" * 120).values()
    assert len(system.names.get().key) == 120


def test_the_level_comes_from_the_library_where_it_knows_one(resolve, library):
    hinted = Matter.objects.first()
    with_hint = {"system_hint": "全国社保联网系统", "level_hint": "ministry_vertical"}
    _while_importing(hinted, **with_hint)
    (system,) = resolve("全国社保联网系统").values()
    assert system.level == "ministry_vertical"


def _while_importing(matter, **fields):
    with library_open() as version:
        Matter.objects.filter(pk=matter.pk).update(version=version, **fields)


def _save(task, by, *cells):
    sent = [
        {"id": row.pk, "field": field, "was": was, "now": now} for row, field, was, now in cells
    ]
    return grid.save_cells(task, sent, by=by, at=DURING)


def test_the_grid_keeps_the_system_of_a_row(city_list, filler):
    row = city_list.entry_rows.first()
    _save(city_list, filler, (row, "system_name", "", "杭州市社保系统"))
    row.refresh_from_db()
    assert row.system.name == "杭州市社保系统"
    _save(city_list, filler, (row, "system_name", "杭州市社保系统", ""))
    row.refresh_from_db()
    assert row.system is None


def test_rows_written_before_the_register_get_their_system(tasks):
    rows = list(tasks.city_list.entry_rows.all())
    for row, name, level in zip(
        rows,
        ["社保系统", "社保系统", "社保 系统", "—", "", "人事系统", "人事系统", "人事系统"],
        ["city_built", "", "unknown", "city_built", "no_system", "unknown", "", "city_built"],
        strict=True,
    ):
        Entry.objects.filter(pk=row.pk).update(system_name=name, system_level=level)
    REGISTERING.register(apps, None)
    systems = dict(System.objects.values_list("name", "level"))
    assert systems == {"社保系统": "city_built", "人事系统": "city_built"}
    linked = Entry.objects.filter(system__isnull=False)
    assert linked.filter(system__name="社保系统").count() == 3
    assert linked.count() == 6
    REGISTERING.forget(apps, None)
    assert not SystemName.objects.exists()
    assert not Entry.objects.filter(system__isnull=False).exists()
