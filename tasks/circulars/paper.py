"""The circular as a Word document, from its own words and the frozen tables."""

from django.utils import translation

from tasks.models import Circular
from yichuang.docx.paper import Paper, Section
from yichuang.docx.tables import Table, TableColumn

from . import tables
from .drafting import phrases
from .figures import CITY, DISTRICT
from .reading import Frozen

SECTIONS = {"situation": "一、总体情况", "problems": "二、存在问题", "demands": "三、下步要求"}
# Widths on paper in mm; names and remarks are read from the left.
WIDTHS = {
    "序号": 11, "单位": 34, "应报": 13, "已报": 13, "通过": 13, "退回": 13, "完成率": 41,
    "逾期天数": 18, "排名": 11, "备注": 56,
}  # fmt: skip
LEFT = {"备注"}
BLANK_DATE = "　　年　　月　　日"


def circular_document(circular: Circular) -> bytes:
    """The .docx of `circular` as it stands, to GB/T 9704-2012, without red head and seal."""
    frozen = Frozen(circular.report.figures)
    with translation.override("zh-hans"):
        return Paper(
            title=circular.title.split("\n"),
            addressees=circular.addressees,
            sections=[
                Section(heading, getattr(circular, name).split("\n"))
                for name, heading in SECTIONS.items()
            ],
            signature=circular.signature.split("\n"),
            date=phrases.full_day(circular.dated_on) if circular.dated_on else BLANK_DATE,
            tables=list(_tables(frozen, circular.report.number)),
            subject=f"{circular.number} 快照编号{circular.report.number}".strip(),
            at=circular.issued_at,
        ).written()


def _tables(frozen, number):
    for group in (CITY, DISTRICT):
        if found := tables.lines(frozen, group):
            yield Table(
                name=tables.TITLES[group],
                title=tables.TITLES[group],
                columns=[
                    TableColumn(one.title, WIDTHS[one.title], left=one.title in LEFT)
                    for one in tables.COLUMNS
                ],
                rows=[[_text(value) for value in line.values] for line in found],
                notes=[
                    f"{'注：' if not place else '　　'}{place + 1}．{note}"
                    for place, note in enumerate(tables.notes(frozen, number))
                ],
            )


def _text(value) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) else value
