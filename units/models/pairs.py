"""Who did something, and the pair it makes with when: both are known, or neither."""

from django.conf import settings
from django.db import models
from django.db.models import Q


def somebody(label) -> models.ForeignKey:
    """Whoever did it, once it is done."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=label,
    )


def both_or_neither(done: str, *, name: str) -> models.CheckConstraint:
    """`done`_at and `done`_by are known together."""
    neither = Q(**{f"{done}_at__isnull": True, f"{done}_by__isnull": True})
    both = Q(**{f"{done}_at__isnull": False, f"{done}_by__isnull": False})
    return models.CheckConstraint(condition=neither | both, name=name)
