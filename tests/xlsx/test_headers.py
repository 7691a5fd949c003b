"""Finding the header by its words in the shapes that offices send back."""

import pytest
from openpyxl import Workbook

from tests.xlsx.workbooks import book, fill, saved
from yichuang.xlsx.headers import (
    HeaderNotFound,
    Record,
    Skipped,
    find_header,
    find_headers,
    normalise,
    records,
)
from yichuang.xlsx.reading import read_workbook

SYNONYMS = {
    "code": ("权力编码", "事项编码", "权力基本码", "编码"),
    "name": ("事项名称", "名称"),
    "sub_item": ("子项名称", "子项"),
    "level": ("事项所在系统层级", "系统层级", "所在系统层级", "系统级别"),
    "system": ("系统名称", "业务系统名称", "所在系统"),
    "volume": ("办件量（件）", "办件量", "2017年办件量", "年办件量"),
    "contact": ("联系人", "部门联系人"),
    "phone": ("联系方式", "联系电话", "电话", "手机"),
}
REQUIRED = ("code", "name")
PLAIN = ["权力编码", "事项名称", "子项名称", "系统名称", "办件量（件）"]
FIRST = ["确认-90001-001", "户口登记", "出生登记", "人口系统", 12]
SECOND = ["确认-90001-002", "户口登记", "死亡注销", "人口系统", 7]


def sheet(rows, **how):
    return read_workbook(book(rows, **how))[0]


def found(rows, **how):
    source = sheet(rows, **how)
    header = find_header(source, SYNONYMS, REQUIRED)
    return header, [row for row in records(source, header) if isinstance(row, Record)]


