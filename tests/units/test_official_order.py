"""Units stand in official order everywhere, never by the alphabet (A9)."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from tasks.models import Task
from tests import factories
from units.models import Event, Unit

from .test_admin import unit_data

APPS = ("units", "matters", "tasks")
BY_NAME = re.compile(
    r"""order_by\([^)]*["']-?(?:\w*unit\w*__|\w*district__|\w*parent__)*(?:short_name|unit__name)["']"""
    r"""|ordering = \[[^\]]*["']-?(?:\w+__)*(?:short_name|unit__name)["']""",
    re.DOTALL,
)


def sources():
    for app in APPS:
        yield from (Path(settings.BASE_DIR) / app).rglob("*.py")


def test_the_pattern_finds_what_it_is_to_find():
    assert BY_NAME.search('.order_by("unit__short_name", "pk")')
    assert BY_NAME.search('.order_by(\n    "-short_name")')
    assert not BY_NAME.search('.order_by("unit__sort_order", "unit_id")')


def test_no_query_orders_units_by_their_name():
    wrong = [str(path) for path in sources() if BY_NAME.search(path.read_text())]
    assert wrong == []


def test_no_template_sorts_and_no_model_has_an_order_of_its_own():
    templates = (Path(settings.BASE_DIR) / "templates").rglob("*.html")
    assert [str(path) for path in templates if "dictsort" in path.read_text()] == []
    assert Unit._meta.ordering == []


@pytest.fixture
def renumbered(campaign, town):
    """市公安局 now comes before 市人力社保局, 下城区 before 上城区."""
    for unit, place in ((town.gongan, 5), (town.xiacheng, 90)):
        Unit.objects.filter(pk=unit.pk).update(sort_order=place)


@pytest.mark.parametrize("name", ["units:unit-list", "tasks:campaign-detail", "tasks:home"])
def test_pages_follow_the_official_order_when_it_changes(
    name, renumbered, campaign, admin, as_user
):
    address = reverse(name, args=[campaign.pk] * name.endswith("detail"))
    text = as_user(admin).get(address).text
    for earlier, later in (("市公安局", "市人力社保局"), ("下城区", "上城区")):
        if earlier in text and later in text:
            assert text.index(earlier) < text.index(later)
    assert "市公安局" in text or name == "tasks:home"


def test_a_unit_is_found_by_pinyin_initials(as_user, reviewer, town):
    page = as_user(reviewer).get(reverse("units:unit-list"), {"q": "SRLSBJ"}).context["page"]
    assert list(page) == [town.renshe]


def test_a_page_names_who_came_before_and_after(as_user, reviewer, town):
    heir = factories.unit("上下城区", "district", town.root, name="杭州市上城区（新）")
    Unit.objects.filter(pk=town.xiacheng.pk).update(valid_to="2021-03-11", successor=heir)
    browser = as_user(reviewer)
    old = browser.get(reverse("units:unit-detail", args=[town.xiacheng.pk])).text
    assert "已停用" in old and "杭州市上城区（新）" in old
    new = browser.get(reverse("units:unit-detail", args=[heir.pk])).text
    assert "承接自" in new and "至 2021-03-11" in new


def test_an_administrator_ends_a_unit_and_names_its_successor_on_record(as_user, admin, town):
    address = reverse("admin:units_unit_change", args=[town.xiacheng.pk])
    data = unit_data(
        town.xiacheng,
        valid_to="2021-03-11",
        successor=town.shangcheng.pk,
        sort_order=150,
        reason="撤销下城区",
    )
    assert as_user(admin).post(address, data).status_code == 302
    event = Event.objects.of(town.xiacheng).get()
    assert event.changes["valid_to"] == ["", "2021-03-11"]
    assert event.changes["successor"][1] == "上城区"
    assert (event.changes["sort_order"], event.reason) == ([200, 150], "撤销下城区")


def test_case_28_a_unit_that_ended_stays_in_its_campaign(
    campaign, town, admin, other_collector, as_user
):
    Unit.objects.filter(pk=town.xiacheng.pk).update(
        valid_to="2021-03-11", successor=town.shangcheng
    )
    page = as_user(admin).get(reverse("tasks:campaign-detail", args=[campaign.pk]))
    assert "下城区" in page.text
    task = Task.objects.get(unit=town.xiacheng, obligation__kind="district_list")
    assert as_user(other_collector).get(reverse("tasks:matrix", args=[task.pk])).status_code == 200
    assert task.unit.short_name == "下城区" and campaign.addressees.contains(town.xiacheng)
