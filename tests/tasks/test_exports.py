"""Attachments 1–4 as files, read back cell by cell, and who may have which rows."""

import csv
import io
from types import SimpleNamespace

import pytest
from django.utils import translation

from tasks.filling.forms import EntryForm
from tasks.filling.judging import Surroundings
from tasks.models import (
    Entry,
    Objection,
    ObjectionState,
    RankedMatter,
    RowState,
    Task,
)
from tests.factories import DURING
from units.models import RosterDuty, RosterMember
from yichuang.xlsx.headers import Record, find_header, records
from yichuang.xlsx.reading import read_workbook

from .export_books import FACTS, FORMULA, book, export, values


def test_case_26_the_print_edition_is_the_official_sheet(filled, campaign, reviewer, town):
    """Case 26: the sheet that is signed, read back cell by cell."""
    sheet = book(campaign, "2", "print", reviewer, unit=town.renshe).active
    assert sheet["A1"].value == "附件2"
    assert sheet["A1"].coordinate not in sheet.merged_cells
    assert sheet["A2"].value == "补填对接事项清单（市级部门）"
    assert "A2:O2" in sheet.merged_cells
    line = [value for value in values(sheet, 3) if value]
    assert line == [
        "填报单位（盖章）：杭州市人力资源和社会保障局",
        "填报人：方填报",
        "联系电话：19900000011",
        "填报日期：2018年4月2日",
    ]
    assert [value for value in values(sheet, 4) if value] == [
        "序号", "所属部门", "事项基本信息（市数据资源局预置，不得新增、变更、删除）",
        "补填内容（事项所属部门填写）", "备注/反馈意见", "行标识", "库版本",
    ]  # fmt: skip
    assert [value for value in values(sheet, 5) if value] == [
        "事项名称", "子项名称", "权力编码", "事项类型", "办理对象", "事项所在系统层级", "系统名称",
        "办件量（件）", "联系人", "联系方式", "适用范围", "适用区县",
    ]  # fmt: skip
    first = Entry.objects.filter(task=filled).in_order().select_related("matter").first()
    assert values(sheet, 6) == [
        1, "市人力社保局", first.matter.name, None, first.matter.base_code, "行政许可", "个人",
        "市级自建", "杭州市人社一体化系统", 1234567, "方填报", "19900000011", "全市",
        "全部（3个）", FORMULA, str(first.pk), str(campaign.library_version.number),
    ]  # fmt: skip
    assert values(sheet, 13, 3) == [8, None, "人社事项8"]
    assert "B6:B13" in sheet.merged_cells


def test_the_print_edition_is_ready_for_paper(filled, campaign, reviewer, town):
    sheet = book(campaign, "2", "print", reviewer, unit=town.renshe).active
    assert sheet.page_setup.orientation == "landscape"
    assert str(sheet.page_setup.paperSize) == "9"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$4:$5"
    assert sheet.freeze_panes == "A6"
    assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"
    assert sheet.print_area == "'市人力社保局'!$A$1:$O$14"
    assert [sheet[f"{letter}6"].number_format for letter in "EJL"] == ["@", "#,##0", "@"]
    assert sheet["L6"].data_type == "s" and sheet["J6"].data_type == "n"
    assert sheet.column_dimensions["P"].hidden and sheet.column_dimensions["Q"].hidden
    assert sheet["A14"].value.startswith("填表说明：1．事项所在系统层级")
    assert "请于2018年4月6日前报送。" in sheet["A14"].value


def test_a_unit_that_has_not_reported_gets_lines_to_fill_in(tasks, campaign, filler, town):
    sheet = book(campaign, "2", "print", filler, unit=town.renshe).active
    line = [value for value in values(sheet, 3) if value]
    assert line[1:] == ["填报人：", "联系电话：", "填报日期：　　　　年　　月　　日"]


@pytest.mark.parametrize("edition", ["print", "data"])
def test_text_that_looks_like_a_formula_stays_text(filled, campaign, reviewer, edition):
    sheet = book(campaign, "2", edition, reviewer).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == FORMULA]
    assert [cell.data_type for cell in cells] == ["s"]


