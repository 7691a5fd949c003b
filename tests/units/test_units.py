"""Units, aliases and the roster: what may never be stored, and who sees which branch."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests import factories
from units.models import (
    RosterDuty,
    RosterMember,
    Unit,
    UnitAlias,
    UnitKind,
    User,
    normalise_name,
)


def refused(constraint, act):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        act()
    # SQLite names the columns of a broken unique constraint, not the constraint itself.
    text = str(refusal.value)
    assert constraint in text or "UNIQUE" in text


def test_a_short_name_is_given_once_per_parent(town):
    refused(
        "unit_name_once_per_parent",
        lambda: factories.unit("市公安局", UnitKind.DEPARTMENT, town.root),
    )


def test_two_districts_may_each_have_a_department_of_one_name(town):
    assert Unit.objects.filter(short_name="区人力社保局").count() == 2


def test_a_unit_does_not_end_before_it_begins(town):
    refused(
        "unit_validity_in_order",
        lambda: factories.unit(
            "旧单位", valid_from=date(2019, 1, 1), valid_to=date(2018, 12, 31), parent=town.root
        ),
    )


def test_an_alias_is_given_once_per_unit(town):
    refused(
        "unit_alias_once",
        lambda: UnitAlias.objects.create(unit=town.renshe, name="市人社局"),
    )


def test_a_path_leads_from_the_city_to_the_unit(town):
    below = town.shangcheng_renshe
    assert below.path == f"/{town.root.pk}/{town.shangcheng.pk}/{below.pk}/"
    assert town.shangcheng.contains(below)
    assert not town.xiacheng.contains(below)


def test_a_department_sees_itself_alone(town, filler):
    assert list(Unit.objects.visible_to(filler)) == [town.renshe]


def test_a_collector_sees_the_own_district_with_its_departments(town, collector):
    seen = set(Unit.objects.visible_to(collector).values_list("pk", flat=True))
    assert seen == {
        town.shangcheng.pk,
        town.shangcheng_renshe.pk,
        town.shangcheng_weiji.pk,
        town.shangcheng_minzheng.pk,
    }


@pytest.mark.parametrize("name", ["reviewer", "admin", "leader"])
def test_the_bureau_and_the_leader_see_every_unit(people, name):
    assert Unit.objects.visible_to(getattr(people, name)).count() == Unit.objects.count()


def test_colleagues_are_visible_and_strangers_are_not(people):
    seen = set(User.objects.visible_to(people.filler).values_list("username", flat=True))
    assert seen == {"filler", "head"}


def test_case_28_a_unit_ended_later_was_valid_in_2018(town):
    town.xiacheng.valid_to = date(2021, 4, 8)
    town.xiacheng.save()
    assert town.xiacheng in Unit.objects.valid_on(date(2018, 4, 6))
    assert town.xiacheng not in Unit.objects.valid_on(date(2021, 5, 1))


def test_a_zone_has_no_gb_code_and_two_names(town):
    assert town.dajiangdong.gb_code == ""
    assert town.dajiangdong.aliases.get().name == "大江东产业聚集区"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("各区、县（市）", "各区,县(市)"),
        ("杭州市 公安局", "杭州市公安局"),
        ("ＡＢ局", "ab局"),
    ],
)
def test_names_are_compared_without_width_space_and_brackets(one, other):
    assert normalise_name(one) == normalise_name(other)


def test_the_contact_of_a_unit_has_a_phone(town):
    refused(
        "roster_staff_has_phone",
        lambda: RosterMember.objects.create(unit=town.renshe, duty=RosterDuty.STAFF, name="方填报"),
    )


def test_a_leader_may_be_named_without_a_phone(town):
    member = RosterMember.objects.create(unit=town.renshe, duty=RosterDuty.LEADER, name="甲")
    assert member.pk
