"""The audit trail as a workbook: what the page shows, masked like the page."""

from collections.abc import Iterator
from typing import BinaryIO

from django.utils import translation

from yichuang.bulk import batches
from yichuang.templatetags.ui import to_the_second
from yichuang.xlsx.writing import Column, Kind, write_data

from .reading import lines

# More than anybody reads; narrower dates give the rest.
MOST = 20_000
AT_ONCE = 1_000

COLUMNS = (
    Column("记录号", 10, Kind.NUMBER),
    Column("时间", 20, Kind.CODE),
    Column("操作人", 18),
    Column("代谁办理", 12),
    Column("单位", 18),
    Column("动作", 12),
    Column("对象类型", 12),
    Column("对象", 30),
    Column("变更", 40),
    Column("理由", 30),
    Column("地址", 16, Kind.CODE),
    Column("封存", 8, Kind.SHORT),
)


def write(stream: BinaryIO, events, *, sealed_to: int) -> int:
    """The newest events in Chinese, whatever the interface's language; says how many."""
    related = events.select_related("by__unit", "acting_for__unit", "unit__parent")
    newest = related.order_by("-pk")[:MOST]
    with translation.override("zh-hans"):
        rows = _rows(newest.iterator(chunk_size=AT_ONCE), sealed_to)
        return write_data(stream, COLUMNS, rows, name="操作记录")


def _rows(events, sealed_to) -> Iterator[list]:
    for batch in batches(events, AT_ONCE):
        for line in lines(batch, sealed_to=sealed_to):
            event = line["event"]
            yield [
                event.pk,
                to_the_second(event.at),
                line["who"],
                line["acting_for"],
                event.unit.full_label if event.unit_id else "",
                str(line["what"]),
                str(line["kind"]),
                line["label"],
                "；".join(f"{one['label']}：{one['old']}→{one['new']}" for one in line["changes"]),
                line["reason"],
                event.ip or "",
                "已封存" if line["is_sealed"] else "未封存",
            ]
