"""Threads (留言) on a row or an objection, with mentions; and evidence files (B14, D1)."""

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from .entries import Entry
from .kept_files import KeptFile
from .objections import Objection


class Audience(models.TextChoices):
    UNIT = "unit", _("本单位内部")
    BUREAU = "bureau", _("本单位与市局")


class PostQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The own branch reads its threads; the bureau reads what is addressed to it, too."""
        if user.sees_everything:
            return self.filter(audience=Audience.BUREAU)
        own = Q(entry__task__unit__path__startswith=user.unit.path) | Q(
            objection__unit__path__startswith=user.unit.path
        )
        return self.filter(own)

    def in_order(self):
        return self.order_by("pk")

    def unread_by(self, user):
        """What others wrote since `user` last looked at the thread."""
        return self.exclude(by=user).exclude(Exists(_seen_by(user)))

    def counts_by_entry(self, user):
        """{entry id: (how many posts, how many of them `user` has not seen)}."""
        unread = ~Q(by=user) & ~Exists(_seen_by(user))
        counted = self.filter(entry__isnull=False).values_list("entry_id").order_by()
        figures = counted.annotate(total=Count("pk"), unread=Count("pk", filter=unread))
        return {entry: (total, new) for entry, total, new in figures}


def _seen_by(user):
    """The visits of `user` by which the post of the outer query was seen."""
    about = Q(entry=OuterRef("entry")) | Q(objection=OuterRef("objection"))
    return ThreadVisit.objects.filter(about, person=user, seen__gte=OuterRef("pk"))


class Post(models.Model):
    """One message of a thread; about a row or about an objection. Never changed, never deleted."""

    entry = models.ForeignKey(Entry, models.PROTECT, null=True, blank=True, related_name="posts")
    objection = models.ForeignKey(
        Objection, models.PROTECT, null=True, blank=True, related_name="posts"
    )
    audience = models.CharField(
        _("谁能看到"), max_length=8, choices=Audience, default=Audience.UNIT
    )
    text = models.TextField(_("留言"))
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("留言人")
    )
    mentions = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="mentioned_in", blank=True, verbose_name=_("提到")
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("留言")
        verbose_name_plural = _("留言")
        constraints = [
            models.CheckConstraint(
                condition=Q(entry__isnull=True, objection__isnull=False)
                | Q(entry__isnull=False, objection__isnull=True),
                name="post_about_one_thing",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="post_has_text"),
        ]

    def __str__(self):
        return self.text[:40]


class ThreadVisit(models.Model):
    """How far a person has read a thread: every post up to the one with the key `seen`."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    entry = models.ForeignKey(Entry, models.CASCADE, null=True, related_name="+")
    objection = models.ForeignKey(Objection, models.CASCADE, null=True, related_name="+")
    seen = models.BigIntegerField()

    class Meta:
        verbose_name = _("留言阅读进度")
        verbose_name_plural = _("留言阅读进度")
        constraints = [
            models.CheckConstraint(
                condition=Q(entry__isnull=True, objection__isnull=False)
                | Q(entry__isnull=False, objection__isnull=True),
                name="visit_of_one_thread",
            ),
            models.UniqueConstraint(fields=["person", "entry"], name="visit_once_per_entry"),
            models.UniqueConstraint(
                fields=["person", "objection"], name="visit_once_per_objection"
            ),
        ]

    def __str__(self):
        return f"{self.person} {self.entry or self.objection}"


class EvidenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.sees_everything:
            return self
        return self.filter(objection__unit__path__startswith=user.unit.path)


class Evidence(KeptFile):
    """A file that supports an objection."""

    objection = models.ForeignKey(Objection, models.PROTECT, related_name="evidence")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("佐证材料")
        verbose_name_plural = _("佐证材料")
        constraints = [
            # The same file sent twice, by a double click for instance, is one file.
            models.UniqueConstraint(fields=["objection", "checksum"], name="evidence_once")
        ]
