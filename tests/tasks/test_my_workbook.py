"""The workbook a unit fills in at home, read back cell by cell, and its untouched way back."""

import io
from datetime import timedelta

import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from tasks.exports import paper
from tasks.filling.columns import columns
from tasks.models import Entry, NearbyEntry, RowState, State, Task
from tasks.workbooks import my_workbook
from tasks.workbooks.comparing import compare
from tasks.workbooks.tables import sheets_of, tables_of
from tests.factories import DURING

from .acts import FACTS, filled_in
from .export_books import FORMULA, values

FIRST = 6  # the first row of data below mark, title, line and two header rows


def book(task, reader):
    stream = io.BytesIO()
    my_workbook.write(Task.objects.for_page().get(pk=task.pk), stream, reader=reader, at=DURING)
    stream.seek(0)
    return load_workbook(stream)


def sheet_of(task, reader):
    return book(task, reader).worksheets[0]


def rules(sheet):
    return {str(rule.sqref)[0]: rule for rule in sheet.data_validations.dataValidation}


def rows_of(task):
    return list(Entry.objects.filter(task=task).in_order().select_related("matter"))


def test_it_is_the_official_sheet(city_list, filler):
    sheet = sheet_of(city_list, filler)
    assert (sheet["A1"].value, sheet["A2"].value) == ("附件2", "补填对接事项清单（市级部门）")
    assert [value for value in values(sheet, 3) if value] == [
        "填报单位（盖章）：杭州市人力资源和社会保障局", "填报人：", "联系电话：",
        "填报日期：　　　　年　　月　　日",
    ]  # fmt: skip
    assert [value for value in values(sheet, 4) if value] == [
        "序号", "所属部门", "事项基本信息（市数据资源局预置，不得新增、变更、删除）",
        "补填内容（事项所属部门填写）", "备注/反馈意见", "行标识", "库版本",
    ]  # fmt: skip
    assert values(sheet, 5)[2:14] == [
        "事项名称", "子项名称", "权力编码", "事项类型", "办理对象", "事项所在系统层级", "系统名称",
        "办件量（件）", "联系人", "联系方式", "适用范围", "适用区县",
    ]  # fmt: skip
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("D6", "$4:$5")
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)


def test_each_row_is_keyed_with_its_version_on_hidden_columns(city_list, filler, campaign):
    rows = rows_of(city_list)
    Entry.objects.filter(pk=rows[1].pk).update(version=7)
    sheet = sheet_of(city_list, filler)
    keys = [sheet.cell(FIRST + index, 16).value for index in range(8)]
    assert keys == [f"{row.pk}:{7 if row is rows[1] else row.version}" for row in rows]
    assert sheet["Q6"].value == str(campaign.library_version.number)
    assert sheet.column_dimensions["P"].hidden and sheet.column_dimensions["Q"].hidden


def test_only_what_is_to_be_filled_in_is_unlocked(city_list, filler):
    sheet = sheet_of(city_list, filler)
    assert sheet.protection.sheet and sheet.protection.password is None
    unlocked = {cell.column_letter for cell in sheet[FIRST] if not cell.protection.locked}
    assert unlocked == set("HIJKLMNO")
    everywhere = [
        cell.coordinate
        for row in (*range(1, FIRST), sheet.max_row)
        for cell in sheet[row]
        if not cell.protection.locked
    ]
    assert everywhere == []


def test_codes_and_phones_are_text_and_volumes_numbers(city_list, filler):
    Entry.objects.filter(task=city_list).update(**FACTS, volume=1234)
    sheet = sheet_of(city_list, filler)
    assert [sheet[f"{letter}6"].number_format for letter in "EJL"] == ["@", "#,##0", "@"]
    assert (sheet["L6"].value, sheet["L6"].data_type) == ("19900000011", "s")
    assert (sheet["J6"].value, sheet["J6"].data_type) == (1234, "n")
    assert values(sheet, 6)[7:14] == [
        "市级自建", "杭州市人社一体化系统", 1234, "方填报", "19900000011", "全市", "全部（3个）",
    ]  # fmt: skip


def test_vocabularies_are_chosen_from_named_ranges_on_a_hidden_sheet(city_list, filler):
    workbook = book(city_list, filler)
    found = rules(workbook.worksheets[0])
    assert workbook["_选项"].sheet_state == "hidden"
    words = {}
    for letter in "HMN":
        area = workbook.defined_names[found[letter].formula1].attr_text
        [(name, cells)] = workbook.defined_names[found[letter].formula1].destinations
        words[letter] = [cell.value for (cell,) in workbook[name][cells]]
        assert str(found[letter].sqref) == f"{letter}6:{letter}13", area
    assert words["H"][0] == "部委垂管" and len(words["H"]) == 8
    assert words["M"] == ["全市", "市本级", "部分区县（市）"]
    assert words["N"] == ["上城区", "下城区", "大江东"]
    assert [found[letter].showErrorMessage for letter in "HMN"] == [True, True, False]


