"""Findings as the bureau reads them: a sentence each, the gravest first."""

from collections import defaultdict
from collections.abc import Iterable

from tasks.models import Entry, Finding

from .rules import REGISTRY
from .wording import answered, sentence


def sentences(rows: Iterable[Entry]) -> dict[int, list[dict]]:
    """By entry: `{"rule", "title", "severity", "tone", "text"}`, gravest first; one query.

    What the unit said to the warning behind a finding is part of its text.
    """
    rows = {row.pk: row for row in rows if isinstance(row, Entry)}
    found = Finding.objects.filter(entry__in=rows, rule__enabled=True, rule__code__in=REGISTRY)
    found = found.select_related("rule").order_by("-rule__severity", "rule__sort_order", "pk")
    said = defaultdict(list)
    for finding in found if rows else ():
        said[finding.entry_id].append(_line(finding, rows[finding.entry_id]))
    return dict(said)


def _line(finding: Finding, row: Entry) -> dict:
    rule, kept = REGISTRY[finding.rule.code], finding.rule
    text = sentence(rule, finding.facts) + answered(rule, row)
    return {
        "rule": kept.code,
        "title": str(rule.title),
        "severity": kept.severity,
        "severity_label": kept.get_severity_display(),
        "tone": kept.tone,
        "text": text,
    }
