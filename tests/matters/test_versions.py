"""Any two versions of the library are compared, and one matter is followed through all."""

from datetime import timedelta

import pytest
from django.urls import reverse

from matters import catalogue
from matters.library import versions
from matters.library.versions import Kind
from matters.models import Matter

from .library_books import AT, ON, THREE, line, upload_of


def bring(lines, admin, day):
    at = AT + timedelta(days=day)
    upload = catalogue.receive(upload_of(lines), by=admin, at=at)
    return catalogue.apply_upload(upload, by=admin, at=at, on=ON)


@pytest.fixture
def three_versions(town, admin):
    """V1: three matters. V2: one renamed, one added. V3: renamed back, one more name, one gone."""
    first = bring(THREE, admin, 0)
    renamed = [THREE[0] | {"事项名称": "职业中介许可"}, *THREE[1:]]
    second = bring([*renamed, line("A3", "许可-90001-003", 事项名称="技工学校审批")], admin, 1)
    third = bring(
        [
            THREE[0],
            THREE[1] | {"2017年办件量": 999},
            line("A3", "许可-90001-003", 事项名称="技校审批"),
            THREE[2],
        ],
        admin,
        2,
    )
    return first, second, third


def found(older, newer, user):
    lines = versions.compare(older, newer, user=user)
    return {line.label.split()[0]: (line.kind, line.changes) for line in lines}


def test_a_version_is_compared_with_the_one_before(three_versions, admin):
    first, second, _third = three_versions
    assert found(first, second, admin) == {
        "许可-90001-001": (Kind.CHANGED, {"name": ["职业介绍许可", "职业中介许可"]}),
        "许可-90001-003": (Kind.ADDED, {}),
    }


def test_what_changed_and_changed_back_is_no_difference(three_versions, admin):
    first, _second, third = three_versions
    assert found(first, third, admin) == {
        "许可-90001-002": (Kind.CHANGED, {"volume": [120, 999]}),
        "许可-90001-003": (Kind.ADDED, {}),
    }


def test_before_the_first_version_there_was_nothing(three_versions, admin):
    kinds = [kind for kind, _changes in found(None, three_versions[0], admin).values()]
    assert kinds == [Kind.ADDED] * 3


def test_cancelled_and_restored_are_told_apart(three_versions, admin):
    fourth = bring([THREE[0], THREE[2]], admin, 3)
    fifth = bring([*THREE], admin, 4)
    assert found(three_versions[2], fourth, admin)["许可-90001-002"][0] == Kind.CANCELLED
    assert found(fourth, fifth, admin)["许可-90001-002"][0] == Kind.RESTORED


def test_a_matter_is_followed_through_the_versions(three_versions):
    steps = versions.history_of(Matter.objects.get(inner_code="A1"))
    assert [(step.version.number, step.difference.kind) for step in steps] == [
        (3, Kind.CHANGED),
        (2, Kind.CHANGED),
        (1, Kind.ADDED),
    ]


def test_the_page_compares_the_newest_two_unless_asked(three_versions, admin, as_user):
    first, second, _third = three_versions
    browser, address = as_user(admin), reverse("matters:version-compare")
    assert "技校审批" in browser.get(address).text
    text = browser.get(address, {"older": second.pk, "newer": first.pk, "kind": "changed"}).text
    assert "职业中介许可" in text and "技工学校审批" not in text


def test_the_differences_are_searched_and_handed_out(three_versions, admin, as_user):
    browser, address = as_user(admin), reverse("matters:version-compare")
    text = browser.get(address, {"q": "办件量"}).text
    assert "许可-90001-002" in text and "许可-90001-003" not in text
    answer = browser.post(reverse("matters:version-export"), {"query": "q=办件量"})
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")


def test_a_version_nobody_knows_is_no_error(three_versions, admin, as_user):
    page = as_user(admin).get(reverse("matters:version-compare"), {"older": "x", "newer": 10**20})
    assert "已改为比较最近的两个版本" in page.text


def test_a_unit_reads_the_way_of_its_own_matters_only(three_versions, as_user, filler, stranger):
    address = reverse("matters:matter-versions", args=[Matter.objects.get(inner_code="A1").pk])
    assert "职业中介许可" in as_user(filler).get(address).text
    assert as_user(stranger).get(address).status_code == 404
