"""Overdue reports, frozen at their cut-off, and the circulars (通报) drawn up from them (H1–H3).

A report is only ever added and an issued circular never altered: the database itself refuses,
see the migration. docs/decisions/0029.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from units.models import Unit
from units.models.events import AppendOnly
from units.models.pairs import both_or_neither, somebody

from .campaigns import Campaign

USER = settings.AUTH_USER_MODEL


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


class CircularState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    CHECKED = "checked", _("已核")
    ISSUED = "issued", _("已印发")
    RECALLED = "recalled", _("已撤回")


TONES = {
    CircularState.DRAFT: "muted",
    CircularState.CHECKED: "info",
    CircularState.ISSUED: "ok",
    CircularState.RECALLED: "warn",
}
# Out of the house: their words and their file stay as they are.
OUT = (CircularState.ISSUED, CircularState.RECALLED)


class CircularQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Drafts are the bureau's; what was issued is read by all whom the campaign addresses."""
        if user.sees_everything:
            return self
        return self.filter(state__in=OUT, campaign__in=Campaign.objects.visible_to(user))

    def for_page(self):
        return self.select_related(
            "campaign", "report", "drafted_by__unit", "edited_by__unit", "checked_by__unit",
            "issued_by__unit", "recalled_by__unit",
        )  # fmt: skip

    def newest_first(self):
        return self.order_by("-pk")


class Circular(models.Model):
    """通报: words a person answers for, over the figures of one report. A line break in `title`,
    `signature` is one on paper; each line of a section is a paragraph."""

    TEXTS = ("title", "addressees", "situation", "problems", "demands", "signature")

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="circulars", verbose_name=_("专项")
    )
    report = models.ForeignKey(
        OverdueReport, models.PROTECT, related_name="circulars", verbose_name=_("快照编号")
    )
    state = models.CharField(
        _("状态"), max_length=10, choices=CircularState, default=CircularState.DRAFT
    )
    title = models.TextField(_("标题"))
    addressees = models.TextField(_("主送"))
    situation = models.TextField(_("一、总体情况"))
    problems = models.TextField(_("二、存在问题"))
    demands = models.TextField(_("三、下步要求"))
    signature = models.TextField(_("落款"))
    # 第1期 or 杭智办〔2018〕9号; given when it is issued.
    number = models.CharField(_("期号（文号）"), max_length=40, blank=True)
    dated_on = models.DateField(_("成文日期"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    # Empty: drafted by the schedule, edited by nobody.
    drafted_at = models.DateTimeField(_("起草时间"))
    drafted_by = somebody(_("起草人"))
    edited_at = models.DateTimeField(_("修改时间"), null=True, blank=True)
    edited_by = somebody(_("修改人"))
    checked_at = models.DateTimeField(_("核稿时间"), null=True, blank=True)
    checked_by = somebody(_("核稿人"))
    issued_at = models.DateTimeField(_("印发时间"), null=True, blank=True)
    issued_by = somebody(_("印发人"))
    recalled_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    recalled_by = somebody(_("撤回人"))
    recall_reason = models.TextField(_("撤回原因"), blank=True)
    # The Word document as it was issued, and its SHA-256.
    file = models.FileField(_("文件"), upload_to="circulars/%Y/", blank=True)
    file_name = models.CharField(_("文件名"), max_length=160, blank=True)
    checksum = models.CharField(_("文件校验值"), max_length=64, blank=True)

    objects = CircularQuerySet.as_manager()

    class Meta:
        verbose_name = _("通报")
        verbose_name_plural = _("通报")
        constraints = [
            models.UniqueConstraint(
                fields=["report"],
                condition=~Q(state=CircularState.RECALLED),
                name="circular_once_per_report",
            ),
            models.UniqueConstraint(
                fields=["campaign", "number"],
                condition=~Q(number=""),
                name="circular_numbered_once",
            ),
            both_or_neither("edited", name="circular_edited_both_or_neither"),
            both_or_neither("checked", name="circular_checked_both_or_neither"),
            both_or_neither("issued", name="circular_issued_both_or_neither"),
            both_or_neither("recalled", name="circular_recalled_both_or_neither"),
            models.CheckConstraint(
                condition=Q(state__in=[CircularState.DRAFT])
                | Q(checked_at__isnull=False, checked_by__isnull=False),
                name="circular_checked_before_it_goes_out",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=OUT)
                | (
                    Q(issued_at__isnull=False, dated_on__isnull=False)
                    & ~Q(number="") & ~Q(file="") & ~Q(checksum="")
                ),
                name="circular_out_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(state=CircularState.RECALLED, recalled_at__isnull=False)
                & ~Q(recall_reason="")
                | ~Q(state=CircularState.RECALLED) & Q(recalled_at__isnull=True),
                name="circular_recall_has_reason",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.heading} {self.number}".strip()

    def get_absolute_url(self):
        return reverse("tasks:circular-detail", args=[self.pk])

    @property
    def tone(self):
        return TONES[self.state]

    @property
    def heading(self):
        """The title in one line."""
        return "".join(self.title.split("\n"))

    @property
    def is_out(self):
        return self.state in OUT

    @property
    def is_open(self):
        """Whether its words may still be changed."""
        return self.state in (CircularState.DRAFT, CircularState.CHECKED)


class CircularReadingQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.sees_everything:
            return self
        return self.filter(unit__path__startswith=user.unit.path)


class CircularReading(models.Model):
    """A unit has taken note (已阅) of a circular; the first of its people says so for it."""

    circular = models.ForeignKey(
        Circular, models.PROTECT, related_name="readings", verbose_name=_("通报")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("阅知人"))

    objects = CircularReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("阅知")
        verbose_name_plural = _("阅知记录")
        constraints = [
            models.UniqueConstraint(fields=["circular", "unit"], name="circular_read_once")
        ]

    def __str__(self):
        return f"{self.circular} {self.unit}"
