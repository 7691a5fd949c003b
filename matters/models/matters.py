"""A service matter as the provincial library knows it; nobody edits it here."""

from functools import lru_cache

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pypinyin import Style, lazy_pinyin
from pypinyin.seg.simpleseg import seg

from units.models import Unit

from .library import LibraryVersion


class MatterType(models.TextChoices):
    """Own slugs: the numbering of QL_KIND is not stable across sources (domain §3.6)."""

    XUKE = "xuke", _("行政许可")
    QUEREN = "queren", _("行政确认")
    JIFU = "jifu", _("行政给付")
    FUWU = "fuwu", _("公共服务")
    QITA = "qita", _("其他行政权力")
    CAIJUE = "caijue", _("行政裁决")
    JIANGLI = "jiangli", _("行政奖励")
    ZHENGSHOU = "zhengshou", _("行政征收")
    SHENHE = "shenhe", _("审核转报")


class ClientType(models.TextChoices):
    PERSON = "person", _("个人")
    LEGAL = "legal", _("法人")
    BOTH = "both", _("个人、法人")


class MatterState(models.TextChoices):
    IN_USE = "in_use", _("在用")
    SUSPENDED = "suspended", _("暂停")
    CANCELLED = "cancelled", pgettext_lazy("state of a matter", "取消")


TONES = {
    MatterState.IN_USE: "ok",
    MatterState.SUSPENDED: "warn",
    MatterState.CANCELLED: "muted",
}


class SystemLevel(models.TextChoices):
    """事项所在系统层级; the first six are the notice's wording (domain §3.7)."""

    MINISTRY_VERTICAL = "ministry_vertical", _("部委垂管")
    PROVINCE_VERTICAL = "province_vertical", _("省级垂管")
    PROVINCE_BUILT = "province_built", _("省级自建")
    CITY_BUILT = "city_built", _("市级自建")
    DISTRICT_BUILT = "district_built", _("区县（市）自建")
    STANDALONE = "standalone", _("独立部署")
    NO_SYSTEM = "no_system", _("无业务系统（手工办理）")
    UNKNOWN = "unknown", _("待核实")


def matter_search_text(base_code, name, sub_item, system_hint="") -> str:
    """What a search box matches: code, names and the pinyin initials of the names."""
    names = name + sub_item
    return f"{base_code} {names} {system_hint} {_initials(names)}".lower()[:400]


@lru_cache(maxsize=8192)
def _initials(names: str) -> str:
    """Worked out once: the same matter stands in the library for every region."""
    return "".join(map(_initials_of_word, seg(names)))


@lru_cache(maxsize=8192)
def _initials_of_word(word: str) -> str:
    return "".join(lazy_pinyin(word, style=Style.FIRST_LETTER))


def matter_label(base_code, name, sub_item) -> str:
    """A matter in one line, as lists, choices and the audit trail name it."""
    return f"{base_code} {name}（{sub_item}）" if sub_item else f"{base_code} {name}"


class MatterQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.sees_everything:
            return self
        return self.filter(unit__path__startswith=user.unit.path)

    def in_use(self):
        return self.filter(state=MatterState.IN_USE)

    def countable(self):
        """On-request “最多跑一次” matters in use: what the goals count (A2-2)."""
        return self.in_use().filter(on_request=True, run_once=True)

    def of_city(self):
        return self.filter(district__isnull=True)

    def of_districts(self):
        return self.filter(district__isnull=False)

    def search(self, text):
        rows = self
        for word in text.lower().split():
            rows = rows.filter(search__contains=word)
        return rows


class Matter(models.Model):
    """One matter of one region and department. Identity is `inner_code`; `base_code` is shared
    by all regions (domain §3.4). Volumes are cases of 2017 in that region."""

    inner_code = models.CharField(_("权力内部编码"), max_length=60, unique=True)
    base_code = models.CharField(_("权力编码"), max_length=50)
    national_code = models.CharField(_("国家编码"), max_length=33, blank=True)
    library_guid = models.CharField(_("权力唯一标识"), max_length=60, blank=True)
    name = models.CharField(_("事项名称"), max_length=200)
    sub_item = models.CharField(_("子项名称"), max_length=200, blank=True)
    type = models.CharField(_("事项类型"), max_length=10, choices=MatterType)
    client = models.CharField(_("办理对象"), max_length=10, choices=ClientType)
    # No indexes of their own: those of the lists below begin with them.
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="matters",
        verbose_name=_("所属部门"),
        db_index=False,
    )
    district = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="district_matters",
        verbose_name=_("区、县（市）"),
        db_index=False,
    )
    volume = models.PositiveIntegerField(_("2017年办件量（件）"), null=True, blank=True)
    on_request = models.BooleanField(_("依申请"), default=True)
    run_once = models.BooleanField(_("最多跑一次"), default=True)
    nearby = models.BooleanField(_("适合就近可办"), default=False)
    system_hint = models.CharField(_("系统名称（库内）"), max_length=120, blank=True)
    level_hint = models.CharField(
        _("系统层级（库内）"), max_length=20, choices=SystemLevel, blank=True
    )
    state = models.CharField(
        _("状态"), max_length=10, choices=MatterState, default=MatterState.IN_USE
    )
    state_on = models.DateField(_("状态日期"), null=True, blank=True)
    version = models.ForeignKey(
        LibraryVersion, models.PROTECT, related_name="matters", verbose_name=_("库版本")
    )
    sort_order = models.PositiveIntegerField(_("库内顺序"), default=0)
    search = models.CharField(max_length=400, blank=True, editable=False)
    extra = models.JSONField(_("其他字段"), default=dict, blank=True)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("事项")
        verbose_name_plural = _("事项")
        indexes = [
            models.Index(fields=["base_code"], name="matter_base_code"),
            models.Index(fields=["unit", "sort_order", "id"], name="matter_unit"),
            models.Index(fields=["district", "sort_order", "id"], name="matter_district"),
            models.Index(fields=["sort_order", "id"], name="matter_order"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MatterState.IN_USE) | Q(state_on__isnull=False),
                name="matter_left_use_on_a_date",
            )
        ]

    def __str__(self):
        return matter_label(self.base_code, self.name, self.sub_item)

    @property
    def tone(self):
        return TONES[self.state]

    @property
    def is_personal_errand(self):
        """Personal, on request, “最多跑一次”: the denominator of the pilots' goal (A2-2, G2)."""
        return self.client == ClientType.PERSON and self.on_request and self.run_once

    @property
    def full_name(self):
        return f"{self.name}（{self.sub_item}）" if self.sub_item else self.name
