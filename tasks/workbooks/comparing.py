"""Comparing an uploaded sheet with the list: every line of it judged, nothing written."""

import copy
from collections.abc import Callable, Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from tasks.filling import origins, rights
from tasks.filling.grid import row_form, row_model, same
from tasks.filling.judging import Surroundings, judge
from tasks.models import FilledRow, Scope, Task
from units.models import Unit, User
from yichuang.xlsx.headers import HeaderMap, Record, Skipped, records
from yichuang.xlsx.reading import Sheet

from . import lines
from .cells import CellReader, Cleaned
from .lines import FileLine
from .matching import NotFound, Rows
from .plan import Plan
from .vocabulary import facts_of, labels_of

MOST_MISSING = 500
ROWS_PER_REPORT = 200
Report = Callable[[str, int, int], None]


def rows_for(task: Task) -> list[FilledRow]:
    """The rows an upload for `task` may be about: its own or those of its parts."""
    rows = list(
        row_model(task).objects.of_submission(task).counted().in_order().select_related("matter")
    )
    units = Unit.objects.select_related("parent").in_bulk({row.matter.unit_id for row in rows})
    give_tasks(rows, task)
    for row in rows:
        row.matter.unit = units[row.matter.unit_id]
    return rows


def give_tasks(rows: list[FilledRow], task: Task) -> None:
    """Thousands of rows share a few tasks: no need to build them anew for each."""
    family = Task.objects.filter(Q(pk=task.pk) | Q(parent=task)).for_page()
    tasks = {one.pk: one for one in family}
    for row in rows:
        row.task = tasks[row.task_id]


def compare(
    tables: Sequence[tuple[Sheet, HeaderMap]],
    task: Task,
    *,
    by: User,
    clears: bool = False,
    report: Report = lambda *_: None,
) -> Plan:
    """Judge every line of the tables as `by` may write it."""
    return _Comparison(task, by, clears, report).run(tables)


