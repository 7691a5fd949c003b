"""Talking about a row: in the grid, on the row's page, by name, read once (B14)."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tasks.models import Audience, Entry, Post
from tasks.threads import threads
from tests.factories import DURING

from .grid_page import GridPage
from .test_axe import grave

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def row(city_list):
    return Entry.objects.filter(task=city_list).select_related("task__unit").in_order().first()


def test_a_head_is_called_from_the_grid_reads_and_answers(
    grid, row, filler, head, signed_in, city_list, watch
):
    page = grid.page
    grid.click(0, "system_name")
    grid.press("Shift+F10")
    grid.choose("留言")
    dialog = page.get_by_role("dialog", name="留言")
    dialog.get_by_label("留言", exact=True).fill("这行请何处长定，")
    dialog.get_by_label("留言", exact=True).press("End")
    page.keyboard.type("@")
    page.keyboard.type("hcz")
    expect(dialog.locator(".people__item")).to_contain_text("何处长")
    page.keyboard.press("Enter")
    expect(dialog.get_by_label("留言", exact=True)).to_have_value("这行请何处长定，@何处长 ")
    dialog.get_by_role("button", name="发出留言").click()
    expect(dialog.locator("[data-post]")).to_contain_text("@何处长")
    assert list(Post.objects.get().mentions.all()) == [head]
    grid.press("Escape")
    expect(page.locator(".fg-notes")).to_contain_text("有 1 条留言。")

    theirs = GridPage(signed_in(head), city_list)
    watch(theirs.page)
    expect(theirs.page.locator(".fg-talk")).to_have_text("1")
    theirs.page.goto("/inbox/")
    theirs.page.get_by_role("button", name="打开 方填报在").click()
    expect(theirs.page.locator("[data-post]")).to_contain_text("这行请何处长定")
    theirs.page.wait_for_selector("text=1 条新留言", state="detached")
    theirs.page.get_by_label("留言", exact=True).fill("用市级系统名称")
    theirs.page.get_by_role("button", name="发出留言").click()
    expect(theirs.page.locator("[data-post]")).to_have_count(2)
    theirs.open()
    expect(theirs.page.locator(".fg-talk")).to_have_count(0)


def test_without_scripts_one_chooses_from_a_list(row, filler, head, signed_in):
    page = signed_in(filler, java_script_enabled=False).new_page()
    page.goto(reverse("tasks:entry-thread", args=[row.pk]))
    page.get_by_label("提到谁").select_option(label="何处长（市人力社保局 处室负责人）")
    page.get_by_label("留言", exact=True).fill("请看")
    page.get_by_role("button", name="发出留言").click()
    expect(page.get_by_text("@何处长")).to_be_visible()


def test_axe_finds_nothing_grave_in_a_thread(row, filler, head, signed_in, grid):
    threads.post(row, text="看", audience=Audience.UNIT, by=head, at=DURING)
    page = signed_in(filler).new_page()
    page.goto(reverse("tasks:entry-thread", args=[row.pk]))
    page.get_by_label("提到谁").fill("何")
    found = grave(page)
    grid.open()
    grid.click(0, "contact")
    grid.page.get_by_role("button", name="查看留言").click()
    grid.page.locator("[data-post]").wait_for()
    assert found + grave(grid.page) == []
