"""What a sheet to fill in says beside its cells, and how its rows look, read back."""

import io
from dataclasses import replace

import openpyxl

from yichuang.xlsx.printing import LOCKED_FILL, RETURNED_FILL
from yichuang.xlsx.writing import Column, Kind, PrintSheet, write_print

LEVELS = ("部委垂管", "省级垂管")
COLUMNS = (
    Column("序号", 5, Kind.SERIAL),
    Column("事项名称", 30, group="事项基本信息"),
    Column(
        "系统层级", 12, Kind.SHORT, group="补填内容", locked=False, choices=LEVELS,
        help="垂管：上级建设和运行。", prompt="从列表中选择。",
    ),
    Column("办件量（件）", 11, Kind.NUMBER, group="补填内容", locked=False),
    Column("适用区县", 16, group="补填内容", locked=False, choices=("上城区",), strict=False),
    Column("联系方式", 16, Kind.CODE, locked=False, help="可填短号。", prompt="长" * 300),
    Column("退回原因", 24, flagged=True),
)  # fmt: skip
ROW = (1, "户口登记", "省级垂管", 5, "上城区", "19900000001", "")
SPEC = PrintSheet(
    "清单", "附件2", "清单", COLUMNS, [ROW] * 4, protected=True, closed={1}, returned={2},
    frozen_columns=2,
)  # fmt: skip


def read(spec=SPEC):
    stream = io.BytesIO()
    write_print(stream, [spec])
    return openpyxl.load_workbook(stream)["清单"]


def rules(sheet):
    return {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}


def test_a_vocabulary_is_chosen_from_and_a_proposal_may_be_overwritten():
    found = rules(read())
    strict, proposed = found["C5:C8"], found["E5:E8"]
    assert (strict.type, strict.errorStyle, strict.showErrorMessage) == ("list", "stop", True)
    assert (proposed.type, proposed.showErrorMessage) == ("list", False)
    assert (strict.prompt, strict.promptTitle, strict.showInputMessage) == (
        "从列表中选择。", "系统层级", True,
    )  # fmt: skip


def test_numbers_are_checked_with_a_warning():
    """People write 1.2万, which the reader understands."""
    rule = rules(read())["D5:D8"]
    assert (rule.type, rule.operator, rule.formula1) == ("whole", "greaterThanOrEqual", "0")
    assert (rule.errorStyle, rule.showErrorMessage) == ("warning", True)


def test_a_message_is_never_longer_than_the_format_allows():
    assert len(rules(read())["F5:F8"].prompt) == 255


def test_help_is_a_comment_on_the_title_of_its_column():
    sheet = read()
    assert sheet["C4"].comment.text == "垂管：上级建设和运行。"
    assert sheet["F3"].comment.text == "可填短号。"  # merged over both header rows
    assert sheet["B4"].comment is None


def test_closed_rows_are_locked_and_grey_returned_ones_stand_out():
    sheet = read()
    locked = {row: [cell.protection.locked for cell in sheet[row]] for row in (5, 6, 7)}
    open_row = [True, True, False, False, False, False, True]
    assert locked == {5: open_row, 6: [True] * 7, 7: open_row}
    fills = {row: [cell.fill.fgColor.rgb for cell in sheet[row]] for row in (6, 7)}
    grey, flag = LOCKED_FILL.fgColor.rgb, RETURNED_FILL.fgColor.rgb
    assert fills == {6: [grey] * 7, 7: [grey, grey, *[flag] * 5]}
    assert sheet["C6"].font.color.rgb == "FF7F7F7F"


def test_the_first_columns_stay_in_view():
    assert read().freeze_panes == "C5"


def test_without_a_mark_the_title_stands_in_the_first_row():
    sheet = read(replace(SPEC, mark=""))
    assert sheet["A1"].value == "清单" and sheet["A2"].value == "序号"
    assert sheet.print_title_rows == "$2:$3" and sheet.freeze_panes == "C4"
