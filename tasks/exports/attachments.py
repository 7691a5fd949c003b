"""Which rows an export holds, for whom, under which name, and how it becomes a file."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import BinaryIO

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tasks.models import (
    Campaign,
    Entry,
    NearbyEntry,
    Objection,
    Obligation,
    ObligationKind,
    RankedMatter,
)
from units.models import Event, RosterMember, Unit, User
from units.tables import RosterResource, TableResource
from yichuang.xlsx.writing import write_csv, write_data, write_print

from . import lists, paper, resources

NOT_IN_A_FILE_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
ROWS_PER_REPORT = 500


class Edition(models.TextChoices):
    PRINT = "print", _("打印版")
    DATA = "data", _("数据版")
    CSV = "csv", _("数据版（CSV）")


class Table(models.TextChoices):
    RANKING = "1", _("附件1 前150事项清单")
    CITY_LIST = "2", _("附件2 对接事项清单（市级部门）")
    DISTRICT_LIST = "3", _("附件3 对接事项清单（各区县市）")
    ROSTER = "4", _("附件4 工作小组人员名单")
    NEARBY = "nearby", _("就近可办清单")
    OBJECTIONS = "objections", _("疑义汇总表")


KINDS = {
    Table.RANKING: ObligationKind.CHECK,
    Table.CITY_LIST: ObligationKind.CITY_LIST,
    Table.DISTRICT_LIST: ObligationKind.DISTRICT_LIST,
    Table.ROSTER: ObligationKind.ROSTER,
    Table.NEARBY: ObligationKind.NEARBY,
}
TABLES = {kind: table for table, kind in KINDS.items()}
PRINTABLE = frozenset({Table.RANKING, Table.CITY_LIST, Table.DISTRICT_LIST, Table.ROSTER})

RESOURCES = {
    Table.RANKING: resources.RankingResource,
    Table.CITY_LIST: lists.CityEntryResource,
    Table.DISTRICT_LIST: lists.DistrictEntryResource,
    Table.ROSTER: RosterResource,
    Table.NEARBY: lists.NearbyResource,
    Table.OBJECTIONS: resources.ObjectionResource,
}
MODELS = {
    Table.RANKING: (RankedMatter, "campaign", "unit"),
    Table.CITY_LIST: (Entry, "task__obligation__campaign", "task__unit"),
    Table.DISTRICT_LIST: (Entry, "task__obligation__campaign", "task__unit"),
    Table.NEARBY: (NearbyEntry, "task__obligation__campaign", "task__unit"),
    Table.OBJECTIONS: (Objection, "campaign", "unit"),
}
EDITION_NAMES = {Edition.PRINT: "打印版", Edition.DATA: "数据版", Edition.CSV: "数据版"}


@dataclass(frozen=True)
class Export:
    """One table of one campaign, of one unit or of all, as `reader` may see it.

    `answers` adds the group 核对意见 to attachment 1; `chosen` are rows picked in the admin site.
    """

    campaign: Campaign
    table: Table
    edition: Edition
    reader: User
    unit: Unit | None = None
    answers: bool = False
    chosen: models.QuerySet | None = None

    @cached_property
    def obligation(self) -> Obligation | None:
        return self.campaign.obligations.filter(kind=KINDS.get(self.table)).first()

    @property
    def title(self) -> str:
        """附件2 and the name from the document's list of attachments (domain Q2)."""
        return self.obligation.title if self.obligation else self._resource_class._meta.name

    @property
    def mark(self) -> str:
        return f"附件{self.table}" if self.table in PRINTABLE else ""

    @property
    def file_name(self) -> str:
        scope = self.unit.full_label if self.unit else "全部单位"
        parts = [self.mark, self.title[:60], scope, EDITION_NAMES[self.edition]]
        stem = NOT_IN_A_FILE_NAME.sub("", "_".join(filter(None, parts)))
        return f"{stem}{self.suffix}"

    @property
    def suffix(self) -> str:
        return ".csv" if self.edition == Edition.CSV else ".xlsx"

    @property
    def _resource_class(self) -> type[TableResource]:
        if self.table == Table.RANKING and self.answers:
            return resources.CheckedRankingResource
        return RESOURCES[self.table]

    def resource(self) -> TableResource:
        printed = self.edition == Edition.PRINT
        return self._resource_class(reader=self.reader, printed=printed)

    def rows(self, unit: Unit | None = None) -> models.QuerySet:
        """The rows of `unit`, else of the unit asked for, else of all."""
        unit = unit or self.unit
        if self.table == Table.ROSTER:
            return self._members(unit)
        model, campaign, owner = MODELS[self.table]
        rows = model.objects.all() if self.chosen is None else self.chosen
        rows = rows.filter(**{campaign: self.campaign})
        return rows.filter(**{f"{owner}__path__startswith": unit.path}) if unit else rows

    def _members(self, unit) -> models.QuerySet:
        """The roster belongs to the unit; the campaign says which units owe one."""
        members = RosterMember.objects.filter(
            unit__tasks__obligation__campaign=self.campaign,
            unit__tasks__obligation__kind=ObligationKind.ROSTER,
        )
        return members.filter(unit__path__startswith=unit.path) if unit else members

    def count(self) -> int:
        return self.resource().narrow(self.rows()).count()

    def write(self, stream: BinaryIO, *, at: datetime, report: Callable | None = None) -> int:
        """Write the file into `stream` and say how many rows it holds."""
        meter = Meter(report, self.count() if report else 0)
        if self.edition == Edition.PRINT:
            write_print(stream, paper.sheets(self, at=at, meter=meter))
            return meter.done
        resource = self.resource()
        rows = meter(resource.rows(self.rows()))
        if self.edition == Edition.CSV:
            return write_csv(stream, resource.columns, rows)
        return write_data(stream, resource.columns, rows, name=self.mark or self.title)

    def record(self, *, at: datetime, rows: int, subject=None) -> None:
        Event.objects.record_export(
            self.file_name,
            rows=rows,
            by=self.reader,
            at=at,
            subject=subject or self.campaign,
            unit=self.unit,
        )


class Meter:
    """Counts the rows that pass and tells now and then how many there were."""

    def __init__(self, report: Callable | None, total: int):
        self.report, self.total, self.done = report, total, 0

    def __call__(self, rows: Iterable) -> Iterator:
        for row in rows:
            self.done += 1
            if self.report and self.done % ROWS_PER_REPORT == 0:
                self.report(gettext("写入表格"), self.done, self.total)
            yield row
