"""Delegation (委托代办): somebody of the same unit acts for a person for some days (E8)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .pairs import both_or_neither, somebody

USER = settings.AUTH_USER_MODEL


class DelegationQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.sees_everything:
            return self
        return self.filter(principal__unit__path__startswith=user.unit.path)

    def in_force(self, *, on):
        return self.filter(starts_on__lte=on, ends_on__gte=on, ended_at__isnull=True)


class Delegation(models.Model):
    """`substitute` may do what the role of `principal` may do in their unit, both days included."""

    principal = models.ForeignKey(
        USER, models.PROTECT, related_name="delegations", verbose_name=_("委托人")
    )
    substitute = models.ForeignKey(
        USER, models.PROTECT, related_name="substitutions", verbose_name=_("代办人")
    )
    starts_on = models.DateField(_("自"))
    ends_on = models.DateField(_("至"))
    reason = models.CharField(_("事由"), max_length=200)
    created_at = models.DateTimeField(_("委托时间"))
    created_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    ended_at = models.DateTimeField(_("收回时间"), null=True, blank=True)
    ended_by = somebody(_("收回人"))

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("委托代办")
        verbose_name_plural = _("委托代办")
        indexes = [models.Index(fields=["substitute", "ends_on"], name="delegation_substitute")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(principal=F("substitute")), name="delegation_to_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="delegation_days_in_order"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="delegation_has_reason"),
            both_or_neither("ended", name="delegation_ended_both_or_neither"),
        ]

    def __str__(self):
        return f"{self.principal} → {self.substitute}"

    def is_over(self, *, on):
        return self.ended_at is not None or self.ends_on < on
