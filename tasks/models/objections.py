"""Objections (疑义): a matter that cannot be connected, why, and what was decided."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from units.models import Unit
from units.models.pairs import both_or_neither, somebody

from .campaigns import Campaign
from .entries import Entry
from .ranking import RankedMatter


class ObjectionReason(models.TextChoices):
    SECRET = "secret", _("涉密或敏感")
    UPPER_LEVEL = "upper_level", _("法定由上级直接受理")
    NO_APPLICATION = "no_application", _("无申请环节")
    RARE = "rare", _("极少业务")
    NO_INTERFACE = "no_interface", _("上级系统不开放接口")
    SYSTEM_ENDING = "system_ending", _("系统拟下线或改造")
    CANCELLED = "cancelled", _("事项已取消")
    OTHER = "other", _("其他")


class ObjectionState(models.TextChoices):
    PENDING = "pending", _("待确认")
    DISCUSSED = "discussed", _("协商中")
    ACCEPTED = "accepted", _("成立")
    REJECTED = "rejected", _("不成立")
    WITHDRAWN = "withdrawn", _("已撤回")


TONES = {
    ObjectionState.PENDING: "warn",
    ObjectionState.DISCUSSED: "info",
    ObjectionState.ACCEPTED: "ok",
    ObjectionState.REJECTED: "danger",
    ObjectionState.WITHDRAWN: "muted",
}
# Nobody has decided yet.
UNDECIDED = (ObjectionState.PENDING, ObjectionState.DISCUSSED)
# Still standing in the way of another objection to the same thing.
LIVE = (*UNDECIDED, ObjectionState.ACCEPTED)


class Outcome(models.TextChoices):
    """What 成立 and 不成立 mean for the matter (A1-5)."""

    NOT_CONNECTED = "not_connected", _("成立（不接入）")
    DEFERRED = "deferred", _("成立（暂缓接入）")
    CONNECTED = "connected", _("不成立（仍接入）")


STATE_OF = {
    Outcome.NOT_CONNECTED: ObjectionState.ACCEPTED,
    Outcome.DEFERRED: ObjectionState.ACCEPTED,
    Outcome.CONNECTED: ObjectionState.REJECTED,
}


class Turn(models.TextChoices):
    """Whose move it is while nobody has decided."""

    UNIT = "unit", _("待单位答复")
    BUREAU = "bureau", _("待市局处理")


# The bureau has said what it proposes, and the unit has not answered yet.
ASKS_THE_UNIT = Q(state=ObjectionState.DISCUSSED, agreed__isnull=True) & ~Q(proposal="")


class ObjectionQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.sees_everything:
            return self
        return self.filter(unit__path__startswith=user.unit.path)

    def waiting_for(self, turn):
        """The undecided ones whose next step is the unit's, or the bureau's."""
        asked = self.pending().filter(ASKS_THE_UNIT)
        return asked if turn == Turn.UNIT else self.pending().exclude(ASKS_THE_UNIT)

    def pending(self):
        return self.filter(state__in=UNDECIDED)

    def live(self):
        return self.filter(state__in=LIVE)


class Objection(models.Model):
    """Against a ranked matter or a row (domain Q15); A1-4: reason, contact, phone required."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="objections")
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="objections", verbose_name=_("单位")
    )
    ranked = models.ForeignKey(
        RankedMatter, models.PROTECT, null=True, blank=True, related_name="objections"
    )
    entry = models.ForeignKey(
        Entry, models.PROTECT, null=True, blank=True, related_name="objections"
    )
    reason = models.CharField(_("原因类别"), max_length=16, choices=ObjectionReason)
    text = models.TextField(_("不能接入原因"))
    contact_name = models.CharField(_("联系人"), max_length=40)
    contact_phone = models.CharField(_("联系电话"), max_length=60)
    state = models.CharField(
        _("状态"), max_length=10, choices=ObjectionState, default=ObjectionState.PENDING
    )
    raised_at = models.DateTimeField(_("提出时间"))
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提出人")
    )
    # What the bureau proposes and whether the unit agrees: both sides confirm (A1-5).
    proposal = models.CharField(_("拟定结论"), max_length=16, choices=Outcome, blank=True)
    proposal_text = models.TextField(_("拟定说明"), blank=True)
    proposed_at = models.DateTimeField(_("拟定时间"), null=True, blank=True)
    proposed_by = somebody(_("拟定人"))
    agreed = models.BooleanField(_("单位是否同意"), null=True, blank=True)
    answer = models.TextField(_("单位答复"), blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    answered_by = somebody(_("答复人"))
    outcome = models.CharField(_("结论"), max_length=16, choices=Outcome, blank=True)
    # 暂缓: until when, or until what happens; of the proposal first, then of the decision.
    deferred_until = models.DateField(_("暂缓至"), null=True, blank=True)
    deferred_condition = models.CharField(_("暂缓条件"), max_length=200, blank=True)
    decision = models.TextField(_("裁定说明"), blank=True)
    decided_at = models.DateTimeField(_("裁定时间"), null=True, blank=True)
    decided_by = somebody(_("裁定人"))
    # The bureau decided although the unit had not agreed to this conclusion (A1-5).
    decided_alone = models.BooleanField(_("未经单位同意"), default=False)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("疑义")
        verbose_name_plural = _("疑义")
        indexes = [models.Index(fields=["campaign", "state"], name="objection_state")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(contact_name="") & ~Q(contact_phone=""),
                name="objection_has_reason_and_contact",
            ),
            models.CheckConstraint(
                condition=Q(ranked__isnull=True, entry__isnull=False)
                | Q(ranked__isnull=False, entry__isnull=True),
                name="objection_about_one_thing",
            ),
            both_or_neither("decided", name="objection_decided_both_or_neither"),
            models.CheckConstraint(
                condition=Q(proposed_at__isnull=True, proposed_by__isnull=True, proposal="")
                | (Q(proposed_at__isnull=False, proposed_by__isnull=False) & ~Q(proposal="")),
                name="objection_proposed_all_or_nothing",
            ),
            both_or_neither("answered", name="objection_answered_both_or_neither"),
            models.CheckConstraint(
                condition=~Q(state__in=[ObjectionState.ACCEPTED, ObjectionState.REJECTED])
                | (Q(decided_at__isnull=False) & ~Q(decision="")),
                name="objection_decision_is_explained",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.DEFERRED)
                | Q(deferred_until__isnull=False)
                | ~Q(deferred_condition=""),
                name="objection_deferred_until_something",
            ),
            models.UniqueConstraint(
                fields=["ranked"],
                condition=Q(state__in=LIVE),
                name="one_live_objection_per_ranked",
            ),
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(state__in=LIVE),
                name="one_live_objection_per_entry",
            ),
        ]

    def __str__(self):
        return str(self.ranked or self.entry)

    @property
    def state_label(self):
        return _("疑义%(state)s") % {"state": self.get_state_display()}

    @property
    def tone(self):
        return TONES[self.state]

    @property
    def is_undecided(self):
        return self.state in UNDECIDED

    @property
    def is_decided(self):
        return self.state in {ObjectionState.ACCEPTED, ObjectionState.REJECTED}

    @property
    def turn(self):
        """Whose move it is; nobody's once it is over."""
        if not self.is_undecided:
            return None
        asked = self.state == ObjectionState.DISCUSSED and self.proposal and self.agreed is None
        return Turn.UNIT if asked else Turn.BUREAU


class TalkKind(models.TextChoices):
    CALL = "call", _("电话")
    MEETING = "meeting", _("会商")
    LETTER = "letter", _("来函来文")


class Talk(models.Model):
    """What was said about an objection outside the portal, and on which day (A1-5)."""

    objection = models.ForeignKey(Objection, models.PROTECT, related_name="talks")
    kind = models.CharField(_("方式"), max_length=8, choices=TalkKind)
    held_on = models.DateField(_("日期"))
    text = models.TextField(_("沟通内容"))
    at = models.DateTimeField(_("记录时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("记录人")
    )

    class Meta:
        verbose_name = _("沟通记录")
        verbose_name_plural = _("沟通记录")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="talk_has_text")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.held_on}"
