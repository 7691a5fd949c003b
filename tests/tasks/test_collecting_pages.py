"""The collector's matrix in the browser."""

import pytest
from django.urls import reverse

from tasks.filling import submitting
from tasks.models import State
from tests.factories import DURING


@pytest.fixture
def office(as_user, collector):
    return as_user(collector)


def test_the_matrix_names_every_department_and_its_state(office, two_of_three, tasks):
    page = office.get(reverse("tasks:matrix", args=[tasks.district_list.pk]))
    assert "区民政局" in page.text
    assert "2/3" in page.text
    assert "还有 1/3 个部门未报送：区民政局" in page.text


def test_the_matrix_costs_the_same_for_any_number_of_departments(
    office,
    two_of_three,
    tasks,
    django_assert_max_num_queries,
):
    with django_assert_max_num_queries(19):
        office.get(reverse("tasks:matrix", args=[tasks.district_list.pk]))


def test_case_16_the_page_before_signing_names_who_goes_up_and_who_does_not(
    office, two_of_three, tasks, collector
):
    submitting.acknowledge(tasks.district_list, by=collector, at=DURING)
    address = reverse("tasks:sign", args=[tasks.district_list.pk])
    text = office.get(address).text
    assert "区人力社保局、区卫生计生局" in text and "尚未注明未报原因" in text
    late = reverse("tasks:part-missing", args=[two_of_three[2].pk])
    office.post(late, {"note": "机构调整，下周补报"})
    text = office.get(address).text
    assert "不在本次报送中" in text and "机构调整，下周补报" in text


def test_a_part_is_returned_with_a_reason_or_not_at_all(office, two_of_three):
    part = two_of_three[0]
    address = reverse("tasks:part-return", args=[part.pk])
    assert "请写明原因" in office.post(address, {"note": ""}, follow=True).text
    part.refresh_from_db()
    assert part.state == State.COLLECTED
    office.post(address, {"note": "系统名称请写全称"})
    part.refresh_from_db()
    assert part.state == State.RETURNED


def test_who_corrects_is_not_taken_for_one_that_never_reported(office, two_of_three, tasks):
    office.post(reverse("tasks:part-return", args=[two_of_three[0].pk]), {"note": "请写全称"})
    page = office.get(reverse("tasks:matrix", args=[tasks.district_list.pk]))
    assert "还有 2/3 个部门未报送：区人力社保局（退回修改）、区民政局。" in page.text


def test_those_noted_as_missing_and_those_awaited_add_up(office, parts, two_of_three, tasks):
    office.post(reverse("tasks:part-return", args=[parts[0].pk]), {"note": "请写全称"})
    office.post(reverse("tasks:part-missing", args=[parts[2].pk]), {"note": "机构调整，下周补报"})
    text = office.get(reverse("tasks:matrix", args=[tasks.district_list.pk])).text
    assert "2/3（66.7%）" in text  # 部门未报
    assert "还有 1/3 个部门未报送" in text and "另有 1/3 个部门已注明未报" in text


def test_another_districts_collector_finds_nothing(as_user, other_collector, two_of_three):
    stranger = as_user(other_collector)
    address = reverse("tasks:part-return", args=[two_of_three[0].pk])
    assert stranger.post(address, {"note": "不是本区的部门"}).status_code == 404


def test_a_missing_department_is_noted_and_the_way_is_free(
    office,
    two_of_three,
    tasks,
    collector,
):
    submitting.acknowledge(tasks.district_list, by=collector, at=DURING)
    late = two_of_three[2]
    office.post(reverse("tasks:part-missing", args=[late.pk]), {"note": "机构调整，下周补报"})
    page = office.get(reverse("tasks:matrix", args=[tasks.district_list.pk]))
    assert "机构调整，下周补报" in page.text
    assert "核对并统一报送" in page.text
