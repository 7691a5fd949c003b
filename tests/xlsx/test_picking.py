"""A header that is not certain: what is offered for picking, and what a person's pick reads."""

import pytest

from tests.xlsx.test_headers import FIRST, PLAIN, REQUIRED, SECOND, SYNONYMS, TITLE, sheet
from yichuang.xlsx.headers import (
    HeaderNotFound,
    Record,
    Skipped,
    candidates,
    find_header,
    find_headers,
    fingerprint,
    header_at,
    records,
)

ODD = ["本局编号", "办的什么事", "下面的小项", "用的系统名称", "一年多少件"]


def read(rows, header_rows, columns, **how):
    source = sheet(rows, **how)
    header = header_at(source, header_rows, columns, SYNONYMS)
    return header, list(records(source, header))


def test_a_picked_header_reads_the_columns_a_person_chose():
    header, rows = read([TITLE, ODD, FIRST, SECOND], [2], {"code": 0, "name": 1, "volume": 4})
    assert [row.values["code"] for row in rows] == [FIRST[0], SECOND[0]]
    assert rows[0].values == {"code": FIRST[0], "name": "户口登记", "volume": "12"}
    assert (header.uncertain, header.labels["volume"]) == (False, "一年多少件")
    assert header.unknown == {2: "下面的小项", 3: "用的系统名称"}


def test_a_picked_header_without_columns_takes_the_words_and_the_guesses():
    header, _rows = read([ODD, FIRST], [1], None)
    assert header.columns == {"system": 3}
    assert header.all_labels == tuple(ODD)


def test_a_field_that_is_not_known_and_a_row_that_is_not_there_are_let_go():
    header, _rows = read([ODD, FIRST], [1, 99], {"code": 0, "salary": 1})
    assert (header.columns, header.header_rows) == ({"code": 0}, (1,))


def test_the_likeliest_rows_are_offered_best_first_with_what_is_missing():
    rows = [TITLE, ["填报单位：市公安局"], ["事项名称", "系统名称", "随便"], FIRST, SECOND]
    offered = candidates(sheet(rows), SYNONYMS, REQUIRED)
    assert offered[0].header_rows == (3,)
    assert (set(offered[0].columns), offered[0].missing) == ({"name", "system"}, ("code",))
    assert len(offered) <= 8


def test_rows_without_any_known_word_are_offered_too():
    offered = candidates(sheet([TITLE, ["甲", "乙", "丙"], FIRST, SECOND]), SYNONYMS)
    assert offered[0].header_rows == (2,)


def test_a_miss_carries_what_was_nearest_in_each_sheet():
    sheets = [sheet([["事项名称", "系统名称"]], title=name) for name in ("甲", "乙")]
    with pytest.raises(HeaderNotFound) as miss:
        find_headers(sheets, SYNONYMS, REQUIRED)
    assert [(near.sheet, near.missing) for near in miss.value.nearest] == [
        ("甲", ("code",)),
        ("乙", ("code",)),
    ]


UNCERTAIN = {
    "two columns of one name with different answers": [
        ["权力编码", "事项名称", "联系方式", "联系方式"],
        ["1-001", "a", "19900000001", "19900000002"],
    ],
    "two rows that would both do": [
        ["权力编码", "事项名称", "系统名称"],
        ["系统名称", "事项名称", "权力编码"],
        ["x", "a", "1-001"],
    ],
    "a column that only counts": [
        ["权力编码", "事项名称", "系统名称"],
        *[[number, f"甲{number}", "人口系统"] for number in range(1, 7)],
    ],
    "hardly a word known": [
        ["本局编号", "办什么事", "小项", "手机", "一年几件"],
        FIRST,
    ],
}


@pytest.mark.parametrize("rows", UNCERTAIN.values(), ids=UNCERTAIN)
def test_what_is_not_clear_is_said_in_a_sentence(rows):
    header = find_header(sheet(rows), SYNONYMS)
    assert header.uncertain
    assert header.why.endswith("。")


CERTAIN = {
    "a plain table": [PLAIN, FIRST, SECOND],
    "the same answers twice": [[*PLAIN, "权力编码"], [*FIRST, FIRST[0]]],
    "a more official name beside another": [["编码", "权力编码", "事项名称"], ["9", "1-1", "a"]],
    "the header repeated for the second page": [PLAIN, FIRST, PLAIN, SECOND],
}


@pytest.mark.parametrize("rows", CERTAIN.values(), ids=CERTAIN)
def test_what_is_clear_needs_nobody(rows):
    assert not find_header(sheet(rows), SYNONYMS).uncertain


def test_the_more_official_of_two_names_is_read():
    header = find_header(sheet(CERTAIN["a more official name beside another"]), SYNONYMS)
    assert (header.columns["code"], header.repeated) == (1, {0: "编码"})


@pytest.mark.parametrize(
    "label",
    ["1.系统名称", "（三）系统名称", "3、系统名称", "系统名称（全称）", "系统名称 单位：个"],
)
def test_numbers_and_units_beside_a_label_make_no_difference(label):
    assert find_header(sheet([["权力编码", label], ["a", "b"]]), SYNONYMS).columns["system"] == 1


def test_a_row_of_answers_is_no_second_line_of_the_header():
    rows = [["权力编码", "事项名称", "备注栏"], ["确认-90001-001", "户口登记", "电话"], SECOND]
    assert find_header(sheet(rows), SYNONYMS).header_rows == (1,)


def test_a_fingerprint_knows_the_same_labels_however_they_are_spaced():
    assert fingerprint(["权力 编码", "办件量（件）", ""]) == fingerprint(["权力编码", "办件量(件)"])
    assert fingerprint(["权力编码", "名称"]) != fingerprint(["名称", "权力编码"])
    assert len(fingerprint([])) == 64


def reasons(rows, **how):
    source = sheet(rows, **how)
    found = list(records(source, find_header(source, SYNONYMS, REQUIRED)))
    filled = sum(not row.is_blank for row in source.rows if row.number > 1)
    assert len(found) == filled
    return {row.number: row.reason for row in found if isinstance(row, Skipped)}, found


def test_sample_rows_signatures_and_empty_serials_are_skipped_with_their_reason():
    rows = [
        ["序号", *PLAIN],
        ["示例", *FIRST],
        [1, *FIRST],
        [2],
        ["填报人：钱一", None, "审核人：赵二", None, None, "填报日期：2018年4月4日"],
    ]
    skipped, _found = reasons(rows)
    assert skipped == {2: "示例行", 4: "只有序号的空行", 5: "说明或落款行"}


def test_a_stray_cell_far_below_is_reported_and_the_gap_counts_nothing():
    rows = [PLAIN, FIRST, *[[]] * 500, [None] * 6 + ["误填"]]
    skipped, found = reasons(rows)
    assert skipped == {503: "表格以外的内容"}
    assert len(found) == 2


def test_a_second_table_with_other_columns_is_not_read_into_the_first():
    rows = [PLAIN, FIRST, ["附件3"], ["系统名称", "办件量", "权力编码", "事项名称"], SECOND]
    skipped, found = reasons(rows)
    assert [row.number for row in found if isinstance(row, Record)] == [2, 3]
    assert set(skipped) == {4, 5}
    assert "另一张表" in skipped[5]


def test_a_merge_that_reaches_below_the_table_makes_no_rows():
    rows = [["部门", *PLAIN], ["市公安局", *FIRST], [None, *SECOND], [], []]
    _skipped, found = reasons(rows, merges=["A2:A5"])
    assert len(found) == 2