def test_csv_cannot_start_a_formula(filled, campaign, reviewer):
    stream = io.BytesIO()
    assert export(campaign, "2", "csv", reviewer).write(stream, at=DURING) == 10
    rows = list(csv.DictReader(io.StringIO(stream.getvalue().decode("utf-8-sig"))))
    assert len(rows) == 10
    assert rows[0]["备注/反馈意见"] == f"'{FORMULA}"
    assert rows[0]["联系方式"] == "19900000011"


def test_the_data_edition_has_a_value_in_every_row(filled, campaign, reviewer):
    sheet = book(campaign, "2", "data", reviewer).active
    assert values(sheet, 1)[:3] == ["序号", "所属部门", "事项名称"]
    assert values(sheet, 1)[14:] == ["备注/反馈意见", "审核状态", "退回原因", "行标识", "库版本"]
    assert [cell.value for cell in sheet["B"][1:]] == ["市人力社保局"] * 8 + ["市公安局"] * 2
    assert [cell.value for cell in sheet["A"][1:]] == list(range(1, 11))
    assert sheet["P2"].value == "待市局审核"
    assert not sheet.merged_cells.ranges


def test_covered_districts_are_written_as_the_notice_wants_them(filled, campaign, reviewer, town):
    """Case 10: 全市 → 全部（n个）; names joined by 、 in official order; nothing for 市本级."""
    rows = list(Entry.objects.filter(task=filled).in_order())
    chosen = [town.dajiangdong.pk, town.shangcheng.pk]
    Entry.objects.filter(pk=rows[1].pk).update(scope="some_districts", districts=chosen)
    Entry.objects.filter(pk=rows[2].pk).update(scope="city_level", districts=[])
    sheet = book(campaign, "2", "data", reviewer).active
    shown = [(sheet[f"M{row}"].value, sheet[f"N{row}"].value) for row in (2, 3, 4)]
    assert shown == [
        ("全市", "全部（3个）"),
        ("部分区县（市）", "上城区、大江东"),
        ("市本级", None),
    ]


@pytest.mark.parametrize("edition", ["print", "data"])
def test_case_26_an_untouched_export_read_back_changes_nothing(
    filled, campaign, filler, town, edition
):
    """Case 26: every row finds itself by its key, and the form judges it as it is stored."""
    rows = list(Entry.objects.filter(task=filled).in_order())
    chosen = [town.shangcheng.pk, town.dajiangdong.pk]
    Entry.objects.filter(pk=rows[1].pk).update(scope="some_districts", districts=chosen)
    Entry.objects.filter(pk=rows[2].pk).update(volume=None, phone="85250000、19900000012")
    wanted = export(campaign, "2", edition, filler, unit=town.renshe)
    stream = io.BytesIO()
    wanted.write(stream, at=DURING)
    stream.seek(0)
    sheet = read_workbook(stream)[0]
    fields = wanted.resource().fields
    names = {name: [field.column_name] for name, field in fields.items()}
    read = records(sheet, find_header(sheet, names, ["key"]))
    lines = {int(row.values["key"]): row.values for row in read if isinstance(row, Record)}
    stored = Entry.objects.filter(task=filled).select_related("matter", "task")
    assert set(lines) == {row.pk for row in stored}
    around = Surroundings.of(filled)
    for row in stored:
        before = {name: getattr(row, name) for name in (*Entry.FACTS, "remark")}
        form = EntryForm(lines[row.pk], instance=row, around=around)
        assert form.is_valid(), form.errors
        assert {name: getattr(form.instance, name) for name in before} == before


def test_rows_that_left_the_list_are_counted_below_it(filled, campaign, reviewer, town):
    rows = Entry.objects.filter(task=filled).in_order()
    Entry.objects.filter(pk=rows[0].pk).update(state=RowState.EXCLUDED)
    sheet = book(campaign, "2", "print", reviewer, unit=town.renshe).active
    assert values(sheet, 12, 3) == [7, None, "人社事项8"]
    assert "已扣除疑义成立1项、库已取消0项。" in sheet["A13"].value