class _Comparison:
    def __init__(self, task: Task, by: User, clears: bool, report: Report):
        self.task, self.clears, self.report = task, clears, report
        self.facts, self.labels = facts_of(task), labels_of(task)
        self.list = rows_for(task)
        self.rows = Rows(self.list)
        self.around = Surroundings.of(task)
        self.reader = CellReader(row_form(task)(around=self.around))
        self.seen: dict[int, tuple[str, int]] = {}
        self.by = by
        self.plan = Plan(clears=clears, total=len(self.list))

    def run(self, tables) -> Plan:
        total, done = sum(len(sheet.rows) for sheet, _header in tables), 0
        for sheet, header in tables:
            for record in records(sheet, header):
                self.plan.rows += 1
                done += 1
                self._take(record, sheet, header)
                if done % ROWS_PER_REPORT == 0:
                    self.report(_("核对各行"), done, total)
        self._list_missing()
        return self.plan

    def _take(self, record: Record | Skipped, sheet: Sheet, header: HeaderMap) -> None:
        if isinstance(record, Skipped):
            self._skip(sheet.name, record.number, record.reason, record.excerpt)
            return
        line = FileLine(sheet.name, record, header.columns)
        try:
            line.row, version = self.rows.find(record, sheet.name)
        except NotFound as miss:
            self._refuse_unknown(line, miss)
            return
        if self._is_repeated(line):
            return
        self._blame_altered(line)
        self._read_facts(line)
        line.stale = version is not None and version < line.row.version
        self._sort_in(line)

    def _skip(self, sheet: str, number: int, reason: str, text: str) -> None:
        self.plan.skipped.append({"sheet": sheet, "row": number, "reason": reason, "text": text})

    def _refuse_unknown(self, line: FileLine, miss: NotFound) -> None:
        cells = line.record.values
        name = cells.get("name") or cells.get("base_code") or ""
        if miss.kind == "foreign" and not miss.sentence:
            self._skip(line.sheet, line.record.number, _("其他单位的行，未读取"), name[:40])
            return
        line.kind = miss.kind
        line.blame(self._place_of(line, miss), miss.sentence or lines.added())
        self.plan.refused.append(line.stored())

    @staticmethod
    def _place_of(line: FileLine, miss: NotFound) -> str:
        """The cell to look at: what names the row, or what stands there without a name."""
        cells = line.record.values
        if miss.kind == "nameless":
            return next((name for name in line.columns if cells.get(name)), "name")
        return "base_code" if "base_code" in line.columns else "name"

    def _is_repeated(self, line: FileLine) -> bool:
        place = self.seen.setdefault(line.row.pk, (line.sheet, line.record.number))
        if place == (line.sheet, line.record.number):
            return False
        line.kind = "repeated"
        sentence = _("与工作表“%(sheet)s”第 %(row)d 行是同一事项，请只保留一行。")
        line.blame(None, sentence % {"sheet": place[0], "row": place[1]})
        self.plan.refused.append(line.stored())
        return True

    def _blame_altered(self, line: FileLine) -> None:
        for name, known in self.rows.altered(line.row, line.record).items():
            line.kind = "altered"
            line.blame(name, lines.altered(self.labels[name], line.record.values[name], known))

    # --- the facts ---

    def _read_facts(self, line: FileLine) -> None:
        """Fill `changes`, `problems` and `warnings` of the line from its cells."""
        row, wanted = line.row, {}
        for name in self.facts:
            if name not in line.columns:
                continue
            if flaw := line.record.flaws.get(name):
                line.blame(name, str(flaw.value))
                continue
            cleaned = self._cleaned(line, name)
            if cleaned is None:
                continue
            line.texts[name] = line.record.values[name]
            if cleaned.refusal:
                line.blame(name, cleaned.refusal)
            else:
                wanted[name] = cleaned.value
                line.converted = line.converted or cleaned.converted
        self._settle_districts(line, wanted)
        line.changes = {
            name: [getattr(row, name), value]
            for name, value in wanted.items()
            if not same(getattr(row, name), value)
        }
        if line.changes:
            self._judge(line)

    def _cleaned(self, line: FileLine, name: str) -> Cleaned | None:
        """What the cell stands for; None when it is blank and leaves the answer as it is."""
        text = line.record.values.get(name, "")
        if text or self.clears:
            return self.reader.read(name, text)
        if not same(getattr(line.row, name), None) and name != "districts":
            self.plan.blanks += 1
        return None

    def _settle_districts(self, line: FileLine, wanted: dict) -> None:
        """全市 and 市本级 name no districts, whatever stood there (domain Q8)."""
        scope = wanted.get("scope", getattr(line.row, "scope", ""))
        blank = not line.record.values.get("districts")
        names_none = scope == Scope.WHOLE_CITY or (scope == Scope.CITY_LEVEL and blank)
        if names_none and wanted.keys() & {"scope", "districts"}:
            wanted["districts"] = []

    def _judge(self, line: FileLine) -> None:
        if not (line.row.is_open and rights.may_edit(line.row.task, self.by)):
            line.kind = "locked" if not line.problems else line.kind
            line.blame(next(iter(line.changes)), lines.locked(line.row))
            return
        row = copy.copy(line.row)
        put(row, line.changes, converted=line.converted)
        verdict = judge(row, self.around)
        for name, sentence in verdict.problems.items():
            line.blame(name, sentence)
        blamed = {name for name, _column, _sentence in line.problems}
        if "districts" in verdict.gaps and "scope" in line.changes and "districts" not in blamed:
            line.blame("districts", _("适用范围为“部分区县（市）”时须填写适用区县。"))
        for warning in verdict.unsettled(row):
            line.warn(warning.field, warning.text)

    # --- the plan ---

    def _sort_in(self, line: FileLine) -> None:
        if line.problems:
            self.plan.refused.append(line.stored())
        elif not line.changes:
            self.plan.unchanged += 1
        elif line.stale:
            self.plan.stale.append(line.stored() | lines.last_edit(line.row))
        else:
            self.plan.changed.append(line.stored())

    def _list_missing(self) -> None:
        missing = [row for row in self.list if row.pk not in self.seen]
        self.plan.missing_count = len(missing)
        self.plan.missing = [
            {
                "id": row.pk,
                "code": row.matter.base_code,
                "title": row.matter.full_name,
                "unit": row.matter.unit.short_name,
            }
            for row in missing[:MOST_MISSING]
        ]


def put(row: FilledRow, changes: dict[str, list], *, converted: bool) -> None:
    """Give the row the new values; what was said of the older ones goes with them."""
    for name, (_old, new) in changes.items():
        setattr(row, name, new)
    origins.forget(row, changes)
    if "volume" in changes:
        row.warnings = [code for code in row.warnings if code != "volume_converted"]
        row.warnings += ["volume_converted"] * converted
