"""Importing a library workbook: every row accounted for, nothing written unconfirmed."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.utils.translation import override

from matters import catalogue
from matters.library.plan import FIELDS
from matters.library.preview import Preview
from matters.library.vocabulary import LABELS
from matters.models import LibraryUpload, Matter, MatterState, UploadState
from tests import factories
from tests.matters.library_books import (
    AT,
    HEADER,
    ON,
    THREE,
    applied,
    imported,
    line,
    plan_of,
    upload_of,
    workbook,
)
from units.models import Event
from units.models.units import UnitAlias


def test_every_row_of_a_first_library_is_added(town):
    plan = plan_of(THREE)
    assert plan.counts | {"rows": 3, "added": 3} == plan.counts
    assert plan.changes_something


def test_reading_writes_nothing(town, only_reads):
    stream = workbook(THREE)
    with only_reads():
        catalogue.read_library(stream)
    assert not Matter.objects.exists() and not LibraryUpload.objects.exists()


def test_receiving_keeps_the_file_and_the_plan_but_no_matter(admin):
    upload = catalogue.receive(upload_of(THREE), by=admin, at=AT)
    assert (upload.state, upload.plan["counts"]["added"]) == (UploadState.PREVIEWED, 3)
    assert len(upload.checksum) == 64 and upload.base_version is None
    assert not Matter.objects.exists()


def test_applying_writes_the_matters_under_a_new_version(three):
    matter = Matter.objects.get(inner_code="A1")
    assert (matter.name, matter.type, matter.client) == ("职业介绍许可", "xuke", "legal")
    assert (matter.unit.short_name, matter.district, matter.volume) == ("市人力社保局", None, 120)
    assert (matter.level_hint, matter.system_hint) == ("city_built", "人社系统")
    assert matter.extra == {"行使层级": "市级"}
    assert (matter.version, three.state, three.number) == (three, "applied", 1)
    assert "zyjsxk" in matter.search


def test_the_same_library_again_changes_nothing(three):
    plan = plan_of(THREE)
    assert (plan.counts["unchanged"], plan.changes_something) == (3, False)


def test_changed_fields_are_shown_old_and_new(three):
    plan = plan_of([THREE[0] | {"2017年办件量": 130, "事项名称": "职业介绍"}, *THREE[1:]])
    [[inner_code, _name, changes]] = plan.changed
    assert (inner_code, changes) == (
        "A1",
        {"name": ["职业介绍许可", "职业介绍"], "volume": [120, 130]},
    )


def test_a_change_keeps_the_row_and_leaves_a_trail(three, admin):
    before = Matter.objects.get(inner_code="A1")
    version = imported([THREE[0] | {"2017年办件量": 130}, *THREE[1:]], admin)
    after = Matter.objects.get(inner_code="A1")
    assert (after.pk, after.volume, after.version) == (before.pk, 130, version)
    event = Event.objects.of(after).first()
    assert (event.changes, event.by, event.at) == ({"volume": [120, 130]}, admin, AT)
    assert Matter.objects.get(inner_code="A2").version == three


def test_case_6_a_matter_missing_from_the_file_is_cancelled_never_deleted(three, admin):
    upload = catalogue.receive(upload_of(THREE[:1] + THREE[2:]), by=admin, at=AT)
    assert upload.plan["withdrawn"] == [["A2", "许可-90001-002", "劳务派遣许可", "市人力社保局"]]
    applied(upload, admin)
    gone = Matter.objects.get(inner_code="A2")
    assert (gone.state, gone.state_on) == (MatterState.CANCELLED, ON)
    assert Event.objects.of(gone).first().changes == {"state": ["in_use", "cancelled"]}


def test_a_matter_that_comes_back_is_in_use_again(three, admin):
    imported(THREE[:2], admin)
    imported(THREE, admin)
    back = Matter.objects.get(inner_code="B1")
    assert (back.state, back.state_on) == (MatterState.IN_USE, None)


def test_a_department_that_is_gone_altogether_is_pointed_out(three):
    assert plan_of(THREE[:2]).vanished == {"市公安局": 1}


def test_only_regions_in_the_file_lose_matters(three, admin, town):
    district = line("D1", "许可-90009-000", 区县="上城区", 所属部门="区人力社保局")
    imported([*THREE, district], admin)
    assert plan_of([district]).withdrawn == []
    assert [row[0] for row in plan_of(THREE[:2]).withdrawn] == ["B1"]


def test_a_refused_row_does_not_withdraw_its_matter(three):
    plan = plan_of([*THREE[:2], THREE[2] | {"2017年办件量": "约300"}])
    assert (plan.counts["refused"], plan.withdrawn, plan.held_back) == (1, [], 1)


def test_a_suspended_matter_carries_the_date_it_left_use(three, admin):
    imported([THREE[0] | {"状态": "2"}, *THREE[1:]], admin)
    matter = Matter.objects.get(inner_code="A1")
    assert (matter.state, matter.state_on) == (MatterState.SUSPENDED, ON)


def refusal(**changes):
    plan = plan_of([THREE[0], line("X1") | changes])
    [refused] = worded(plan)
    assert refused["place"] == "Sheet!3"
    return [(change["label"], change["new"]) for change in refused["changes"]]


def worded(plan):
    return Preview(plan).described("refused", plan.refused)


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"权力编码": ""}, "base_code", "空的"),
        ({"事项名称": None}, "name", "空的"),
        ({"事项名称": "长" * 201}, "name", "超过 200"),
        ({"事项类型": "行政处罚"}, "type", "行政处罚"),
        ({"办理对象": "外星人"}, "client", "外星人"),
        ({"办理对象": ""}, "client", "空的"),
        ({"2017年办件量": "约300"}, "volume", "约300"),
        ({"2017年办件量": -1}, "volume", "-1"),
        ({"状态": "也许"}, "state", "也许"),
        ({"是否最多跑一次": "看情况"}, "run_once", "看情况"),
        ({"所属部门": "市太空局"}, "unit", "市太空局"),
        ({"区县": "火星区"}, "region", "火星区"),
    ],
)
def test_a_bad_cell_is_refused_by_sheet_row_and_column_in_words(town, changes, column, words):
    [(found, sentence)] = refusal(**changes)
    assert found == LABELS[column] and words in sentence


def test_each_fault_is_named_with_its_cell(town):
    lines = [THREE[0], line("X1", 所属部门="市太空局", 办理对象="外星人")]
    [refused] = worded(plan_of(lines, above=[["权力事项库"], []]))
    assert [change["place"] for change in refused["changes"]] == ["Sheet!F5", "Sheet!H5"]


def test_a_table_saved_as_gbk_csv_is_the_same_library(three):
    rows = [HEADER, *([values.get(name) for name in HEADER] for values in THREE)]
    text = "\r\n".join(",".join(f'"{value}"' for value in row) for row in rows)
    plan = catalogue.read_library(io.BytesIO(text.encode("gbk")))
    assert (plan.rows, plan.unchanged, plan.changes_something) == (3, 3, False)


def test_all_faults_of_a_row_are_named_at_once(town):
    problems = refusal(事项名称="", 办理对象="外星人", 所属部门="市太空局")
    assert [label for label, _sentence in problems] == ["事项名称", "办理对象", "所属部门"]


def test_a_row_that_repeats_another_is_refused_with_the_place_of_the_first(town):
    plan = plan_of([THREE[0], THREE[0]])
    [change] = worded(plan)[0]["changes"]
    assert change["label"] == "权力内部编码" and "第 2 行" in change["new"]


def test_case_30_a_reader_of_english_gets_the_reasons_in_english(town):
    plan = plan_of([line("X", 所属部门="市太空局"), line("T", 事项名称="测试")])
    with override("en"):
        [change] = worded(plan)[0]["changes"]
        [skipped] = Preview(plan).described("skipped", plan.skipped)
    assert change["new"].startswith("Department “市太空局”")
    assert skipped["changes"][0]["new"] == "Test data"


def test_unmatched_units_are_listed_by_name_with_counts(town):
    lines = [line(f"X{n}", 所属部门="市太空局") for n in range(3)]
    lines.append(line("Y", 区县="上城区", 所属部门="区太空局"))
    assert plan_of(lines).unmatched == {"市太空局": 3, "上城区·区太空局": 1}


def test_test_rows_are_left_out_by_name_but_real_tests_stay(town):
    lines = [
        line("T1", 事项名称="测试事项勿动"),
        line("T2", 事项名称="普通话水平测试"),
    ]
    plan = plan_of(lines)
    assert (plan.counts["skipped"], plan.counts["added"]) == (1, 1)
    assert plan.skipped[0]["reason"] == "测试数据"


def test_case_5_the_database_refuses_matters_outside_a_version(three):
    matter = Matter.objects.get(inner_code="A1")
    matter.name = "改过的名称"
    for act in (matter.save, matter.delete, Matter.objects.update):
        with pytest.raises(DatabaseError), transaction.atomic():
            act(**{"volume": 1} if act == Matter.objects.update else {})
    assert set(Matter.objects.values_list("name", "volume")) == {
        (row["事项名称"], 120) for row in THREE
    }


def test_case_13_one_base_code_in_all_districts_is_as_many_matters(admin, town):
    lines = []
    for number, name in enumerate(["上城区", "下城区"]):
        lines.append(
            line(
                f"D{number}", "确认-90001-001", 区县=name, 所属部门="区人力社保局", 事项类型="确认"
            )
        )
    imported([*lines, line("C", "确认-90001-001")], admin)
    found = Matter.objects.search("确认-90001-001")
    assert found.count() == 3 and found.of_districts().count() == 2
    assert len(set(found.values_list("inner_code", flat=True))) == 3


@pytest.mark.parametrize(
    "name", ["大江东产业聚集区", "大江东产业集聚区", "杭州大江东产业集聚区", "大江东"]
)
def test_case_29_both_spellings_of_the_zone_match_one_unit(town, name):
    factories.unit("管委会社发局", "district_department", town.dajiangdong)
    plan = plan_of([line("Z", 区县=name, 所属部门="管委会社发局")])
    assert (plan.counts["added"], plan.regions) == (1, ["大江东"])


@pytest.mark.parametrize(
    ("region", "unit"),
    [
        ("330102", "区人力社保局"),
        ("330102000000", "上城区人力社保局"),
        ("上城区", "人力社保局"),
        ("上 城 区", "区人力社保局"),
        ("", "上城区人力社保局"),
    ],
)
def test_a_district_department_is_found_however_it_is_written(town, region, unit):
    plan = plan_of([line("D", 区县=region, 所属部门=unit)])
    assert plan.regions == ["上城区"]
    assert dict(zip(FIELDS, plan.added[0], strict=True))["unit_id"] == (town.shangcheng_renshe.pk)


@pytest.mark.parametrize("unit", ["市人社局", "杭州市人力资源和社会保障局", "市人力（社保）局"])
def test_a_city_department_is_found_by_full_name_alias_and_loose_spelling(town, unit):
    assert plan_of([line("C", 所属部门=unit)]).counts["added"] == 1


def test_an_alias_made_after_the_refusal_lets_the_same_file_in(town):
    lines = [line("C", 所属部门="市劳动局")]
    assert plan_of(lines).counts["refused"] == 1
    UnitAlias.objects.create(unit=town.renshe, name="市劳动局")
    assert plan_of(lines).counts["added"] == 1


def test_case_7_columns_in_another_order_under_a_title_with_notes_below_mean_the_same(three):
    plan = plan_of(
        THREE,
        header=HEADER[::-1],
        above=[["附件1"], ["2018年杭州市权力事项库"], []],
        below=[[], ["填表说明：1.办件量为2017年全年。"]],
    )
    assert (plan.counts["unchanged"], plan.counts["skipped"]) == (3, 1)


def test_a_column_the_file_does_not_have_keeps_its_values(three):
    plan = plan_of(THREE, header=[name for name in HEADER if name != "2017年办件量"])
    assert plan.counts["unchanged"] == 3


def test_a_row_without_inner_code_is_the_matter_of_that_code_in_that_department(three):
    plan = plan_of(THREE, header=HEADER[1:])
    assert (plan.counts["unchanged"], plan.withdrawn) == (3, [])


@pytest.mark.parametrize(
    ("stream", "words"),
    [
        (workbook([], header=["事项名称", "备注"]), "缺少这些列：权力编码、事项类型"),
        (workbook([], header=["随便"]), "没有找到表头"),
    ],
)
def test_a_file_without_the_columns_is_refused_with_what_is_missing(town, stream, words):
    stream.seek(0)
    with pytest.raises(catalogue.LibraryRefused, match=words):
        catalogue.read_library(stream)


def test_a_refused_file_leaves_nothing_behind(admin):
    with pytest.raises(catalogue.LibraryRefused):
        catalogue.receive(SimpleUploadedFile("库.xlsx", b"%PDF-1.7 nothing"), by=admin, at=AT)
    assert not LibraryUpload.objects.exists()


def test_a_file_without_any_content_is_refused(admin):
    with pytest.raises(catalogue.LibraryRefused, match="文件里没有内容"):
        catalogue.receive(upload_of([], header=[]), by=admin, at=AT)
    assert not LibraryUpload.objects.exists()
