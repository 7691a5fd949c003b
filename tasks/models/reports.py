"""Overdue reports, frozen at their cut-off (H1); the circulars are drawn up from them.

A report is only ever added: the database itself refuses anything else, see the migration.
docs/decisions/0029.
"""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from units.models.events import AppendOnly
from units.models.pairs import somebody

from .campaigns import Campaign


class OverdueReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Reports are the bureau's and the leaders'; a unit reads the circular."""
        return self if user.sees_everything else self.none()

    def newest_first(self):
        return self.order_by("-cut_off_at", "-pk")

    def before(self, report):
        """Earlier reports of the same campaign, the latest first (H6)."""
        earlier = self.filter(campaign=report.campaign_id, cut_off_at__lt=report.cut_off_at)
        return earlier.newest_first()


class OverdueReport(models.Model):
    """How everybody stood at `cut_off_at`. `figures` is what tasks.circulars.figures compiled;
    page, workbook and circular show these and nothing else. `checksum`: SHA-256 of them."""

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="reports", verbose_name=_("专项")
    )
    # The n-th of its campaign on that day.
    serial = models.PositiveSmallIntegerField(_("当日第几次"))
    number = models.CharField(_("快照编号"), max_length=30, unique=True)
    cut_off_at = models.DateTimeField(_("数据截止时间"))
    compiled_at = models.DateTimeField(_("汇总时间"))
    # Empty: compiled by the schedule.
    by = somebody(_("汇总人"))
    schema = models.PositiveSmallIntegerField(_("格式版本"))
    figures = models.JSONField(_("数据"))
    checksum = models.CharField(_("校验值"), max_length=64)

    objects = OverdueReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("逾期情况汇总")
        verbose_name_plural = _("逾期情况汇总")
        indexes = [models.Index(fields=["-cut_off_at", "-id"], name="report_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "cut_off_at"], name="report_once_per_cut_off"
            )
        ]

    def __str__(self):
        return self.number

    def save(self, *args, **kwargs):
        if self.pk:
            raise AppendOnly("reports are never changed")
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("tasks:report-detail", args=[self.pk])

    def delete(self, *args, **kwargs):
        raise AppendOnly("reports are never deleted")

    @staticmethod
    def number_of(campaign_id: int, cut_off_at, serial: int) -> str:
        """`1-20180408-01`: campaign, day of the cut-off, the n-th of that day."""
        return f"{campaign_id}-{timezone.localtime(cut_off_at):%Y%m%d}-{serial:02d}"
