"""An objection from both sides of the table: raised, proposed, agreed with evidence, decided."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tasks.models import Objection, Outcome, RankedMatter
from tests.tasks.acts import acknowledged, object_to
from tests.tasks.objections.acts import propose
from tests.tasks.objections.hostile import GOOD, HTML, PDF

from .test_axe import grave
from .test_pages_look import too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def upload(name, content):
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


@pytest.fixture
def check(tasks, filler):
    return acknowledged(tasks.check, filler)


@pytest.fixture
def objection(check, campaign, filler):
    return object_to(RankedMatter.objects.obligated(campaign)[1], check, filler)


def conclude(page, panel, outcome, text):
    form = page.locator(panel)
    form.get_by_label(outcome, exact=True).check()
    form.get_by_label("说明", exact=True).fill(text)
    return form


def test_an_objection_is_raised_proposed_agreed_and_decided(
    check, campaign, filler, head, reviewer, signed_in, watch
):
    clerk = signed_in(filler).new_page()
    watch(clerk)
    clerk.goto(reverse("tasks:check", args=[check.pk]))
    clerk.get_by_role("link", name="有疑义 人社事项2").click()
    clerk.get_by_label("原因类别").select_option(label="上级系统不开放接口")
    clerk.get_by_label("不能接入原因").fill("部里统一建设的系统，未开放接口。")
    clerk.get_by_label("佐证材料").set_input_files(upload("函.pdf", PDF))
    clerk.get_by_role("button", name="提出疑义").click()
    expect(clerk.get_by_text("疑义已提出")).to_be_visible()

    desk = signed_in(reviewer).new_page()
    watch(desk)
    desk.goto(reverse("tasks:objection-list"))
    desk.get_by_role("link", name="人社事项2").click()
    expect(desk.get_by_text("将由候补第 5 位")).to_be_visible()
    form = conclude(desk, "#propose", "成立（不接入）", "请补充部里的书面意见")
    form.get_by_role("button", name="发出拟定结论").click()
    expect(desk.get_by_text("拟定结论已发出")).to_be_visible()

    boss = signed_in(head).new_page()
    watch(boss)
    boss.goto(reverse("units:inbox"))
    boss.get_by_role("button", name="请答复疑义拟定结论").click()
    files = [upload("会商纪要.docx", GOOD["会商纪要.docx"]), upload("截图.png", GOOD["截图.png"])]
    boss.get_by_label("佐证材料").set_input_files(files)
    boss.get_by_role("button", name="上传材料").click()
    expect(boss.get_by_text("已保存 2 个文件。")).to_be_visible()
    boss.locator("#answer").get_by_label("同意", exact=True).check()
    boss.get_by_role("button", name="提交答复").click()
    expect(boss.get_by_text("答复已发出")).to_be_visible()

    desk.reload()
    with desk.expect_download() as download:
        desk.get_by_role("link", name="函.pdf").click()
    assert download.value.suggested_filename == "函.pdf"
    form = desk.locator("#decide")
    expect(form.get_by_label("成立（不接入）", exact=True)).to_be_checked()
    form.get_by_role("button", name="裁定").click()
    expect(desk.get_by_text("已裁定")).to_be_visible()
    expect(desk.get_by_text("双方已确认", exact=True)).to_be_visible()
    expect(desk.get_by_text("由候补第 5 位")).to_be_visible()
    desk.goto(reverse("tasks:ranking", args=[campaign.pk]))
    expect(desk.get_by_role("row", name="人社事项2")).to_contain_text("已退出")
    expect(desk.get_by_role("row").filter(has_text="递补")).to_have_count(1)
    assert Objection.objects.get().outcome == Outcome.NOT_CONNECTED
    assert [line.rank for line in RankedMatter.objects.obligated(campaign)] == [1, 3, 4, 5]


def test_a_refused_file_is_named_and_what_was_typed_stays(check, filler, signed_in):
    page = signed_in(filler).new_page()
    page.goto(reverse("tasks:check", args=[check.pk]))
    page.get_by_role("link", name="有疑义 人社事项1").click()
    page.get_by_label("不能接入原因").fill("部里统一建设的系统，未开放接口。")
    page.get_by_label("原因类别").select_option(label="其他")
    page.get_by_label("佐证材料").set_input_files(upload("网页.png", HTML))
    page.get_by_role("button", name="提出疑义").click()
    expect(page.get_by_role("alert")).to_contain_text("“网页.png”的内容与扩展名 .png 不符")
    expect(page.get_by_label("不能接入原因")).to_have_value("部里统一建设的系统，未开放接口。")


def test_several_are_decided_together(check, campaign, filler, reviewer, signed_in, watch):
    for line in RankedMatter.objects.obligated(campaign)[:2]:
        object_to(line, check, filler)
    page = signed_in(reviewer).new_page()
    watch(page)
    page.goto(reverse("tasks:objection-list"))
    for name in ("人社事项1", "人社事项2"):
        page.get_by_role("checkbox", name=name).check()
    page.get_by_role("button", name="一并裁定所选").click()
    expect(page.get_by_role("heading", name="一并裁定 2 项疑义")).to_be_visible()
    page.get_by_label("成立（不接入）", exact=True).check()
    page.get_by_label("说明", exact=True).fill("同一系统，均不具备接入条件")
    page.get_by_label("单位尚未同意该结论").check()
    page.get_by_role("button", name="裁定 2 项").click()
    expect(page.get_by_text("已一并裁定 2 项疑义。")).to_be_visible()


def test_axe_finds_nothing_grave_and_a_phone_is_wide_enough(objection, filler, reviewer, signed_in):
    propose(objection, Outcome.DEFERRED, reviewer)
    shared = [
        reverse("tasks:objection-detail", args=[objection.pk]),
        reverse("tasks:objection-list"),
    ]
    together = f"{reverse('tasks:objection-bulk')}?objection={objection.pk}"
    found, wide = [], []
    for person, urls in ((filler, shared), (reviewer, [*shared, together])):
        page = signed_in(person).new_page()
        for url in urls:
            page.set_viewport_size({"width": 1366, "height": 768})
            page.goto(url)
            found += grave(page)
            wide += too_wide(page, url)
    assert found + wide == []
