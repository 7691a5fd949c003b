"""The rules with their figures, and rows a change would strike, for the pages of the rules."""

from collections.abc import Iterator

from django.db.models import Count
from django.utils.translation import gettext as _

from tasks.models import Entry, Finding, SuspicionRule

from .changing import SAMPLE, Forecast, waiting
from .rule import PERCENT
from .rules import REGISTRY
from .wording import aim, sentence


def lines() -> list[dict]:
    """Every rule in order, with how many rows under review it strikes; two queries."""
    struck = Finding.objects.filter(entry__in=waiting()).values_list("rule").order_by()
    counts = dict(struck.annotate(n=Count("pk")))
    kept = SuspicionRule.objects.filter(code__in=REGISTRY).select_related("updated_by")
    return [
        {
            "rule": one,
            "title": REGISTRY[one.code].title,
            "aim": shown(one),
            "threshold": _threshold(one),
            "n": counts.get(one.pk, 0),
        }
        for one in kept.order_by("sort_order", "pk")
    ]


def shown(rule: SuspicionRule) -> str:
    return aim(REGISTRY[rule.code], rule.threshold)


def _threshold(rule) -> str:
    if rule.threshold is None:
        return ""
    counts = REGISTRY[rule.code].counts
    space = "" if counts == PERCENT else " "
    return f"{rule.threshold:,}{space}{counts}"


def samples(rule: SuspicionRule, forecast: Forecast) -> Iterator[dict]:
    """Some rows that would be struck besides, and some that would not be any more."""
    for title, pks, facts in (
        (_("新增疑点（抽样）"), forecast.new, forecast.then),
        (_("不再有此疑点（抽样）"), forecast.gone, forecast.now),
    ):
        rows = Entry.objects.filter(pk__in=pks[:SAMPLE]).select_related("matter", "task__unit")
        rows = [(row, sentence(REGISTRY[rule.code], facts[row.pk])) for row in rows]
        if rows:
            yield {"title": title, "rows": rows, "n": len(pks)}
