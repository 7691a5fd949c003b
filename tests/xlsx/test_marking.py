"""The person's own workbook with marks: what is added, what stays, and how it goes away again."""

import io
import zipfile

import pytest
import xlsxwriter
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import PILImage
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from yichuang.xlsx.findings import RED, YELLOW
from yichuang.xlsx.marking import (
    MARK_SHEETS,
    CannotMark,
    Finding,
    list_only,
    mark,
    rebuilt,
    unmark,
)
from yichuang.xlsx.reading import read_workbook
from yichuang.xlsx.sheets import Row, Sheet

from .workbooks import fill, saved

BLUE = PatternFill("solid", start_color="FF9DC3E6")
FIRST = 4  # the list's first line below title, words and header


def own_book():
    """A workbook as somebody made it: colours, a merge, a formula, a comment, a hidden column."""
    book = Workbook()
    sheet = book.active
    sheet.title = "人社局's表"
    fill(
        sheet,
        [
            ["附件2", None, None, None],
            ["序号", "事项名称", "办件量", "联系方式"],
            [1, "社保卡申领", "很多", "1.99E+10"],
            [2, "养老保险", 300, "19900000002"],
            [3, "失业登记", "=C4*2", "=1+1"],
        ],
        merges=["A1:D1"],
    )
    sheet["D5"].data_type = "s"
    sheet["C3"].fill, sheet["C3"].font = BLUE, Font(bold=True, color="FF00B050")
    sheet["C3"].comment = Comment("请核对台账", "方填报", width=200, height=90)
    sheet["C4"].number_format = "#,##0"
    sheet["B4"] = CellRichText("养老", TextBlock(InlineFont(b=True), "保险"))
    sheet.column_dimensions["B"].width = 33
    sheet.column_dimensions["D"].hidden = True
    sheet.freeze_panes = "A3"
    sheet.print_title_rows = "2:2"
    sheet.protection.sheet = True
    return book


def content(book):
    return saved(book).getvalue()


def opened(data):
    return load_workbook(io.BytesIO(data), rich_text=True)


def at(row, column, sentence="办件量须为整数。", kind="error", **more):
    return Finding("人社局's表", row, column, sentence, kind, **more)


def colour(cell):
    return cell.fill.fgColor.rgb if cell.fill.fill_type else None


@pytest.fixture
def marked():
    found = [
        at(3, 4, "号码无法识别。", label="联系方式", advice="请填 11 位手机号。"),
        at(3, 3, label="办件量", advice="请填确切数字。"),
        at(4, 3, "与库内办件量相差较大。", "warning", label="办件量"),
        Finding("", None, None, "文件中缺少事项：许可-00001-001。", "warning"),
    ]
    return opened(mark(content(own_book()), found, intro="我的表.xlsx 的核对结果"))


def test_faulty_cells_are_red_doubtful_ones_yellow(marked):
    sheet = marked["人社局's表"]
    assert [colour(sheet[cell]) for cell in ("C3", "D3", "C4")] == [RED, RED, YELLOW]
    assert sheet["C3"].font.b and sheet["C3"].font.color.rgb == "FF00B050"
    assert "号码无法识别。请填 11 位手机号。" in sheet["D3"].comment.text


def test_the_persons_own_comment_stays_above_ours(marked):
    comment = marked["人社局's表"]["C3"].comment
    assert comment.text.startswith("请核对台账\n") and "办件量须为整数。" in comment.text
    assert comment.author == "方填报"


def test_the_list_comes_first_and_leads_to_the_cells(marked):
    sheet = marked.worksheets[0]
    assert sheet.title == "问题清单" and marked.active is sheet
    assert sheet.freeze_panes == "A4"
    lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert lines[0] == ["序号", "类别", "工作表", "单元格", "列", "问题", "怎么改"]
    assert [line[3] for line in lines[1:]] == ["C3", "D3", "C4", None]
    assert lines[1] == [
        1, "须改正", "人社局's表", "C3", "办件量", "办件量须为整数。", "请填确切数字。",
    ]  # fmt: skip
    assert sheet.cell(FIRST, 4).hyperlink.location == "'人社局''s表'!C3"
    assert lines[4][5] == "文件中缺少事项：许可-00001-001。"
    assert "须改正 2 处，请核对 2 处。\n我的表.xlsx 的核对结果" in sheet["A2"].value


def test_only_the_list_is_selected(marked):
    """Excel edits selected tabs together."""
    assert [sheet.sheet_view.tabSelected for sheet in marked.worksheets] == [True, False, False]


def test_everything_else_stays_as_it_was(marked):
    sheet = marked["人社局's表"]
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:D1"]
    assert (sheet["C5"].value, sheet["C5"].data_type) == ("=C4*2", "f")
    assert (sheet["D5"].value, sheet["D5"].data_type) == ("=1+1", "s")
    assert sheet["C4"].number_format == "#,##0" and sheet["C4"].value == 300
    assert sheet["B4"].value[1].font.b
    assert sheet.column_dimensions["B"].width == 33
    assert sheet.column_dimensions["D"].hidden and sheet.protection.sheet
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A3", "$2:$2")


