"""变更提示单: what is wrong in the library, and who will put it right in the provincial platform.

杭智办〔2018〕2号 二(一)3: a list is never edited here; technology and business divisions act
together (技术与业务处室紧密配合，不得擅自操作), so that a slip needs two acknowledgements.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from matters.models import LibraryVersion, Matter
from units.models import Unit
from units.models.pairs import both_or_neither, somebody

USER = settings.AUTH_USER_MODEL


class SlipKind(models.TextChoices):
    CHANGE = "change", _("变更")
    ADD = "add", _("新增")
    CANCEL = "cancel", _("取消")


class SlipState(models.TextChoices):
    OPEN = "open", _("待知会")
    KNOWN = "known", _("已知会")
    SYNCED = "synced", _("已同步入库")
    WITHDRAWN = "withdrawn", _("已撤回")


TONES = {
    SlipState.OPEN: "warn",
    SlipState.KNOWN: "info",
    SlipState.SYNCED: "ok",
    SlipState.WITHDRAWN: "muted",
}


class ChangeSlipQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.sees_everything:
            return self
        return self.filter(unit__path__startswith=user.unit.path)

    def to_be_known_by(self, user):
        """Slips of the own unit that wait for an acknowledgement `user` can give."""
        waiting = self.filter(unit=user.unit_id, state=SlipState.OPEN)
        return waiting.exclude(business_by=user).exclude(technical_by=user)

    def standing(self):
        return self.filter(state__in=[SlipState.OPEN, SlipState.KNOWN])


class ChangeSlip(models.Model):
    """One slip of a unit; `matter` is empty when a matter is missing from the library."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="slips", verbose_name=_("单位"))
    matter = models.ForeignKey(
        Matter, models.PROTECT, null=True, blank=True, related_name="slips", verbose_name=_("事项")
    )
    kind = models.CharField(_("变更类别"), max_length=8, choices=SlipKind)
    what = models.TextField(_("库内信息有何不对"))
    wanted = models.TextField(_("应改为"), blank=True)
    operator = models.CharField(_("在省权力事项管理平台操作的人"), max_length=40)
    operate_on = models.DateField(_("拟操作日期"))
    state = models.CharField(_("状态"), max_length=10, choices=SlipState, default=SlipState.OPEN)
    raised_at = models.DateTimeField(_("提出时间"))
    raised_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("提出人"))
    business_division = models.CharField(_("业务处室"), max_length=40, blank=True)
    business_at = models.DateTimeField(_("业务处室知会时间"), null=True, blank=True)
    business_by = somebody(_("业务处室"))
    technical_division = models.CharField(_("技术（信息）处室"), max_length=40, blank=True)
    technical_at = models.DateTimeField(_("技术处室知会时间"), null=True, blank=True)
    technical_by = somebody(_("技术处室"))
    synced_in = models.ForeignKey(
        LibraryVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("同步入库的版本"),
    )

    objects = ChangeSlipQuerySet.as_manager()

    class Meta:
        verbose_name = _("变更提示单")
        verbose_name_plural = _("变更提示单")
        indexes = [models.Index(fields=["unit", "state"], name="slip_unit_state")]
        constraints = [
            both_or_neither("business", name="slip_business_both_or_neither"),
            both_or_neither("technical", name="slip_technical_both_or_neither"),
            models.CheckConstraint(
                condition=Q(business_by__isnull=True)
                | Q(technical_by__isnull=True)
                | ~Q(business_by=F("technical_by")),
                name="slip_known_to_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state=SlipState.KNOWN)
                | (Q(business_at__isnull=False) & Q(technical_at__isnull=False)),
                name="slip_known_means_both",
            ),
            models.CheckConstraint(
                condition=Q(kind=SlipKind.ADD) | Q(matter__isnull=False),
                name="slip_names_its_matter",
            ),
            models.CheckConstraint(
                condition=~Q(what="") & ~Q(operator=""), name="slip_says_what_and_who"
            ),
        ]

    def __str__(self):
        return str(self.matter or self.what[:40])

    def get_absolute_url(self):
        return reverse("tasks:slip-detail", args=[self.pk])

    @property
    def tone(self):
        return TONES[self.state]
