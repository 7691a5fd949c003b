"""The workbook of what the desk shows: the chosen columns of the rows that were asked for."""

from collections.abc import Iterator

from django.utils import timezone

from tasks.exports.lists import EntryResource
from tasks.models import Entry, Severity
from tasks.suspicion.reading import sentences
from units.tables import ROWS_AT_ONCE, TableField
from yichuang.xlsx.writing import Column, Kind

from .desk_columns import MATTER, DeskColumn


class DeskResource(EntryResource):
    """Rows in the order of the desk, whatever list they are of."""

    reads = (*EntryResource.reads, "task__parent__submitted_at")

    district = TableField(Column("区、县（市）", 14, Kind.SHORT), "task__parent__unit__short_name")
    unit = TableField(Column("所属部门", 18, Kind.SHORT), "task__unit__short_name")
    severity = TableField(Column("疑点程度", 10, Kind.SHORT), "severity", choices=Severity)
    findings = TableField(Column("疑点", 50))
    submitted_at = TableField(Column("报送时间", 18, Kind.SHORT), "task__submitted_at")

    class Meta:
        model = Entry
        name = "审核行"

    def __init__(self, *, columns: list[DeskColumn], **kwargs):
        super().__init__(**kwargs)
        self.chosen = [field for column in [MATTER, *columns] for field in column.fields]

    def get_export_order(self):
        return ["serial", *self.chosen]

    def narrow(self, queryset):
        """What the desk lets through is what is wanted, left-out rows too."""
        return queryset

    def iter_queryset(self, queryset) -> Iterator[dict]:
        """As they come: the desk has put them in order."""
        names = {field.attribute for field in self.fields.values() if field.attribute}
        rows = queryset.values(*names, *self.reads).iterator(chunk_size=ROWS_AT_ONCE)
        batch = []
        for number, row in enumerate(rows, 1):
            row["number"] = number
            batch.append(row)
            if len(batch) == ROWS_AT_ONCE:
                yield from self._with_findings(batch)
                batch = []
        yield from self._with_findings(batch)

    def _with_findings(self, batch):
        wanted = "findings" in self.chosen
        rows = Entry.objects.filter(pk__in=[row["pk"] for row in batch] if wanted else ())
        found = sentences(rows.only("settled", "remark"))
        for row in batch:
            row["findings"] = found.get(row["pk"], ())
            yield row

    def dehydrate_findings(self, row):
        return "；".join(finding["text"] for finding in row["findings"])

    def dehydrate_submitted_at(self, row):
        at = row["task__parent__submitted_at"] or row["task__submitted_at"]
        return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
