"""The list of units in official order, and a unit's page with masked numbers."""

import pytest
from django.urls import reverse

from units.models import Action, Event, Unit

UNITS = reverse("units:unit-list")


def test_units_stand_in_official_order(as_user, reviewer):
    page = as_user(reviewer).get(UNITS).context["page"]
    order = [unit.sort_order for unit in page]
    assert order == sorted(order)
    assert page.paginator.count == Unit.objects.count()


def test_a_collector_sees_the_own_branch_alone(as_user, collector, town):
    text = as_user(collector).get(UNITS).text
    assert "上城区·区人力社保局" in text
    assert town.xiacheng.name not in text
    assert town.renshe.name not in text


def test_case_29_a_unit_is_found_by_its_other_name(as_user, reviewer, town):
    found = as_user(reviewer).get(UNITS, {"q": "大江东产业聚集区"}).context["page"]
    assert list(found) == [town.dajiangdong]


def test_the_list_is_narrowed_by_kind_and_answers_htmx_with_rows(as_user, reviewer):
    response = as_user(reviewer).get(UNITS, {"kind": "district"}, headers={"HX-Request": "true"})
    assert [unit.short_name for unit in response.context["page"]] == ["上城区", "下城区", "大江东"]
    assert "<html" not in response.text


def test_the_list_costs_the_same_for_many_units(
    as_user, reviewer, town, django_assert_max_num_queries
):
    client = as_user(reviewer)
    with django_assert_max_num_queries(8):
        client.get(UNITS)


def test_numbers_of_another_unit_are_masked(as_user, reviewer, town):
    text = as_user(reviewer).get(reverse("units:unit-detail", args=[town.renshe.pk])).text
    assert "199****0011" in text
    assert "19900000011" not in text


def test_colleagues_see_each_others_numbers(as_user, head, town):
    assert (
        "19900000011" in as_user(head).get(reverse("units:unit-detail", args=[town.renshe.pk])).text
    )


def test_looking_at_full_numbers_is_on_record(as_user, reviewer, town):
    text = as_user(reviewer).post(reverse("units:unit-phones", args=[town.renshe.pk])).text
    assert "19900000011" in text
    event = Event.objects.get(action=Action.REVEAL)
    assert (event.by, event.unit, event.subject_id) == (reviewer, town.renshe, town.renshe.pk)


@pytest.mark.parametrize("who", ["leader", "filler", "collector"])
def test_only_the_bureau_may_look_at_full_numbers(as_user, people, town, who):
    url = reverse("units:unit-phones", args=[town.renshe.pk])
    assert as_user(getattr(people, who)).post(url).status_code == 403
    assert not Event.objects.filter(action=Action.REVEAL).exists()


def test_a_foreign_unit_is_hidden(as_user, stranger, town):
    url = reverse("units:unit-detail", args=[town.renshe.pk])
    assert as_user(stranger).get(url).status_code == 404


def test_the_page_names_aliases_and_code(as_user, reviewer, town):
    text = as_user(reviewer).get(reverse("units:unit-detail", args=[town.dajiangdong.pk])).text
    assert "大江东产业聚集区" in text


def test_the_page_speaks_english_when_asked(client, reviewer, town):
    client.force_login(reviewer, backend="django.contrib.auth.backends.ModelBackend")
    client.post(reverse("set_language"), {"language": "en", "next": UNITS})
    assert '<html lang="en"' in client.get(UNITS).text
