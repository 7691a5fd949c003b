"""Submissions: what a unit signed, as it was, with the receipt (回执) that proves it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models.pairs import both_or_neither, somebody

from .tasks import Task


class SubmissionQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.sees_everything:
            return self
        return self.filter(task__unit__path__startswith=user.unit.path)

    def standing(self):
        """Not taken back."""
        return self.filter(withdrawn_at__isnull=True)

    def newest_first(self):
        return self.order_by("-pk")


class Submission(models.Model):
    """`content` is what was signed; `checksum` its SHA-256 over canonical JSON."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="submissions")
    number = models.PositiveIntegerField(_("第几次"))
    at = models.DateTimeField(_("报送时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("报送人")
    )
    contact_name = models.CharField(_("联系人"), max_length=40)
    contact_phone = models.CharField(_("联系电话"), max_length=60)
    # The head for whom a substitute signed (E8).
    signed_for = somebody(_("代谁报送"))
    # Taken back before review began (E7); kept as evidence, never compared with.
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    withdrawn_by = somebody(_("撤回人"))
    # What taking it back restores, see tasks.filling.withdrawing; no part of what was signed.
    before = models.JSONField(default=dict, editable=False)
    feedback = models.TextField(_("反馈意见"), blank=True)
    content = models.JSONField(_("报送内容"))
    counts = models.JSONField(_("统计"), default=dict)
    checksum = models.CharField(_("校验值"), max_length=64)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("报送")
        verbose_name_plural = _("报送记录")
        constraints = [
            models.UniqueConstraint(fields=["task", "number"], name="submission_numbered_once"),
            both_or_neither("withdrawn", name="submission_withdrawn_both_or_neither"),
        ]

    def __str__(self):
        return f"{self.task} #{self.number}"

    @property
    def signer(self):
        """Who signed, and for whom if it was a substitute."""
        return self.by.label_for(self.signed_for)
