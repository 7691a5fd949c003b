"""The review desk by mouse and by keys alone: filter, keep a view, select all, approve, undo."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tasks.models import Entry, RowState, SavedView, Severity, Task
from tests import factories
from tests.tasks.acts import fill_in, submit

from .test_axe import grave
from .test_pages_look import too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MATTERS = 60


@pytest.fixture
def submitted(tasks, filler, head):
    """68 rows of 市人力社保局 are with the bureau; two of them are suspicious."""
    with factories.library_open("长表") as version:
        for number in range(MATTERS):
            code, name = f"许可-7{number:04d}-000", f"长表事项{number}"
            matter = factories.matter(version, tasks.city_list.unit, code, name)
            Entry.objects.create(task=tasks.city_list, matter=matter, sort_order=100 + number)
    fill_in(tasks.city_list, filler)
    submit(tasks.city_list, head)
    first, second = waiting()[:2]
    Entry.objects.update(severity=Severity.NONE)
    Entry.objects.filter(pk=first.pk).update(severity=Severity.HIGH)
    Entry.objects.filter(pk=second.pk).update(severity=Severity.LOW)
    return Task.objects.for_page().get(pk=tasks.city_list.pk)


def waiting():
    return list(Entry.objects.filter(state=RowState.SUBMITTED).order_by("pk"))


@pytest.fixture
def desk(submitted, signed_in, reviewer, watch):
    page = signed_in(reviewer).new_page()
    watch(page)
    page.goto(reverse("tasks:desk"))
    return page


def test_a_reviewer_filters_keeps_the_view_and_finds_it_again(desk, reviewer):
    desk.get_by_role("combobox", name="疑点程度").select_option(label="严重")
    expect(desk.locator("[data-desk-row]")).to_have_count(1)
    desk.get_by_role("button", name="保存为视图").click()
    dialog = desk.get_by_role("dialog", name="保存为视图")
    dialog.get_by_label("视图名称").fill("严重的")
    dialog.get_by_label("打开列表时先显示").check()
    dialog.get_by_role("button", name="保存视图").click()
    expect(desk.get_by_role("link", name="严重的")).to_have_attribute("aria-current", "page")
    desk.goto(reverse("tasks:desk"))
    expect(desk.locator("[data-desk-row]")).to_have_count(1)
    desk.get_by_role("link", name="全部待审").click()
    expect(desk.locator("[data-desk-row]")).to_have_count(50)
    assert SavedView.objects.filter(owner=reviewer, name="严重的").exists()


def test_all_across_pages_are_approved_at_once_and_undone(desk):
    desk.get_by_label("全选本页").check()
    expect(desk.locator("[data-desk-said]")).to_have_text("已选本页 50 行")
    desk.get_by_label(f"选择符合条件的全部 {MATTERS + 8} 行").check()
    desk.get_by_role("button", name="通过所选").click()
    expect(desk.get_by_role("link", name="疑点：严重")).to_be_visible()
    desk.get_by_role("button", name="通过 66 行", exact=True).click()
    expect(desk.get_by_text("66/66")).to_be_visible()
    assert [row.severity for row in waiting()] == [Severity.HIGH, Severity.LOW]
    desk.get_by_role("button", name="撤销本次通过").click()
    desk.get_by_role("dialog").get_by_role("button", name="撤销").click()
    expect(desk.get_by_text("已撤销，相关行恢复为待审核")).to_be_visible()
    assert len(waiting()) == MATTERS + 8


def test_rows_are_walked_ticked_approved_and_returned_by_keys_alone(desk):
    first, second, third = waiting()[:3]
    desk.keyboard.press("j")
    desk.keyboard.press("j")
    desk.keyboard.press("k")
    expect(desk.locator(f'input[value="{first.pk}:{first.version}"]')).to_be_focused()
    desk.keyboard.press("a")
    expect(desk.get_by_text("已通过 1 行。")).to_be_visible()
    expect(desk.locator(f'input[value="{second.pk}:{second.version}"]')).to_be_focused()
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("x")
    expect(desk.locator("[data-desk-said]")).to_have_text("已选 1 行")
    desk.keyboard.press("r")
    expect(desk.get_by_role("heading", name="退回 1 行")).to_be_visible()
    expect(desk.get_by_text(third.matter.full_name)).to_be_visible()
    states = Entry.objects.in_bulk([first.pk, third.pk])
    assert states[first.pk].state == RowState.APPROVED
    assert states[third.pk].state == RowState.SUBMITTED


def test_the_question_mark_lists_the_keys_also_from_a_row(desk):
    desk.keyboard.press("j")
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog", name="快捷键")).to_contain_text("勾选当前行")


def test_columns_are_chosen_and_stay(desk):
    desk.get_by_role("button", name="显示列").click()
    dialog = desk.get_by_role("dialog", name="显示列")
    dialog.get_by_label("备注/反馈意见", exact=True).uncheck()
    dialog.get_by_label("办理对象", exact=True).check()
    dialog.get_by_role("button", name="“系统名称”前移").click()
    dialog.get_by_role("button", name="保存").click()
    heads = desk.locator(".desk thead th")
    expect(heads.filter(has_text="办理对象")).to_be_visible()
    expect(heads.filter(has_text="备注/反馈意见")).to_have_count(0)
    desk.reload()
    texts = heads.all_inner_texts()
    level = next(place for place, text in enumerate(texts) if "系统层级" in text)
    assert "系统名称" in texts[level - 1]


def test_axe_and_both_screens_have_nothing_against_the_desk(desk):
    found = grave(desk)
    desk.get_by_label("全选本页").check()
    desk.get_by_role("button", name="通过所选").click()
    desk.get_by_role("heading", name="批量通过").wait_for()
    found += grave(desk)
    desk.get_by_role("button", name="通过 48 行", exact=True).click()
    desk.get_by_role("button", name="撤销本次通过").wait_for()
    found += grave(desk)
    for address in (reverse("tasks:desk"), reverse("tasks:queue"), desk.url):
        found += too_wide(desk, address)
    assert found == []
