"""申诉: a unit contests a deduction within the window; what is given back is a row of its own."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from units.models.pairs import both_or_neither, somebody

from .kept_files import KeptFile
from .scores import Deduction

USER = settings.AUTH_USER_MODEL


class AppealState(models.TextChoices):
    PENDING = "pending", _("待答复")
    ACCEPTED = "accepted", _("成立")
    PARTLY = "partly", _("部分成立")
    REJECTED = "rejected", _("不成立")


APPEAL_TONES = {
    AppealState.PENDING: "warn",
    AppealState.ACCEPTED: "ok",
    AppealState.PARTLY: "info",
    AppealState.REJECTED: "danger",
}


class AppealQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.sees_everything:
            return self
        return self.filter(deduction__score__unit__path__startswith=user.unit.path)

    def pending(self):
        return self.filter(state=AppealState.PENDING)


class Appeal(models.Model):
    """申诉 against one deduction; what is given back is a row of its own, the sheet stays."""

    deduction = models.OneToOneField(
        Deduction, models.PROTECT, related_name="appeal", verbose_name=_("扣分")
    )
    text = models.TextField(_("申诉理由"))
    state = models.CharField(
        _("状态"), max_length=10, choices=AppealState, default=AppealState.PENDING
    )
    appealed_at = models.DateTimeField(_("申诉时间"))
    appealed_by = models.ForeignKey(
        USER, models.PROTECT, related_name="+", verbose_name=_("申诉人")
    )
    given_back = models.DecimalField(_("返还分"), max_digits=5, decimal_places=2, default=0)
    decision = models.TextField(_("答复"), blank=True)
    decided_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    decided_by = somebody(_("答复人"))

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("申诉")
        verbose_name_plural = _("申诉")
        constraints = [
            both_or_neither("decided", name="appeal_decided_both_or_neither"),
            models.CheckConstraint(condition=~Q(text=""), name="appeal_says_why"),
            models.CheckConstraint(
                condition=Q(state=AppealState.PENDING, decided_at__isnull=True, given_back=0)
                | Q(state=AppealState.REJECTED, decided_at__isnull=False, given_back=0)
                | Q(
                    state__in=[AppealState.ACCEPTED, AppealState.PARTLY],
                    decided_at__isnull=False,
                    given_back__gt=0,
                ),
                name="appeal_gives_back_when_accepted",
            ),
            models.CheckConstraint(
                condition=Q(state=AppealState.PENDING) | ~Q(decision=""),
                name="appeal_decision_is_explained",
            ),
        ]

    def __str__(self):
        return self.text[:40]

    @property
    def tone(self):
        return APPEAL_TONES[self.state]

    @property
    def is_pending(self):
        return self.state == AppealState.PENDING


class AppealFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(appeal__in=Appeal.objects.visible_to(user))


class AppealFile(KeptFile):
    """A file that supports an appeal."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="files")

    objects = AppealFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("申诉材料")
        verbose_name_plural = _("申诉材料")
        constraints = [
            models.UniqueConstraint(fields=["appeal", "checksum"], name="appeal_file_once")
        ]
