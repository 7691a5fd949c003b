"""Handing out what the desk shows as a workbook, at once or, when it is much, by a worker."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from tasks.models import Entry
from units import jobs
from units.models import Event, User
from yichuang.xlsx.writing import write_data

from .desk_columns import DeskColumn
from .desk_filters import DeskFilter
from .resources import DeskResource

EXPORT = "desk-export"
FILE_NAME = "审核行_数据版.xlsx"
ROWS_PER_REPORT = 1000


@dataclass(frozen=True)
class DeskExport:
    filters: DeskFilter
    columns: list[DeskColumn]
    reader: User
    chosen: tuple[int, ...] = ()  # ticked rows; none of them: all that the filters let through

    def rows(self):
        if self.chosen:
            return Entry.objects.visible_to(self.reader).reported().filter(pk__in=self.chosen)
        return self.filters.in_order()

    def count(self) -> int:
        return self.rows().count()

    def write(self, stream, *, at: datetime, report=None) -> int:
        """Write the workbook, and into the audit trail that it was handed out."""
        resource = DeskResource(reader=self.reader, columns=self.columns)
        lines = resource.rows(self.rows())
        if report:
            lines = _reported(lines, report, self.count())
        count = write_data(stream, resource.columns, lines, name=resource.get_display_name())
        who = {"by": self.reader, "subject": self.reader}
        Event.objects.record_export(FILE_NAME, rows=count, at=at, **who)
        return count


def _reported(lines, report, total):
    for number, line in enumerate(lines, 1):
        if number % ROWS_PER_REPORT == 0:
            report(_("写入表格"), number, total)
        yield line


def ask(export: DeskExport):
    return jobs.ask(
        EXPORT,
        title=_("导出审核行"),
        owner=export.reader,
        query=export.filters.query(aside=()),
        columns=[column.key for column in export.columns],
    )
