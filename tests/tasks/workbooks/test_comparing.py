"""An uploaded sheet against the list: every line is accounted for, nothing is written."""

import pytest

from tasks.models import Entry, RowState, WorkbookState
from tasks.workbooks.plan import Plan

from .books import PLAIN, TITLES, bring, file, line, sheet, sheets_file, summary


@pytest.fixture
def rows(city_list):
    return list(
        Entry.objects.filter(task=city_list).select_related("matter", "task__unit").in_order()
    )


def problems(upload, kind=None):
    """(row, column index, sentence) of every refusal."""
    return [
        (refused["row"], column, sentence)
        for refused in upload.plan["refused"]
        if kind in (None, refused["kind"])
        for _name, column, sentence in refused["problems"]
    ]


def test_every_line_is_compared_and_nothing_is_written(city_list, rows, filler):
    upload = bring(city_list, file(sheet([line(row) for row in rows])), filler)
    assert upload.state == WorkbookState.PREVIEWED
    assert (summary(upload).rows, summary(upload).changed, summary(upload).missing) == (8, 8, 0)
    assert not Entry.objects.filter(task=city_list, version__gt=0).exists()


def test_a_change_is_kept_as_old_and_new_of_each_cell(city_list, rows, filler):
    upload = bring(city_list, file(sheet([line(rows[0])])), filler)
    (changed,) = upload.plan["changed"]
    assert changed["id"] == rows[0].pk
    assert changed["changes"]["system_level"] == ["", "city_built"]
    assert changed["changes"]["volume"] == [None, 8000]


def test_case_6_a_missing_row_is_named_and_deletes_nothing(city_list, rows, filler):
    upload = bring(city_list, file(sheet([line(row) for row in rows[:-1]])), filler)
    (missing,) = upload.plan["missing"]
    assert missing["code"] == rows[-1].matter.base_code
    assert Entry.objects.filter(task=city_list).count() == 8


def test_case_7_other_order_and_merged_header_give_the_same(city_list, rows, filler):
    plain = bring(city_list, file(sheet([line(row) for row in rows])), filler)
    fields = (
        "phone",
        "contact",
        "volume",
        "base_code",
        "name",
        "system_name",
        "system_level",
        "scope",
    )
    lines = [line(row) for row in rows]
    moved = [
        ["附件2"],
        ["2018年“一窗受理”平台对接事项清单"],
        ["填报单位（盖章）：市人力社保局"],
        ["补填内容", None, None, "事项基本信息", None, "补填内容", None, None],
        [TITLES[name] for name in fields],
        *([values.get(name) for name in fields] for values in lines),
        ["填表说明：1．事项不得新增、变更、删除。"],
    ]
    merges = ["A2:H2", "A3:H3", "A4:C4", "D4:E4", "F4:H4"]
    other = bring(city_list, file(moved, merges=merges), filler)
    assert [one["changes"] for one in other.plan["changed"]] == [
        one["changes"] for one in plain.plan["changed"]
    ]
    assert summary(other).skipped == 1


def test_added_rows_are_refused_with_the_sentence_of_the_notice(city_list, rows, filler):
    extra = line(rows[0], base_code="许可-99999-000", name="新增的事项", key="")
    upload = bring(city_list, file(sheet([*[line(row) for row in rows], extra])), filler)
    ((row, column, sentence),) = problems(upload, "added")
    assert (row, column) == (10, PLAIN.index("base_code"))
    assert "不得新增、变更、删除" in sentence
    assert "省权力事项管理平台" in sentence


def test_altered_fixed_columns_are_refused_by_cell(city_list, rows, filler):
    lines = [line(rows[0], name="改了名的事项"), *[line(row) for row in rows[1:]]]
    upload = bring(city_list, file(sheet(lines)), filler)
    ((row, column, sentence),) = problems(upload, "altered")
    assert (row, column) == (2, PLAIN.index("name"))
    assert "由“人社事项1”改成了“改了名的事项”" in sentence


@pytest.mark.parametrize(
    ("field", "text", "part"),
    [
        ("volume", "约300", "约300"),
        ("volume", "-5", "办件量"),
        ("phone", "1.990000E+10", "单元格被转成了数字"),
        ("phone", "12345", "不是有效的电话号码"),
        ("system_level", "国家的", "不在可选值中"),
        ("scope", "不知道", "不在可选值中"),
        ("districts", "火星区", "不是本市的区"),
        ("contact", "很长的名字" * 20, "60"),
    ],
)
def test_a_value_that_cannot_be_is_named_with_its_cell(city_list, rows, filler, field, text, part):
    values = {field: text} | ({"scope": "部分区县（市）"} if field == "districts" else {})
    upload = bring(city_list, file(sheet([line(rows[0], **values)])), filler)
    (found,) = [one for one in problems(upload) if one[1] == PLAIN.index(field)]
    assert found[0] == 2
    assert part in found[2]
    assert summary(upload).changed == 0


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("volume", "12,345", 12345),
        ("volume", "１２３", 123),
        ("volume", "1.2万", 12000),
        ("volume", "300件", 300),
        ("phone", "85250000、１９９００００００１１", "85250000、19900000011"),
        ("phone", 19900000011, "19900000011"),
        ("system_level", "市自建", "city_built"),
        ("system_level", " 市级 自建 ", "city_built"),
        ("scope", "市级", "city_level"),
    ],
)
def test_what_people_write_is_understood(city_list, rows, filler, field, text, value):
    upload = bring(city_list, file(sheet([line(rows[0], **{field: text})])), filler)
    assert upload.plan["changed"][0]["changes"][field][1] == value


