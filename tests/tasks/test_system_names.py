"""Names of systems to propose: by alias, part or initials, with level and number of rows."""

import pytest

from matters.models import Matter
from tasks.models import Entry, System, SystemName
from tasks.systems import register
from tasks.systems.names import MOST_NAMES, names_like
from tests.factories import DURING, library_open


@pytest.fixture
def social(filler):
    """A system with an alias, a level and two rows' worth of use."""
    (system,) = register.resolve(["杭州市人力社保一体化系统"], by=filler, at=DURING).values()
    System.objects.filter(pk=system.pk).update(level="city_built")
    SystemName.objects.create(system=system, name="金保工程")
    register.refresh_search(System.objects.get(pk=system.pk))
    return system


@pytest.mark.parametrize("typed", ["人力社保", "金保", "rlsb", "RLSB", "jbgc", "杭州 一体化"])
def test_a_system_is_found_by_any_name_or_its_initials(social, typed):
    (found,) = names_like(typed)
    assert found["text"] == "杭州市人力社保一体化系统"
    assert found["level"] == "city_built"
    assert found["note"].startswith("市级自建 · 已用于 0 行")


def test_the_alias_that_was_typed_is_named(social):
    assert names_like("金保")[0]["note"] == "市级自建 · 已用于 0 行 · 又名“金保工程”"


def test_what_the_library_hints_follows_the_registered(social, library, tasks):
    Entry.objects.filter(task=tasks.city_list).update(system=social)
    with library_open() as version:
        hint = {"system_hint": "全国社保联网系统", "level_hint": "ministry_vertical"}
        Matter.objects.filter(base_code="许可-90001-000").update(version=version, **hint)
        same = {"system_hint": "杭州市 人力社保一体化系统", "level_hint": "city_built"}
        Matter.objects.filter(base_code="许可-90002-000").update(version=version, **same)
    assert [(one["text"], one["note"]) for one in names_like("社保")] == [
        ("杭州市人力社保一体化系统", "市级自建 · 已用于 8 行"),
        ("全国社保联网系统", "部委垂管 · 库内提示"),
    ]


def test_proposals_are_few_and_cost_two_queries(filler, django_assert_num_queries):
    register.resolve([f"第{number}号系统" for number in range(40)], by=filler, at=DURING)
    with django_assert_num_queries(2):
        assert len(names_like("系统")) == MOST_NAMES
    assert names_like("  ") == names_like("\0") == []


def test_a_merged_system_is_not_proposed(social, filler):
    (other,) = register.resolve(["市人力社保系统"], by=filler, at=DURING).values()
    System.objects.filter(pk=social.pk).update(merged_into=other)
    assert [one["text"] for one in names_like("人力社保")] == ["市人力社保系统"]
