"""Findings in sentences: built from their facts in the language of whoever reads them."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matters.models import SystemLevel
from tasks.models import Entry, ReturnClass

from .phones import EXAMPLE, IN_A_ROW, SAME_DIGIT, TOO_SHORT
from .rule import Rule

_WHY = {
    SAME_DIGIT: gettext_lazy("各位数字相同"),
    IN_A_ROW: gettext_lazy("是连号"),
    EXAMPLE: gettext_lazy("是示例号码"),
    TOO_SHORT: gettext_lazy("位数不足（该区号的号码为8位）"),
    "volume": gettext_lazy("办件量与库内相差大"),
    "level": gettext_lazy("系统层级填为“待核实”"),
}


def aim(rule: Rule, threshold: int | None) -> str:
    """What the rule looks for, with its present threshold."""
    return str(rule.looks_for) % {"threshold": threshold}


def sentence(rule: Rule, facts: dict) -> str:
    return filled(str(rule.sentence), facts)


def filled(words: str, facts: dict) -> str:
    """`words` of a rule, in the reader's language, with the figures and names of one finding."""
    return words % {name: _shown(name, facts[name], facts) for name in facts}


def answered(rule: Rule, row: Entry) -> str:
    """What the unit itself said to the warning that is behind the finding; may be nothing."""
    if rule.warning in row.settled:
        return _("单位已确认。")
    if rule.warning in EXPLAINED and row.remark:
        return _("单位已说明：%(remark)s") % {"remark": row.remark}
    return ""


# Warnings that are answered with a remark instead of a click.
EXPLAINED = frozenset({"volume_deviation", "level_unknown"})


def _shown(name: str, value, facts) -> str:
    if name in _SPECIAL:
        return _SPECIAL[name](value, facts)
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, list):
        return "、".join(map(str, value))
    return str(value)


def _percent(value, facts):
    if value is None:
        return ""
    text = _("（多%(percent)s%%）") if value > 0 else _("（少%(percent)s%%）")
    return text % {"percent": f"{abs(value):,}"}


def _level(value, facts):
    return str(SystemLevel(value).label) if value else _("未填")


def _name(value, facts):
    return value or _("无系统名称")


def _remark(value, facts):
    return _("只有“%(remark)s”") % {"remark": value} if value else _("未填")


def _who(value, facts):
    if value == "city":
        return _("市级部门")
    return _("%(n)s/%(of)s个区县") % facts


def _fields(value, facts):
    labels = [str(Entry._meta.get_field(name).verbose_name) for name in value]
    return _("改的是：%(fields)s") % {"fields": "、".join(labels)} if labels else _("什么都没有改")


_SPECIAL: dict[str, Callable] = {
    "percent": _percent,
    "level": _level,
    "other_level": _level,
    "name": _name,
    "other": _name,
    "remark": _remark,
    "why": lambda value, facts: str(_WHY[value]),
    "who": _who,
    "kind": lambda value, facts: str(ReturnClass(value).label),
    "fields": _fields,
}