def test_several_districts_are_separated_as_people_do(city_list, rows, town, filler):
    for text in ("上城区、下城区", "上城区，下城区", "上城区 下城区", "上城区,下城区"):
        values = line(rows[0], scope="部分区县", districts=text)
        upload = bring(city_list, file(sheet([values])), filler)
        districts = upload.plan["changed"][0]["changes"]["districts"][1]
        assert districts == [town.shangcheng.pk, town.xiacheng.pk]


def test_case_10_districts_and_scope_must_agree(city_list, rows, filler):
    none = line(rows[0], scope="部分区县（市）")
    some = line(rows[1], scope="市本级", districts="上城区")
    whole = line(rows[2], scope="全市", districts="全部（3个）")
    upload = bring(city_list, file(sheet([none, some, whole])), filler)
    places = {(row, column) for row, column, _sentence in problems(upload)}
    assert places == {(2, PLAIN.index("districts")), (3, PLAIN.index("districts"))}
    assert "districts" not in upload.plan["changed"][0]["changes"]


def test_a_blank_cell_leaves_the_answer_as_it_is(city_list, rows, filler):
    Entry.objects.filter(pk=rows[0].pk).update(contact="原联系人")
    upload = bring(city_list, file(sheet([line(rows[0], contact=None)])), filler)
    assert "contact" not in upload.plan["changed"][0]["changes"]
    assert upload.plan["blanks"] == 1


def test_rows_of_another_unit_are_skipped_without_a_word_about_them(city_list, rows, filler):
    foreign = line(rows[0], unit="市公安局", base_code="确认-90101-000", name="公安事项1", key="")
    upload = bring(city_list, file(sheet([line(rows[0]), foreign])), filler)
    (skipped,) = upload.plan["skipped"]
    assert skipped["row"] == 3
    assert summary(upload).refused == 0


def test_a_row_key_of_another_unit_is_refused(city_list, rows, tasks, filler):
    theirs = Entry.objects.filter(task=tasks.stranger_list).first()
    fields = (*PLAIN, "key")
    upload = bring(city_list, file(sheet([line(rows[0], key=str(theirs.pk))], fields)), filler)
    (refused,) = upload.plan["refused"]
    assert refused["kind"] == "foreign"
    assert theirs.matter.name not in str(upload.plan)


def test_the_same_matter_twice_is_refused_the_second_time(city_list, rows, filler):
    upload = bring(city_list, file(sheet([line(rows[0]), line(rows[0], volume=5)])), filler)
    (refused,) = upload.plan["refused"]
    assert (refused["row"], refused["kind"]) == (3, "repeated")
    assert "第 2 行" in refused["problems"][0][2]


def test_a_reported_row_is_locked_but_may_be_in_the_file(city_list, rows, filler):
    Entry.objects.filter(pk=rows[0].pk).update(state=RowState.APPROVED)
    upload = bring(city_list, file(sheet([line(rows[0]), line(rows[1])])), filler)
    (refused,) = upload.plan["refused"]
    assert (refused["id"], refused["kind"]) == (rows[0].pk, "locked")


def test_several_sheets_are_read_and_a_strange_one_is_counted(city_list, rows, filler):
    strange = [["午餐安排"], ["周一", "面条"], ["周二", "米饭"]]
    named = {
        "人社一": sheet([line(row) for row in rows[:4]]),
        "人社二": sheet([line(row) for row in rows[4:]]),
        "备忘": strange,
    }
    upload = bring(city_list, sheets_file(named), filler)
    assert (summary(upload).changed, summary(upload).skipped) == (8, 3)
    assert Plan.restored(upload.plan).adds_up


def test_the_counts_add_up_whatever_the_file_holds(city_list, rows, filler):
    lines = [
        line(rows[0]),
        line(rows[0]),
        line(rows[1], volume="约3"),
        line(rows[2], base_code="许可-99998-000", name="没有的", key=""),
        line(rows[3], unit="市公安局", base_code="确认-90101-000", name="公安事项1", key=""),
        line(rows[4], name="改名"),
    ]
    content = sheet(lines)
    content.insert(3, [])
    content.append(["备注：以上为初稿"])
    upload = bring(city_list, file(content), filler)
    counts = summary(upload)
    assert counts.rows == 7
    assert Plan.restored(upload.plan).adds_up


def test_case_8_and_9_are_found_in_old_xls_and_csv_too(city_list, rows, filler):
    text = "\n".join(
        ",".join(str(value or "") for value in row)
        for row in sheet([line(rows[0], volume="约300")])
    )
    for encoding in ("utf-8", "utf-8-sig", "gbk"):
        from .books import uploaded

        upload = bring(city_list, uploaded(text.encode(encoding), "填报.csv"), filler)
        assert [(row, column) for row, column, _s in problems(upload)] == [
            (2, PLAIN.index("volume"))
        ]


def test_official_words_are_understood_whatever_language_one_reads(city_list, rows, filler):
    """Case 30: the pages may be English, the sheets stay Chinese."""
    content = file(sheet([line(rows[0], scope="部分区县（市）", districts="上城区")]))
    upload = bring(city_list, content, filler, language="en")
    assert summary(upload).refused == 0
    assert upload.plan["changed"][0]["changes"]["scope"][1] == "some_districts"
