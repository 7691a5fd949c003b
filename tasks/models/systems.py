"""The register of business systems (业务系统): an agreed name each, other names, merges."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from pypinyin import Style, lazy_pinyin

from matters.models import SystemLevel
from units.models import normalise_name
from units.models.pairs import both_or_neither, somebody

# No answer, 无业务系统, 待核实: levels that say nothing of a system.
NO_LEVEL = frozenset({"", SystemLevel.NO_SYSTEM, SystemLevel.UNKNOWN})


def system_search_text(names) -> str:
    """What a search box matches: every name and its pinyin initials."""
    initials = ["".join(lazy_pinyin(name, style=Style.FIRST_LETTER)) for name in names]
    return " ".join([*names, *initials]).lower()[:600]


def system_key(name: str) -> str:
    """What a name is found by; empty where it holds nothing but marks, which names no system."""
    return normalise_name(name)[:120]


class SystemQuerySet(models.QuerySet):
    def standing(self):
        """Systems that were not merged into another one."""
        return self.filter(merged_into__isnull=True)

    def search(self, text):
        rows = self
        for word in text.lower().split():
            rows = rows.filter(search__contains=word)
        return rows


class System(models.Model):
    """One business system. Names are no secret: every unit shall write the same (story 8)."""

    name = models.CharField(_("系统名称"), max_length=120, unique=True)
    level = models.CharField(_("系统层级"), max_length=20, choices=SystemLevel, blank=True)
    search = models.CharField(max_length=600, blank=True, editable=False)
    # A merged system stays, so that the merge can be undone.
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="absorbed",
        verbose_name=_("并入"),
    )
    created_at = models.DateTimeField(_("登记时间"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("登记人"),
    )

    objects = SystemQuerySet.as_manager()

    class Meta:
        verbose_name = _("业务系统")
        verbose_name_plural = _("业务系统")
        constraints = [
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("pk")), name="system_not_merged_into_itself"
            )
        ]

    def __str__(self):
        return self.name


class SystemName(models.Model):
    """A name a system goes by, its own included; `key` is the folded name and finds it."""

    system = models.ForeignKey(
        System, models.CASCADE, related_name="names", verbose_name=_("业务系统")
    )
    name = models.CharField(_("名称"), max_length=120)
    key = models.CharField(max_length=120, unique=True, editable=False)

    class Meta:
        verbose_name = _("系统名称")
        verbose_name_plural = _("系统名称")

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.key = system_key(self.name)
        super().save(*args, **kwargs)


class SystemMerge(models.Model):
    """One merge: `absorbed` into `kept`, with the rows that followed, so that it can be undone."""

    kept = models.ForeignKey(System, models.PROTECT, related_name="merges")
    absorbed = models.ForeignKey(System, models.PROTECT, related_name="+")
    reason = models.CharField(_("理由"), max_length=200)
    # [[entry id, the name the row carried before], …]
    rows = models.JSONField(default=list)
    # Keys of the names that moved to the kept system.
    names = models.JSONField(default=list)
    at = models.DateTimeField(_("合并时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("合并人")
    )
    undone_at = models.DateTimeField(_("拆分时间"), null=True, blank=True)
    undone_by = somebody(_("拆分人"))

    class Meta:
        verbose_name = _("系统合并")
        verbose_name_plural = _("系统合并")
        constraints = [both_or_neither("undone", name="system_merge_undone_both_or_neither")]

    def __str__(self):
        return f"{self.absorbed} → {self.kept}"
