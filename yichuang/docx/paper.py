"""An official paper written from the top: title, 主送, sections, 附件说明, 落款, 附件.

Without red head, number and seal: these are the business of the office system it goes into.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Mm

from yichuang.xlsx.columns import clean

from . import measures, styles, tables
from .measures import BODY, SMALL, TURNED, UPRIGHT, Sheet
from .parts import add_page_number, add_text, element, set_indent
from .sideways import upright_box
from .tables import Table

# 7.3.1 标题编排于红色分隔线下空二行; the office system puts the head above.
LINES_ABOVE_TITLE = 2
# 7.3.5.1 成文日期右空四字, 署名 centred above it.
DATE_INDENT = 4
LINES_ABOVE_SIGNATURE = 2
# What Word takes for a property of a document.
LONGEST_PROPERTY = 255


@dataclass(frozen=True)
class Section:
    """一、… with its paragraphs. The first sentence of one that begins with （一） is a heading."""

    heading: str
    paragraphs: Sequence[str]


@dataclass(frozen=True)
class Paper:
    """A line of `title`, `signature` is a line on paper; `date` in Arabic digits or blank."""

    title: Sequence[str]
    addressees: str
    sections: Sequence[Section]
    signature: Sequence[str]
    date: str
    tables: Sequence[Table] = field(default=())
    subject: str = ""
    at: datetime | None = None

    def written(self) -> bytes:
        document = Document()
        document.element.body.clear_content()
        styles.define(document)
        document.settings.odd_and_even_pages_header_footer = True
        self._set_properties(document)
        _lay(document.sections[0], UPRIGHT)
        _number_at_the_foot(document.sections[0])
        self._write_text(document)
        if self.tables:
            self._write_attachments(document)
        stream = BytesIO()
        document.save(stream)
        return stream.getvalue()

    def _set_properties(self, document) -> None:
        properties = document.core_properties
        properties.title, properties.subject = _property(self.title), _property(self.subject)
        properties.author, properties.comments = _property(self.signature), ""
        properties.language = "zh-CN"
        if self.at:
            properties.created = properties.modified = self.at.replace(tzinfo=None)

    def _write_text(self, document) -> None:
        for _line in range(LINES_ABOVE_TITLE):
            document.add_paragraph(style=styles.ADDRESSEE)
        for line in self.title:
            _add(document, line, styles.PAPER_TITLE)
        document.add_paragraph(style=styles.ADDRESSEE)
        if self.addressees:
            _add(document, self.addressees, styles.ADDRESSEE)
        for section in self.sections:
            _add(document, section.heading, styles.HEADING).paragraph_format.keep_with_next = True
            for text in section.paragraphs:
                _add_paragraph(document, text)
        first_kept = len(document.paragraphs) - 1
        if self.tables:
            self._write_note(document)
        self._write_signature(document)
        # 7.3.5.4 署名 stands on a page with text, never on one of its own.
        for paragraph in document.paragraphs[first_kept:-1]:
            paragraph.paragraph_format.keep_with_next = True

    def _write_note(self, document) -> None:
        """附件：1.××× under each other, no punctuation at the end (7.3.4)."""
        document.add_paragraph(style=styles.ADDRESSEE)
        several = len(self.tables) > 1
        for number, table in enumerate(self.tables, 1):
            mark = "附件：" if number == 1 else ""
            # Three characters for 附件：, one for “1.”; names stand below each other.
            first = -len(mark) - several
            paragraph = document.add_paragraph(style=styles.NOTE)
            set_indent(paragraph, BODY, left=5 + several, first=first)
            add_text(paragraph, f"{mark}{number}.{table.name}" if several else mark + table.name)

    def _write_signature(self, document) -> None:
        for _line in range(LINES_ABOVE_SIGNATURE):
            document.add_paragraph(style=styles.ADDRESSEE)
        axis = DATE_INDENT + _characters(self.date) / 2
        for line in self.signature:
            indent = max(0.0, axis - _characters(line) / 2)
            set_indent(_add(document, line, styles.SIGNATURE), BODY, right=indent)
        set_indent(_add(document, self.date, styles.SIGNATURE), BODY, right=DATE_INDENT)

    def _write_attachments(self, document) -> None:
        """附件 on pages of their own (7.3.7), turned for wide tables."""
        section = document.add_section(WD_SECTION.NEW_PAGE)
        _lay(section, TURNED)
        _number_at_the_side(section)
        several = len(self.tables) > 1
        for number, table in enumerate(self.tables, 1):
            mark = _add(document, f"附件{number if several else ''}", styles.MARK)
            mark.paragraph_format.page_break_before = number > 1
            document.add_paragraph(style=styles.ADDRESSEE)
            _add(document, table.title, styles.PAPER_TITLE)
            tables.write(document, table, TURNED)


def _property(lines) -> str:
    return clean("".join(lines))[:LONGEST_PROPERTY]


def _add(document, text: str, style: str):
    paragraph = document.add_paragraph(style=style)
    add_text(paragraph, text)
    return paragraph


def _add_paragraph(document, text: str) -> None:
    """（一）… up to its full stop is a heading of the second level, in 楷体."""
    paragraph = document.add_paragraph(style=styles.TEXT)
    heading, stop, rest = text.partition("。")
    if text.startswith("（") and stop and len(heading) <= measures.CHARACTERS:
        add_text(paragraph, heading + stop).style = styles.SUBTITLE
        text = rest
    if text:
        add_text(paragraph, text)


def _characters(text: str) -> float:
    """Width in Chinese characters; digits take half of one."""
    return sum(0.5 if sign.isascii() else 1 for sign in text)


def _lay(section, sheet: Sheet) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if sheet.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(sheet.width), Mm(sheet.height)
    section.top_margin, section.bottom_margin = Mm(sheet.top), Mm(sheet.bottom)
    section.left_margin, section.right_margin = Mm(sheet.left), Mm(sheet.right)
    section.header_distance = Mm(measures.EDGE)
    section.footer_distance = Mm(measures.EDGE if sheet.landscape else measures.NUMBER_FOOT)
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    pitch = round(measures.LINE_PITCH * 20)
    properties.append(element("w:docGrid", type="lines", linePitch=pitch))


def _number_at_the_foot(section) -> None:
    """Odd pages at the right, even ones at the left, one character from the edge (7.5)."""
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        _number(footer.paragraphs[0], side)


def _number_at_the_side(section) -> None:
    """Where it stands on upright pages, though the page is turned (7.6)."""
    for foot in (section.footer, section.even_page_footer):
        foot.is_linked_to_previous = False
    sides = ((section.header, "right"), (section.even_page_header, "left"))
    for key, (header, side) in enumerate(sides, 1):
        header.is_linked_to_previous = False
        _number(upright_box(header, TURNED, key), side)


def _number(paragraph, side: str) -> None:
    paragraph.style = styles.NUMBER
    paragraph.alignment = {"left": 0, "right": 2}[side]
    set_indent(paragraph, SMALL, **{side: 1})
    add_page_number(paragraph)
