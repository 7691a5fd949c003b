"""Deadlines are rows of the tasks; what moved one keeps its reason (G1)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .tasks import Task


class ExtensionQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.sees_everything:
            return self
        return self.filter(task__in=Task.objects.visible_to(user))


class Extension(models.Model):
    """A task whose deadline was moved by the bureau: from when to when, and why."""

    task = models.ForeignKey(
        Task, models.PROTECT, related_name="extensions", verbose_name=_("填报任务")
    )
    was = models.DateTimeField(_("原截止时间"))
    until = models.DateTimeField(_("新截止时间"))
    reason = models.TextField(_("理由"))
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("操作人")
    )

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("延期")
        verbose_name_plural = _("延期")
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="extension_has_reason"),
            models.CheckConstraint(condition=~Q(was=F("until")), name="extension_moves"),
        ]

    def __str__(self):
        return f"{self.task}"
