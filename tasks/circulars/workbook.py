"""The two 附表 of a report as a workbook to print and to calculate with."""

from collections.abc import Iterator
from typing import BinaryIO

from django.utils import translation

from tasks.models import OverdueReport
from yichuang.xlsx.writing import PrintSheet, write_print

from . import tables
from .drafting import phrases
from .figures import CITY, DISTRICT
from .reading import Frozen


def file_name_of(report: OverdueReport) -> str:
    return f"通报附表_{report.number}.xlsx"


def write_workbook(report: OverdueReport, stream: BinaryIO) -> int:
    """Write one sheet per group into `stream`; says how many units they list."""
    frozen = Frozen(report.figures)
    with translation.override("zh-hans"):
        write_print(stream, _sheets(frozen, report.number))
    return sum(len(frozen.table(group)) for group in (CITY, DISTRICT))


def _sheets(frozen: Frozen, number: str) -> Iterator[PrintSheet]:
    for place, group in enumerate((CITY, DISTRICT), 1):
        yield PrintSheet(
            name=f"附表{place} {tables.NAMES[group]}",
            mark=f"附表{place}",
            title=tables.TITLES[group],
            columns=tables.COLUMNS,
            rows=[list(line.values) for line in tables.lines(frozen, group)],
            head_line=(
                f"数据截至：{phrases.full_moment(frozen.cut_off_at)}",
                f"快照编号：{number}",
            ),
            notes=tuple(
                f"{place}．{note}" for place, note in enumerate(tables.notes(frozen, number), 1)
            ),
            notes_mark="注：",
            foot=f"截至{phrases.full_moment(frozen.cut_off_at)}　快照编号{number}",
        )
