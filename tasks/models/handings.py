"""Rows handed to a colleague or a division of the own unit (分办), and given back (B13)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from units.models.pairs import both_or_neither, somebody

from .tasks import Task

USER = settings.AUTH_USER_MODEL


class HandingQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.sees_everything:
            return self
        return self.filter(task__unit__path__startswith=user.unit.path)

    def open(self):
        """Handed out, not given back and not recalled."""
        return self.filter(returned_at__isnull=True, recalled_at__isnull=True)

    def for_person(self, user):
        """To the person by name, or to the division they sit in."""
        own = Q(to=user)
        if user.division:
            own |= Q(to__isnull=True, division=user.division)
        return self.filter(own, task__unit=user.unit_id)


class Handing(models.Model):
    """Some rows of `task`, to one person or to a division. The rows point to it while it is out
    and after they were given back, so that the giver finds them; no more once it was recalled."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="handings")
    to = somebody(_("承办人"))
    division = models.CharField(_("承办处（科）室"), max_length=40, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    due_on = models.DateField(_("请于此日前交回"), null=True, blank=True)
    count = models.PositiveIntegerField(_("行数"))
    given_at = models.DateTimeField(_("分办时间"))
    given_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("分办人"))
    returned_at = models.DateTimeField(_("交回时间"), null=True, blank=True)
    returned_by = somebody(_("交回人"))
    answer = models.CharField(_("交回说明"), max_length=300, blank=True)
    recalled_at = models.DateTimeField(_("收回时间"), null=True, blank=True)
    recalled_by = somebody(_("收回人"))

    objects = HandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("分办")
        verbose_name_plural = _("分办")
        indexes = [models.Index(fields=["task", "returned_at"], name="handing_task")]
        constraints = [
            models.CheckConstraint(
                condition=Q(to__isnull=False) | ~Q(division=""), name="handing_has_somebody"
            ),
            both_or_neither("returned", name="handing_returned_both_or_neither"),
            both_or_neither("recalled", name="handing_recalled_both_or_neither"),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True) | Q(recalled_at__isnull=True),
                name="handing_ends_once",
            ),
        ]

    def __str__(self):
        return f"{self.task}（{self.whom}）"

    @property
    def whom(self):
        """The person, or the division, the rows are with."""
        return self.to.name if self.to else self.division

    @property
    def is_open(self):
        return self.returned_at is None and self.recalled_at is None
