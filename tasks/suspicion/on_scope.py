"""Rules about scope and districts (domain §3.7)."""

from django.utils.translation import gettext_lazy as _

from matters.models import SystemLevel
from tasks.models import Scope
from tasks.models.suspicion import Severity

from .rule import Rule

ABOVE_DISTRICTS = frozenset(
    {
        SystemLevel.MINISTRY_VERTICAL,
        SystemLevel.PROVINCE_VERTICAL,
        SystemLevel.PROVINCE_BUILT,
        SystemLevel.CITY_BUILT,
    }
)


def _all_chosen(row, scene, limit):
    chosen = row.scope == Scope.SOME_DISTRICTS and len(row.districts) > 1
    if chosen and set(row.districts) >= set(scene.around.districts):
        return {"n": len(row.districts)}
    return None


def _leaves_itself_out(row, scene, limit):
    own = row.matter.district_id
    if not own or row.scope != Scope.SOME_DISTRICTS or not row.districts or own in row.districts:
        return None
    names = scene.around.districts
    chosen = [names.get(pk, str(pk)) for pk in row.districts]
    return {"own": names.get(own, ""), "districts": chosen}


def _whole_city(row, scene, limit):
    by_district = row.system_level == SystemLevel.DISTRICT_BUILT
    if by_district and row.scope == Scope.WHOLE_CITY:
        return {"name": row.system_name}
    return None


def _one_district(row, scene, limit):
    """A district's own row is about one district; the city's hardly ever is."""
    if row.matter.district_id or row.scope != Scope.SOME_DISTRICTS or len(row.districts) != 1:
        return None
    if row.system_level not in ABOVE_DISTRICTS:
        return None
    (chosen,) = row.districts
    name = scene.around.districts.get(chosen, str(chosen))
    return {"level": row.system_level, "districts": [name]}


def _city_level(row, scene, limit):
    return {} if row.matter.district_id and row.scope == Scope.CITY_LEVEL else None


RULES = (
    Rule(
        code="scope_all_chosen",
        title=_("部分区县却全选"),
        looks_for=_("适用范围填为“部分区县（市）”，却选了全部区、县（市）。"),
        sentence=_("适用范围为“部分区县（市）”，却选了全部%(n)s个，应为“全市”。"),
        severity=Severity.LOW,
        look=_all_chosen,
    ),
    Rule(
        code="scope_without_itself",
        title=_("区县事项不含本区县"),
        looks_for=_("区、县（市）的事项，适用区县中没有本区、县（市）。"),
        sentence=_("%(own)s的事项，适用区县填为%(districts)s，不含本区县。"),
        severity=Severity.HIGH,
        look=_leaves_itself_out,
    ),
    Rule(
        code="scope_whole_city",
        title=_("区县自建却适用全市"),
        looks_for=_("系统层级为“区县（市）自建”，适用范围却填为“全市”。"),
        sentence=_("区县（市）自建的系统“%(name)s”，适用范围却填为“全市”。"),
        look=_whole_city,
    ),
    Rule(
        code="scope_one_district",
        title=_("市级以上系统只适用一个区县"),
        looks_for=_("市级部门的事项、市级及以上建设的系统，适用区县只有一个。"),
        sentence=_("“%(level)s”的系统，适用区县只有%(districts)s。"),
        severity=Severity.LOW,
        look=_one_district,
    ),
    Rule(
        code="scope_city_level",
        title=_("区县事项填了市本级"),
        looks_for=_("区、县（市）的事项，适用范围填为“市本级”。"),
        sentence=_("区、县（市）的事项，适用范围却填为“市本级”。"),
        look=_city_level,
    ),
)
