"""Systems to propose while one types: the registered ones by any name, and what the library hints.

Names of systems are no secret: everybody shall write the same one (domain §6.3, story 8).
"""

from django.db.models import Count, F, OuterRef, Subquery
from django.utils.translation import gettext as _

from matters.models import Matter, SystemLevel
from tasks.models import System, SystemName, system_key

MOST_NAMES = 12
LONGEST_QUERY = 60


def names_like(typed: str) -> list[dict[str, str]]:
    """Up to twelve `{"text", "note", "level"}`, the most used first; two queries.

    `typed` is a part of any name a system goes by, or of the pinyin initials of one.
    """
    typed = typed.replace("\0", "").strip()[:LONGEST_QUERY]
    if not typed:
        return []
    found = [_proposal(system) for system in _registered(typed)]
    known = {system_key(one["text"]) for one in found}
    for name, level in _hinted(typed):
        if system_key(name) not in known:
            known.add(system_key(name))
            found.append({"text": name, "note": _note(level, _("库内提示")), "level": level})
    return found[:MOST_NAMES]


def _registered(typed):
    alias = SystemName.objects.filter(system=OuterRef("pk"), name__icontains=typed)
    other = alias.exclude(name=OuterRef("name")).order_by("pk").values("name")[:1]
    return (
        System.objects.standing()
        .search(typed)
        .annotate(count=Count("rows"), alias=Subquery(other))
        .order_by("-count", "pk")[:MOST_NAMES]
    )


def _proposal(system):
    used = _("已用于 %(n)d 行") % {"n": system.count}
    also = _("又名“%(name)s”") % {"name": system.alias} if system.alias else ""
    return {
        "text": system.name,
        "note": _note(system.level, used, also),
        "level": system.level,
    }


def _hinted(typed):
    """Names in the library nobody has written yet, each with the level hinted most often."""
    hints = (
        Matter.objects.in_use()
        .filter(system_hint__icontains=typed)
        .values("system_hint", level=F("level_hint"))
        .annotate(n=Count("pk"))
        .order_by("-n", "system_hint")[: 2 * MOST_NAMES]
    )
    return [(hint["system_hint"], hint["level"]) for hint in hints]


def _note(level, *more):
    label = str(SystemLevel(level).label) if level in SystemLevel.values else ""
    return " · ".join(part for part in (label, *more) if part)
