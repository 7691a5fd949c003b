"""What leaves the portal: messages carried to people by other channels, each with its outcome."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .inbox import Message, MessageKind
from .pairs import somebody
from .units import Unit

# A letter that was being sent for so long has lost its worker; nobody knows whether it left.
SILENCE = timedelta(seconds=90)
MOST_ATTEMPTS = 6


class Channel(models.TextChoices):
    INBOX = "inbox", _("站内消息")
    EMAIL = "email", _("电子邮件")
    SMS = "sms", _("短信")
    DINGTALK = "dingtalk", _("钉钉/浙政钉群")
    WECOM = "wecom", _("企业微信群")


# What reaches one person; the others speak to a group.
PERSONAL = (Channel.EMAIL, Channel.SMS)
GROUPS = (Channel.DINGTALK, Channel.WECOM)


class Frequency(models.TextChoices):
    OFF = "off", _("不接收")
    INSTANT = "instant", _("即时")
    DAILY = "daily", _("每日汇总")


class ChannelPreference(models.Model):
    """How a person wants one kind of message on one channel; the inbox gets all of them (Q6)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("用户")
    )
    kind = models.CharField(_("消息类别"), max_length=12, choices=MessageKind)
    channel = models.CharField(_("渠道"), max_length=10, choices=Channel)
    frequency = models.CharField(_("频率"), max_length=10, choices=Frequency)

    class Meta:
        verbose_name = _("接收设置")
        verbose_name_plural = _("接收设置")
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "channel"], name="preference_once")
        ]

    def __str__(self):
        return f"{self.user} {self.kind} {self.channel}"


class Robot(models.Model):
    """A group robot (Q3, Q4). Its address is a secret: whoever has it may speak to the group."""

    name = models.CharField(_("群名称"), max_length=40, unique=True)
    channel = models.CharField(
        _("渠道"), max_length=10, choices=[(one.value, one.label) for one in GROUPS]
    )
    address = models.CharField(_("机器人地址"), max_length=300)
    secret = models.CharField(_("加签密钥"), max_length=120, blank=True)
    # Members of MessageKind this group is told of.
    kinds = models.JSONField(_("消息类别"), default=list)
    is_on = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = _("群机器人")
        verbose_name_plural = _("群机器人")

    def __str__(self):
        return self.name


class DeliveryState(models.TextChoices):
    QUEUED = "queued", _("待发送")
    SENDING = "sending", _("正在发送")
    SENT = "sent", _("已发送")
    FAILED = "failed", _("发送失败")
    UNKNOWN = "unknown", _("结果不明")


TONES = {
    DeliveryState.QUEUED: "muted",
    DeliveryState.SENDING: "info",
    DeliveryState.SENT: "ok",
    DeliveryState.FAILED: "danger",
    DeliveryState.UNKNOWN: "warn",
}


class DeliveryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The bureau reads the whole register, everybody else what concerns their branch."""
        if user.sees_everything:
            return self
        return self.filter(unit__path__startswith=user.unit.path)


class Delivery(models.Model):
    """One message on its way by one channel (G9).

    Claimed before it is sent: whoever claims it sends it. What was claimed and never came back
    is 结果不明 and is not sent again by itself; a person may (trust C4).
    """

    # Of a person; what a group is told has no message in anybody's inbox.
    message = models.ForeignKey(
        Message,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="deliveries",
        verbose_name=_("消息"),
    )
    person = somebody(_("收件人"))
    robot = models.ForeignKey(
        Robot, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("群机器人")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    channel = models.CharField(_("渠道"), max_length=10, choices=Channel)
    kind = models.CharField(_("消息类别"), max_length=12, choices=MessageKind)
    address = models.CharField(_("地址"), max_length=300, blank=True)
    subject = models.CharField(_("标题"), max_length=120)
    body = models.TextField(_("内容"), blank=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=DeliveryState, default=DeliveryState.QUEUED
    )
    asked_at = models.DateTimeField(_("提交时间"))
    # Not before: at night and on days off nothing is sent, a daily digest waits for its hour.
    due_at = models.DateTimeField(_("最早发送时间"))
    claimed_at = models.DateTimeField(_("取走时间"), null=True, blank=True)
    sent_at = models.DateTimeField(_("发送时间"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    error = models.CharField(_("失败原因"), max_length=300, blank=True)
    # Every attempt with its end: {"at": ISO moment, "state": DeliveryState, "answer": in words}.
    tries = models.JSONField(_("发送经过"), default=list)
    # Said inside a unit: the bureau sees that it was sent, not what it says (A3-7).
    inner = models.BooleanField(_("单位内部"), default=False)
    # Messages that left together in one digest carry the same number.
    letter = models.UUIDField(_("信件编号"), null=True, blank=True)
    again = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="resent",
        verbose_name=_("重发自"),
    )

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("发送记录")
        verbose_name_plural = _("发送记录")
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=[DeliveryState.QUEUED, DeliveryState.SENDING]),
                name="delivery_open",
            ),
            models.Index(fields=["-asked_at", "-id"], name="delivery_newest"),
            models.Index(fields=["unit", "-asked_at"], name="delivery_unit"),
            models.Index(fields=["person", "-asked_at"], name="delivery_person"),
            # What went wrong is rare, and looked for by itself.
            models.Index(
                fields=["state", "-asked_at"],
                condition=~Q(state=DeliveryState.SENT),
                name="delivery_not_sent",
            ),
            models.Index(fields=["letter"], name="delivery_letter"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "channel"],
                condition=Q(again__isnull=True),
                name="delivery_once_per_channel",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(robot__isnull=False),
                name="delivery_goes_to_somebody",
            ),
        ]

    def __str__(self):
        return self.subject

    @property
    def tone(self):
        return TONES[self.state]
