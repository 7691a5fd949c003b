"""Chasing as those live it who owe work: a slip from the desk to its 销号, a circular read."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tasks.circulars import circulars, compiling
from tasks.filling import submitting
from tasks.models import ChasingSlip, ChasingState, CircularReading, ObligationKind
from tests.factories import DURING
from tests.tasks.acts import filled_in

from .test_axe import grave
from .test_story import confirmed, follow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIST = str(ObligationKind.CITY_LIST.label)
UNIT = "市人力社保局"
PROMISE = "正在逐行补填，本周内报送。"
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def at_desk(signed_in, watch):
    """`at_desk(person, …)` is a watched page of that person's first screen."""

    def sit_down(person, **options):
        page = signed_in(person, **options).new_page()
        watch(page)
        page.goto("/")
        return page

    return sit_down


def test_a_slip_goes_from_the_desk_to_its_closing(city_list, people, at_desk):
    filled_in(city_list)
    submitting.send_to_head(city_list, by=people.filler, at=DURING)
    reviewer, filler, head = map(at_desk, (people.reviewer, people.filler, people.head))
    slip = issue_from_the_desk(reviewer)
    give_feedback(filler, slip)
    accept_feedback(reviewer, slip)
    submit(head, slip)
    close(reviewer, slip)
    assert ChasingSlip.objects.get().state == ChasingState.CLOSED
    filler.goto("/")
    expect(filler.get_by_role("heading", name="督查单待办理")).to_have_count(0)
    filler.goto("/inbox/")
    expect(filler.get_by_role("main")).to_contain_text(f"已销号：{slip}")


def issue_from_the_desk(page):
    """The reviewer ticks what the unit owes and sends 催办单; returns the slip."""
    follow(page, "督办")
    page.get_by_role("checkbox", name=f"选择 {UNIT} {LIST}").check()
    page.get_by_role("button", name="催办所选").click()
    page.get_by_role("radio", name="催办单").check()
    page.get_by_label("发单原因").fill("已超过报送时限")
    page.get_by_label("工作要求").fill("请审核并报送清单")
    page.get_by_role("button", name="发出").click()
    expect(page.get_by_role("main")).to_contain_text("已发出 1 张催办单")
    slip = ChasingSlip.objects.get()
    expect(page.get_by_role("main")).to_contain_text(f"{UNIT}：{slip}")
    return slip


def give_feedback(page, slip):
    """From home by keyboard to the slip: what it asks, until when; then the unit answers."""
    page.goto("/")
    panel = page.locator(".panel", has_text="督查单待办理")
    expect(panel).to_contain_text("待反馈")
    panel.get_by_role("link", name=str(slip)).press("Enter")
    expect(page.locator(".page-head")).to_contain_text("请反馈办理情况")
    assert grave(page) == []
    page.get_by_label("反馈内容").fill(PROMISE)
    page.get_by_role("button", name="提交反馈").press("Enter")
    expect(page.locator(".page-head")).to_contain_text("等待发单单位核实反馈")


def accept_feedback(page, slip):
    """The reviewer finds it in the messages."""
    page.goto("/inbox/")
    page.get_by_role("button", name=f"打开 {UNIT}反馈：{slip}").click()
    expect(page.locator(".page-head")).to_contain_text("请核实反馈")
    expect(page.get_by_role("main")).to_contain_text(PROMISE)
    page.get_by_role("button", name="采纳反馈").click()
    expect(page.locator(".page-head")).to_contain_text("等待责任单位办结")


def submit(page, slip):
    """The head sees the task marked as overdue, signs, and the slip waits for its closing."""
    page.goto("/")
    task = page.locator(".todo__item", has_text=LIST)
    expect(task.locator(".tag--danger")).to_contain_text("已逾期")
    task.get_by_role("link", name="审核并报送").click()
    page.get_by_role("button", name="报送", exact=True).click()
    expect(page.get_by_role("heading", name="报送回执")).to_be_visible()
    page.goto(slip.get_absolute_url())
    expect(page.locator(".page-head")).to_contain_text("任务已报送，等待发单单位销号")


def close(page, slip):
    follow(page, "督办")
    expect(page.get_by_role("main")).not_to_contain_text(f"{UNIT} {LIST}")
    page.goto(slip.get_absolute_url())
    expect(page.locator(".page-head")).to_contain_text("任务已报送，请销号")
    page.get_by_role("button", name="销号", exact=True).click()
    expect(page.locator(".page-head")).to_contain_text("已销号")


def test_a_unit_named_in_a_circular_takes_note_on_the_phone(
    tasks, campaign, people, at_desk, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    now = timezone.now()
    report = compiling.compile_report(campaign, cut_off_at=now, at=now)
    circular = circulars.draft(report, at=now)
    reviewer, admin = at_desk(people.reviewer), at_desk(people.admin)
    reviewer.goto(circular.get_absolute_url())
    reviewer.get_by_role("button", name="核稿通过").click()
    expect(reviewer.get_by_role("main")).to_contain_text("可由管理员印发")
    admin.goto(circular.get_absolute_url())
    confirmed(admin, "印发")
    expect(admin.get_by_role("main")).to_contain_text("已通知各单位")
    phone = at_desk(people.filler, viewport=PHONE)
    phone.get_by_role("link", name="通报涉及本单位，待确认已阅").click()
    expect(phone.locator(".notice", has_text="本通报涉及本单位")).to_contain_text("逾期未报")
    assert grave(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    phone.get_by_role("button", name="确认已阅").click()
    expect(phone.locator(".notice", has_text="本单位已阅：")).to_contain_text(people.filler.name)
    assert CircularReading.objects.get().unit == people.filler.unit
    phone.goto("/")
    expect(phone.get_by_role("main")).not_to_contain_text("待确认已阅")
    admin.reload()
    expect(admin.get_by_role("main")).to_contain_text(people.filler.name)
