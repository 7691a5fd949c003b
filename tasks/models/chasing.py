"""督查单: a numbered paper that asks one unit for one thing, its feedback and its 销号 (G5).

Three kinds in three colours (domain §5.3): 交办单 blue, 催办单 orange, 督办单 red, one matter a
slip (一事一单). Whoever issues keeps a series of numbers per kind and year, 催办〔2018〕3号.
"""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from units.models import Unit, UnitKind
from units.models.pairs import both_or_neither, somebody

from .campaigns import Campaign
from .reminding import Colour
from .tasks import WITH_THE_DISTRICT, Task


class ChasingKind(models.TextChoices):
    ASSIGN = "assign", _("交办单")
    URGE = "urge", _("催办单")
    SUPERVISE = "supervise", _("督办单")

    @property
    def colour(self) -> Colour:
        return COLOURS[self]


COLOURS = {
    ChasingKind.ASSIGN: Colour.BLUE,
    ChasingKind.URGE: Colour.ORANGE,
    ChasingKind.SUPERVISE: Colour.RED,
}
# What stands before the brackets of a number: official, hence not translated.
WORDS = {
    ChasingKind.ASSIGN: "交办",
    ChasingKind.URGE: "催办",
    ChasingKind.SUPERVISE: "督办",
}


class ChasingState(models.TextChoices):
    OPEN = "open", _("待反馈")
    ANSWERED = "answered", _("已反馈，待核")
    SENT_BACK = "sent_back", _("反馈已退回")
    ACCEPTED = "accepted", _("反馈已采纳")
    CLOSED = "closed", _("已销号")
    CANCELLED = "cancelled", _("已撤销")


STANDING = (
    ChasingState.OPEN,
    ChasingState.ANSWERED,
    ChasingState.SENT_BACK,
    ChasingState.ACCEPTED,
)
# It is the unit's turn to say something.
TO_ANSWER = (ChasingState.OPEN, ChasingState.SENT_BACK)

TONES = {
    ChasingState.OPEN: "warn",
    ChasingState.ANSWERED: "info",
    ChasingState.SENT_BACK: "danger",
    ChasingState.ACCEPTED: "info",
    ChasingState.CLOSED: "ok",
    ChasingState.CANCELLED: "muted",
}


class SlipSeries(models.Model):
    """The last number given to a kind of slip in a year; held while a slip is being numbered."""

    issuer = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("发单单位"))
    kind = models.CharField(_("单别"), max_length=10, choices=ChasingKind)
    year = models.PositiveSmallIntegerField(_("年份"))
    last = models.PositiveIntegerField(_("最后编号"), default=0)

    class Meta:
        verbose_name = _("督查单编号")
        verbose_name_plural = _("督查单编号")
        constraints = [
            models.UniqueConstraint(fields=["issuer", "kind", "year"], name="slip_series_once")
        ]

    def __str__(self):
        return f"{self.kind} {self.year}"


class ChasingSlipQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The bureau and the leaders read all, a unit what was sent to it or its departments."""
        if user.sees_everything:
            return self
        return self.filter(unit__path__startswith=user.unit.path)

    def standing(self):
        return self.filter(state__in=STANDING)

    def settled(self):
        """What was asked for has come in; only the 销号 is left (已报送，待销号)."""
        return self.standing().filter(task__state__in=WITH_THE_DISTRICT)

    def unsettled(self):
        return self.standing().exclude(task__state__in=WITH_THE_DISTRICT)

    def to_answer(self):
        """The unit has still to say what it does about it."""
        return self.unsettled().filter(state__in=TO_ANSWER)

    def to_judge(self):
        """Feedback that waits for whoever issued the slip."""
        return self.unsettled().filter(state=ChasingState.ANSWERED)

    def overdue(self, *, at):
        return self.unsettled().filter(due_at__lt=at)

    def for_page(self):
        return self.select_related(
            "unit__parent", "issuer", "campaign", "task__obligation", "issued_by__unit"
        )


class ChasingSlip(models.Model):
    """One slip. `task` is empty when it asks for something that is no task of the portal."""

    kind = models.CharField(_("单别"), max_length=10, choices=ChasingKind)
    issuer = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("发单单位"))
    year = models.PositiveSmallIntegerField(_("年份"))
    number = models.PositiveIntegerField(_("编号"))
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="chasing_slips", verbose_name=_("专项")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="chasing_slips", verbose_name=_("责任单位")
    )
    task = models.ForeignKey(
        Task,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="chasing_slips",
        verbose_name=_("填报任务"),
    )
    # As it stood on the roster when the slip was issued; empty when nobody was named.
    addressee = models.CharField(_("责任人"), max_length=40, blank=True)
    addressee_duty = models.CharField(_("责任人职责"), max_length=40, blank=True)
    item = models.CharField(_("工作事项"), max_length=200)
    reason = models.TextField(_("发单原因"))
    demand = models.TextField(_("工作要求"))
    due_at = models.DateTimeField(_("时限"))
    state = models.CharField(
        _("状态"), max_length=10, choices=ChasingState, default=ChasingState.OPEN
    )
    issued_at = models.DateTimeField(_("发出时间"))
    # Empty: by the ladder.
    issued_by = somebody(_("发单人"))
    closed_at = models.DateTimeField(_("销号时间"), null=True, blank=True)
    closed_by = somebody(_("销号人"))
    close_note = models.CharField(_("销号说明"), max_length=300, blank=True)
    cancelled_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    cancelled_by = somebody(_("撤销人"))
    cancel_reason = models.CharField(_("撤销理由"), max_length=300, blank=True)

    objects = ChasingSlipQuerySet.as_manager()

    class Meta:
        verbose_name = _("督查单")
        verbose_name_plural = _("督查单")
        indexes = [
            models.Index(fields=["unit", "state"], name="chasing_unit_state"),
            models.Index(fields=["-issued_at", "-id"], name="chasing_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "kind", "year", "number"], name="chasing_number_once"
            ),
            models.UniqueConstraint(
                fields=["task", "kind"],
                condition=Q(state__in=STANDING),
                name="chasing_stands_once_per_task",
            ),
            models.CheckConstraint(
                condition=~Q(item="") & ~Q(reason="") & ~Q(demand=""),
                name="chasing_says_what_and_why",
            ),
            models.CheckConstraint(
                condition=Q(due_at__gt=F("issued_at")), name="chasing_due_after_issue"
            ),
            both_or_neither("closed", name="chasing_closed_both_or_neither"),
            both_or_neither("cancelled", name="chasing_cancelled_both_or_neither"),
            models.CheckConstraint(
                condition=Q(state=ChasingState.CLOSED, closed_at__isnull=False)
                | (~Q(state=ChasingState.CLOSED) & Q(closed_at__isnull=True)),
                name="chasing_closed_is_a_state",
            ),
            models.CheckConstraint(
                condition=Q(state=ChasingState.CANCELLED, cancelled_at__isnull=False)
                & ~Q(cancel_reason="")
                | ~Q(state=ChasingState.CANCELLED) & Q(cancelled_at__isnull=True, cancel_reason=""),
                name="chasing_cancelled_has_reason",
            ),
        ]

    def __str__(self):
        return self.official_number

    def get_absolute_url(self):
        return reverse("tasks:chasing-slip", args=[self.pk])

    @property
    def official_number(self) -> str:
        """催办〔2018〕3号; a district's own series says whose it is: 上城区催办〔2018〕3号."""
        whose = self.issuer.short_name if self.issuer.kind == UnitKind.DISTRICT else ""
        return f"{whose}{WORDS[self.kind]}〔{self.year}〕{self.number}号"

    @property
    def colour(self) -> Colour:
        return COLOURS[self.kind]

    @property
    def is_standing(self) -> bool:
        return self.state in STANDING

    @property
    def is_settled(self) -> bool:
        """What it asked for has come in; for a page that has its task at hand."""
        reported = self.task is not None and self.task.state in WITH_THE_DISTRICT
        return self.is_standing and reported

    @property
    def label(self):
        return _("已报送，待销号") if self.is_settled else self.get_state_display()

    @property
    def tone(self):
        return "info" if self.is_settled else TONES[self.state]

    def is_overdue(self, *, at) -> bool:
        return self.is_standing and not self.is_settled and self.due_at < at
