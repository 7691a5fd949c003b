"""The register as a workbook: what the page shows, as its reader may see it."""

from collections.abc import Iterator
from typing import BinaryIO

from django.utils import translation

from units.models import User
from yichuang.templatetags.ui import to_the_second
from yichuang.xlsx.writing import Column, Kind, write_data

from .register import line, text_for

# More than anybody reads; narrower dates give the rest.
MOST = 20_000
AT_ONCE = 1_000
NAME = "发送记录"

COLUMNS = (
    Column("编号", 10, Kind.NUMBER),
    Column("提交时间", 20, Kind.CODE),
    Column("收件人或群", 16),
    Column("单位", 18),
    Column("渠道", 12, Kind.SHORT),
    Column("地址", 24, Kind.CODE),
    Column("消息类别", 12, Kind.SHORT),
    Column("标题", 36),
    Column("内容", 50),
    Column("状态", 10, Kind.SHORT),
    Column("发送或阅读时间", 20, Kind.CODE),
    Column("尝试次数", 10, Kind.NUMBER),
    Column("失败原因", 36),
)


def write(stream: BinaryIO, deliveries, *, reader: User) -> int:
    """In Chinese whatever the interface's language; says how many rows."""
    related = deliveries.select_related("person", "robot", "unit__parent", "message")
    with translation.override("zh-hans"):
        rows = _rows(related[:MOST].iterator(chunk_size=AT_ONCE), reader)
        return write_data(stream, COLUMNS, rows, name=NAME)


def _rows(deliveries, reader) -> Iterator[list]:
    for delivery in deliveries:
        shown = line(delivery, reader)
        yield [
            delivery.pk,
            to_the_second(delivery.asked_at),
            shown["to"],
            shown["unit"],
            str(delivery.get_channel_display()),
            shown["address"],
            str(delivery.get_kind_display()),
            shown["subject"],
            text_for(delivery, reader),
            str(shown["state"]),
            to_the_second(shown["when"]),
            delivery.attempts,
            delivery.error,
        ]
