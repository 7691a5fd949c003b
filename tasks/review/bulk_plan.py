"""What a bulk approval would cover and what stays behind, and why, before it is asked for (E5)."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from matters.models import SystemLevel
from tasks.models import Finding, Objection, RowState, Severity, SuspicionRule, Task
from tasks.suspicion import rules

from .selection import Selection

DECIDED, AGAIN, OBJECTED, UNKNOWN = "decided", "again", "objected", "unknown"
# Why rows stay behind, and the filter that shows them; in the order in which reasons are sought.
REASONS = {
    DECIDED: (_("已通过、已退回或已不计入"), {}),
    AGAIN: (_("打开页面之后又重新报送"), {}),
    OBJECTED: (_("疑义尚未裁定"), {"objection": "undecided"}),
    UNKNOWN: (_("系统层级待核实"), {"level": SystemLevel.UNKNOWN.value}),
    str(Severity.HIGH.value): (_("疑点：严重"), {"severity": Severity.HIGH.value}),
    str(Severity.MEDIUM.value): (_("疑点：可疑"), {"severity": Severity.MEDIUM.value}),
    str(Severity.LOW.value): (_("疑点：提醒"), {"severity": Severity.LOW.value}),
}


@dataclass
class Plan:
    """`rows` are [key, version] of those that would be approved, in the order of their keys."""

    rows: list[list[int]] = field(default_factory=list)
    units: set[int] = field(default_factory=set)
    left_out: dict[str, list[int]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def fingerprint(self) -> str:
        """Changes with every row that joins, leaves or is changed."""
        text = "\n".join(f"{pk}:{version}" for pk, version in self.rows)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def excluded(self) -> dict[str, int]:
        return {reason: len(pks) for reason, pks in self.left_out.items()}

    @property
    def left(self) -> int:
        return sum(self.excluded.values())


def plan_for(selection: Selection, *, with_low: bool) -> Plan:
    """Sort the selected rows; with `with_low` also those of which there is only a 提醒."""
    sorter = _Sorter(selection, Severity.LOW if with_low else Severity.NONE)
    plan = Plan()
    columns = ("pk", "version", "state", "severity", "system_level", "task_id", "task__parent_id")
    rows = selection.rows().order_by("pk").values_list(*columns)
    for pk, version, *facts, task, parent in rows.iterator(chunk_size=5000):
        if reason := sorter.reason(pk, version, *facts, parent or task):
            plan.left_out.setdefault(reason, []).append(pk)
        else:
            plan.rows.append([pk, version])
            plan.units.add(task)
    return plan


class _Sorter:
    """Says why a row stays behind."""

    def __init__(self, selection: Selection, most: Severity):
        self.selection, self.most = selection, most
        pending = Objection.objects.pending().filter(entry__isnull=False)
        self.objected = set(pending.values_list("entry_id", flat=True))
        self.since = dict(
            Task.objects.owed()
            .filter(submitted_at__gt=selection.shown_at)
            .values_list("pk", "submitted_at")
            if selection.shown_at
            else ()
        )

    def reason(self, pk, version, state, severity, level, owed) -> str:
        if state != RowState.SUBMITTED:
            return DECIDED
        if owed in self.since or self.selection.versions.get(pk, version) != version:
            return AGAIN
        if pk in self.objected:
            return OBJECTED
        if level == SystemLevel.UNKNOWN:
            return UNKNOWN
        return str(severity) if severity > self.most else ""


def rules_of(pks: Iterable[int]) -> list[tuple[SuspicionRule, int]]:
    """(rule, rows) for the rules that struck at any of the rows, the gravest first."""
    pks = set(pks)
    if not pks:
        return []
    struck = Finding.objects.filter(entry__state=RowState.SUBMITTED)
    counts = Counter(rule for rule, pk in struck.values_list("rule", "entry") if pk in pks)
    enabled = sorted(
        (rule for rule in rules.stored() if rule.enabled and rule.pk in counts),
        key=lambda rule: -rule.severity,
    )
    return [(rule, counts[rule.pk]) for rule in enabled]
