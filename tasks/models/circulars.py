"""Circulars (通报), drawn up from the figures of an overdue report (H2, H3).

An issued one is never altered: the database itself refuses, see the migration.
docs/decisions/0029.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from units.models import Unit
from units.models.pairs import both_or_neither, somebody

from .campaigns import Campaign
from .reports import OverdueReport

USER = settings.AUTH_USER_MODEL


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
