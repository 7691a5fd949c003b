"""The whole story as five people live it: import, publish, fill in, sign, review, export."""

import io
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import expect

from matters.models import LibraryVersion, Matter
from tasks.models import Campaign, ObligationKind, RowState, State, Submission, Task
from tests.factories import PASSWORD

from . import story_rows
from .keyboard import Keyboard

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIST = str(ObligationKind.CITY_LIST.label)
NUMBER = "杭智办〔2018〕2号"
MIMETYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NO_NUMBER = "1.990000E+10"
CHINESE = re.compile("[\u4e00-\u9fff]")
RETURNED = [2, 7, 13, 29, 41]
DOCUMENT = "关于2018年杭州“一窗受理”平台工作要点"
ISSUER = "杭州市智慧电子政务建设（数据资源管理）工作领导小组办公室"


@pytest.fixture
def arrive(people, stranger_at, watch):
    """`arrive("filler")` is the page of that person, signed in through the sign-in page."""

    def sign_in(username):
        page = stranger_at()
        watch(page)
        page.goto("/")
        page.get_by_label("用户名").fill(username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        expect(page.locator(".tools__person")).to_contain_text(getattr(people, username).name)
        return page

    return sign_in


def test_the_notice_goes_its_whole_way(town, arrive, worker):
    admin = arrive("admin")
    import_the_library(admin)
    publish_the_campaign(admin)
    filler, head, reviewer = arrive("filler"), arrive("head"), arrive("reviewer")
    rows = story_rows.wanted()
    fill_in_80_rows(filler, rows)
    sign_and_submit(head, changed=None)
    return_five_rows(reviewer)
    approve_the_rest(reviewer, 75)
    correct_five_rows(filler, rows)
    sign_and_submit(head, changed=5)
    review_the_corrections(reviewer, rows)
    approve_the_rest(reviewer, 5)
    assert city_list().state == State.APPROVED
    expect(reviewer.locator(".page-head")).to_contain_text("全部通过")
    read_back(reviewer, "打印版", rows)
    read_back(reviewer, "数据版", rows)
    read_the_history(reviewer)
    switch_to_english_and_back(arrive("collector"))


def city_list():
    return Task.objects.get(
        obligation__kind=ObligationKind.CITY_LIST, unit__short_name__contains="人力社保"
    )


def follow(page, section):
    menu = page.get_by_role("navigation", name="主导航")
    menu.get_by_role("link", name=section, exact=True).click()


# 1. The admin imports the library.


def import_the_library(page):
    follow(page, "事项清单")
    page.get_by_role("main").get_by_role("link", name="权力事项库").click()
    book = {"name": "事项库.xlsx", "mimeType": MIMETYPE, "buffer": story_rows.library_workbook()}
    page.get_by_label("事项库工作簿").set_input_files(book)
    page.get_by_role("button", name="上传并核对").click()
    expect(page.locator(".notice", has_text="对不上")).to_contain_text("市子虚乌有局：1 行")
    added = page.locator(".stat", has_text="新增")
    expect(added).to_contain_text(str(story_rows.KNOWN_ROWS))
    assert (Matter.objects.count(), LibraryVersion.objects.count()) == (0, 0)
    page.get_by_role("button", name="确认写入").click()
    wait_for_job(page)
    page.get_by_role("link", name="查看结果").click()
    expect(page.get_by_role("main")).to_contain_text("已于")
    assert Matter.objects.count() == story_rows.KNOWN_ROWS


def wait_for_job(page):
    expect(page.locator("#job")).to_be_visible()
    expect(page.locator("#job")).to_contain_text("已完成")


# 2. The admin draws up the campaign, freezes the ranking and publishes.


def publish_the_campaign(page):
    follow(page, "专项")
    page.get_by_role("link", name="新建专项").click()
    fill_in_the_notice(page)
    page.get_by_role("link", name="附件1 排名").click()
    expect(page.locator("tbody tr").first).to_contain_text("公安服务事项01")
    confirmed(page, "冻结排名")
    expect(page.get_by_role("main")).to_contain_text("冻结。")
    page.get_by_role("link", name=NUMBER).first.click()
    confirmed(page, "发布")
    wait_for_job(page)
    assert city_list().entry_rows.count() == story_rows.ROWS
    assert Campaign.objects.get().number == NUMBER


def fill_in_the_notice(page):
    texts = {"发文字号": NUMBER, "标题": DOCUMENT, "发文机关": ISSUER, "成文日期": "2018-03-21"}
    numbers = {"应接入数": "20", "清单总数": "40"}
    for label, text in (texts | numbers).items():
        page.get_by_label(label).fill(text)
    last_day = timezone.localdate() + timedelta(days=14)
    for kind in ObligationKind:
        page.get_by_label(str(kind.label), exact=True).fill(last_day.isoformat())
    for unit in ("市人力社保局", "市公安局", "上城区"):
        page.get_by_role("group", name="主送单位").get_by_label(unit, exact=True).check()
    page.get_by_role("group", name="就近可办试点").get_by_label("上城区", exact=True).check()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(DOCUMENT)


def confirmed(page, act):
    """Press the button of a final act, and the one in the question that follows."""
    page.get_by_role("main").get_by_role("button", name=act).click()
    page.get_by_role("dialog").get_by_role("button", name=act).click()


# 3. The filler fills in 80 rows with the keyboard.


def fill_in_80_rows(page, rows):
    page.get_by_role("link", name=f"签收：{LIST}").click()
    page.get_by_role("button", name="签收").click()
    page.get_by_role("link", name="打开填报内容").first.click()
    keyboard = Keyboard(page)
    keyboard.enter()
    type_by_hand(keyboard, story_rows.BY_HAND)
    fill_down(keyboard)
    paste_the_rest(keyboard, rows)
    correct_the_phone(keyboard, rows[1][4])
    keyboard.expect_saved("80/80")
    assert city_list().entry_rows.filter(complete=True).count() == story_rows.ROWS
    page.get_by_role("button", name="送审").click()
    expect(page.get_by_role("main")).to_contain_text("等待处室负责人审核报送")


def type_by_hand(keyboard, rows):
    keyboard.go(0, "system_level")
    for index, facts in enumerate(rows):
        wrong = (*facts[:4], NO_NUMBER, *facts[5:])
        keyboard.fill(wrong if index == 1 else facts)


def fill_down(keyboard):
    top = len(story_rows.BY_HAND) - 1
    below = story_rows.FILLED_DOWN_TO - 1 - top
    for field, more in (("system_level", 1), ("contact", 2)):
        keyboard.go(top, field)
        keyboard.select(below, more)
        keyboard.press("Control+d")


def paste_the_rest(keyboard, rows):
    start, end = len(story_rows.BY_HAND), story_rows.FILLED_DOWN_TO
    keyboard.go(start, "volume")
    keyboard.paste(story_rows.as_block([(row[2],) for row in rows[start:end]]))
    keyboard.go(end, "system_level")
    keyboard.paste(story_rows.as_block(rows[end:]))
    keyboard.expect_saved("79/80")


def correct_the_phone(keyboard, phone):
    keyboard.go(1, "phone")
    cell = keyboard.cell(1, "phone")
    expect(cell).to_have_attribute("aria-invalid", "true")
    expect(cell).to_have_text(NO_NUMBER)
    expect(keyboard.notes).to_contain_text("单元格被转成了数字")
    keyboard.write(phone)
    keyboard.press("Enter")
    expect(cell).to_have_attribute("data-state", "saved")


# 4. The head signs and submits.


def sign_and_submit(page, *, changed):
    page.goto("/")
    page.get_by_role("link", name=f"审核并报送：{LIST}").click()
    stats = page.locator(".stats")
    expect(stats.locator(".stat", has_text="报送行数")).to_contain_text("80")
    if changed:
        expect(stats.locator(".stat", has_text="与上次报送不同")).to_contain_text(str(changed))
    page.get_by_role("button", name="报送", exact=True).click()
    expect(page.get_by_role("heading", name="报送回执")).to_be_visible()
    newest = Submission.objects.filter(task=city_list()).newest_first().first()
    shown = page.locator(".checksum").inner_text()
    assert "".join(shown.split()) == newest.checksum
    assert len(newest.checksum) == 64


# 5. The reviewer returns five rows and approves the others; the unit corrects.


def open_for_review(page):
    follow(page, "审核")
    page.get_by_role("row", name=LIST).get_by_role("link").click()


def return_five_rows(page):
    open_for_review(page)
    for index in RETURNED:
        page.get_by_role("checkbox", name=story_rows.NAMES[index]).check()
    page.get_by_role("button", name="退回所选").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("退回 5 行")
    for index in RETURNED:
        line = page.locator(".return-list > li", has_text=story_rows.NAMES[index])
        line.get_by_text("这一行另写原因").click()
        line.get_by_label("退回原因类别").select_option(label="联系人或电话有误")
        line.get_by_label("退回原因", exact=True).fill(reason(index))
    page.get_by_role("button", name="退回", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("已退回 5 行")


def reason(index):
    return f"第{index + 1}项的联系人已经离岗，请更新。"


def approve_the_rest(page, count):
    """Those with a finding are never in the bulk: the reviewer reads them and ticks them."""
    waiting = city_list().entry_rows.reviewable()
    odd = waiting.odd().count()
    if odd < count:
        page.get_by_role("link", name=f"批量通过没有疑点的 {count - odd} 行").click()
        page.get_by_role("button", name=f"通过没有疑点的 {count - odd} 行").click()
        expect(page.locator("body")).to_contain_text(f"已通过 {count - odd} 行")
    while left := waiting.count():
        page.get_by_role("button", name="勾选本页待审行").click()
        page.get_by_role("button", name="通过所选").click()
        expect(page.locator("body")).to_contain_text(re.compile("已通过 [0-9]+ 行"))
        assert waiting.count() < left


def correct_five_rows(page, rows):
    states = list(city_list().entry_rows.order_by("state").values_list("state", flat=True))
    assert states == [RowState.APPROVED] * 75 + [RowState.RETURNED] * 5
    page.goto("/")
    expect(page.get_by_role("main")).to_contain_text("待本单位修改 5 行")
    page.get_by_role("link", name=f"修改退回内容：{LIST}").click()
    # The link opens the five rows alone; a row that is approved is locked all the same.
    page.locator('.fg-filter[data-filter="all"]').click()
    keyboard = Keyboard(page)
    keyboard.enter()
    keyboard.go(0, "contact")
    keyboard.write("改")
    expect(keyboard.notes).to_contain_text("不能修改")
    expect(keyboard.cell(0, "contact")).to_have_text(rows[0][3])
    show_returned(keyboard)
    for line, index in enumerate(RETURNED):
        correct(keyboard, line, rows, index)
    keyboard.expect_saved("80/80")
    page.get_by_role("button", name="送审").click()
    expect(page.get_by_role("main")).to_contain_text("等待处室负责人审核报送")


def show_returned(keyboard):
    """Leave the cells, press the filter, and come back: exactly the five rows are there."""
    keyboard.press("Shift+F6")
    returned = keyboard.page.locator('.fg-filter[data-filter="returned"]')
    expect(returned).to_contain_text("5")
    for _step in range(10):
        if returned.evaluate("button => button === document.activeElement"):
            break
        keyboard.press("Tab")
    keyboard.press("Enter")
    keyboard.press("F6")
    names = keyboard.page.locator('.fg-body .fg-row [data-field="name"]')
    expect(names).to_have_text([story_rows.NAMES[index] for index in RETURNED])
    expect(keyboard.page.locator(".fg-body .fg-row[data-locked]")).to_have_count(0)


def correct(keyboard, line, rows, index):
    keyboard.go(line, "contact")
    expect(keyboard.notes).to_contain_text(reason(index))
    contact, phone = f"新联系{index}", f"199000002{index:02d}"
    keyboard.write(contact)
    keyboard.press("Tab")
    keyboard.write(phone)
    keyboard.press("Enter")
    rows[index] = (*rows[index][:3], contact, phone, *rows[index][5:])


def review_the_corrections(page, rows):
    open_for_review(page)
    before = story_rows.wanted()
    for index in RETURNED:
        line = page.get_by_role("row", name=story_rows.NAMES[index])
        expect(line.locator(".change", has_text="联系人")).to_contain_text(before[index][3])
        expect(line.locator(".change", has_text="联系人")).to_contain_text(rows[index][3])


# 6. The reviewer exports attachment 2 and finds in it what was typed.


def read_back(page, edition, rows):
    follow(page, "导出")
    page.get_by_label("表", exact=True).select_option(label="附件2 对接事项清单（市级部门）")
    page.get_by_label(edition, exact=True).check()
    with page.expect_download() as download:
        page.get_by_role("button", name="导出", exact=True).click()
    assert download.value.suggested_filename.startswith("附件2_")
    book = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    lines = lines_of(book.worksheets[0])
    filled = {line["事项名称"]: line for line in lines}
    for index, facts in enumerate(rows):
        assert facts_of(filled.pop(story_rows.NAMES[index])) == (story_rows.CODES[index], *facts)
    assert {facts_of(line)[1:] for line in filled.values()} == {("",) * 7}


TITLES = (
    "权力编码",
    "事项所在系统层级",
    "系统名称",
    "办件量（件）",
    "联系人",
    "联系方式",
    "适用范围",
    "适用区县",
)


def facts_of(line):
    return tuple("" if line[title] is None else line[title] for title in TITLES)


def lines_of(sheet):
    """The rows of the table below the header row that names the facts."""
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    at = next(number for number, row in enumerate(rows) if "系统名称" in row)
    titles = [below or above for above, below in zip(rows[at - 1], rows[at], strict=True)]
    lines = [dict(zip(titles, row, strict=True)) for row in rows[at + 1 :]]
    return [line for line in lines if isinstance(line["序号"], int)]


# 7. Who did what to a row; and the same in English.


def read_the_history(page):
    index = RETURNED[0]
    open_for_review(page)
    page.get_by_role("link", name=story_rows.NAMES[index], exact=True).click()
    steps = page.locator(".timeline__item")
    returned = steps.filter(has_text=reason(index))
    expect(returned).to_contain_text("沈审核")
    expect(returned.locator("time")).to_have_attribute("datetime", re.compile(r"^20\d\d-"))
    corrected = steps.filter(has_text=f"新联系{index}")
    # The history shows what changed; the number itself is shown when it is asked for.
    for text in ("方填报", story_rows.wanted()[index][3], f"199****02{index:02d}"):
        expect(corrected).to_contain_text(text)


def switch_to_english_and_back(page):
    """上城区 reads its own work in either language, and nothing of the city department's."""
    assert page.request.get(city_list().get_absolute_url()).status == 404
    heading, menu = page.get_by_role("heading", level=1), page.locator("nav.nav, .header nav")
    expect(heading).to_have_text("上城区 · 本区任务")
    page.get_by_role("button", name="English").click()
    expect(heading).to_have_text("上城区 · Tasks of this district")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(menu.last).not_to_contain_text(CHINESE)
    page.get_by_role("button", name="中文").click()
    expect(heading).to_have_text("上城区 · 本区任务")
