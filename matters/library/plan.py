"""What a library workbook would change: every row accounted for, nothing written."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from matters.library import vocabulary
from matters.library.owners import Owners, covered, matters_in
from matters.library.rows import ABSENT, LibraryRow, judge
from matters.models import Matter, MatterState
from units.inbox import in_chinese
from yichuang.xlsx.headers import HeaderMap, Skipped, records
from yichuang.xlsx.reading import Sheet

# The order of a stored row; `inner_code` comes first because it says which matter.
FIELDS = (
    "inner_code",
    "base_code",
    "national_code",
    "library_guid",
    "name",
    "sub_item",
    "type",
    "client",
    "unit_id",
    "district_id",
    "volume",
    "on_request",
    "run_once",
    "nearby",
    "system_hint",
    "level_hint",
    "state",
    "extra",
)
MOST_WARNINGS = 500
ROWS_PER_REPORT = 2_000

Report = Callable[[str, int, int], None]  # phase, done, total


@dataclass
class Plan:
    """The differences between a workbook and the catalogue, small enough to keep as JSON.

    The identity that no file may break: rows = added + changed + unchanged + refused + skipped.
    """

    rows: int = 0
    unchanged: int = 0
    added: list[list] = field(default_factory=list)  # values in the order of FIELDS
    changed: list[list] = field(default_factory=list)  # [inner_code, name, {field: [old, new]}]
    withdrawn: list[list] = field(default_factory=list)  # [inner_code, base_code, name, unit]
    held_back: int = 0
    refused: list[dict] = field(default_factory=list)
    skipped: list[dict] = field(default_factory=list)
    warnings: list[dict] = field(default_factory=list)
    warning_count: int = 0
    unmatched: dict[str, int] = field(default_factory=dict)
    vanished: dict[str, int] = field(default_factory=dict)
    sheets: list[dict] = field(default_factory=list)
    unread: list[dict] = field(default_factory=list)  # sheets without a header: {name, rows}
    regions: list[str] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        return {
            "rows": self.rows,
            "added": len(self.added),
            "changed": len(self.changed),
            "unchanged": self.unchanged,
            "refused": len(self.refused),
            "skipped": len(self.skipped),
            "withdrawn": len(self.withdrawn),
        }

    @property
    def adds_up(self) -> bool:
        counts = self.counts
        parts = ("added", "changed", "unchanged", "refused", "skipped")
        return counts["rows"] == sum(counts[name] for name in parts)

    @property
    def changes_something(self) -> bool:
        return bool(self.added or self.changed or self.withdrawn)

    @property
    def writes(self) -> int:
        """How many matters are written when the plan is applied."""
        return len(self.added) + len(self.changed) + len(self.withdrawn)

    def stored(self) -> dict:
        """All but the added matters, of which there may be megabytes."""
        return vars(self) | {"added": [], "counts": self.counts}

    @classmethod
    def restored(cls, data: dict) -> "Plan":
        return cls(**{name: value for name, value in data.items() if name != "counts"})


@in_chinese
def compare(
    tables: Sequence[tuple[Sheet, HeaderMap]],
    owners: Owners,
    report: Report = lambda *_: None,
) -> Plan:
    """Judge every row of the tables and compare it with the catalogue.

    What is kept is Chinese, sentences with their values beside them; the preview translates.
    """
    plan = Plan(sheets=[_understood(header) for _sheet, header in tables])
    good, bad = [], []
    for row in _judged(tables, owners, plan, report):
        (bad if row.refusals else good).append(row)
    current = _current()
    _name_rows(good, current)
    good, repeated = _without_repeats(good)
    for row in good:
        _sort_in(plan, row, current.get(row.values["inner_code"]))
    plan.refused = [_refused(row) for row in sorted(bad + repeated, key=_place)]
    plan.unmatched = dict(Counter(row.unmatched for row in bad if row.unmatched).most_common())
    _find_withdrawn(plan, good, bad + repeated, owners, current)
    return plan


def _understood(header: HeaderMap) -> dict:
    return {
        "name": header.sheet,
        "header_rows": list(header.header_rows),
        "columns": header.labels,
        "places": header.columns,
        "missing": [name for name in vocabulary.COLUMNS if name not in header.columns],
        "unknown": list(header.unknown.values()),
        "repeated": list(header.repeated.values()),
    }


def _judged(tables, owners: Owners, plan: Plan, report: Report) -> Iterable[LibraryRow]:
    total = sum(len(sheet.rows) for sheet, _header in tables)
    for sheet, header in tables:
        for record in records(sheet, header):
            if plan.rows % ROWS_PER_REPORT == 0:
                report(_("核对"), plan.rows, total)
            plan.rows += 1
            if isinstance(record, Skipped):
                _skip(plan, sheet.name, record.number, record.reason, record.excerpt)
                continue
            name = record.values.get("name", "")
            if vocabulary.is_test_row(name, record.values.get("library_guid", "")):
                _skip(plan, sheet.name, record.number, _("测试数据"), name[:40])
                continue
            row = judge(record, header, owners)
            _keep_warnings(plan, row)
            yield row


def _skip(plan: Plan, sheet: str, number: int, reason: str, excerpt: str) -> None:
    plan.skipped.append({"sheet": sheet, "row": number, "reason": reason, "text": excerpt})


def _keep_warnings(plan: Plan, row: LibraryRow) -> None:
    plan.warning_count += len(row.warnings)
    if len(plan.warnings) < MOST_WARNINGS:
        plan.warnings += [
            {"sheet": row.sheet, "row": row.number, "problems": [list(warning)]}
            for warning in row.warnings
        ]


def _current() -> dict[str, dict]:
    return {
        values[0]: dict(zip(FIELDS, values, strict=True))
        for values in Matter.objects.values_list(*FIELDS).iterator(chunk_size=2_000)
    }


def _name_rows(rows: list[LibraryRow], current: dict[str, dict]) -> None:
    """A row without inner code is the matter of that code in that department (domain §3.4)."""
    known = {}
    if any(not row.values.get("inner_code") for row in rows):
        for inner_code, values in current.items():
            known.setdefault((values["base_code"], values["unit_id"]), inner_code)
    for row in rows:
        if not row.values.get("inner_code"):
            base_code, unit_id = row.values["base_code"], row.values["unit_id"]
            new_code = f"{base_code}@{unit_id}"
            row.values["inner_code"] = known.get((base_code, unit_id), new_code)


def _without_repeats(rows: list[LibraryRow]) -> tuple[list[LibraryRow], list[LibraryRow]]:
    first: dict[str, LibraryRow] = {}
    repeated = []
    for row in rows:
        before = first.setdefault(row.values["inner_code"], row)
        if before is not row:
            sentence = gettext_noop("与工作表“%(sheet)s”第 %(row)d 行是同一事项，请只保留一行。")
            place = {"sheet": before.sheet, "row": before.number}
            row.refusals.append(("inner_code", sentence, place))
            repeated.append(row)
    return list(first.values()), repeated


def _sort_in(plan: Plan, row: LibraryRow, before: dict | None) -> None:
    if before is None:
        values = ABSENT | {"state": MatterState.IN_USE} | row.values
        plan.added.append([values[name] for name in FIELDS])
        return
    changes = {
        name: [before[name], value] for name, value in row.values.items() if before[name] != value
    }
    if changes:
        plan.changed.append([row.values["inner_code"], row.values["name"], changes])
    else:
        plan.unchanged += 1


def _find_withdrawn(plan: Plan, good, bad, owners: Owners, current: dict[str, dict]) -> None:
    """Matters in use that the workbook no longer has, in the regions it speaks about.

    A refused row may stand for any matter with its code or name: those are held back.
    """
    regions = covered(good)
    plan.regions = [
        owners.label(pk) or _("市本级") for pk in sorted(regions, key=lambda pk: pk or 0)
    ]
    kept = {row.values["inner_code"] for row in good}
    if not any(current[code]["district_id"] in regions for code in current.keys() - kept):
        return
    unclear = {
        row.values[name]
        for row in bad
        for name in ("inner_code", "base_code", "name")
        if row.values.get(name)
    }
    owned = {row.values["unit_id"] for row in good}
    vanished: dict[int, int] = defaultdict(int)
    rows = matters_in(regions).values_list("inner_code", "base_code", "name", "unit_id")
    for inner_code, base_code, name, unit_id in rows.order_by("sort_order", "pk").iterator():
        if inner_code in kept:
            continue
        if unclear & {inner_code, base_code, name}:
            plan.held_back += 1
            continue
        plan.withdrawn.append([inner_code, base_code, name, owners.label(unit_id)])
        if unit_id not in owned:
            vanished[unit_id] += 1
    plan.vanished = {owners.label(pk): count for pk, count in vanished.items()}


def _refused(row: LibraryRow) -> dict:
    return {
        "sheet": row.sheet,
        "row": row.number,
        "text": row.values.get("name") or row.values.get("base_code") or "",
        "problems": [list(problem) for problem in row.refusals],
    }


def _place(row: LibraryRow) -> tuple[str, int]:
    return row.sheet, row.number
