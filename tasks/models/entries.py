"""Filled-in rows: the seven facts of attachments 2 and 3, and the pilots' 就近可办 list."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from matters.models import SystemLevel

from .rows import FilledRow
from .systems import System


class Scope(models.TextChoices):
    WHOLE_CITY = "whole_city", _("全市")
    CITY_LEVEL = "city_level", _("市本级")
    SOME_DISTRICTS = "some_districts", _("部分区县（市）")


class NearbyStatus(models.TextChoices):
    """Per district and matter (domain §3.10)."""

    TO_SORT = "to_sort", _("待梳理")
    NEGATIVE_LIST = "negative_list", _("不纳入（负面清单）")
    CONFIRMED = "confirmed", _("已确认可办")
    OPENED = "opened", _("已开通")


class Entry(FilledRow):
    """One row of attachment 2 or 3. 杭智办〔2018〕2号 二(一)3: seven facts, the list is fixed."""

    FACTS = ("system_level", "system_name", "volume", "contact", "phone", "scope", "districts")
    TRACES = ("origin", "unconfirmed", "system")
    ODD = "severity"

    system_level = models.CharField(
        _("事项所在系统层级"), max_length=20, choices=SystemLevel, blank=True
    )
    system_name = models.CharField(_("系统名称"), max_length=120, blank=True)
    volume = models.PositiveIntegerField(_("办件量（件）"), null=True, blank=True)
    contact = models.CharField(_("联系人"), max_length=60, blank=True)
    phone = models.CharField(_("联系方式"), max_length=120, blank=True)
    scope = models.CharField(_("适用范围"), max_length=16, choices=Scope, blank=True)
    # Ids of district units in official order; empty unless scope is 部分区县（市）.
    districts = models.JSONField(_("适用区县"), default=list, blank=True)
    # The registered system that `system_name` means; kept by the register, follows its merges.
    system = models.ForeignKey(
        System, models.PROTECT, null=True, blank=True, related_name="rows", editable=False
    )
    # Where values came from: {"kind": "city" | "majority" | "district" | "campaign" | "library",
    # "label": who gave the answer, "fields": [the facts that still are that answer]}.
    origin = models.JSONField(_("来源"), default=dict, blank=True)
    # Taken over is not confirmed: the unit still has to say that it is so for them, too.
    unconfirmed = models.BooleanField(_("接用待确认"), default=False)

    # The gravest of what the bureau's rules found, kept so that the desk is ordered in SQL.
    severity = models.PositiveSmallIntegerField(_("疑点程度"), default=0, editable=False)

    class Meta(FilledRow.Meta):
        verbose_name = _("补填行")
        verbose_name_plural = _("补填行")
        indexes = [
            *FilledRow.Meta.indexes,
            models.Index(fields=["state", "-severity", "id"], name="entry_by_severity"),
            # One contact in many lists (tasks/suspicion).
            models.Index(fields=["phone"], name="entry_by_phone"),
        ]

    @property
    def origin_text(self):
        """Whose answer this is and whether the unit has confirmed it; empty for its own."""
        if not self.origin:
            return ""
        text = _("接用自%(label)s，待确认") if self.unconfirmed else _("接用自%(label)s，已确认")
        return text % {"label": self.origin["label"]}


class NearbyEntry(FilledRow):
    """One personal matter of a pilot district (A2-1 to A2-3)."""

    FACTS = ("status", "points")

    status = models.CharField(
        _("就近可办情况"), max_length=16, choices=NearbyStatus, default=NearbyStatus.TO_SORT
    )
    points = models.PositiveIntegerField(_("可办点位数（个）"), null=True, blank=True)

    class Meta(FilledRow.Meta):
        verbose_name = _("就近可办行")
        verbose_name_plural = _("就近可办行")
