"""The ladder of reminders as data, and the ledger of what each rung has said to whom (G4, G5)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from units.models import Delivery, Message

from .tasks import Task


class Recipient(models.TextChoices):
    """Whom a rung tells: people of the unit that owes the task, its district, or the bureau."""

    FILLERS = "fillers", _("具体工作人员")
    HEADS = "heads", _("处室负责人")
    LEADER = "leader", _("分管领导（名单）")
    COLLECTORS = "collectors", _("区县电子政务办")
    BUREAU = "bureau", _("市局审核员")


class Colour(models.TextChoices):
    """三色督查单; the rungs before the deadline have none (domain §5.3)."""

    NONE = "", _("无")
    BLUE = "blue", _("蓝色")
    ORANGE = "orange", _("橙色")
    RED = "red", _("红色")


COLOUR_TONES = {
    Colour.NONE: "muted",
    Colour.BLUE: "info",
    Colour.ORANGE: "warn",
    Colour.RED: "danger",
}


class Basis(models.TextChoices):
    """The day a rung counts from, in workdays (docs/decisions/0027)."""

    DUE = "due", _("截止前最后工作日")
    # The date of the notice itself where it stands, day off or not (domain §5.3).
    LAST_DAY = "last_day", _("最后一天（含休息日）")
    # 逾期起算: after the rule for days off and the grace; nobody is late before.
    LATENESS = "lateness", _("逾期起算日")
    # What came back has a clock of its own and is never late (domain §10).
    CORRECTION = "correction", _("退回修改时限")


class Rung(models.Model):
    """One step of the ladder: `offset` workdays from the day its `basis` names."""

    code = models.SlugField(_("编号"), max_length=20, unique=True)
    name = models.CharField(_("名称"), max_length=40)
    basis = models.CharField(_("计算基准"), max_length=12, choices=Basis, default=Basis.DUE)
    offset = models.SmallIntegerField(
        _("相隔（工作日）"), validators=[MinValueValidator(-30), MaxValueValidator(60)]
    )
    hour = models.TimeField(_("发送时间"))
    colour = models.CharField(_("颜色"), max_length=10, choices=Colour, blank=True)
    # Members of Recipient and of units.Channel.
    recipients = models.JSONField(_("发给"), default=list)
    channels = models.JSONField(_("渠道"), default=list)
    # Templates: {单位} and the like are filled in (tasks.reminding.placeholders).
    subject = models.CharField(_("标题"), max_length=120)
    # To the people of each unit.
    body = models.TextField(_("正文（发给单位）"), blank=True)
    # One text about all of them, to the bureau and to chat groups.
    list_body = models.TextField(_("名单正文（发给市局和群）"), blank=True)
    # The slip (督查单) this rung issues by itself, if any.
    issues_slip = models.BooleanField(_("同时发单"), default=False)
    is_on = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = _("提醒节点")
        verbose_name_plural = _("提醒阶梯")
        constraints = [
            # Before the deadline nobody is late; after it there is lateness to count from.
            models.CheckConstraint(
                condition=Q(basis=Basis.DUE, offset__lte=0)
                | Q(basis=Basis.LAST_DAY, offset=0)
                | Q(basis=Basis.LATENESS, offset__gte=1)
                | Q(basis=Basis.CORRECTION),
                name="rung_offset_fits_basis",
            ),
            models.CheckConstraint(
                condition=Q(issues_slip=False) | (Q(basis=Basis.LATENESS) & ~Q(colour="")),
                name="rung_slip_has_colour",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("tasks:rung-edit", args=[self.pk])

    @property
    def tone(self):
        return COLOUR_TONES[Colour(self.colour)]

    @property
    def is_of_the_last_evening(self):
        """What may be said on a day off, too, and later than usual (domain §5.3)."""
        return self.basis == Basis.LAST_DAY

    @property
    def is_for_the_bureau(self):
        """A list of the missing; the units themselves hear nothing of it."""
        return set(self.recipients) == {Recipient.BUREAU}


class Reminder(models.Model):
    """The ledger: this rung spoke of this task, for this deadline, on this channel; once.

    The row is written in the transaction that writes its messages; whoever finds it there says
    nothing again. A moved deadline has another `due_on` and is reminded of anew (trust C4, C5).
    """

    task = models.ForeignKey(
        Task, models.PROTECT, related_name="reminders", verbose_name=_("填报任务")
    )
    rung = models.ForeignKey(
        Rung, models.PROTECT, related_name="reminders", verbose_name=_("提醒节点")
    )
    due_on = models.DateField(_("对应截止日"))
    channel = models.CharField(_("渠道"), max_length=10)
    at = models.DateTimeField(_("时间"))
    # Nobody to tell, or overtaken by a later rung after a standstill.
    skipped = models.CharField(_("未发原因"), max_length=120, blank=True)
    # What was said in one go, by one of however many workers.
    run = models.UUIDField(_("批次编号"))
    messages = models.ManyToManyField(Message, related_name="+", verbose_name=_("消息"))
    # What groups were told has no message in anybody's inbox.
    deliveries = models.ManyToManyField(Delivery, related_name="+", verbose_name=_("群消息"))

    class Meta:
        verbose_name = _("提醒记录")
        verbose_name_plural = _("提醒记录")
        constraints = [
            models.UniqueConstraint(
                fields=["task", "rung", "due_on", "channel"], name="reminder_once"
            )
        ]
        indexes = [models.Index(fields=["run"], name="reminder_run")]

    def __str__(self):
        return f"{self.rung} {self.task}"
