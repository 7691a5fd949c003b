"""The Word document against the numbers of GB/T 9704-2012, read back from the file."""

import re
import shutil
import subprocess
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn

from tasks.circulars.paper import circular_document
from tasks.models import Circular

MM = 36_000
EVEN, ODD = "even_page_footer", "footer"


@pytest.fixture
def paper(issued):
    return Document(issued.file.open("rb"))


def styled(paper, name):
    return [one for one in paper.paragraphs if one.style.name == name]


def font_of(style):
    fonts = style.element.rPr.rFonts
    return {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")}


def test_the_page_is_a4_with_a_type_area_of_156_by_225(paper):
    page = paper.sections[0]
    assert (page.page_width / MM, page.page_height / MM) == pytest.approx((210, 297), abs=0.1)
    margins = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    assert [round(one / MM, 1) for one in margins] == [37, 35, 28, 26]


def test_22_lines_of_28_characters_fill_it(paper):
    grid = paper.sections[0]._sectPr.find(qn("w:docGrid"))
    pitch = int(grid.get(qn("w:linePitch"))) / 20
    assert pitch == 28.95 and 22 * pitch <= 225 / 25.4 * 72 < 23 * pitch
    body = paper.styles["公文正文"]
    assert body.paragraph_format.line_spacing.pt == pytest.approx(28.95)
    closer = int(body.element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    width = body.font.size.pt + closer
    assert 28 * width <= 156 / 25.4 * 72 < 29 * width


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("公文正文", "仿宋_GB2312", 16),
        ("公文一级标题", "黑体", 16),
        ("公文二级标题", "楷体_GB2312", 16),
        ("公文标题", "方正小标宋简体", 22),
        ("主送机关", "仿宋_GB2312", 16),
        ("附件标记", "黑体", 16),
        ("公文页码", "宋体", 14),
    ],
)
def test_fonts_are_named_for_every_script(paper, style, font, size):
    assert font_of(paper.styles[style]) == {font}
    assert paper.styles[style].font.size.pt == size


def test_paragraphs_are_indented_by_two_characters(paper):
    for name in ("公文正文", "公文一级标题"):
        indent = paper.styles[name].element.pPr.ind
        assert indent.get(qn("w:firstLineChars")) == "200"


def test_title_addressees_and_headings_stand_as_the_standard_says(paper, issued):
    texts = [one.text for one in paper.paragraphs]
    # Two empty lines under the red line that the office system puts there.
    assert texts[:2] == ["", ""] and texts[2:5] == issued.title.split("\n")
    assert texts[5] == "" and texts[6] == issued.addressees and texts[6].endswith("：")
    assert all(one.paragraph_format.alignment is None for one in styled(paper, "公文标题"))
    assert paper.styles["公文标题"].paragraph_format.alignment == 1
    assert [one.text for one in styled(paper, "公文一级标题")] == [
        "一、总体情况",
        "二、存在问题",
        "三、下步要求",
    ]


def test_the_second_level_is_a_heading_in_kaiti(paper):
    headed = [one for one in styled(paper, "公文正文") if one.text.startswith("（一）")]
    assert headed
    for one in headed:
        assert one.runs[0].style.name == "公文二级标题" and one.runs[0].text.endswith("。")


def test_attachments_are_named_after_the_text_as_they_are_called(paper):
    notes = [one.text for one in styled(paper, "附件说明")]
    titles = [one.text for one in styled(paper, "公文标题")][3:]
    assert notes == [f"附件：1.{titles[0]}", f"2.{titles[1]}"]
    assert not any(note.endswith(("。", "；")) for note in notes)


def test_the_date_is_arabic_four_characters_from_the_edge(paper):
    last = styled(paper, "落款")[-1]
    assert last.text == "2018年4月9日"
    assert last._p.pPr.ind.get(qn("w:rightChars")) == "400"


def test_the_signature_never_stands_on_a_page_of_its_own(paper):
    texts = paper.paragraphs
    last = next(place for place, one in enumerate(texts) if one.text == "2018年4月9日")
    first = max(place for place in range(last) if texts[place].style.name == "公文正文")
    assert all(one.paragraph_format.keep_with_next for one in texts[first:last])


def test_each_attachment_begins_with_its_mark_and_its_title_on_line_three(paper):
    marks = [place for place, one in enumerate(paper.paragraphs) if one.style.name == "附件标记"]
    assert [paper.paragraphs[place].text for place in marks] == ["附件1", "附件2"]
    for place in marks:
        assert paper.paragraphs[place + 1].text == ""
        assert paper.paragraphs[place + 2].style.name == "公文标题"
    assert paper.paragraphs[marks[1]].paragraph_format.page_break_before


