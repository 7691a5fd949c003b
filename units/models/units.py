"""The tree of units: city, bureau, departments, districts and their departments."""

import re
import unicodedata

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from pypinyin import Style, lazy_pinyin

_INSIGNIFICANT = re.compile(r"[\s()（）\[\]【】〔〕、，,。.·•\-—_/]+")


def normalise_name(text: str) -> str:
    """Fold a name for comparing: NFKC, no spaces, brackets or separators."""
    return _INSIGNIFICANT.sub("", unicodedata.normalize("NFKC", text or "")).lower()


def unit_search_text(short_name: str, name: str) -> str:
    """What a search box matches: both names and the pinyin initials of the short one."""
    initials = "".join(lazy_pinyin(short_name, style=Style.FIRST_LETTER))
    return f"{short_name} {name} {initials}".lower()[:200]


class UnitLevel(models.TextChoices):
    CITY = "city", _("市级")
    DISTRICT = "district", _("区县级")
    STREET = "street", _("乡镇（街道）级")
    VILLAGE = "village", _("村（社区）级")


class UnitKind(models.TextChoices):
    CITY = "city", _("市")
    BUREAU = "bureau", _("市数据资源局")
    DEPARTMENT = "department", _("市级部门")
    DISTRICT = "district", _("区、县（市）")
    DISTRICT_DEPARTMENT = "district_department", _("区县部门")
    CONTRACTOR = "contractor", _("承建公司")
    HALL = "hall", _("办事大厅")


class UnitQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Units whose rows `user` may open: the own branch, or all for the bureau."""
        if user.sees_everything:
            return self
        return self.filter(path__startswith=user.unit.path)

    def in_official_order(self):
        return self.order_by("sort_order", "pk")

    def valid_on(self, day):
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )

    def bureau(self):
        """市数据资源局; None before it is set up."""
        return self.filter(kind=UnitKind.BUREAU).in_official_order().first()

    def departments(self):
        return self.filter(kind=UnitKind.DEPARTMENT)

    def districts(self):
        return self.filter(kind=UnitKind.DISTRICT)

    def under(self, unit):
        """`unit` itself and everything below it."""
        return self.filter(path__startswith=unit.path)


class Unit(models.Model):
    """Somebody who is addressed by a notice or owns matters; never deleted, only ended."""

    name = models.CharField(_("全称"), max_length=80)
    short_name = models.CharField(_("简称"), max_length=40)
    level = models.CharField(_("层级"), max_length=10, choices=UnitLevel)
    kind = models.CharField(_("类别"), max_length=20, choices=UnitKind)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("上级"),
    )
    path = models.CharField(_("路径"), max_length=200, blank=True, editable=False, db_index=True)
    # The two development zones have no GB/T 2260 code, see domain §3.2: nullable, never validated.
    gb_code = models.CharField(_("行政区划代码"), max_length=12, blank=True)
    local_code = models.CharField(_("本地代码"), max_length=20, blank=True)
    org_code = models.CharField(_("机构编码"), max_length=40, blank=True)
    sort_order = models.PositiveIntegerField(_("排序"), default=0, db_index=True)
    valid_from = models.DateField(_("启用日期"), null=True, blank=True)
    valid_to = models.DateField(_("停用日期"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("承接单位"),
    )

    search = models.CharField(max_length=200, blank=True, editable=False)

    # 市级对应部门: which city departments a district department answers to, n:m (domain §3.3).
    counterparts = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="district_counterparts",
        verbose_name=_("市级对应部门"),
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("单位")
        verbose_name_plural = _("单位")
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "short_name"], name="unit_name_once_per_parent"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="unit_validity_in_order",
            ),
        ]

    def __str__(self):
        return self.short_name

    def save(self, *args, **kwargs):
        self.search = unit_search_text(self.short_name, self.name)
        super().save(*args, **kwargs)
        path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
        if path != self.path:
            self.path = path
            type(self).objects.filter(pk=self.pk).update(path=path)

    @property
    def is_district_department(self):
        return self.kind == UnitKind.DISTRICT_DEPARTMENT

    @property
    def full_label(self):
        """`上城区·区人力社保局` for a district department, else the short name."""
        if self.is_district_department and self.parent:
            return f"{self.parent.short_name}·{self.short_name}"
        return self.short_name

    def contains(self, other) -> bool:
        return other.path.startswith(self.path)


class UnitAlias(models.Model):
    """Another name under which workbooks know a unit, e.g. 大江东产业聚集区 (domain Q13)."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="aliases", verbose_name=_("单位"))
    name = models.CharField(_("别名"), max_length=80)

    class Meta:
        verbose_name = _("单位别名")
        verbose_name_plural = _("单位别名")
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="unit_alias_once")]

    def __str__(self):
        return self.name
