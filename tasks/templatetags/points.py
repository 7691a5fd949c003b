"""`{{ score|points }}`: points as people write them."""

from decimal import Decimal

from django import template

from tasks.assessment.wording import plain

register = template.Library()


@register.filter
def points(value):
    """16.00 → 16, 4.50 → 4.5; nothing at all → “—”."""
    return "—" if value in (None, "") else plain(Decimal(value))