def test_cells_say_what_belongs_into_them(city_list, filler):
    found = rules(sheet_of(city_list, filler))
    assert found["H"].prompt == paper.LEVELS
    assert "2017年1–12月办件量" in found["J"].prompt
    assert "上城区、下城区、大江东" in found["N"].prompt
    assert (found["J"].type, found["J"].errorStyle) == ("whole", "warning")
    assert all(rule.showInputMessage for letter, rule in found.items() if rule.prompt)


def test_no_message_is_cut(city_list, filler):
    """255 letters is all a format allows; the notice's definitions must fit."""
    prompts = [rule.prompt or "" for rule in rules(sheet_of(city_list, filler)).values()]
    assert max(map(len, prompts)) < 255
    assert all(prompt.endswith(("。", "")) for prompt in prompts)


def test_headers_carry_the_help_of_the_grid(city_list, filler):
    sheet = sheet_of(city_list, filler)
    help_texts = {column["label"]: column.get("help") for column in columns(city_list, {})}
    shown = {cell.value: cell.comment.text for cell in sheet[5] if cell.comment}
    assert shown == {label: text for label, text in help_texts.items() if text}
    assert len(shown) == 6


def test_the_notes_hold_what_the_notice_says(city_list, filler, campaign):
    campaign.help_contact = "王老师 85250000"
    campaign.save()
    notes = sheet_of(city_list, filler)["A14"].value
    wanted = (
        paper.LEVELS,
        paper.VOLUME,
        paper.FIXED,
        "请于2018年4月6日前报送。",
        "王老师 85250000",
    )
    assert [sentence for sentence in wanted if sentence not in notes] == []


def test_a_returned_list_names_the_day_of_its_correction(city_list, filler):
    later = city_list.due_at + timedelta(days=3)
    Task.objects.filter(pk=city_list.pk).update(
        state=State.RETURNED, correction_due_at=later, first_submitted_at=DURING
    )
    assert "请于2018年4月9日前报送。" in sheet_of(city_list, filler)["A14"].value


def test_rows_that_were_reported_are_locked_returned_ones_say_why(submitted, filler):
    rows = rows_of(submitted)
    Entry.objects.filter(pk=rows[0].pk).update(state=RowState.APPROVED)
    Entry.objects.filter(pk=rows[2].pk).update(
        state=RowState.RETURNED, return_class="other", return_reason="请核对层级"
    )
    Task.objects.filter(pk=submitted.pk).update(state=State.RETURNED)
    sheet = sheet_of(submitted, filler)
    assert [cell.value for cell in sheet[4]][15:19] == ["审核状态", "退回原因", "行标识", "库版本"]
    assert values(sheet, 6)[15:17] == ["通过", None]
    assert values(sheet, 8)[15:17] == ["退回修改", "其他：请核对层级"]
    unlocked = {
        row: {cell.column_letter for cell in sheet[row] if not cell.protection.locked}
        for row in (6, 7, 8)
    }
    assert unlocked == {6: set(), 7: set(), 8: set("HIJKLMNO")}
    assert sheet["Q8"].fill.fgColor.rgb == sheet["H8"].fill.fgColor.rgb == "FFFFF0DC"
    assert sheet["H6"].fill.fgColor.rgb == "FFF2F2F2"


def test_a_list_not_yet_signed_for_may_be_filled_in_at_home(tasks, filler):
    assert tasks.city_list.state == State.ISSUED
    assert not sheet_of(tasks.city_list, filler)["H6"].protection.locked


def test_what_waits_for_the_head_is_locked_for_the_filler(city_list, filler, head):
    Task.objects.filter(pk=city_list.pk).update(state=State.FOR_HEAD)
    assert sheet_of(city_list, filler)["H6"].protection.locked
    assert not sheet_of(city_list, head)["H6"].protection.locked


