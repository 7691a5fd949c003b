"""The pieces of WordprocessingML that python-docx has no words for."""

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from yichuang.xlsx.columns import clean

SCRIPTS = ("ascii", "hAnsi", "eastAsia", "cs")


def element(tag: str, **attributes):
    """`element("w:docGrid", linePitch=579)`; attributes are of the same namespace."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def set_font(owner, name: str, size: float | None = None) -> None:
    """The font of a run or a style by name, for every script: figures and quotation marks belong
    to the Chinese around them."""
    owner.font.name = name
    fonts = owner.font.element.rPr.rFonts
    for script in SCRIPTS:
        fonts.set(qn(f"w:{script}"), name)
    fonts.set(qn("w:hint"), "eastAsia")
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    if size:
        owner.font.size = Pt(size)


def set_indent(owner, size: float, *, first=0.0, left=0.0, right=0.0) -> None:
    """Indents of a paragraph or a style in characters of `size` points: Word goes by the
    characters, other programs by the length. A negative `first` hangs."""
    layout = owner.paragraph_format
    layout.first_line_indent = Pt(first * size)
    layout.left_indent, layout.right_indent = Pt(left * size), Pt(right * size)
    indent = layout.element.get_or_add_pPr().ind
    named = {"firstLine": first, "left": left, "right": right}
    if first < 0:
        named = {"hanging": -first, "left": left, "right": right}
    for name, characters in named.items():
        indent.set(qn(f"w:{name}Chars"), str(round(characters * 100)))


def set_pitch(owner, pitch: float) -> None:
    """An exact line pitch, nothing before or after."""
    layout = owner.paragraph_format
    layout.line_spacing = Pt(pitch)
    layout.space_before = layout.space_after = Pt(0)


def add_text(paragraph, text: str):
    """Text from people loses what XML cannot hold."""
    return paragraph.add_run(clean(text))


def add_page_number(paragraph) -> None:
    """— 2 —: a field that Word counts, between dashes."""
    paragraph.add_run("— ")
    _field_part(paragraph, element("w:fldChar", fldCharType="begin"))
    instruction = OxmlElement("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = " PAGE "
    _field_part(paragraph, instruction)
    _field_part(paragraph, element("w:fldChar", fldCharType="separate"))
    paragraph.add_run("1")
    _field_part(paragraph, element("w:fldChar", fldCharType="end"))
    paragraph.add_run(" —")


def _field_part(paragraph, part) -> None:
    paragraph.add_run()._r.append(part)