def test_tables_lie_on_turned_pages_with_a_head_that_repeats(paper):
    section = paper.sections[1]
    assert section.page_width > section.page_height
    # Turned to the right: the binding side is above, the foot of the page at the left.
    assert [round(one / MM, 1) for one in (section.top_margin, section.left_margin)] == [28, 35]
    for table in paper.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert [cell.text for cell in table.rows[0].cells] == [
            "序号", "单位", "应报", "已报", "通过", "退回", "完成率", "逾期天数", "排名", "备注",
        ]  # fmt: skip


def test_the_tables_are_the_frozen_figures(paper, issued, town):
    cells = [[cell.text for cell in row.cells] for row in paper.tables[0].rows]
    assert cells[1] == [
        "1",
        "市人力社保局",
        "8",
        "8",
        "0",
        "2",
        "8/8（100.0%）",
        "",
        "1",
        cells[1][9],
    ]
    assert cells[2][:9] == ["2", "市公安局", "2", "0", "0", "0", "0/2（0.0%）", "1", "2"]
    assert cells[3][:7] == ["", "合计", "10", "8", "0", "2", "8/10（80.0%）"]
    notes = "".join(one.text for one in styled(paper, "表格说明"))
    assert f"快照编号{issued.report.number}" in notes and "2018年4月8日17时" in notes


@pytest.mark.parametrize(("foot", "side"), [(ODD, "right"), (EVEN, "left")])
def test_page_numbers_stand_outside_with_dashes(paper, foot, side):
    assert paper.settings.odd_and_even_pages_header_footer
    number = getattr(paper.sections[0], foot).paragraphs[0]
    assert re.fullmatch(r"— \d+ —", number.text)
    assert " PAGE " in number._p.xml
    assert number._p.pPr.jc.get(qn("w:val")) == side
    assert number._p.pPr.ind.get(qn(f"w:{side}Chars")) == "100"


@pytest.mark.parametrize(("head", "side"), [("header", "right"), ("even_page_header", "left")])
def test_on_turned_pages_the_number_stays_where_it_is(paper, head, side):
    xml = getattr(paper.sections[1], head)._element.xml
    assert 'vert="vert"' in xml and " PAGE " in xml and f'w:jc w:val="{side}"' in xml
    assert not getattr(paper.sections[1], ODD).paragraphs[0].text


def test_nobody_draws_the_red_head(paper):
    assert not paper.inline_shapes and "FF0000" not in paper.element.xml


def test_a_draft_leaves_the_date_open(circular):
    paper = Document(BytesIO(circular_document(circular)))
    assert styled(paper, "落款")[-1].text == "　　年　　月　　日"


def test_what_xml_cannot_hold_is_left_out(circular):
    Circular.objects.filter(pk=circular.pk).update(demands="请\x0b抓紧\x1b。<w:p/>")
    circular.refresh_from_db()
    paper = Document(BytesIO(circular_document(circular)))
    assert styled(paper, "公文正文")[-1].text == "请抓紧。<w:p/>"


@pytest.mark.libreoffice
def test_it_opens_in_libreoffice_page_by_page(issued, tmp_path):
    """Text, then the two tables on turned pages; nothing runs over."""
    source = tmp_path / "circular.docx"
    source.write_bytes(issued.file.read())
    soffice = shutil.which("soffice") or pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, source]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    info = subprocess.run(
        ["pdfinfo", "-f", "1", "-l", "99", tmp_path / "circular.pdf"],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    sizes = re.findall(r"Page +\d+ size: +([\d.]+) x ([\d.]+)", info)
    upright = [float(width) < float(height) for width, height in sizes]
    assert upright == [True, True, True, False, False] or upright == [True, True, False, False]
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "circular.pdf", "-"],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    flat = "".join(text.split())
    assert all(words in flat for words in ("—1—", "—2—", "附件1", "附件2", "2018年4月9日"))


@pytest.mark.parametrize("text", ["\x01\x0b\x1b\ufffe通报", "通报" * 5000], ids=["control", "long"])
def test_no_words_keep_the_file_from_being_written(circular, text):
    """XML holds no control characters, a property of a document no more than 255 characters."""
    for name in Circular.TEXTS:
        setattr(circular, name, text)
    paper = Document(BytesIO(circular_document(circular)))
    written = "通报" * (len(text) // 2) if len(text) > 10 else "通报"
    assert paper.core_properties.title == written[:255]
    assert written in [one.text for one in paper.paragraphs]
