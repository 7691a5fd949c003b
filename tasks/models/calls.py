"""电话催办: who was called on behalf of a campaign, and what came of it (G6)."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from units.models import Unit

from .campaigns import Campaign


class CallOutcome(models.TextChoices):
    REACHED = "reached", _("已接通")
    NO_ANSWER = "no_answer", _("无人接听")
    PROMISED = "promised", _("承诺完成日期")
    WRONG_NUMBER = "wrong_number", _("号码有误")


TONES = {
    CallOutcome.REACHED: "ok",
    CallOutcome.NO_ANSWER: "warn",
    CallOutcome.PROMISED: "info",
    CallOutcome.WRONG_NUMBER: "danger",
}


class CallNoteQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The caller's own office and, above it, the bureau; what was noted is no reproach to
        be read by whoever was called."""
        if user.sees_everything:
            return self
        return self.filter(by__unit=user.unit_id)

    def wrong_numbers(self):
        """Numbers that were wrong when they were last called: 联系人无法联系."""
        later = self.model.objects.filter(
            unit=OuterRef("unit"), phone=OuterRef("phone"), pk__gt=OuterRef("pk")
        )
        wrong = self.filter(outcome=CallOutcome.WRONG_NUMBER).exclude(phone="")
        return wrong.filter(~Exists(later))


class CallNote(models.Model):
    """One call to somebody of `unit`."""

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="calls", verbose_name=_("专项")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="calls", verbose_name=_("单位"))
    person = models.CharField(_("通话人"), max_length=40)
    duty = models.CharField(_("通话人职责"), max_length=40, blank=True)
    # The number dialled, as it stood on the roster: a corrected one is no longer wrong.
    phone = models.CharField(_("号码"), max_length=60, blank=True)
    outcome = models.CharField(_("结果"), max_length=14, choices=CallOutcome)
    promised_on = models.DateField(_("承诺日期"), null=True, blank=True)
    note = models.CharField(_("备注"), max_length=300, blank=True)
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("记录人")
    )

    objects = CallNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("电话记录")
        verbose_name_plural = _("电话记录")
        indexes = [models.Index(fields=["unit", "-id"], name="call_unit")]
        constraints = [
            models.CheckConstraint(condition=~Q(person=""), name="call_names_somebody"),
            models.CheckConstraint(
                condition=Q(outcome=CallOutcome.PROMISED, promised_on__isnull=False)
                | (~Q(outcome=CallOutcome.PROMISED) & Q(promised_on__isnull=True)),
                name="call_promise_has_its_day",
            ),
        ]

    def __str__(self):
        return f"{self.unit} {self.person}"

    @property
    def tone(self):
        return TONES[self.outcome]
