"""Who leads the integration of a system, by its level: a table the bureau edits (domain §3.8)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from matters.models import SystemLevel
from units.models.pairs import somebody


class Lead(models.TextChoices):
    DEPARTMENT = "department", _("事项所属部门")
    BUREAU = "bureau", _("市数据资源局")
    DISTRICT_OFFICE = "district_office", _("区县电子政务办（信息中心）")
    NOBODY = "nobody", _("尚不能确定")


class LeadRule(models.Model):
    """One level. 杭智办〔2018〕2号 二(二)1 and 二(三)1–2 gave the first values."""

    level = models.CharField(_("系统层级"), max_length=20, choices=SystemLevel, unique=True)
    lead = models.CharField(_("对接牵头"), max_length=16, choices=Lead)
    supports = models.CharField(_("配合单位"), max_length=120, blank=True)
    coordination = models.CharField(_("协调要求"), max_length=120, blank=True)
    # Outside local control: never red before the request was sent (domain §10).
    upper_level = models.BooleanField(_("需上级协调"), default=False)
    training_lead = models.CharField(_("培训牵头"), max_length=16, choices=Lead)
    training_supports = models.CharField(_("培训配合"), max_length=120, blank=True)
    delay = models.CharField(_("一般用时"), max_length=40, blank=True)
    updated_at = models.DateTimeField(_("更新时间"), null=True, blank=True)
    updated_by = somebody(_("更新人"))

    class Meta:
        verbose_name = _("分工规则")
        verbose_name_plural = _("分工规则")

    def __str__(self):
        return self.get_level_display()
