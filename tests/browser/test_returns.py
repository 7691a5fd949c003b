"""The loop return → correct → before and after → approve, and taking a submission back."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tasks.models import Entry, RowState, State
from tests.tasks.acts import fill_in, fresh, submit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def submitted(tasks, filler, head):
    """市人力社保局's eight rows are with the bureau."""
    fill_in(tasks.city_list, filler)
    submit(tasks.city_list, head)
    return fresh(tasks.city_list)


@pytest.fixture
def at(signed_in, watch):
    """`at(person, "name", task)` is that page, opened by that person."""
    pages = {}

    def go(person, name, *objects):
        if person.pk not in pages:
            pages[person.pk] = signed_in(person).new_page()
            watch(pages[person.pk])
        page = pages[person.pk]
        page.goto(reverse(f"tasks:{name}", args=[one.pk for one in objects]))
        return page

    return go


def test_returned_corrected_compared_approved(at, submitted, people):
    first, second = Entry.objects.filter(task=submitted).in_order()[:2]
    return_with_a_usual_phrase(at(people.reviewer, "review", submitted), first, second)
    correct(at(people.filler, "task-detail", submitted), first)
    sign_again(at(people.head, "sign", submitted), first, second)
    compare_and_approve(at(people.reviewer, "review", submitted), first)
    approve_the_rest(at(people.reviewer, "rest", submitted))
    assert fresh(submitted).state == State.APPROVED


def return_with_a_usual_phrase(page, *rows):
    for row in rows:
        page.get_by_role("checkbox", name=row.matter.full_name).check()
    page.get_by_role("button", name="退回所选").click()
    phrase = "办件量与省办件库相差较大，请核对后填报，确实不同的请在备注中说明原因。"
    page.get_by_role("heading", name="退回 2 行").wait_for()
    page.wait_for_load_state("load")  # what fills the fields is there
    page.get_by_label("常用语").first.select_option(label=phrase)
    expect(page.get_by_label("退回原因类别").first).to_have_value("volume")
    expect(page.get_by_label("退回原因", exact=True).first).to_have_value(phrase)
    page.get_by_role("button", name="退回", exact=True).click()
    expect(page.locator("body")).to_contain_text("已退回 2 行，已通知填报单位")


def correct(page, row):
    """The reason stands with the row, on the task and on its form."""
    line = page.get_by_role("row", name=row.matter.full_name)
    expect(line).to_contain_text("办件量有误：办件量与省办件库相差较大")
    expect(page.locator(".page-head")).to_contain_text("修改截止")
    line.get_by_role("link", name="修改").click()
    expect(page.get_by_role("main")).to_contain_text("办件量有误：办件量与省办件库相差较大")
    page.get_by_label("办件量（件）").fill("7800")
    page.get_by_role("button", name="保存").first.click()
    expect(page.get_by_role("main")).to_contain_text("已保存。")


def sign_again(page, changed, untouched):
    """The head sees what changed, and what came back and did not."""
    expect(page.get_by_role("main")).to_contain_text("有 1 行退回后没有修改")
    expect(page.locator(".notice", has_text="退回后没有修改")).to_contain_text(
        untouched.matter.full_name
    )
    expect(page.locator(".changes")).to_contain_text(changed.matter.full_name)
    page.get_by_role("button", name="报送", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("回执")


def compare_and_approve(page, row):
    line = page.get_by_role("row", name=row.matter.full_name)
    expect(line.locator(".change", has_text="办件量")).to_contain_text("8,000")
    expect(line.locator(".change", has_text="办件量")).to_contain_text("7,800")
    expect(line).to_contain_text("上次退回：办件量有误")
    expect(page.get_by_role("main")).to_contain_text("（退回后未改）")
    line.get_by_role("checkbox").check()
    page.get_by_role("button", name="通过所选").click()
    expect(page.locator("body")).to_contain_text("已通过 1 行")
    assert Entry.objects.get(pk=row.pk).state == RowState.APPROVED


def approve_the_rest(page):
    """What came back unchanged is suspicious, and is only approved by ticking it."""
    page.get_by_role("button", name="通过没有疑点的 6 行").click()
    page.get_by_role("button", name="勾选本页待审行").click()
    page.get_by_role("button", name="通过所选").click()
    expect(page.locator("body")).to_contain_text("已通过 1 行")
    expect(page.locator(".page-head")).to_contain_text("全部通过")


def test_a_submission_is_taken_back_until_somebody_reviews_it(at, submitted, people):
    page = at(people.head, "task-detail", submitted)
    page.get_by_role("link", name="撤回报送…").click()
    expect(page.get_by_role("main")).to_contain_text("8 行恢复为草稿")
    expect(page.get_by_role("main")).to_contain_text("撤回后视同没有报送")
    page.get_by_role("button", name="撤回报送").click()
    expect(page.locator(".page-head")).to_contain_text("填报中")
    assert fresh(submitted).first_submitted_at is None
    submit(submitted, people.head)
    desk = at(people.reviewer, "review", submitted)
    desk.get_by_role("button", name="开始审核").click()
    expect(desk.get_by_role("main")).to_contain_text("现由 沈审核 审核")
    page = at(people.head, "withdraw-confirm", submitted)
    expect(page.get_by_role("main")).to_contain_text("开始审核，不能撤回")
    expect(page.get_by_role("button", name="撤回报送")).to_have_count(0)