def test_a_second_marking_leaves_only_the_new_marks():
    first = mark(content(own_book()), [at(3, 3), at(3, 4)])
    sheet = opened(second := mark(first, [at(4, 4, "号码重复。")]))["人社局's表"]
    assert [colour(sheet[cell]) for cell in ("C3", "D3", "D4")] == ["FF9DC3E6", None, RED]
    assert sheet["C3"].comment.text == "请核对台账" and sheet["D3"].comment is None
    assert opened(second).sheetnames == ["问题清单", "人社局's表", "_标记"]


def test_a_corrected_file_has_no_red_left():
    book = opened(mark(content(own_book()), [at(3, 3), at(4, 3, kind="warning")]))
    book["人社局's表"]["C3"] = 12
    clean = opened(mark(content(book), []))
    assert clean.sheetnames == ["人社局's表"]
    sheet = clean["人社局's表"]
    assert (sheet["C3"].value, colour(sheet["C3"]), colour(sheet["C4"])) == (12, "FF9DC3E6", None)


def test_marks_that_moved_with_their_row_go_away_too():
    book = opened(mark(content(own_book()), [at(3, 4)]))
    book["人社局's表"].insert_rows(2)
    sheet = opened(unmark(content(book)))["人社局's表"]
    assert colour(sheet["D4"]) is None and sheet["D4"].comment is None


def test_a_file_without_marks_is_given_back_as_it_is():
    data = content(own_book())
    assert unmark(data) is data


def test_a_whole_row_is_marked_as_far_as_it_is_filled_in():
    marked = opened(mark(content(own_book()), [at(4, None, "与第 3 行是同一事项。")]))
    sheet = marked["人社局's表"]
    assert [colour(cell) for cell in sheet[4]] == [RED] * 4
    assert "同一事项" in sheet["A4"].comment.text and sheet["B4"].comment is None
    assert marked["问题清单"].cell(FIRST, 4).value == "第 4 行"


def test_a_finding_below_a_merge_marks_the_merged_cell():
    sheet = opened(mark(content(own_book()), [at(1, 3)]))["人社局's表"]
    assert colour(sheet["A1"]) == RED and sheet["A1"].comment


def test_several_findings_of_a_cell_are_one_comment_and_red_wins():
    found = [at(4, 3, "不一致。", "warning"), at(4, 3, "不是整数。"), at(4, 3, "不是整数。")]
    cell = opened(mark(content(own_book()), found))["人社局's表"]["C4"]
    assert colour(cell) == RED
    assert cell.comment.text.split("\n")[1:] == ["不一致。", "不是整数。"]


def test_a_sentence_that_looks_like_a_formula_stays_text():
    marked = opened(mark(content(own_book()), [at(3, 3, '=HYPERLINK("x")', label="+1")]))
    cells = [cell for cell in marked["问题清单"][FIRST] if cell.value]
    assert [cell.data_type for cell in cells] == ["n"] + ["s"] * 5


def test_a_reader_finds_the_persons_sheets_beside_the_marks():
    data = mark(content(own_book()), [at(3, 3)])
    sheets = read_workbook(io.BytesIO(data))
    assert [s.name for s in sheets if s.name not in MARK_SHEETS] == ["人社局's表"]
    assert sheets[-1].name == "_标记" and sheets[-1].hidden


def test_charts_rules_and_drop_downs_survive():
    book = own_book()
    sheet = book.active
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=3, min_row=2, max_row=4))
    sheet.add_chart(chart, "F2")
    sheet.add_data_validation(DataValidation("list", formula1='"是,否"', sqref="D3:D9"))
    sheet.conditional_formatting.add("C3:C9", CellIsRule("greaterThan", ["9"], fill=BLUE))
    marked = opened(mark(content(book), [at(3, 3)]))
    sheet = marked["人社局's表"]
    assert len(sheet._charts) == 1 and len(sheet.conditional_formatting) == 1
    assert str(sheet.data_validations.dataValidation[0].sqref) == "D3:D9"
    assert "未带入" not in marked["问题清单"]["A2"].value


