"""经费保障 (S4): whether a unit's money for the work is secured, said with its working group."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models.pairs import both_or_neither, somebody

from .tasks import Task


class FundingState(models.TextChoices):
    SECURED = "secured", _("已落实")
    APPLIED = "applied", _("申请中")
    MISSING = "missing", _("未落实")
    NOT_NEEDED = "not_needed", _("不需要")


TONES = {
    FundingState.SECURED: "ok",
    FundingState.APPLIED: "warn",
    FundingState.MISSING: "danger",
    FundingState.NOT_NEEDED: "muted",
}


class Funding(models.Model):
    """What the unit of a roster task says about its money; there is none until it has said so."""

    task = models.OneToOneField(
        Task, models.CASCADE, related_name="funding", verbose_name=_("填报任务")
    )
    state = models.CharField(_("经费保障"), max_length=12, choices=FundingState)
    note = models.CharField(_("经费说明"), max_length=200, blank=True)
    changed_at = models.DateTimeField(_("更新时间"))
    changed_by = somebody(_("更新人"))

    class Meta:
        verbose_name = _("经费保障")
        verbose_name_plural = _("经费保障")
        constraints = [both_or_neither("changed", name="funding_changed_both_or_neither")]

    def __str__(self):
        return f"{self.task.unit}：{self.get_state_display()}"

    @property
    def tone(self):
        return TONES[self.state]
