"""The address under which a person's own calendar program fetches deadlines (G10)."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def fresh_nonce() -> str:
    return secrets.token_urlsafe(24)


class CalendarFeed(models.Model):
    """One for each person who asked for it; a fresh `nonce` makes the old address useless.

    The address also carries a signature: who reads this table alone cannot make one.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="calendar_feed",
        verbose_name=_("订阅人"),
    )
    nonce = models.CharField(_("地址"), max_length=40, unique=True, default=fresh_nonce)
    made_at = models.DateTimeField(_("生成时间"))

    class Meta:
        verbose_name = _("日历订阅")
        verbose_name_plural = _("日历订阅")

    def __str__(self):
        return str(self.user)
