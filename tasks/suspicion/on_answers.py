"""Rules about one base code answered differently, and about answers taken from elsewhere."""

from collections import Counter

from django.utils.translation import gettext_lazy as _

from matters.models import SystemLevel
from tasks.models import Entry, ReturnClass
from tasks.models.suspicion import Severity

from .rule import PERCENT, Rule

# Of two districts that differ neither is the odd one; two that agree outweigh the city.
FEWEST, FEWEST_AGAINST_CITY = 3, 2
SAYS_NOTHING = frozenset({"", SystemLevel.UNKNOWN})

# The facts each class of return asks to change; nothing is asked where none is named.
ASKED = {
    ReturnClass.VOLUME: ("volume",),
    ReturnClass.LEVEL: ("system_level",),
    ReturnClass.NAME: ("system_name",),
    ReturnClass.CONTACT: ("contact", "phone"),
    ReturnClass.SCOPE: ("scope", "districts"),
    ReturnClass.INCOMPLETE: ("remark",),
    ReturnClass.OTHER: (*Entry.FACTS, "remark"),
}


def _code(line):
    return None if line.level in SAYS_NOTHING else line.code


def _prevailing(lines, share, fewest):
    """What most districts say, if they are many enough and agree enough: (line, how many)."""
    if len(lines) < fewest:
        return None, 0
    ((answer, count), *_others) = Counter(line.answer for line in lines).most_common(1)
    if count * 100 < share * len(lines) or count * 2 <= len(lines):
        return None, 0
    return next(line for line in lines if line.answer == answer), count


def _differs(line, other):
    """A district may run its own copy of what others run for all (domain §3.7)."""
    own_copy = line.district and line.level == SystemLevel.STANDALONE
    return line.answer != other.answer and not own_copy


def _facts(line, other, **figures):
    return {
        "name": line.name,
        "level": line.level,
        "other": other.name,
        "other_level": other.level,
        **figures,
    }


def _among_districts(lines, scene, share):
    districts = [line for line in lines if line.district]
    most, count = _prevailing(districts, share, FEWEST)
    if most is None:
        return {}
    figures = {"n": count, "of": len(districts)}
    return {line.pk: _facts(line, most, **figures) for line in districts if _differs(line, most)}


def _city_and_districts(lines, scene, share):
    """Who stands alone is struck: the city against most districts, or a district against it."""
    districts = [line for line in lines if line.district]
    city = next((line for line in lines if not line.district), None)
    if city is None or not districts:
        return {}
    most, count = _prevailing(districts, share, FEWEST_AGAINST_CITY)
    if most is not None and _differs(city, most):
        return {city.pk: _facts(city, most, who="districts", n=count, of=len(districts))}
    return {
        line.pk: _facts(line, city, who="city", n=1, of=1)
        for line in districts
        if _differs(line, city)
    }


def _unconfirmed(row, scene, limit):
    if not (row.unconfirmed and row.origin):
        return None
    return {"label": row.origin.get("label", "")}


def _untouched(row, scene, limit):
    """退回后未改: reported again, and what the return was about is as it was."""
    last = scene.returns.get(row.pk)
    if last is None or last.kind not in ASKED:
        return None
    changed = [name for name, old in last.before.items() if old != getattr(row, name)]
    if set(changed) & set(ASKED[last.kind]):
        return None
    return {"kind": last.kind, "fields": changed}


RULES = (
    Rule(
        code="districts_disagree",
        title=_("各区县填法不一"),
        looks_for=_("同一权力编码，%(threshold)s%%以上的区县填法相同，本行与之不同。"),
        sentence=_(
            "本行填“%(name)s”（%(level)s），%(n)s/%(of)s个区县填“%(other)s”（%(other_level)s）。"
        ),
        threshold=60,
        counts=PERCENT,
        least=51,
        most=100,
        key=_code,
        compare=_among_districts,
    ),
    Rule(
        code="city_disagrees",
        title=_("市与区县填法不一"),
        looks_for=_(
            "同一权力编码，区县与市级部门填法不同；%(threshold)s%%以上的区县一致时，"
            "以区县为准指出市级部门的一行。"
        ),
        sentence=_("本行填“%(name)s”（%(level)s），%(who)s填“%(other)s”（%(other_level)s）。"),
        severity=Severity.LOW,
        threshold=60,
        counts=PERCENT,
        least=51,
        most=100,
        key=_code,
        compare=_city_and_districts,
    ),
    Rule(
        code="taken_unconfirmed",
        title=_("接用未确认"),
        looks_for=_("答案是从别处接用的，填报单位没有确认。"),
        sentence=_("接用自%(label)s，本单位没有确认。"),
        warning="taken_over",
        look=_unconfirmed,
    ),
    Rule(
        code="untouched_after_return",
        title=_("退回后未改"),
        looks_for=_("按原因类别退回后重新报送，所指的内容没有改。"),
        sentence=_("因“%(kind)s”退回，重新报送时所指内容没有改（%(fields)s）。"),
        severity=Severity.HIGH,
        look=_untouched,
    ),
)
