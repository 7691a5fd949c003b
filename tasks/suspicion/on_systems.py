"""Rules about system names and levels."""

from django.utils.translation import gettext_lazy as _

from matters.models import SystemLevel
from tasks.filling.judging import (
    built_by_districts,
    near_duplicate,
    registered_otherwise,
    told_level,
)
from tasks.models import system_key
from tasks.models.suspicion import Severity

from .rule import ROWS, Rule


def _against_register(row, scene, limit):
    registered = registered_otherwise(row, scene.around.register)
    if registered is None:
        return None
    return {"level": row.system_level, "name": registered.name, "other_level": registered.level}


def _against_name(row, scene, limit):
    likely = told_level(row)
    if likely is None:
        return None
    return {"level": row.system_level, "name": row.system_name, "other_level": likely.value}


def _near_duplicate(row, scene, limit):
    near = near_duplicate(row, scene.around.register)
    if near is None:
        return None
    return {"name": row.system_name, "other": near.system.name, "n": near.rows}


def _unknown(row, scene, limit):
    return {} if row.system_level == SystemLevel.UNKNOWN else None


def _district_on_city(row, scene, limit):
    return {"name": row.system_name} if built_by_districts(row) else None


def _used_once(lines, scene, limit):
    """A name the library does not know, and hardly anybody else uses: perhaps another name."""
    if len(lines) > limit or system_key(lines[0].name) in scene.hinted:
        return {}
    return {line.pk: {"name": line.name, "n": len(lines)} for line in lines}


RULES = (
    Rule(
        code="level_against_register",
        title=_("系统层级与台账不一致"),
        looks_for=_("所填系统层级与系统台账中登记的层级不一致。"),
        sentence=_("填为“%(level)s”，系统台账中“%(name)s”为“%(other_level)s”。"),
        severity=Severity.HIGH,
        warning="level_conflicts_register",
        look=_against_register,
    ),
    Rule(
        code="level_against_name",
        title=_("系统层级与名称不符"),
        looks_for=_("系统名称透露的建设层级（如“公安部…”“浙江省…”）与所填层级不同。"),
        sentence=_("填为“%(level)s”，名称“%(name)s”像是“%(other_level)s”。"),
        warning="level_name_mismatch",
        look=_against_name,
    ),
    Rule(
        code="name_near_duplicate",
        title=_("系统名称近似"),
        looks_for=_("系统名称与台账中另一用得更多的名称几乎相同。"),
        sentence=_("“%(name)s”与已用于%(n)s行的“%(other)s”名称相近，可能是同一系统。"),
        warning="system_near_duplicate",
        look=_near_duplicate,
    ),
    Rule(
        code="level_unknown",
        title=_("层级待核实"),
        looks_for=_("系统层级填为“待核实”：责任无法落实，不能通过审核。"),
        sentence=_("系统层级填为“待核实”，核实前不能通过。"),
        severity=Severity.HIGH,
        warning="level_unknown",
        look=_unknown,
    ),
    Rule(
        code="level_district_on_city",
        title=_("市级事项填了区县自建"),
        looks_for=_("市级部门的事项，系统层级填为“区县（市）自建”。"),
        sentence=_("市级部门的事项，系统“%(name)s”填为“区县（市）自建”。"),
        warning="level_district_on_city",
        look=_district_on_city,
    ),
    Rule(
        code="system_used_once",
        title=_("系统名称独此一家"),
        looks_for=_("系统名称库内没有，全市填报的也不超过%(threshold)s行，可能是别名或误填。"),
        sentence=_("系统“%(name)s”库内没有，全市只有%(n)s行这样填。"),
        severity=Severity.LOW,
        threshold=1,
        counts=ROWS,
        key=lambda line: line.system,
        compare=_used_once,
    ),
)