def test_text_that_looks_like_a_formula_stays_text(city_list, filler):
    Entry.objects.filter(task=city_list).update(remark=FORMULA, system_name="=1+1")
    cells = [cell for row in sheet_of(city_list, filler).iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert sum(cell.value == FORMULA for cell in cells) == 8


def test_a_district_has_a_sheet_for_each_department(tasks, parts, collector):
    workbook = book(tasks.district_list, collector)
    shown = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    assert [sheet.title for sheet in shown] == [part.unit.short_name for part in parts]
    for part, sheet in zip(parts, shown, strict=True):
        rows = rows_of(part)
        keys = [sheet.cell(FIRST + index, 17).value for index in range(len(rows))]
        assert keys == [f"{row.pk}:{row.version}" for row in rows]
        assert [sheet.cell(FIRST + i, 1).value for i in range(len(rows))] == [
            i + 1 for i in range(len(rows))
        ]
        assert sheet["A1"].value == "附件3" and part.unit.name in sheet["A3"].value
    assert len(workbook.defined_names) == 3


def test_a_part_is_one_sheet(parts, district_filler):
    part = next(part for part in parts if part.unit_id == district_filler.unit_id)
    workbook = book(part, district_filler)
    assert workbook.sheetnames == [part.unit.short_name, "_选项"]


def test_parts_that_are_with_the_district_are_locked_for_their_department(
    two_of_three, district_filler, collector
):
    part = next(part for part in two_of_three if part.unit_id == district_filler.unit_id)
    Task.objects.filter(pk=part.pk).update(state=State.COLLECTED)
    assert sheet_of(part, district_filler)["I6"].protection.locked
    assert not sheet_of(part, collector)["I6"].protection.locked


def test_rows_that_left_the_list_are_counted_where_they_were(tasks, parts, collector):
    row = rows_of(parts[0])[0]
    Entry.objects.filter(pk=row.pk).update(state=RowState.EXCLUDED)
    sheets = book(tasks.district_list, collector).worksheets
    told = ["已扣除疑义成立1项" in sheet.cell(sheet.max_row, 1).value for sheet in sheets[:2]]
    assert told == [True, False]


def test_a_department_without_rows_has_no_sheet(tasks, parts, collector):
    Entry.objects.filter(task=parts[0]).update(state=RowState.CANCELLED)
    names = book(tasks.district_list, collector).sheetnames
    assert names == [part.unit.short_name for part in parts[1:]] + ["_选项"]


def test_a_list_without_rows_is_still_a_workbook(city_list, filler):
    Entry.objects.filter(task=city_list).update(state=RowState.CANCELLED)
    workbook = book(city_list, filler)
    assert workbook.sheetnames == ["市人力社保局"]
    assert "库已取消8项" in workbook.active["A6"].value


def test_the_nearby_list_has_its_own_columns(tasks, collector):
    row = NearbyEntry.objects.filter(task=tasks.nearby).in_order().first()
    NearbyEntry.objects.filter(pk=row.pk).update(status="opened", points=3)
    sheet = sheet_of(tasks.nearby, collector)
    assert sheet["A1"].value == tasks.nearby.obligation.title
    assert values(sheet, 4)[8:10] == ["就近可办情况", "可办点位数（个）"]
    assert values(sheet, 5)[8:10] == ["已开通", 3]
    found = rules(sheet)
    assert (found["I"].type, found["J"].type) == ("list", "whole")
    assert f"{row.pk}:{row.version}" in values(sheet, 5)


def test_the_sheet_is_chinese_whatever_the_page_speaks(city_list, filler):
    with override("en"):
        sheet = sheet_of(city_list, filler)
    assert sheet["H5"].comment.text.startswith("垂管：")
    assert rules(sheet)["H"].error == "请从下拉列表中选择。"


def test_the_file_is_named_after_list_and_unit(city_list, tasks):
    assert my_workbook.file_name(city_list) == (
        "附件2_补填对接事项清单（市级部门）_市人力社保局_填报表.xlsx"
    )
    assert my_workbook.file_name(tasks.nearby).endswith("_填报表.xlsx")


def test_more_departments_cost_no_more_queries(
    tasks, parts, collector, django_assert_num_queries, django_assert_max_num_queries
):
    task = Task.objects.for_page().get(pk=tasks.district_list.pk)
    Entry.objects.filter(task=parts[0]).update(state=RowState.CANCELLED)
    with django_assert_max_num_queries(12) as few:
        assert my_workbook.write(task, io.BytesIO(), reader=collector, at=DURING) == 4
    Entry.objects.filter(task=parts[0]).update(state=RowState.DRAFT)
    with django_assert_num_queries(len(few)):
        assert my_workbook.write(task, io.BytesIO(), reader=collector, at=DURING) == 6


@pytest.mark.parametrize("kind", ["city", "district", "nearby"])
def test_read_back_untouched_it_changes_nothing(
    kind, city_list, tasks, collector, filler, submitted
):
    task, reader = {
        "city": (city_list, filler),
        "district": (tasks.district_list, collector),
        "nearby": (tasks.nearby, collector),
    }[kind]
    task = Task.objects.for_page().get(pk=task.pk)
    stream = io.BytesIO()
    count = my_workbook.write(task, stream, reader=reader, at=DURING)
    stream.seek(0)
    tables = tables_of(sheets_of(stream), task, {})
    assert not tables.unclear
    plan = compare(tables.read, task, by=reader)
    assert (plan.unchanged, plan.counts["missing"]) == (count, 0)
    assert not (plan.changed or plan.stale or plan.refused)
    # The notes below each table are all that is passed over.
    assert {line["text"][:4] for line in plan.skipped} == {"填表说明"}
    assert plan.counts["rows"] == count + len(tables.read)


def test_a_row_changed_since_is_noticed_on_the_way_back(city_list, filler):
    workbook = book(filled_in(city_list), filler)
    workbook.worksheets[0]["K6"] = "另一人"
    row = rows_of(city_list)[0]
    Entry.objects.filter(pk=row.pk).update(version=row.version + 1, contact="同事")
    stream = io.BytesIO()
    workbook.save(stream)
    stream.seek(0)
    plan = compare(tables_of(sheets_of(stream), city_list, {}).read, city_list, by=filler)
    assert [line["changes"]["contact"] for line in plan.stale] == [["同事", "另一人"]]