TITLE = ["附件2 市级部门对接事项清单"]
HEAD_LINE = ["填报单位（盖章）：市公安局", None, "填报人：钱一", "联系电话：19900000001"]
SHAPES = {
    "header in row 1": {"rows": [PLAIN, FIRST, SECOND]},
    "title and reporting line above": {
        "rows": [["附件2"], TITLE, HEAD_LINE, PLAIN, FIRST, SECOND],
        "merges": ["A2:E2"],
    },
    "blank rows between title and header": {"rows": [TITLE, [], [], PLAIN, FIRST, SECOND]},
    "table starts at B2": {"rows": [PLAIN, FIRST, SECOND], "start": "B2"},
    "columns in another order": {
        "rows": [
            ["办件量", "系统名称", "子项", "名称", "编码"],
            FIRST[::-1],
            SECOND[::-1],
        ]
    },
    "spaces, line breaks and half-width brackets": {
        "rows": [
            ["权力\n编码", "事 项 名 称", "子项 名称", "*系统名称", "办件量\n(件)"],
            FIRST,
            SECOND,
        ]
    },
    "synonyms": {
        "rows": [["权力基本码", "名称", "子项", "所在系统", "2017年办件量"], FIRST, SECOND]
    },
    "brackets with an explanation": {
        "rows": [
            [
                "权力编码（基本码）",
                "事项名称（全称）",
                "子项名称（没有填无）",
                "系统名称",
                "办件量（件）",
            ],
            FIRST,
            SECOND,
        ]
    },
    "two-row merged header": {
        "rows": [
            ["事项基本信息", None, None, "补填内容", None],
            PLAIN,
            FIRST,
            SECOND,
        ],
        "merges": ["A1:C1", "D1:E1"],
    },
    "two-row header with vertical merges": {
        "rows": [
            ["权力编码", "事项", None, "系统名称", "办件量（件）"],
            [None, "事项名称", "子项名称", None, None],
            FIRST,
            SECOND,
        ],
        "merges": ["A1:A2", "B1:C1", "D1:D2", "E1:E2"],
    },
    "two-row header read across both rows": {
        "rows": [
            ["权力", "事项", "子项", "系统", "办件量"],
            ["编码", "名称", "名称", "名称", "件"],
            FIRST,
            SECOND,
        ]
    },
    "a row of column numbers below the header": {"rows": [PLAIN, [1, 2, 3, 4, 5], FIRST, SECOND]},
    "an instruction row below the header": {
        "rows": [PLAIN, ["填写说明：请勿改动", None, None, "必填", "数字"], FIRST, SECOND]
    },
    "an extra column that nobody asked for": {
        "rows": [["序号", *PLAIN, "本局内部备注"], [1, *FIRST, "x"], [2, *SECOND, None]]
    },
    "blank rows inside the table": {"rows": [PLAIN, FIRST, [], [], SECOND]},
    "notes and signatures at the bottom": {
        "rows": [
            PLAIN,
            FIRST,
            SECOND,
            [],
            ["填表说明：1.本表不得新增、变更、删除。"],
            ["填报人：钱一"],
        ],
        "merges": ["A5:E5"],
    },
    "the header repeated for the second page": {"rows": [PLAIN, FIRST, PLAIN, SECOND]},
    "a total at the bottom": {"rows": [PLAIN, FIRST, SECOND, ["合计", None, None, None, 19]]},
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_the_same_two_rows_are_found_in_every_shape(shape):
    header, rows = found(**shape)
    assert set(header.columns) == {"code", "name", "sub_item", "system", "volume"}
    assert [row.values["code"] for row in rows] == [FIRST[0], SECOND[0]]
    assert [row.values["volume"] for row in rows] == ["12", "7"]
    assert rows[0].values["sub_item"] == "出生登记"


def test_records_carry_the_row_number_a_person_sees_in_excel():
    header, rows = found([["附件2"], TITLE, PLAIN, [], FIRST], start="B3")
    assert (header.header_rows, header.first_data_row) == ((5,), 6)
    assert rows[0].number == 7


def test_columns_that_are_not_known_are_named():
    header, _rows = found([["序号", *PLAIN, "密级"], [1, *FIRST, "无"]])
    assert header.unknown == {0: "序号", 6: "密级"}
    assert header.confidence == 5 / 8


def test_the_second_of_two_equal_columns_is_named_not_taken():
    header, rows = found([["权力编码", "事项名称", "权力编码"], ["1", "a", "2"]])
    assert (header.repeated, rows[0].values["code"]) == ({2: "权力编码"}, "1")


def test_a_missing_column_is_named_with_sheet_and_row():
    with pytest.raises(HeaderNotFound) as error:
        find_header(sheet([TITLE, ["事项名称", "系统名称"]], title="表一"), SYNONYMS, REQUIRED)
    assert error.value.sentence == "工作表“表一”第 2 行像是表头，但缺少这些列：权力编码。"


def test_a_sheet_without_any_header_says_what_it_looked_for():
    with pytest.raises(HeaderNotFound, match="没有找到表头.*权力编码、事项名称"):
        find_header(sheet([["随便"], ["写写"]]), SYNONYMS, REQUIRED)


def test_an_empty_sheet_has_no_header():
    with pytest.raises(HeaderNotFound):
        find_header(sheet([]), SYNONYMS, REQUIRED)


def test_all_sheets_with_a_table_are_found_and_others_passed_over():
    workbook = Workbook()
    fill(workbook.active, [["说明"], ["请填写后两个工作表"]])
    for name in ("01上城区", "02下城区"):
        fill(workbook.create_sheet(name), [PLAIN, FIRST])
    pairs = find_headers(read_workbook(saved(workbook)), SYNONYMS, REQUIRED)
    assert [header.sheet for _sheet, header in pairs] == ["01上城区", "02下城区"]


def test_every_row_below_the_header_is_a_record_or_skipped_with_a_reason():
    source = sheet([PLAIN, [1, 2, 3, 4, 5], FIRST, PLAIN, SECOND, ["备注：无"]])
    rows = list(records(source, find_header(source, SYNONYMS, REQUIRED)))
    skipped = [(row.number, row.reason) for row in rows if isinstance(row, Skipped)]
    assert skipped == [(2, "列号行"), (4, "重复的表头"), (6, "说明或落款行")]
    assert len(rows) == 5


def test_a_matter_whose_name_begins_like_a_note_stays_a_record():
    _header, rows = found([PLAIN, ["其他-90001-001", "说明书备案", "", "系统", 3]])
    assert rows[0].values["name"] == "说明书备案"


@pytest.mark.parametrize(
    "label", ["适用区、县（市）", "适用 区、县\n(市)", "＊适用区、县（市）", "适用区县市"]
)
def test_labels_compare_without_width_brackets_and_breaks(label):
    assert normalise(label) == "适用区县市"