def with_parts(data, parts, replace=()):
    """The same package with more members, and with bytes of its members replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            for member, before, after in replace:
                assert member != name or before in body
                body = body.replace(before, after) if member == name else body
            new.writestr(name, body)
        for name, body in parts.items():
            new.writestr(name, body)
    return stream.getvalue()


def test_what_cannot_be_kept_is_named():
    data = with_parts(
        content(own_book()),
        {"xl/threadedComments/threadedComment1.xml": "<a/>", "xl/media/image1.png": b"-"},
    )
    words = opened(mark(data, [at(3, 3)]))["问题清单"]["A2"].value
    assert "原文件中的图片、会话式批注未带入本标记版，原文件不受影响。" in words


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154"
    "789c6360606000000004000146a938230000000049454e44ae426082"
)


def test_a_rich_workbook_keeps_what_it_can_and_names_the_rest():
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("表")
    sheet.write_column("A1", [1, 2, 3])
    sheet.insert_image("D1", "p.png", {"image_data": io.BytesIO(PIXEL)})
    sheet.insert_textbox("D9", "说明")
    sheet.add_sparkline("B1", {"range": "表!A1:A3"})
    sheet.conditional_format("A1:A3", {"type": "data_bar", "data_bar_2010": True})
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=表!$A$1:$A$3"})
    sheet.insert_chart("F1", chart)
    book.close()
    marked = opened(mark(stream.getvalue(), [Finding("表", 2, 1, "不对。")]))
    words = marked["问题清单"]["A2"].value
    assert "形状和文本框、部分条件格式、迷你图未带入" in words
    assert ("图片" in words) == (PILImage is False)
    assert len(marked["表"]._images) == (PILImage is not False)
    assert "图表" not in words and len(marked["表"]._charts) == 1


def test_formulas_have_to_be_worked_out_before_the_way_back():
    words = opened(mark(content(own_book()), [at(3, 3)]))["问题清单"]["A2"].value
    assert "本文件有公式，请用 Excel 或 WPS 打开并保存" in words


def test_a_file_with_nothing_but_hidden_sheets_shows_one_again():
    book = opened(mark(content(own_book()), [at(3, 3)]))
    book["人社局's表"].sheet_state = "hidden"
    clean = opened(unmark(content(book)))
    assert [sheet.sheet_state for sheet in clean.worksheets] == ["visible"]


SHEET_PART = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    "before, after",
    [
        (b'ref="A1:D1"', b'ref="A1:XFD1048576"'),
        (b'ref="A1:D1"', b'ref="A:XFD"'),
        (b'ref="A1:D1"', b'ref="nonsense"'),
        (b'ref="A1:D1"', b"""x=' ref="A1"' y='>' ref="A1:XFD1048576\""""),
        (b"<pageMargins", b'<hyperlinks><hyperlink ref="A1:XFD1048576"/></hyperlinks><pageMargins'),
    ],
)
def test_giant_areas_are_refused_before_they_are_built(before, after):
    data = with_parts(content(own_book()), {}, [(SHEET_PART, before, after)])
    with pytest.raises(CannotMark, match="无法在原文件上标记"):
        mark(data, [at(3, 3)])


def test_more_rules_than_anybody_needs_are_refused():
    rules = b'<conditionalFormatting sqref="A1"/>' * 100_001
    data = with_parts(
        content(own_book()), {}, [(SHEET_PART, b"<pageMargins", rules + b"<pageMargins")]
    )
    with pytest.raises(CannotMark, match="过大"):
        mark(data, [at(3, 3)])


def test_a_title_merged_to_the_last_column_is_marked():
    """Offices do that: trust, fact 3."""
    data = with_parts(content(own_book()), {}, [(SHEET_PART, b'ref="A1:D1"', b'ref="A1:XFD1"')])
    assert colour(opened(mark(data, [at(3, 3)]))["人社局's表"]["C3"]) == RED


def test_a_stray_cell_far_away_costs_nothing():
    book = own_book()
    book.active["XFD1048576"].font = Font(bold=True)
    assert len(mark(content(book), [at(3, 3)])) < 20_000


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04nothing", b"a,b\n1,2\n"])
def test_what_is_no_workbook_cannot_be_marked(data):
    with pytest.raises(CannotMark):
        mark(data, [])


def test_a_workbook_openpyxl_chokes_on_is_refused_in_words():
    broken = [("xl/styles.xml", b"<fonts", b"<fonts><font><sz val='x'/></font></fonts><fonts")]
    with pytest.raises(CannotMark, match="不能改写"):
        mark(with_parts(content(own_book()), {}, broken), [])


def test_the_list_alone_has_no_links():
    book = opened(list_only([at(3, 3), at(3, None)], intro="无法标记。"))
    assert book.sheetnames == ["问题清单"]
    assert [book.active.cell(row, 4).value for row in (FIRST, FIRST + 1)] == ["第 3 行", "C3"]
    assert book.active.cell(FIRST + 1, 4).hyperlink is None


def test_values_of_another_kind_of_file_become_a_marked_workbook():
    sheet = Sheet("人社局's表", [Row(1, ("编码", "电话")), Row(3, ("=1+1", "19900000003"))])
    book = opened(rebuilt([sheet], [at(3, 2)], intro="旧表.xls"))
    cell = book["人社局's表"]["B3"]
    assert (cell.value, cell.data_type, cell.number_format) == ("19900000003", "s", "@")
    assert colour(cell) == RED and book["人社局's表"]["A3"].data_type == "s"
    assert book.sheetnames == ["问题清单", "人社局's表", "_标记"]


def test_a_tab_name_no_workbook_may_have_still_takes_its_marks():
    sheet = Sheet("2018/4:清单", [Row(1, ("甲",))])
    book = opened(rebuilt([sheet], [Finding("2018/4:清单", 1, 1, "不对。")]))
    assert colour(book["20184清单"]["A1"]) == RED
