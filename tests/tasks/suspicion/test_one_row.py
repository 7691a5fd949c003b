"""What each rule about one row strikes, and what it leaves alone."""

import pytest

from tasks.models import Objection, SuspicionRule
from tasks.suspicion import phones, rules
from tasks.suspicion.wording import sentence
from tests.factories import DURING
from tests.tasks.acts import objection

CITY_ROW = [
    ("volume_deviation", {"volume": 9700}),
    ("level_against_register", {"system_level": "standalone"}),
    ("level_unknown", {"system_level": "unknown", "remark": "已去函上级核实"}),
    ("level_district_on_city", {"system_level": "district_built", "system": None,
                                "system_name": "市属区县共用系统", "scope": "city_level"}),
    ("level_against_name", {"system_level": "city_built", "system": None,
                            "system_name": "公安部人口管理系统"}),
    ("name_near_duplicate", {"system": None, "system_name": "杭州市人社一体化平台"}),
    ("scope_one_district", {"scope": "some_districts", "districts": ["shangcheng"]}),
    ("scope_all_chosen", {"scope": "some_districts",
                          "districts": ["shangcheng", "xiacheng", "dajiangdong"]}),
    ("taken_unconfirmed", {"unconfirmed": True,
                           "origin": {"kind": "city", "label": "某局", "fields": ["volume"]}}),
    ("phone_unreachable", {"phone": "13800138000"}),
    ("phone_short_only", {"phone": "571234"}),
]  # fmt: skip
DISTRICT_ROW = [
    ("scope_without_itself", {"districts": ["xiacheng"]}),
    ("scope_whole_city", {"system_level": "district_built", "scope": "whole_city", "system": None,
                          "system_name": "上城区社保服务系统"}),
    ("scope_city_level", {"scope": "city_level", "districts": []}),
]  # fmt: skip


def placed(facts, town):
    if "districts" not in facts:
        return facts
    return facts | {"districts": [getattr(town, key).pk for key in facts["districts"]]}


@pytest.mark.parametrize(("code", "facts"), CITY_ROW)
def test_a_row_of_a_department_is_struck(code, facts, desk, town):
    row = desk.row(town.renshe)
    desk.change(row, **placed(facts, town))
    desk.examine(row)
    assert code in desk.found()[row.pk]
    assert set(desk.found()) == {row.pk}


@pytest.mark.parametrize(("code", "facts"), DISTRICT_ROW)
def test_a_row_of_a_district_is_struck(code, facts, desk, town):
    row = desk.row(town.shangcheng_renshe, "确认-90001-001")
    desk.change(row, **placed(facts, town))
    desk.examine(row)
    assert code in desk.found()[row.pk]
    assert set(desk.found()) == {row.pk}


def test_nothing_is_found_where_nothing_is_odd(desk, town):
    for unit in (town.renshe, town.gongan, town.shangcheng_renshe, town.xiacheng_weiji):
        desk.examine(desk.row(unit))
    assert desk.found() == {}


def test_case_11_a_level_against_the_register_comes_first(desk, town):
    odd, plain = desk.row(town.renshe), desk.row(town.gongan)
    desk.change(odd, system_level="ministry_vertical")
    desk.examine(odd)
    assert "level_against_register" in desk.found()[odd.pk]
    assert desk.severity(odd) > desk.severity(plain)


def test_no_cases_where_the_library_has_thousands_are_struck(desk, town):
    row = desk.row(town.renshe)
    desk.change(row, volume=0)
    desk.examine(row)
    assert desk.found()[row.pk] == {"volume_deviation", "explanation_missing"}


def test_cases_where_the_library_knows_of_none_are_told_without_a_percentage():
    rule, facts = rules.REGISTRY["volume_deviation"], {"reported": 5, "library": 0}
    assert sentence(rule, {**facts, "percent": None}) == "填报办件量5件，库内0件。"


@pytest.mark.parametrize("remark", ["", "无", "同上", "————", "见备注"])
def test_an_explanation_must_say_something(remark, desk, town):
    row = desk.row(town.renshe)
    desk.change(row, volume=16_000, remark=remark)
    desk.examine(row)
    assert "explanation_missing" in desk.found()[row.pk]


def test_an_explained_deviation_is_found_all_the_same(desk, town):
    row = desk.row(town.renshe)
    desk.change(row, volume=16_000, remark="含街道代收件，库内未统计。")
    desk.examine(row)
    assert desk.found()[row.pk] == {"volume_deviation"}


def test_the_threshold_is_the_bureaus(desk, town):
    row = desk.row(town.renshe)
    desk.change(row, volume=9_700, remark="含街道代收件，库内未统计。")
    SuspicionRule.objects.filter(code="volume_deviation").update(threshold=25)
    desk.examine(row)
    assert desk.found() == {}


def test_a_rule_that_is_switched_off_finds_nothing(desk, town):
    row = desk.row(town.renshe)
    desk.change(row, phone="571234")
    SuspicionRule.objects.filter(code="phone_short_only").update(enabled=False)
    desk.examine(row)
    assert desk.found() == {} and desk.severity(row) == 0


def test_a_pending_objection_stands_for_the_facts(desk, town, people, campaign):
    row = desk.row(town.renshe)
    desk.change(row, phone="571234")
    Objection.objects.bulk_create(
        [_pending(objection(entry=row), campaign, town.renshe, people.filler)]
    )
    desk.examine(row)
    assert desk.found() == {}


def _pending(one, campaign, unit, person):
    one.campaign, one.unit, one.raised_by = campaign, unit, person
    one.raised_at = DURING
    return one


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("13911111111", phones.SAME_DIGIT),
        ("66666666", phones.SAME_DIGIT),
        ("555555", phones.SAME_DIGIT),
        ("18612345678", phones.IN_A_ROW),
        ("0571-87654321", phones.IN_A_ROW),
        ("13800138000", phones.EXAMPLE),
        ("8525123", phones.TOO_SHORT),
        ("0571-8525123-801", phones.TOO_SHORT),
        ("19900000001", ""),
        ("85250000", ""),
        ("0571-85250000-801", ""),
        ("0570-3031234", ""),
        ("661234", ""),
    ],
)
def test_numbers_that_reach_nobody(number, fault):
    assert phones.fault_of(number) == fault
