"""A collector chases and maps; two people of a unit make a change slip known."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tasks.models import ChangeSlip, SlipState
from tests import factories
from tests.tasks.acts import acknowledged, fill_in, submit
from units.models import Message

from .grid_page import GridPage
from .test_axe import grave
from .test_pages_look import too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def district(tasks, collector):
    """Of three departments two have reported; the third has a clerk."""
    acknowledged(tasks.district_list, collector)
    parts = list(tasks.district_list.parts.order_by("unit__sort_order"))
    for part in parts[:2]:
        fill_in(part, collector)
        submit(part, collector)
    factories.user("late", unit=parts[2].unit, name="迟办事")
    return tasks.district_list


@pytest.fixture
def office(district, collector, signed_in, watch):
    page = signed_in(collector).new_page()
    watch(page)
    page.goto(reverse("tasks:matrix", args=[district.pk]))
    return page


def nudged():
    told = Message.objects.filter(subject__startswith="催办")
    return list(told.values_list("to__username", flat=True))


def test_the_collector_nudges_the_missing_and_copies_the_text(office):
    office.get_by_role("button", name="催办未报的 1 家").click()
    expect(office.get_by_text("已催办：区民政局")).to_be_visible()
    expect(office.locator("#chat-text")).to_contain_text("区民政局")
    office.get_by_role("button", name="复制", exact=True).click()
    expect(office.get_by_role("button", name="已复制")).to_be_visible()
    assert "【催办】" in office.evaluate("navigator.clipboard.readText()")
    assert nudged() == ["late"]
    expect(office.get_by_role("button", name="今天已全部催办")).to_be_disabled()
    assert grave(office) == []


def test_the_matrix_is_narrowed_in_the_address_and_fits_a_phone(office):
    office.get_by_label("进度").select_option("missing")
    office.get_by_role("button", name="筛选").click()
    expect(office).to_have_url(re.compile("state=missing"))
    expect(office.locator("tbody tr")).to_have_count(1)
    assert too_wide(office, office.url) == []


def test_the_collector_maps_departments(office, town):
    town.shangcheng_renshe.counterparts.clear()
    office.get_by_text("更多").click()
    office.get_by_role("link", name="市区部门对应").click()
    assert grave(office) == []
    office.get_by_role("button", name="采用全部 1 条建议").click()
    expect(office.get_by_text("已采用 1 个部门的建议")).to_be_visible()
    office.get_by_role("row", name="区民政局").get_by_role("link", name="修改").click()
    office.get_by_label("查找").nth(-1).fill("公安")
    expect(office.get_by_label("市人力社保局")).to_be_hidden()
    office.get_by_label("市公安局").check()
    office.get_by_role("button", name="保存").click()
    expect(office.get_by_text("已保存")).to_be_visible()
    assert list(town.shangcheng_minzheng.counterparts.all()) == [town.gongan]
    assert list(town.shangcheng_renshe.counterparts.all()) == [town.renshe]


def test_a_slip_is_raised_in_the_grid_and_acknowledged_by_two(
    city_list, filler, head, signed_in, watch
):
    grid = GridPage(signed_in(filler), city_list)
    page = grid.page
    grid.click(0, "base_code")
    page.get_by_role("link", name="库内信息有误").click()
    page.get_by_label("库内信息有何不对").fill("事项名称少了“变更”二字")
    page.get_by_label("应改为").fill("人社事项1变更")
    page.get_by_label("在省权力事项管理平台操作的人").fill("信息中心 何操作")
    page.get_by_label("拟操作日期").fill("2036-04-10")
    page.get_by_role("button", name="提出").click()
    expect(page.get_by_text("未知会")).to_have_count(2)
    _acknowledge(page, "业务处室", "就业处")
    other = signed_in(head).new_page()
    watch(other)
    other.goto(page.url)
    _acknowledge(other, "技术（信息）处室", "信息中心")
    expect(other.locator(".tag", has_text="已知会")).to_be_visible()
    assert ChangeSlip.objects.get().state == SlipState.KNOWN
    assert grave(other) == []
    assert too_wide(other, other.url) == []


def _acknowledge(page, side, division):
    page.get_by_label("代表").select_option(side)
    page.get_by_label("处（科）室名称").fill(division)
    page.get_by_role("button", name="知会", exact=True).click()
    expect(page.locator(".messages")).to_contain_text(re.compile("已知会；|都已知会"))
