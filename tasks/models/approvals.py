"""Bulk approvals: which rows were approved at once, and until when that can be undone (E5)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models import Job
from units.models.pairs import both_or_neither, somebody


class BulkState(models.TextChoices):
    RUNNING = "running", _("进行中")
    DONE = "done", _("已完成")
    UNDONE = "undone", _("已撤销")


TONES = {BulkState.RUNNING: "info", BulkState.DONE: "ok", BulkState.UNDONE: "muted"}


class BulkApproval(models.Model):
    """One act; the rows it approved point back to it. `query` is the filter it was asked for."""

    query = models.CharField(_("筛选条件"), max_length=1000, blank=True)
    expected = models.PositiveIntegerField(_("拟通过行数"))
    approved = models.PositiveIntegerField(_("通过行数"), default=0)
    # {"why it stayed behind": how many rows}
    excluded = models.JSONField(_("未纳入"), default=dict)
    state = models.CharField(_("状态"), max_length=10, choices=BulkState, default=BulkState.RUNNING)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(_("发起时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("审核人")
    )
    done_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    undone_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    undone_by = somebody(_("撤销人"))

    class Meta:
        verbose_name = _("批量通过")
        verbose_name_plural = _("批量通过")
        indexes = [models.Index(fields=["-asked_at"], name="bulk_newest_first")]
        constraints = [both_or_neither("undone", name="bulk_undone_both_or_neither")]

    def __str__(self):
        return f"{self._meta.verbose_name} #{self.pk}"

    @property
    def tone(self):
        return TONES[self.state]
