"""The pages of the round trip: what a clerk sees, presses and gets."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tasks.models import Entry, WorkbookState, WorkbookUpload
from tests.tasks.acts import page
from tests.tasks.export_books import downloaded
from tests.xlsx.workbooks import inline, raw
from units.models import Action, Event, Job

from .books import TITLES, bring, file, line, sheet, uploaded


@pytest.fixture
def rows(city_list):
    found = Entry.objects.filter(task=city_list).select_related("matter", "task__unit")
    return list(found.in_order())


@pytest.fixture
def clerk(filler, as_user):
    return as_user(filler)


@pytest.fixture
def faulty(city_list, rows, filler):
    """Seven good rows and one whose volume is no number."""
    lines = [line(rows[0], volume="约300"), *[line(row) for row in rows[1:]]]
    return bring(city_list, file(sheet(lines)), filler)


def send(clerk, task, content):
    return clerk.post(page("workbook-upload", task), {"file": content}, follow=True)


def test_the_page_names_the_limits(clerk, city_list):
    answer = clerk.get(page("workbook-list", city_list)).content.decode()
    assert "最大 10 MB、100 个工作表，每个工作表最多 5,000 行、200 列" in answer


def test_my_workbook_uploaded_untouched_is_no_change(clerk, city_list):
    """Case 26."""
    mine = downloaded(clerk.post(page("my-workbook", city_list)))
    answer = send(clerk, city_list, uploaded(mine.getvalue())).content.decode()
    assert "没有变化，不需要写入" in answer
    upload = WorkbookUpload.objects.get()
    assert upload.state == WorkbookState.UNCHANGED
    assert upload.plan["counts"]["unchanged"] == 8
    assert Event.objects.filter(action=Action.EXPORT, subject_id=city_list.pk).exists()


def test_my_workbook_filled_in_at_home_is_written(clerk, city_list, rows):
    book = load_workbook(downloaded(clerk.post(page("my-workbook", city_list))))
    cells = {cell.value: cell.column for row in book.active[4:5] for cell in row if cell.value}
    for number in range(6, 14):
        book.active.cell(number, cells["系统名称"], "杭州市人社一体化系统")
        book.active.cell(number, cells["办件量（件）"], 1234)
    stream = io.BytesIO()
    book.save(stream)
    send(clerk, city_list, uploaded(stream.getvalue()))
    upload = WorkbookUpload.objects.get()
    clerk.post(page("workbook-apply", upload))
    assert Entry.objects.filter(task=city_list, volume=1234).count() == 8


def test_the_preview_says_what_is_wrong_at_which_cell(clerk, faulty):
    answer = clerk.get(page("workbook-detail", faulty)).content.decode()
    assert "Sheet1!J2" in answer
    assert "“约300”无法识别" in answer
    assert "8 行 = 有改动 7 + 不变 0 + 他人已改 0 + 有误 1 + 跳过 0。" in answer
    assert "建议在线修改" in answer


def test_columns_nobody_recognised_are_told_of_before_anything_is_written(
    clerk, city_list, rows, filler
):
    titles = TITLES | {"volume": "上一年业务总数", "remark": "承办科室"}
    upload = bring(city_list, file(sheet([line(row) for row in rows], titles=titles)), filler)
    answer = clerk.get(page("workbook-detail", upload)).content.decode()
    assert "这些列没有认出，不会写入：上一年业务总数" in answer
    assert "没有找到对应的列：办件量（件）。" in answer
    assert f"{page('workbook-columns', upload)}?sheet=Sheet1" in answer


def test_a_column_the_list_does_not_ask_for_raises_no_alarm(clerk, city_list, rows, filler):
    titles = TITLES | {"remark": "承办科室"}
    upload = bring(city_list, file(sheet([line(row) for row in rows], titles=titles)), filler)
    assert "没有认出" not in clerk.get(page("workbook-detail", upload)).content.decode()


def test_the_faulty_rows_can_be_mended_after_the_good_ones_are_written(clerk, city_list, faulty):
    answer = clerk.post(page("workbook-apply", faulty), follow=True).content.decode()
    assert "有误的 1 行没有写入" in answer
    assert page("workbook-mend", faulty, city_list.pk) in answer
    assert page("workbook-marked", faulty) in answer


def test_the_preview_shows_old_and_new_of_each_cell(clerk, faulty):
    answer = clerk.get(page("workbook-detail", faulty), {"kind": "changed"}).content.decode()
    assert "<ins>市级自建</ins>" in answer


def test_the_marked_file_is_the_persons_own_with_red_cells(clerk, faulty):
    book = load_workbook(downloaded(clerk.post(page("workbook-marked", faulty))))
    assert book.sheetnames[0] == "问题清单"
    cell = book["Sheet1"]["J2"]
    assert cell.value == "约300"
    assert cell.fill.patternType == "solid"
    assert "无法识别" in cell.comment.text
    assert book["Sheet1"]["J3"].fill.patternType is None


def test_old_marks_go_with_the_next_upload(clerk, city_list, faulty):
    marked = load_workbook(downloaded(clerk.post(page("workbook-marked", faulty))))
    marked["Sheet1"]["J2"].value = 300
    stream = io.BytesIO()
    marked.save(stream)
    send(clerk, city_list, uploaded(stream.getvalue(), "填报-已标注.xlsx"))
    again = WorkbookUpload.objects.newest_first().first()
    assert (again.plan["counts"]["rows"], again.plan["counts"]["refused"]) == (8, 0)
    book = load_workbook(downloaded(clerk.post(page("workbook-marked", again))))
    assert book["Sheet1"]["J2"].fill.patternType is None or "约300" not in str(
        book["Sheet1"]["J2"].comment
    )


def test_the_file_can_be_fetched_as_it_came(clerk, faulty):
    answer = downloaded(clerk.post(page("workbook-original", faulty)))
    with faulty.file.open("rb") as stream:
        assert answer.read() == stream.read()


def test_a_preview_is_nobody_elses(faulty, head, stranger, as_user):
    """D4: the head of the same unit sees that there was an upload, not what it holds."""
    for person in (head, stranger):
        browser = as_user(person)
        assert browser.get(page("workbook-detail", faulty)).status_code == 404
        assert browser.post(page("workbook-apply", faulty)).status_code == 404
    listed = as_user(head).get(page("workbook-list", faulty.task)).content.decode()
    assert "填报.xlsx" in listed
    assert not Entry.objects.filter(task=faulty.task, version__gt=0).exists()


def test_confirming_a_second_time_is_told(clerk, faulty):
    clerk.post(page("workbook-apply", faulty))
    answer = clerk.post(page("workbook-apply", faulty), follow=True).content.decode()
    assert "没有重复写入" in answer


def test_confirming_after_a_change_shows_the_preview_anew(clerk, faulty, rows):
    Entry.objects.filter(pk=rows[3].pk).update(contact="别人")
    answer = clerk.post(page("workbook-apply", faulty), follow=True).content.decode()
    assert "没有写入" in answer
    assert not Entry.objects.filter(task=faulty.task, contact="方填报").exists()
    faulty.refresh_from_db()
    assert faulty.state == WorkbookState.PREVIEWED


def test_the_written_upload_can_be_taken_back_on_its_page(clerk, faulty):
    clerk.post(page("workbook-apply", faulty))
    answer = clerk.post(page("workbook-revert", faulty), follow=True).content.decode()
    assert "已撤回 7 行" in answer
    assert not Entry.objects.filter(task=faulty.task, contact="方填报").exists()


def test_faulty_rows_open_in_the_grid_with_their_texts(clerk, faulty, city_list, rows):
    address = reverse("tasks:workbook-mend", args=[faulty.pk, city_list.pk])
    focus = clerk.get(address).context["sheet"]["focus"]
    assert focus["rows"] == [rows[0].pk]
    assert [(one["field"], one["text"]) for one in focus["refused"]] == [("volume", "约300")]
    assert {one["field"] for one in focus["pending"]} == {
        "system_level", "system_name", "contact", "phone", "scope",
    }  # fmt: skip


def test_an_unknown_header_leads_to_picking_the_columns(clerk, city_list, rows):
    titles = {"name": "办什么事", "system_name": "用啥软件", "contact": "找谁"}
    lines = [{"name": row.matter.name, "system_name": "软件", "contact": "甲"} for row in rows]
    answer = send(clerk, city_list, file(sheet(lines, tuple(titles), titles)))
    upload = WorkbookUpload.objects.get()
    assert answer.redirect_chain[-1][0] == page("workbook-columns", upload)
    assert "用啥软件" in answer.content.decode()
    picked = {"sheet": "Sheet1", "row": "1", "column_0": "name"}
    refused = clerk.post(page("workbook-pick", upload), picked)
    assert "请至少指定一列补填内容" in refused.content.decode()
    picked |= {"column_1": "system_name", "column_2": "contact"}
    clerk.post(page("workbook-pick", upload), picked)
    upload.refresh_from_db()
    assert (upload.state, upload.plan["counts"]["changed"]) == (WorkbookState.PREVIEWED, 8)


def test_a_file_that_cannot_be_read_is_refused_in_words_and_kept(clerk, city_list):
    answer = send(clerk, city_list, uploaded(b"%PDF-1.7 nothing", "填报.xlsx")).content.decode()
    assert "这个文件不能读取" in answer
    assert WorkbookUpload.objects.get().state == WorkbookState.REFUSED
    assert not Entry.objects.filter(task=city_list, version__gt=0).exists()


@pytest.mark.parametrize(
    "content",
    [
        raw(f'<row r="1">{inline("XFD1048576", "x")}</row>'),
        raw('<row r="1"/>', tail='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        io.BytesIO(b""),
        io.BytesIO(b"PK\x03\x04 cut off"),
        io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    ],
)
def test_hostile_files_are_refused_and_never_break_the_page(clerk, city_list, content):
    answer = send(clerk, city_list, uploaded(content.getvalue()))
    assert answer.status_code in {200, 422}
    assert not WorkbookUpload.objects.filter(state=WorkbookState.PREVIEWED).exists()


def test_a_file_over_the_limit_is_refused_before_it_is_kept(clerk, city_list, settings):
    settings.LARGEST_UPLOAD = 1024 * 1024
    answer = send(clerk, city_list, uploaded(b"x" * (1024 * 1024 + 1)))
    assert "文件超过 1 MB" in answer.content.decode()
    assert not WorkbookUpload.objects.exists()


def test_a_large_file_is_read_by_a_worker(clerk, city_list, rows, settings):
    settings.LARGEST_DIRECT_READ = 100
    send(clerk, city_list, file(sheet([line(row) for row in rows])))
    job = Job.objects.get()
    assert (job.kind, job.arguments) == (
        "workbook-read",
        {"upload": WorkbookUpload.objects.get().pk},
    )


def test_a_closed_task_takes_no_upload(clerk, tasks):
    """市人力社保局 has not acknowledged yet."""
    answer = send(clerk, tasks.city_list, uploaded(b"x"))
    assert answer.status_code == 403


def test_pages_cost_the_same_for_many_lines(
    clerk, city_list, rows, filler, django_assert_max_num_queries
):
    upload = bring(city_list, file(sheet([line(row) for row in rows])), filler)
    for number in range(30):
        WorkbookUpload.objects.create(
            task=city_list, file_name=f"{number}.xlsx", checksum="0" * 64,
            uploaded_at=upload.uploaded_at, uploaded_by=filler,
        )  # fmt: skip
    with django_assert_max_num_queries(9):
        clerk.get(page("workbook-list", city_list))
    with django_assert_max_num_queries(9):
        clerk.get(page("workbook-detail", upload))
