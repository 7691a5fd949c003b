"""Names of systems to propose while one types: what others wrote, and what the library hints."""

from django.db.models import Count
from django.utils.translation import gettext as _

from matters.models import Matter, SystemLevel
from tasks.models import Campaign, Entry

MOST_NAMES = 12
LONGEST_QUERY = 60


def names_like(typed: str, *, campaign: Campaign) -> list[tuple[str, str]]:
    """Up to twelve (name, note) that contain `typed`, most used first.

    Names of systems are no secret: everybody shall write the same one (domain story 8).
    """
    typed = typed.replace("\0", "").strip()[:LONGEST_QUERY]
    if not typed:
        return []
    used = (
        Entry.objects.filter(task__obligation__campaign=campaign, system_name__icontains=typed)
        .values_list("system_name")
        .annotate(n=Count("pk"))
        .order_by("-n", "system_name")[:MOST_NAMES]
    )
    found = {name: _("已用于 %(n)d 行") % {"n": count} for name, count in used}
    hints = (
        Matter.objects.in_use()
        .filter(system_hint__icontains=typed)
        .values_list("system_hint", "level_hint")
        .distinct()
        .order_by("system_hint")[:MOST_NAMES]
    )
    for name, level in hints:
        note = SystemLevel(level).label if level in SystemLevel.values else ""
        found.setdefault(name, str(note))
    return list(found.items())[:MOST_NAMES]
