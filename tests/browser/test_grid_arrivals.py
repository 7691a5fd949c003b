"""What a page brings along for the grid: rows to look at, refused texts, origins, a last step."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tasks.models import Entry

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ORIGIN = {"label": "市人力社保局", "fields": ["contact"]}


@pytest.fixture
def ids(city_list):
    return [entry.pk for entry in Entry.objects.filter(task=city_list).in_order()]


def rows_with(grid, ids, **more):
    """The page's rows, those of `ids` with something more."""
    rows = grid.page.evaluate("document.querySelector('fill-grid').sheet.rows")
    return [row | more if row["id"] in ids else row for row in rows]


def refused(row, text, message, field="volume"):
    return {"id": row, "field": field, "text": text, "message": message}


def test_only_the_rows_in_question_are_shown_until_the_chip_is_pressed(grid, ids):
    grid.open_with(focus={"label": "导入中有误的 2 行", "rows": [ids[1], ids[4]], "refused": []})
    expect(grid.rows).to_have_count(2)
    chip = grid.page.get_by_role("button", name="取消筛选：导入中有误的 2 行")
    chip.click()
    expect(grid.rows).to_have_count(8)
    expect(chip).to_be_hidden()


def test_refused_texts_stand_in_their_cells_and_are_corrected_there(grid, ids, stored):
    wrong = [refused(ids[4], "约300", "办件量须为整数。"), refused(ids[6], "很多", "请填写数字。")]
    grid.open_with(focus={"label": "有误的行", "rows": [ids[4], ids[6]], "refused": wrong})
    assert grid.in_hand == (0, "volume")
    assert (grid.text(0, "volume"), grid.state(0, "volume")) == ("约300", "refused")
    assert "办件量须为整数。" in grid.notes
    expect(grid.page.locator(".fg-state")).to_have_text("有误，未存")
    expect(grid.page.locator('[data-filter="errors"] .fg-count')).to_have_text("2")
    grid.page.keyboard.type("300")
    grid.press("Enter")
    grid.wait_saved()
    assert stored(4, "volume") == 300
    assert grid.state(1, "volume") == "refused"


def test_good_values_brought_along_are_told_of_and_undone_with_one_key(grid, ids, stored):
    good = [{"id": pk, "field": "contact", "was": "", "now": "文件的"} for pk in ids[:2]]
    Entry.objects.filter(pk__in=ids[:2]).update(contact="")
    grid.open_with(focus={"label": "有误的行", "rows": ids[:2], "refused": [], "pending": good})
    expect(grid.page.locator(".fg-notice")).to_contain_text("已填入文件中合格的 2 格")
    grid.wait_saved()
    assert [stored(0, "contact"), stored(1, "contact")] == ["文件的", "文件的"]
    grid.click(0, "contact")
    grid.press("Control+z")
    grid.wait_saved()
    assert [stored(0, "contact"), stored(1, "contact")] == ["", ""]


def test_a_text_kept_on_this_machine_is_newer_than_a_refused_one(grid, ids, stored):
    grid.page.on("dialog", lambda dialog: dialog.accept())
    grid.page.route("**/cells/", lambda route: route.abort())
    grid.type(0, "volume", "400")
    grid.wait_status("offline")
    grid.page.unroute("**/cells/")
    wrong = [refused(ids[0], "约300", "办件量须为整数。")]
    grid.open_with(focus={"label": "有误的行", "rows": [ids[0]], "refused": wrong})
    grid.wait_saved()
    assert stored(0, "volume") == 400


def test_the_last_import_is_taken_back_with_one_key(grid, ids, stored):
    Entry.objects.filter(pk__in=ids[:3]).update(contact="导入的")
    step = [
        {"id": pk, "field": "contact", "before": f"原{n}", "after": "导入的"}
        for n, pk in enumerate(ids[:3])
    ]
    grid.open_with(undo=step)
    grid.click(5, "contact")
    grid.press("Control+z")
    grid.wait_saved()
    assert [stored(row, "contact") for row in range(3)] == ["原0", "原1", "原2"]
    grid.open_with(undo=step)
    grid.press("Control+z")
    assert grid.text(0, "contact") == "原0"


def test_what_the_server_wrote_itself_is_one_step_to_undo(grid, ids, stored):
    grid.type(5, "contact", "自己的")
    grid.wait_saved()
    Entry.objects.filter(pk=ids[0]).update(contact="接用的")
    rows = [row for row in rows_with(grid, ids) if row["id"] == ids[0]]
    rows[0]["values"]["contact"] = "接用的"
    cells = [{"id": ids[0], "field": "contact", "before": "", "after": "接用的"}]
    grid.page.evaluate(
        "([rows, cells]) => document.querySelector('fill-grid').serverStep(rows, cells)",
        [rows, cells],
    )
    assert grid.text(0, "contact") == "接用的"
    grid.click(0, "contact")
    grid.press("Control+z")
    grid.wait_saved()
    assert (stored(0, "contact"), stored(5, "contact")) == ("", "自己的")


def test_an_answer_taken_over_bears_a_word_and_says_from_whom(grid, ids):
    Entry.objects.filter(pk__in=ids[:2]).update(contact="方填报")
    grid.open()
    rows = rows_with(grid, ids[:1], origin=ORIGIN, unconfirmed=True)
    grid.open_with(rows=rows)
    tag = grid.cell(0, "contact").locator(".fg-text")
    expect(tag).to_have_attribute("data-origin", "接")
    assert grid.cell(1, "contact").locator(".fg-text").get_attribute("data-origin") is None
    grid.click(0, "contact")
    expect(grid.page.locator(".fg-state")).to_have_text("待确认")
    assert "接用自市人力社保局，待确认" in grid.notes
    assert "接用自市人力社保局，待确认" in grid.page.locator(".fg-unseen[aria-live]").inner_text()
    pending = grid.page.locator('[data-filter="pending"]')
    expect(pending.locator(".fg-count")).to_have_text("1")
    pending.click()
    expect(grid.rows).to_have_count(1)
    grid.type(0, "contact", "自己的")
    expect(tag).not_to_have_attribute("data-origin", "接")


def test_refused_texts_of_an_upload_do_not_hold_anybody_back(grid, ids):
    asked = []
    grid.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    wrong = [refused(ids[0], "约300", "办件量须为整数。")]
    grid.open_with(focus={"label": "有误的行", "rows": ids[:1], "refused": wrong})
    grid.type(0, "contact", "王测试")
    grid.wait_saved()
    grid.open()
    assert asked == []
    assert (grid.text(0, "volume"), grid.text(0, "contact")) == ("", "王测试")


def test_axe_finds_nothing_in_marks_chips_and_matches(grid, ids):
    rows = rows_with(grid, ids[:2], origin=ORIGIN, unconfirmed=True)
    wrong = [refused(ids[0], "约300", "办件量须为整数。")]
    grid.open_with(rows=rows, focus={"label": "有误的行", "rows": ids[:3], "refused": wrong})
    grid.page.locator(".fg-find").fill("事项")
    expect(grid.page.locator(".fg-match")).to_contain_text("3 处")
    found = Axe().run(grid.page, context="fill-grid")
    assert found.response["violations"] == [], found.generate_report()
