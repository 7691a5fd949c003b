"""Saved views of a list: its filters and columns under a name, for oneself or for all (N2, N3)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The own ones, and those others share; what they show is the reader's own rows."""
        return self.filter(Q(owner=user) | Q(shared=True))


class SavedView(models.Model):
    """`query` is the part of the address after the ?; without a name it holds the person's own
    columns of the list."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="saved_views",
        verbose_name=_("保存人"),
    )
    page = models.CharField(max_length=20)
    name = models.CharField(_("视图名称"), max_length=40, blank=True)
    query = models.CharField(_("筛选条件"), max_length=1000, blank=True)
    columns = models.JSONField(_("显示列"), default=list, blank=True)
    shared = models.BooleanField(_("共享给同事"), default=False)
    saved_at = models.DateTimeField(_("保存时间"))

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("视图")
        verbose_name_plural = _("视图")
        constraints = [
            models.UniqueConstraint(fields=["owner", "page", "name"], name="saved_view_named_once"),
            models.CheckConstraint(
                condition=~Q(name="") | Q(shared=False), name="saved_view_shared_has_name"
            ),
        ]

    def __str__(self):
        return self.name
