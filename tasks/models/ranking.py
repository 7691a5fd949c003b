"""Attachment 1: the candidates ranked by volume, frozen with the campaign."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from matters.models import ClientType, MatterType
from units.models import Unit

from .campaigns import Campaign


class CheckAnswer(models.TextChoices):
    CAN = "can", _("可接入")
    OBJECTION = "objection", _("有疑义")


class RankedQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.sees_everything:
            return self
        return self.filter(unit__path__startswith=user.unit.path)

    def of_check(self, task):
        """The lines that the unit of a check task answers for."""
        return self.filter(campaign=task.obligation.campaign_id, unit=task.unit_id)

    def in_rank(self):
        return self.order_by("rank")

    def standing(self):
        """Without the matters whose objection was accepted (疑义成立)."""
        return self.exclude(objections__state="accepted")

    def obligated(self, campaign):
        """The first `top_n` that still stand; an accepted objection pulls up the next rank."""
        return self.filter(campaign=campaign).standing().in_rank()[: campaign.top_n]


class RankedMatter(models.Model):
    """A line of the frozen list; facts are copied, a later library version changes nothing."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="ranking")
    rank = models.PositiveIntegerField(_("序号"))
    base_code = models.CharField(_("权力编码"), max_length=50)
    name = models.CharField(_("事项名称"), max_length=200)
    sub_item = models.CharField(_("子项名称"), max_length=200, blank=True)
    type = models.CharField(_("事项类型"), max_length=10, choices=MatterType)
    client = models.CharField(_("办理对象"), max_length=10, choices=ClientType)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="ranked", verbose_name=_("市级对应部门")
    )
    exercise_levels = models.CharField(_("行使层级"), max_length=40)
    volume = models.PositiveIntegerField(_("2017年办件量（件）"))
    answer = models.CharField(_("核对意见"), max_length=10, choices=CheckAnswer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = RankedQuerySet.as_manager()

    class Meta:
        verbose_name = _("前150事项")
        verbose_name_plural = _("前150事项清单")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "rank"], name="rank_once"),
            models.UniqueConstraint(fields=["campaign", "base_code"], name="ranked_code_once"),
        ]
        indexes = [models.Index(fields=["unit", "campaign"], name="ranked_unit")]

    def __str__(self):
        return f"{self.base_code} {self.full_name}"

    @property
    def full_name(self):
        return f"{self.name}（{self.sub_item}）" if self.sub_item else self.name
