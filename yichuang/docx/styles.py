"""The styles of an official paper by name, so that whoever edits it in Word keeps to them."""

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn

from . import measures
from .measures import BODY, FANG, HEI, KAI, SMALL, SONG, TABLE, TITLE, XIAOBIAOSONG
from .parts import element, set_font, set_indent, set_pitch

TEXT, HEADING, SUBTITLE = "公文正文", "公文一级标题", "公文二级标题"
PAPER_TITLE, ADDRESSEE, SIGNATURE = "公文标题", "主送机关", "落款"
NOTE, MARK, NUMBER = "附件说明", "附件标记", "公文页码"
CELL, HEAD_CELL, BELOW = "表格文字", "表格标题", "表格说明"

# Name: font, size, pitch, alignment, indents in characters.
PARAGRAPHS = {
    TEXT: (FANG, BODY, measures.LINE_PITCH, ALIGN.JUSTIFY, {"first": 2}),
    HEADING: (HEI, BODY, measures.LINE_PITCH, ALIGN.JUSTIFY, {"first": 2}),
    PAPER_TITLE: (XIAOBIAOSONG, TITLE, measures.TITLE_PITCH, ALIGN.CENTER, {}),
    ADDRESSEE: (FANG, BODY, measures.LINE_PITCH, ALIGN.JUSTIFY, {}),
    SIGNATURE: (FANG, BODY, measures.LINE_PITCH, ALIGN.RIGHT, {}),
    # 附件：1. stands five characters and a half before the names, which are aligned.
    NOTE: (FANG, BODY, measures.LINE_PITCH, ALIGN.LEFT, {"first": -1, "left": 6}),
    MARK: (HEI, BODY, measures.LINE_PITCH, ALIGN.LEFT, {}),
    NUMBER: (SONG, SMALL, measures.SMALL_PITCH, ALIGN.LEFT, {}),
    CELL: (FANG, TABLE, measures.TABLE_PITCH, ALIGN.CENTER, {}),
    HEAD_CELL: (HEI, TABLE, measures.TABLE_PITCH, ALIGN.CENTER, {}),
    BELOW: (FANG, TABLE, measures.TABLE_PITCH, ALIGN.JUSTIFY, {}),
}


def define(document) -> None:
    """Put the styles into `document`; its Normal is the body of an official paper."""
    normal = document.styles["Normal"]
    set_font(normal, FANG, BODY)
    set_pitch(normal, measures.LINE_PITCH)
    _language(normal)
    _no_gaps(normal)
    for name, (font, size, pitch, alignment, indents) in PARAGRAPHS.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.quick_style = normal, True
        set_font(style, font, size)
        set_pitch(style, pitch)
        style.paragraph_format.alignment = alignment
        style.paragraph_format.widow_control = False
        if indents:
            set_indent(style, size, **indents)
        _set_grid(style, size)
    heading = document.styles[HEADING].element.get_or_add_pPr()
    heading.append(element("w:outlineLvl", val=0))
    subtitle = document.styles.add_style(SUBTITLE, WD_STYLE_TYPE.CHARACTER)
    set_font(subtitle, KAI, BODY)


def _language(style) -> None:
    properties = style.element.get_or_add_rPr()
    properties.append(element("w:lang", val="zh-CN", eastAsia="zh-CN"))


def _no_gaps(style) -> None:
    """No space between a figure and the Chinese around it."""
    spacing = style.element.get_or_add_pPr().find(qn("w:spacing"))
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):
        spacing.addprevious(element(name, val=0))


def _set_grid(style, size) -> None:
    """What is of body size stands closer, on the lines of the page; all else keeps off them."""
    if size == BODY:
        twentieths = round(measures.closer() * 20)
        style.element.get_or_add_rPr().append(element("w:spacing", val=-twentieths))
    else:
        # Its place in the order of the format is before the line pitch.
        properties = style.element.get_or_add_pPr()
        spacing = properties.find(qn("w:spacing"))
        spacing.addprevious(element("w:snapToGrid", val=0))