def test_the_bureau_does_not_read_what_is_not_reported(tasks, campaign, reviewer, filler, town):
    """A draft is the unit's own (A3-7): its facts are blank for the bureau, not for the unit."""
    Entry.objects.filter(task=tasks.city_list).update(**FACTS, remark="还在核实")
    facts = slice(7, 15)
    assert set(values(book(campaign, "2", "data", reviewer).active, 2)[facts]) == {None}
    own = values(book(campaign, "2", "data", filler, unit=town.renshe).active, 2)
    assert own[facts][1:3] == ["杭州市人社一体化系统", 1234567]


def test_attachment_3_has_a_summary_and_a_sheet_per_district(tasks, campaign, reviewer):
    rows = list(Entry.objects.filter(task__parent=tasks.district_list).values_list("pk", flat=True))
    Entry.objects.filter(pk__in=rows[:3]).update(state=RowState.APPROVED)
    Entry.objects.filter(pk=rows[3]).update(
        state=RowState.RETURNED, return_class="other", return_reason="请核对"
    )
    result = book(campaign, "3", "print", reviewer)
    assert result.sheetnames == ["汇总", "01上城区", "02下城区"]
    summary = result["汇总"]
    assert values(summary, 6) == [1, "杭州上城区", 6, 4, 1, 3, "3/6（50.0%）"]
    assert values(summary, 8) == [None, "合计", 12, 4, 1, 3, "3/12（25.0%）"]
    sheet = result["01上城区"]
    assert [sheet["A1"].value, sheet["A2"].value] == ["附件3", "补填对接事项清单（各区县市）"]
    assert values(sheet, 6, 6) == [
        1, "上城区", "区人力社保局", "社会保险登记", None, "确认-90001-001"
    ]  # fmt: skip
    assert {"B6:B11", "C6:C7"} <= {str(area) for area in sheet.merged_cells.ranges}
    assert sheet.print_title_rows == "$4:$5"


def test_one_district_is_one_sheet(tasks, campaign, collector, town):
    result = book(campaign, "3", "print", collector, unit=town.shangcheng)
    assert result.sheetnames == ["上城区"]
    assert [row[0].value for row in result.active.iter_rows(6, 11)] == [1, 2, 3, 4, 5, 6]


def object_to(ranked, by, state):
    decided = {"decision": "同意", "decided_at": DURING, "decided_by": by}
    RankedMatter.objects.filter(pk=ranked.pk).update(answer="objection")
    return Objection.objects.create(
        campaign=ranked.campaign, unit=ranked.unit, ranked=ranked, reason="secret",
        text="涉及敏感信息", contact_name="王一", contact_phone="19900000099", state=state,
        raised_at=DURING, raised_by=by, **(decided if state == ObjectionState.ACCEPTED else {}),
    )  # fmt: skip


def test_attachment_1_names_reserves_and_substitutes(campaign, reviewer, head):
    """top_n is 4: the second is out, the fifth moves up, the rest is 候补 in grey (Q1)."""
    ranked = list(RankedMatter.objects.filter(campaign=campaign).in_rank())
    object_to(ranked[1], head, ObjectionState.ACCEPTED)
    sheet = book(campaign, "1", "print", reviewer).active
    marks = [row[9].value for row in sheet.iter_rows(6, 5 + len(ranked))]
    assert marks[:6] == [None, "疑义成立", None, None, "递补", "候补"]
    assert [cell.value for cell in sheet["A"][5:11]] == [1, 2, 3, 4, 5, 6]
    assert sheet["B11"].font.color.rgb == "FF7F7F7F"
    assert sheet["B10"].font.color is None


