"""What a unit says to a slip, and the answer of whoever issued it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from units.models.pairs import both_or_neither, somebody

from .chasing import ChasingSlip

USER = settings.AUTH_USER_MODEL


class FeedbackAnswer(models.TextChoices):
    NONE = "", _("待核")
    ACCEPTED = "accepted", _("采纳")
    SENT_BACK = "sent_back", _("退回")


class SlipFeedback(models.Model):
    """What the unit says to a slip, and what whoever issued it answers; none is ever lost."""

    slip = models.ForeignKey(
        ChasingSlip, models.PROTECT, related_name="feedback", verbose_name=_("督查单")
    )
    text = models.TextField(_("反馈内容"))
    # When the unit says it will be done.
    promised_on = models.DateField(_("预计完成日期"), null=True, blank=True)
    at = models.DateTimeField(_("反馈时间"))
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("反馈人"))
    answer = models.CharField(_("核实结果"), max_length=10, choices=FeedbackAnswer, blank=True)
    answer_note = models.CharField(_("退回理由"), max_length=300, blank=True)
    answered_at = models.DateTimeField(_("核实时间"), null=True, blank=True)
    answered_by = somebody(_("核实人"))

    class Meta:
        verbose_name = _("督查单反馈")
        verbose_name_plural = _("督查单反馈")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="slip_feedback_says_something"),
            both_or_neither("answered", name="slip_feedback_answered_both_or_neither"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="slip_feedback_answer_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(answer="sent_back") | ~Q(answer_note=""),
                name="slip_feedback_sent_back_has_reason",
            ),
        ]

    def __str__(self):
        return self.text[:40]
