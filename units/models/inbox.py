"""The inbox: sentences the portal has for one person, with an unread count."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MessageQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(to=user)

    def unread(self):
        return self.filter(read_at__isnull=True)


class Message(models.Model):
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="inbox", verbose_name=_("收件人")
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
