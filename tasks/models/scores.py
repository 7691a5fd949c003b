"""Points of a unit on a sheet, each deduction with its evidence, what the bureau gave by hand."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from units.models import Unit

from .assessment import AssessmentSheet, SheetState

USER = settings.AUTH_USER_MODEL


class ScoreQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A unit sees its own points once they are published."""
        if user.sees_everything:
            return self
        own = self.filter(unit__path__startswith=user.unit.path)
        return own.exclude(sheet__state=SheetState.DRAFT)

    def in_official_order(self):
        return self.order_by("unit__sort_order", "unit_id")


class Score(models.Model):
    """The points of one unit on a sheet: `points` out of `out_of`, the points of the criteria
    that were assessed. `lines` has one dict per criterion, with the frozen facts it counted."""

    sheet = models.ForeignKey(
        AssessmentSheet, models.CASCADE, related_name="scores", verbose_name=_("考核得分表")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="scores", verbose_name=_("单位"))
    points = models.DecimalField(_("得分"), max_digits=6, decimal_places=2)
    out_of = models.PositiveSmallIntegerField(_("参评分值"))
    lines = models.JSONField(_("各项得分"), default=list)

    objects = ScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("单位得分")
        verbose_name_plural = _("单位得分")
        constraints = [
            models.UniqueConstraint(fields=["sheet", "unit"], name="score_once_per_unit"),
            models.CheckConstraint(
                condition=Q(points__gte=0, points__lte=F("out_of")), name="score_within_its_points"
            ),
        ]

    def __str__(self):
        return f"{self.unit}：{self.points}/{self.out_of}"


class DeductionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(score__in=Score.objects.visible_to(user))


class Deduction(models.Model):
    """Points taken off, why in a sentence, and the evidence: [{kind, pk, label}], see
    tasks.assessment.evidence for what a kind opens."""

    score = models.ForeignKey(
        Score, models.CASCADE, related_name="deductions", verbose_name=_("单位得分")
    )
    criterion = models.CharField(_("考核项目"), max_length=40)
    points = models.DecimalField(_("扣分"), max_digits=5, decimal_places=2)
    sentence = models.CharField(_("扣分原因"), max_length=400)
    evidence = models.JSONField(_("依据"), default=list)

    objects = DeductionQuerySet.as_manager()

    class Meta:
        verbose_name = _("扣分")
        verbose_name_plural = _("扣分")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(points__gt=0) & ~Q(sentence=""), name="deduction_takes_and_says_why"
            )
        ]

    def __str__(self):
        return self.sentence[:80]


class Mark(models.Model):
    """Points a person of the bureau gives a unit where no rule can count, with the reason."""

    sheet = models.ForeignKey(
        AssessmentSheet, models.CASCADE, related_name="marks", verbose_name=_("考核得分表")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    criterion = models.CharField(_("考核项目"), max_length=40)
    points = models.DecimalField(_("给分"), max_digits=5, decimal_places=2)
    reason = models.CharField(_("理由"), max_length=200)
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("评分人"))

    class Meta:
        verbose_name = _("人工评分")
        verbose_name_plural = _("人工评分")
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "unit", "criterion"], name="mark_once_per_criterion"
            ),
            models.CheckConstraint(
                condition=Q(points__gte=0) & ~Q(reason=""), name="mark_says_why"
            ),
        ]

    def __str__(self):
        return f"{self.unit}：{self.points}"
