"""考核 (S7): the scheme of a campaign and a sheet per period; what a published sheet and its
scores say is fixed by the database itself (migration 0018)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from units.models.pairs import both_or_neither, somebody

from .campaigns import Campaign

USER = settings.AUTH_USER_MODEL


class Criterion(models.Model):
    """One line of a scheme: `rule` names the code that counts, with `parameters` of its own."""

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="criteria", verbose_name=_("专项")
    )
    # A key of tasks.assessment.rules.REGISTRY.
    rule = models.SlugField(_("计分方法"), max_length=30)
    name = models.CharField(_("考核项目"), max_length=40)
    points = models.PositiveSmallIntegerField(_("分值"))
    parameters = models.JSONField(_("参数"), default=dict)
    sort_order = models.PositiveSmallIntegerField(_("排序"), default=0)
    is_on = models.BooleanField(_("启用"), default=True)
    changed_at = models.DateTimeField(_("更新时间"), null=True, blank=True)
    changed_by = somebody(_("更新人"))

    class Meta:
        verbose_name = _("考核项目")
        verbose_name_plural = _("考核办法")
        ordering = ["sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "name"], name="criterion_once_by_name"),
            models.CheckConstraint(
                condition=Q(points__gte=1, points__lte=100), name="criterion_points_in_range"
            ),
            both_or_neither("changed", name="criterion_changed_both_or_neither"),
        ]

    def __str__(self):
        return self.name


class SheetState(models.TextChoices):
    DRAFT = "draft", _("草拟")
    PUBLISHED = "published", _("已公布（可申诉）")
    FINAL = "final", _("已定稿")


SHEET_TONES = {SheetState.DRAFT: "muted", SheetState.PUBLISHED: "info", SheetState.FINAL: "ok"}


class SheetQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Drafts are the bureau's; a unit sees the sheets on which it stands itself."""
        if user.sees_everything:
            return self
        published = self.exclude(state=SheetState.DRAFT)
        return published.filter(scores__unit__path__startswith=user.unit.path).distinct()

    def newest_first(self):
        return self.order_by("-ends_on", "-pk")


class AssessmentSheet(models.Model):
    """考核得分表 of one period. `frozen` is what it was computed by: the scheme, the units left
    out with the reason; `checksum` is the SHA-256 over it and the content of every score."""

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="sheets", verbose_name=_("专项")
    )
    name = models.CharField(_("考核期"), max_length=60)
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))
    state = models.CharField(_("状态"), max_length=10, choices=SheetState, default=SheetState.DRAFT)
    # Facts later than this are not looked at.
    cut_off = models.DateTimeField(_("数据截止时间"), null=True, blank=True)
    computed_at = models.DateTimeField(_("计分时间"), null=True, blank=True)
    computed_by = somebody(_("计分人"))
    frozen = models.JSONField(_("计分依据"), default=dict)
    checksum = models.CharField(_("校验值"), max_length=64, blank=True)
    created_at = models.DateTimeField(_("新建时间"))
    created_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("新建人"))
    published_at = models.DateTimeField(_("公布时间"), null=True, blank=True)
    published_by = somebody(_("公布人"))
    appeals_until = models.DateTimeField(_("申诉截止时间"), null=True, blank=True)
    finalised_at = models.DateTimeField(_("定稿时间"), null=True, blank=True)
    finalised_by = somebody(_("定稿人"))

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("考核得分表")
        verbose_name_plural = _("考核得分表")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "name"], name="sheet_once_by_name"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="sheet_period_in_order"
            ),
            both_or_neither("computed", name="sheet_computed_both_or_neither"),
            both_or_neither("published", name="sheet_published_both_or_neither"),
            both_or_neither("finalised", name="sheet_finalised_both_or_neither"),
            models.CheckConstraint(
                condition=Q(state=SheetState.DRAFT, published_at__isnull=True)
                | (
                    ~Q(state=SheetState.DRAFT)
                    & ~Q(checksum="")
                    & Q(published_at__isnull=False, appeals_until__isnull=False)
                ),
                name="sheet_published_is_computed",
            ),
            models.CheckConstraint(
                condition=~Q(state=SheetState.FINAL) | Q(finalised_at__isnull=False),
                name="sheet_final_says_when",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def tone(self):
        return SHEET_TONES[self.state]

    @property
    def is_draft(self):
        return self.state == SheetState.DRAFT
