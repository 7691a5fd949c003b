"""Findings as the bureau reads them: a sentence each, the gravest first."""

from collections import defaultdict
from collections.abc import Iterable

from tasks.models import Entry, Finding, SuspicionRule

from .rules import REGISTRY
from .wording import answered, sentence


def sentences(rows: Iterable[Entry]) -> dict[int, list[dict]]:
    """By entry: `{"rule", "title", "severity", "tone", "text"}`, gravest first; one query.

    What the unit said to the warning behind a finding is part of its text.
    """
    rows = {row.pk: row for row in rows if isinstance(row, Entry)}
    found = Finding.objects.filter(entry__in=rows, rule__enabled=True, rule__code__in=REGISTRY)
    found = found.select_related("rule").order_by("-rule__severity", "rule__sort_order", "pk")
    said, heads = defaultdict(list), {}
    for finding in found if rows else ():
        if finding.rule_id not in heads:
            heads[finding.rule_id] = _head(finding.rule)
        said[finding.entry_id].append(heads[finding.rule_id] | _text(finding, rows))
    return dict(said)


def _head(rule: SuspicionRule) -> dict:
    """What is the same for every row that the rule struck."""
    return {
        "rule": rule.code,
        "title": str(REGISTRY[rule.code].title),
        "severity": rule.severity,
        "severity_label": str(rule.get_severity_display()),
        "tone": rule.tone,
    }


def _text(finding: Finding, rows: dict[int, Entry]) -> dict:
    rule = REGISTRY[finding.rule.code]
    return {"text": sentence(rule, finding.facts) + answered(rule, rows[finding.entry_id])}
