"""Findings as the bureau reads them: a sentence each, the gravest first."""

from collections import defaultdict
from collections.abc import Iterable

from tasks.models import Entry, Finding, Severity
from tasks.models.suspicion import TONES

from .rule import Rule
from .rules import REGISTRY
from .wording import answered, filled


def sentences(rows: Iterable[Entry]) -> dict[int, list[dict]]:
    """By entry: `{"rule", "title", "severity", "tone", "text"}`, gravest first; one query.

    What the unit said to the warning behind a finding is part of its text.
    """
    rows = {row.pk: row for row in rows if isinstance(row, Entry)}
    found = Finding.objects.filter(entry__in=rows, rule__enabled=True)
    found = found.order_by("-rule__severity", "rule__sort_order", "pk")
    said, heads = defaultdict(list), {}
    for entry, code, severity, facts in found.values_list(*READ) if rows else ():
        if rule := REGISTRY.get(code):
            if code not in heads:
                heads[code] = _head(rule, Severity(severity)), str(rule.sentence)
            head, words = heads[code]
            text = filled(words, facts) + answered(rule, rows[entry])
            said[entry].append(head | {"text": text})
    return dict(said)


# No model for each finding: a page shows a hundred of two dozen rules.
READ = ("entry_id", "rule__code", "rule__severity", "facts")


def _head(rule: Rule, severity: Severity) -> dict:
    """What is the same for every row that the rule struck."""
    return {
        "rule": rule.code,
        "title": str(rule.title),
        "severity": severity,
        "severity_label": str(severity.label),
        "tone": TONES[severity],
    }
