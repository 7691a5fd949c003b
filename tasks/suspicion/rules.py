"""The register of rules: what there is in code, and what the bureau made of it."""

from django.db import transaction

from tasks.models.suspicion import SuspicionRule

from . import on_answers, on_contacts, on_scope, on_systems, on_volumes
from .rule import Rule

# In the order of the page where the bureau switches them.
REGISTRY: dict[str, Rule] = {
    rule.code: rule
    for rule in (
        *on_volumes.RULES,
        *on_systems.RULES,
        *on_scope.RULES,
        *on_answers.RULES,
        *on_contacts.RULES,
    )
}


def defaults(code: str) -> dict:
    rule = REGISTRY[code]
    return {
        "severity": rule.severity,
        "threshold": rule.threshold,
        "sort_order": list(REGISTRY).index(code) * 10,
    }


def stored() -> list[SuspicionRule]:
    """The rules as the bureau has set them, in order; one whose code is gone is left out."""
    return list(_kept())


def _kept():
    return SuspicionRule.objects.filter(code__in=REGISTRY).order_by("sort_order", "pk")


@transaction.atomic
def complete(*, hold: bool = False) -> list[SuspicionRule]:
    """The same, after a rule that is new in code has been given its row.

    Who says `hold` is alone with the rules until his transaction ends.
    """
    held = _kept().select_for_update(no_key=True) if hold else _kept()
    kept = list(held)
    if missing := REGISTRY.keys() - {rule.code for rule in kept}:
        SuspicionRule.objects.bulk_create(
            (SuspicionRule(code=code, **defaults(code)) for code in REGISTRY if code in missing),
            ignore_conflicts=True,
        )
        kept = list(held.all())
    return kept
