"""The inbox: sentences the portal has for one person, with an unread count."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MessageKind(models.TextChoices):
    """What a message is about; people choose by it where else they want to be told (Q6)."""

    TASK = "task", _("任务与报送")
    REVIEW = "review", _("审核与退回")
    OBJECTION = "objection", _("疑义与留言")
    REMINDER = "reminder", _("到期提醒")
    CHASING = "chasing", _("催办督办")
    CIRCULAR = "circular", _("通报考核")
    JOB = "job", _("后台任务")
    OTHER = "other", _("其他")


class MessageQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(to=user)

    def unread(self):
        return self.filter(read_at__isnull=True)


class Message(models.Model):
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="inbox", verbose_name=_("收件人")
    )
    kind = models.CharField(
        _("类别"), max_length=12, choices=MessageKind, default=MessageKind.OTHER
    )
    subject = models.CharField(_("标题"), max_length=120)
    body = models.TextField(_("内容"), blank=True)
    url = models.CharField(_("链接"), max_length=200, blank=True)
    sent_at = models.DateTimeField(_("时间"))
    read_at = models.DateTimeField(_("阅读时间"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("消息")
        verbose_name_plural = _("消息")
        indexes = [
            models.Index(fields=["to", "-sent_at"], name="message_to"),
            models.Index(fields=["to"], condition=Q(read_at__isnull=True), name="message_unread"),
        ]

    def __str__(self):
        return self.subject
