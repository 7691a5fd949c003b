"""What makes a reported row suspicious: rules the bureau can edit, and what they found."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models.pairs import somebody

from .entries import Entry


class Severity(models.IntegerChoices):
    NONE = 0, _("无")
    LOW = 1, _("提醒")
    MEDIUM = 2, _("可疑")
    HIGH = 3, _("严重")


TONES = {
    Severity.NONE: "muted",
    Severity.LOW: "info",
    Severity.MEDIUM: "warn",
    Severity.HIGH: "danger",
}


class SuspicionRule(models.Model):
    """One rule: `code` names what is looked for, the rest the bureau may change (story 7)."""

    code = models.CharField(_("规则"), max_length=32, unique=True)
    severity = models.PositiveSmallIntegerField(
        _("严重程度"), choices=Severity, default=Severity.MEDIUM
    )
    enabled = models.BooleanField(_("启用"), default=True)
    # What counts as too much, in the unit that the rule's sentence names; empty where none is.
    threshold = models.PositiveIntegerField(_("界限"), null=True, blank=True)
    sort_order = models.PositiveSmallIntegerField(default=0)
    updated_at = models.DateTimeField(_("更新时间"), null=True, blank=True)
    updated_by = somebody(_("更新人"))

    class Meta:
        verbose_name = _("核查规则")
        verbose_name_plural = _("核查规则")

    def __str__(self):
        return self.code

    @property
    def tone(self):
        return TONES[self.severity]


class Finding(models.Model):
    """`rule` struck at a row; `facts` are the figures and names of its sentence."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="findings")
    rule = models.ForeignKey(SuspicionRule, models.CASCADE, related_name="findings")
    facts = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("疑点")
        verbose_name_plural = _("疑点")
        constraints = [
            models.UniqueConstraint(fields=["entry", "rule"], name="finding_once_per_rule")
        ]

    def __str__(self):
        return f"{self.entry}：{self.rule}"
