"""A head on leave names a substitute who signs; a clerk who leaves hands the post over."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tasks.models import Submission
from tests import factories
from tests.tasks.acts import filled_in
from units.models import Delegation, User

from .test_axe import grave

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def menu(page, item):
    """An entry of the menu behind one's name."""
    page.locator(".tools details summary").last.click()
    page.get_by_role("link", name=item).click()


def name_a_substitute(page, person):
    page.goto("/")
    menu(page, "委托代办")
    page.get_by_label("代办人").select_option(label=person)
    page.get_by_label("至", exact=False).last.fill(timezone.localdate().isoformat())
    page.get_by_label("事由").fill("出差")
    page.get_by_role("button", name="委托", exact=True).click()


def test_a_substitute_signs_until_the_head_is_back(city_list, filler, head, signed_in, watch):
    task = filled_in(city_list)
    heads, page = signed_in(head).new_page(), signed_in(filler).new_page()
    watch(heads)
    watch(page)
    name_a_substitute(heads, "方填报（市人力社保局 具体工作人员）")
    expect(heads.get_by_text("已委托方填报代办，双方都会收到消息。")).to_be_visible()

    page.goto("/")
    expect(page.locator(".tools__person")).to_contain_text("代何处长")
    page.get_by_role("link", name="审核并报送：补填对接事项清单（市级部门）").click()
    page.get_by_role("button", name="报送", exact=True).click()
    expect(page.get_by_text("方填报（代何处长）").first).to_be_visible()
    assert Submission.objects.get().signed_for == head

    heads.get_by_role("button", name="收回").click()
    expect(heads.get_by_text("委托已收回，即时生效。")).to_be_visible()
    page.goto(task.get_absolute_url())
    expect(page.locator(".tools__person")).not_to_contain_text("代何处长")
    assert Delegation.objects.get().ended_by == head


def test_a_post_goes_over_in_two_clicks(city_list, town, filler, signed_in, watch):
    successor = factories.user("xin", unit=town.renshe, name="辛接手")
    page = signed_in(filler).new_page()
    watch(page)
    page.goto("/")
    menu(page, "工作交接")
    expect(page.get_by_role("heading", name="方填报的工作交接")).to_be_visible()
    page.get_by_label("接手人").select_option(label="辛接手（具体工作人员）")
    page.get_by_label("同时停用原账号").check()
    page.get_by_role("button", name="确认交接").click()
    expect(page.get_by_role("button", name="登录")).to_be_visible()
    assert not User.objects.get(pk=filler.pk).is_active

    theirs = signed_in(successor).new_page()
    watch(theirs)
    theirs.goto("/inbox/")
    theirs.get_by_role("button", name="打开 您接手了方填报的工作").click()
    expect(theirs.get_by_role("heading", name="您接手了方填报的工作")).to_be_visible()
    theirs.get_by_role("link", name="查看本单位任务").click()
    expect(theirs.get_by_role("link", name="补填对接事项清单（市级部门）").first).to_be_visible()


def test_axe_finds_nothing_grave(city_list, filler, head, signed_in):
    page = signed_in(head).new_page()
    name_a_substitute(page, "方填报（市人力社保局 具体工作人员）")
    found = grave(page)
    menu(page, "工作交接")
    assert found + grave(page) == []
