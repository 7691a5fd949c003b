"""The round trip through Excel as a clerk makes it: out, filled in, in, mended, taken back."""

import io

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tasks.models import Entry, WorkbookState, WorkbookUpload
from tests.tasks.acts import acknowledged
from tests.tasks.acts import page as address
from tests.xlsx.workbooks import book as own_book

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEADER, FIRST = 5, 6
ANSWER = {
    "事项所在系统层级": "市级自建",
    "系统名称": "杭州市人社一体化系统",
    "联系人": "方填报",
    "联系方式": "19900000011",
    "适用范围": "全市",
}


@pytest.fixture
def task(tasks, filler):
    return acknowledged(tasks.city_list, filler)


@pytest.fixture
def desk(task, filler, signed_in, watch):
    """The clerk's page of the round trip."""
    page = signed_in(filler, accept_downloads=True).new_page()
    watch(page)
    page.goto(address("workbook-list", task))
    return page


def my_workbook(page):
    with page.expect_download() as download:
        page.get_by_role("button", name="下载填报表").click()
    return load_workbook(io.BytesIO(download.value.path().read_bytes()))


def columns(sheet):
    cells = [*sheet[HEADER - 1], *sheet[HEADER]]
    return {cell.value: cell.column for cell in cells if cell.value}


def fill_in(book, **odd):
    """Answer every row; `odd` gives the volume of a row another text: row_7="约300"."""
    sheet = book.active
    at = columns(sheet)
    for number in range(FIRST, FIRST + 8):
        for title, text in ANSWER.items():
            sheet.cell(number, at[title]).value = text
        sheet.cell(number, at["办件量（件）"]).value = odd.get(
            f"row_{number}", 14000 - 1000 * number
        )
    return book


def upload(page, book, name="填报.xlsx"):
    stream = io.BytesIO()
    book.save(stream)
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": stream.getvalue()}
    page.get_by_label("填好的表格").set_input_files(file)
    page.get_by_role("button", name="上传并核对").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def test_a_workbook_goes_home_and_comes_back(desk, task):
    book = fill_in(my_workbook(desk), row_8="约300", row_9="1.2万")
    upload(desk, book)
    expect(
        desk.get_by_text("9 行 = 有改动 7 + 不变 0 + 他人已改 0 + 有误 1 + 跳过 1")
    ).to_be_visible()
    expect(desk.locator("tbody").first).to_contain_text("!J8")

    desk.get_by_role("link", name="在线修改有误的 1 行").click()
    expect(desk.locator(".fg-body .fg-row")).to_have_count(1)
    expect(desk.locator(".fg-panel")).to_contain_text("无法识别")
    desk.keyboard.type("6000")
    desk.keyboard.press("Enter")
    expect(desk.locator(".fg-save")).to_contain_text("已保存")
    row = Entry.objects.filter(task=task).in_order()[2]
    assert (row.volume, row.system_name, row.contact) == (6000, "杭州市人社一体化系统", "方填报")

    desk.goto(address("workbook-detail", WorkbookUpload.objects.get()))
    desk.get_by_role("button", name="只写入合格的行").click()
    expect(desk.get_by_text("已写入 7 行")).to_be_visible()
    assert Entry.objects.filter(task=task, contact="方填报").count() == 8
    converted = Entry.objects.filter(task=task).in_order()[3]
    assert (converted.volume, converted.complete) == (12000, False)


def test_the_marked_file_corrected_goes_through(desk, task):
    upload(desk, fill_in(my_workbook(desk), row_8="约300"))
    with desk.expect_download() as download:
        desk.get_by_role("button", name="下载带标注的文件").click()
    marked = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    sheet = marked[marked.sheetnames[1]]
    assert "无法识别" in sheet.cell(8, columns(sheet)["办件量（件）"]).comment.text
    sheet.cell(8, columns(sheet)["办件量（件）"]).value = 6000
    desk.goto(address("workbook-list", task))
    upload(desk, marked, download.value.suggested_filename)
    desk.get_by_role("button", name="确认写入").click()
    expect(desk.get_by_text("已写入 8 行").first).to_be_visible()
    desk.get_by_role("button", name="撤回这次写入").click()
    desk.get_by_role("button", name="撤回写入").click()
    expect(desk.get_by_text("已撤回 8 行")).to_be_visible()
    assert not Entry.objects.filter(task=task, contact="方填报").exists()


def test_ctrl_z_takes_an_import_back_at_once(desk, task):
    upload(desk, fill_in(my_workbook(desk)))
    desk.get_by_role("button", name="确认写入").click()
    desk.get_by_role("link", name="打开填报内容").first.click()
    expect(desk.locator(".fg-body .fg-row")).not_to_have_count(0)
    desk.locator(".fg-body .fg-cell").nth(8).click()
    desk.keyboard.press("Control+z")
    expect(desk.locator(".fg-save")).to_contain_text("已保存")
    expect(desk.locator(".fg-progress-text")).to_contain_text("0/8")
    assert not Entry.objects.filter(task=task, contact="方填报").exists()


def test_a_strange_header_is_picked_with_the_keyboard(desk, task):
    book = load_workbook(io.BytesIO(_own_sheet(task)))
    stream = io.BytesIO()
    book.save(stream)
    file = {
        "name": "台账.xlsx",
        "mimeType": "application/octet-stream",
        "buffer": stream.getvalue(),
    }
    desk.get_by_label("填好的表格").set_input_files(file)
    desk.get_by_role("button", name="上传并核对").press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("指定表头和各列")
    for letter, field in (("A", "name"), ("B", "system_name"), ("C", "contact")):
        desk.locator("tr", has=desk.get_by_role("rowheader", name=letter, exact=True)).locator(
            "select"
        ).select_option(field)
    desk.get_by_role("button", name="按此读取").press("Enter")
    expect(desk.get_by_text("8 行 = 有改动 8")).to_be_visible()
    assert WorkbookUpload.objects.get().state == WorkbookState.PREVIEWED


def _own_sheet(task):
    rows = [["办什么事", "用啥软件", "找谁"]]
    for row in Entry.objects.filter(task=task).select_related("matter").in_order():
        rows.append([row.matter.name, "人社软件", "甲"])
    return own_book(rows).getvalue()