def test_attachment_1_carries_the_answers_when_asked(tasks, campaign, reviewer, head):
    ranked = list(RankedMatter.objects.filter(campaign=campaign, unit=head.unit).in_rank())
    object_to(ranked[0], head, ObjectionState.PENDING)
    RankedMatter.objects.filter(pk=ranked[1].pk).update(answer="can")
    Task.objects.filter(pk=tasks.check.pk).update(
        first_submitted_at=DURING, contact_name="方填报", contact_phone="19900000011"
    )
    sheet = book(campaign, "1", "data", reviewer, answers=True).active
    assert values(sheet, 1)[10:] == [
        "能否接入", "不能接入原因", "部门联系人", "联系电话", "确认结果", "计划批次"
    ]  # fmt: skip
    rows = {row[0]: row[10:] for row in sheet.iter_rows(2, values_only=True)}
    assert rows[ranked[0].rank] == (
        "否", "涉密或敏感：涉及敏感信息", "王一", "19900000099", "待确认", None
    )  # fmt: skip
    assert rows[ranked[1].rank] == ("能", None, "方填报", "19900000011", None, None)
    assert rows[ranked[2].rank] == (None,) * 6


def test_attachment_4_is_in_the_order_of_rank(tasks, campaign, reviewer, town):
    for rank, (unit, duty, name) in enumerate(
        [
            (town.gongan, RosterDuty.LEADER, "安局"),
            (town.renshe, RosterDuty.STAFF, "丁员"),
            (town.renshe, RosterDuty.LEADER, "乙局"),
        ]
    ):
        RosterMember.objects.create(
            unit=unit, duty=duty, name=name, mobile="19900000077", rank=10 - rank
        )
    sheet = book(campaign, "4", "print", reviewer).active
    assert sheet["A1"].value == "附件4"
    assert values(sheet, 4) == [
        "序号", "单位", "小组职责", "姓名", "处（科）室", "职务", "办公电话", "手机", "备注"
    ]  # fmt: skip
    assert [[cell.value for cell in row[:4]] for row in sheet.iter_rows(6, 8)] == [
        [1, "市人力社保局", "组长（分管领导）", "乙局"],
        [2, None, "具体工作人员（联络员）", "丁员"],
        [3, "市公安局", "组长（分管领导）", "安局"],
    ]
    assert sheet["H6"].data_type == "s"


def test_objections_are_collected(campaign, reviewer, head):
    ranked = RankedMatter.objects.filter(campaign=campaign).in_rank().first()
    object_to(ranked, head, ObjectionState.ACCEPTED)
    sheet = book(campaign, "objections", "data", reviewer).active
    assert values(sheet, 2)[1:7] == [
        "市人力社保局", ranked.base_code, ranked.name, None, "涉密或敏感", "涉及敏感信息"
    ]  # fmt: skip
    line = dict(zip(values(sheet, 1), values(sheet, 2), strict=True))
    assert (line["提出时间"], line["状态"]) == ("2018-04-02 10:00", "成立")
    assert (line["裁定说明"], line["裁定时间"]) == ("同意", "2018-04-02 10:00")


def test_case_30_exports_stay_chinese(filled, campaign, reviewer):
    """Case 30."""
    with translation.override("en"):
        sheet = book(campaign, "2", "data", reviewer).active
    assert values(sheet, 2)[5:8] == ["行政许可", "个人", "市级自建"]


def test_a_leader_sees_no_full_telephone_number(filled, campaign, leader, town):
    sheet = book(campaign, "2", "print", leader, unit=town.renshe).active
    text = "".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    assert "19900000011" not in text
    assert sheet["L6"].value == "199****0011"


def test_queries_do_not_grow_with_the_rows(
    filled, campaign, reviewer, django_assert_max_num_queries
):
    with django_assert_max_num_queries(4):
        export(campaign, "2", "data", reviewer).write(io.BytesIO(), at=DURING)
    with django_assert_max_num_queries(4):
        export(campaign, "3", "data", reviewer).write(io.BytesIO(), at=DURING)


def test_stock_import_export_sees_the_same_cells(filled, campaign, reviewer):
    """The resource is a plain django-import-export resource, also without our writer."""
    wanted = export(campaign, "2", "data", reviewer)
    dataset = wanted.resource().export(wanted.rows())
    own = SimpleNamespace(rows=list(wanted.resource().rows(wanted.rows())))
    assert [list(row) for row in dataset] == own.rows
    assert dataset.headers == [column.title for column in wanted.resource().columns]
