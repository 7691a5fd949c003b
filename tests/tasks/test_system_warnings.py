"""Warnings out of the register: nearly equal names, and levels that contradict it."""

import pytest

from tasks.filling import grid
from tasks.filling.judging import Surroundings, judge
from tasks.models import Entry, System
from tasks.systems import register
from tasks.systems.alike import Register, are_alike, shape, stems
from tests.factories import DURING

LONG, SHORT = "浙江省公安厅出入境管理系统", "浙江省公安厅出入境系统"
DISTRICTS = stems(["上城区", "下城区", "余杭区", "桐庐县", "建德市"])


@pytest.mark.parametrize(
    "one, other",
    [
        (LONG, SHORT),
        ("市人力社保综合系统", "市人力社保系统"),
        ("杭州市社会保险业务系统", "杭州市社会保险管理信息系统"),
        ("浙江公安出入境系统", "浙江省公安出入境管理系统"),
    ],
)
def test_nearly_equal_names_mean_one_system(one, other):
    assert are_alike(shape(one, DISTRICTS), shape(other, DISTRICTS))


@pytest.mark.parametrize(
    "one, other",
    [
        ("金保工程一期系统", "金保工程二期系统"),
        ("金保工程系统", "金保工程二期系统"),
        ("杭州市12345热线管理系统", "杭州市12333热线管理系统"),
        ("上城区行政权力运行系统", "下城区行政权力运行系统"),
        ("杭州上城不动产登记系统", "杭州下城不动产登记系统"),
        ("浙江省不动产统一登记信息平台", "杭州市不动产统一登记信息平台"),
        ("桐庐行政权力统一公开运行平台", "行政权力统一公开运行平台"),
        ("城东污水处理监管系统", "城西污水处理监管系统"),
        ("杭州市管理系统", "杭州市综合平台"),
        ("杭州市社会保险系统", "杭州市住房公积金系统"),
    ],
)
def test_names_that_tell_systems_apart_do_not(one, other):
    assert not are_alike(shape(one, DISTRICTS), shape(other, DISTRICTS))


def _write(row, by, **facts):
    cells = [
        {"id": row.pk, "field": name, "was": getattr(row, name), "now": value}
        for name, value in facts.items()
    ]
    answer = grid.save_cells(row.task, cells, by=by, at=DURING)
    row.refresh_from_db()
    (shown,) = answer["rows"]
    return shown["warnings"]


def codes(warnings):
    return [warning["code"] for warning in warnings]


@pytest.fixture
def first_rows(city_list):
    return list(city_list.entry_rows.select_related("task__obligation__campaign")[:4])


def test_the_rarer_of_two_names_is_warned_and_the_other_named(first_rows, filler):
    first, second, third, _fourth = first_rows
    for row in (first, second):
        assert _write(row, filler, system_name=LONG) == []
    (warning,) = _write(third, filler, system_name=SHORT)
    assert warning["code"] == "system_near_duplicate"
    assert f"改用“{LONG}”" in warning["text"] and "2 行" in warning["text"]
    assert third.warnings == ["system_near_duplicate"]
    # Registered by now, and still the rarer one.
    around = Surroundings.of(third.task)
    assert [one.code for one in judge(third, around).warnings] == ["system_near_duplicate"]
    assert judge(first, around).warnings == []
    assert _write(third, filler, system_name=LONG) == []


def test_of_two_as_frequent_names_the_later_is_warned(first_rows, filler):
    first, second, *_others = first_rows
    assert _write(first, filler, system_name=SHORT) == []
    assert codes(_write(second, filler, system_name=LONG)) == ["system_near_duplicate"]
    assert judge(first, Surroundings.of(first.task)).warnings == []


def test_a_warned_row_keeps_its_warning_when_its_name_becomes_frequent(first_rows, filler):
    first, second, third, fourth = first_rows
    _write(first, filler, system_name=LONG)
    _write(second, filler, system_name=SHORT)
    for row in (third, fourth):
        _write(row, filler, system_name=SHORT)
    around = Surroundings.of(second.task)
    assert codes(_write(second, filler, remark="另一系统")) == ["system_near_duplicate"]
    assert [one.code for one in judge(first, around).warnings] == ["system_near_duplicate"]


@pytest.fixture
def city_built(filler):
    (system,) = register.resolve(["社保一体化系统"], by=filler, at=DURING).values()
    System.objects.filter(pk=system.pk).update(level="city_built")
    return system


def test_a_level_against_the_register_stays_odd_for_the_reviewer(first_rows, filler, city_built):
    row = first_rows[0]
    facts = {"system_name": city_built.name, "system_level": "ministry_vertical"}
    (warning,) = _write(row, filler, **facts)
    assert warning["code"] == "level_conflicts_register"
    assert "“市级自建”" in warning["text"] and "“部委垂管”" in warning["text"]
    grid.settle(row.task, row.pk, warning["code"], by=filler, at=DURING)
    row.refresh_from_db()
    assert row.settled == ["level_conflicts_register"]
    assert row.suspicion == 1


@pytest.mark.parametrize("level", ["city_built", "unknown", ""])
def test_a_level_that_does_not_contradict_is_not_warned(first_rows, filler, city_built, level):
    warnings = _write(first_rows[0], filler, system_name=city_built.name, system_level=level)
    assert "level_conflicts_register" not in codes(warnings)


def test_a_district_may_run_its_own_copy(parts, city_built, collector):
    row = Entry.objects.select_related("matter").filter(task=parts[0]).first()
    row.system_name, row.system_level = city_built.name, "standalone"
    assert judge(row, Surroundings.of(parts[0])).warnings == []


def test_judging_many_rows_reads_the_register_once(first_rows, filler, django_assert_num_queries):
    names = [f"{LONG}（{number}期）" for number in range(30)]
    register.resolve([*names, SHORT], by=filler, at=DURING)
    known = Register()
    # The names; the rows of the first pair; those of all.
    with django_assert_num_queries(1):
        for name in names * 3:
            assert known.near(name) is None
    pairs = ["市人力社保系统", "市人力社保综合系统", SHORT, LONG]
    register.resolve(pairs, by=filler, at=DURING)
    known = Register()
    with django_assert_num_queries(3):
        for name in [*pairs, *names] * 2:
            known.near(name)
