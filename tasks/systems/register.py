"""Which registered system a written name means; a name nobody wrote before is registered."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction

from matters.models import Matter
from tasks.models import Entry, System, SystemName, system_key, system_search_text
from tasks.models.systems import NO_LEVEL
from units.models import Action, Event, User

AT_ONCE = 500
MOST_ATTEMPTS = 4
# A system somebody writes into rows is not merged away before those rows are stored; writers
# do not wait for each other.
_HOLD = " ORDER BY s.id FOR KEY SHARE OF s"


def link(rows: Iterable[Entry], *, by: User, at: datetime) -> None:
    """Set `system` of the rows by their `system_name`; the caller stores both."""
    rows = list(rows)
    found = resolve({row.system_name for row in rows}, by=by, at=at)
    for row in rows:
        row.system = found.get(system_key(row.system_name))


def resolve(names: Iterable[str], *, by: User | None, at: datetime) -> dict[str, System]:
    """The standing system of each name by its folded key; unknown names are registered.

    A name that holds no letter or figure names no system. One query when all are known.
    """
    wanted = {key: name.strip() for name in sorted(names) if (key := system_key(name))}
    found = {}
    for _attempt in range(MOST_ATTEMPTS):
        found = _held(wanted)
        new = {key: name for key, name in wanted.items() if key not in found}
        if not new:
            break
        _register(new, by=by, at=at)
    return found


def _held(keys) -> dict[str, System]:
    """The systems of `keys`, held all together or, when one is missing, none of them.

    A system that was merged while we waited for it is missing: its name leads elsewhere now.
    """
    with transaction.atomic():
        found = _known(keys)
        if len(found) < len(keys):
            transaction.set_rollback(True)
    return found


def _known(keys: Iterable[str]) -> dict[str, System]:
    keys, found = list(keys), {}
    hold = _HOLD if connection.features.has_select_for_update else ""
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        marks = ", ".join(["%s"] * len(some))
        found |= {
            system.key: system
            for system in System.objects.raw(
                "SELECT s.*, n.key AS key FROM tasks_systemname n"
                " JOIN tasks_system s ON s.id = n.system_id"
                f" WHERE n.key IN ({marks}) AND s.merged_into_id IS NULL{hold}",
                some,
            )
        }
    return found


@transaction.atomic
def _register(new: dict[str, str], *, by, at) -> None:
    """Register each name once, whoever else registers it at this moment."""
    levels = _hinted_levels(new.values())
    System.objects.bulk_create(
        (
            System(
                name=name,
                level=levels.get(name, ""),
                search=system_search_text([name]),
                created_at=at,
                created_by=by,
            )
            for name in new.values()
        ),
        batch_size=AT_ONCE,
        ignore_conflicts=True,
    )
    nameless = System.objects.standing().filter(names__isnull=True)
    systems = list(nameless.filter(name__in=new.values()))
    SystemName.objects.bulk_create(
        (SystemName(system=one, name=one.name, key=system_key(one.name)) for one in systems),
        batch_size=AT_ONCE,
        ignore_conflicts=True,
    )
    # Two spellings of one name, written at the same moment: the second has found its system.
    nameless.filter(pk__in=[one.pk for one in systems]).delete()
    _trace(System.objects.filter(pk__in=[one.pk for one in systems]), by=by, at=at)


def _trace(systems, *, by, at):
    if by is not None:
        Event.objects.bulk_create(
            Event(**Event.objects.row(Action.CREATE, by=by, at=at, subject=system))
            for system in systems
        )


def _hinted_levels(names) -> dict[str, str]:
    """The level the library gives each name most often."""
    hints = (
        Matter.objects.filter(system_hint__in=list(names))
        .exclude(level_hint__in=NO_LEVEL)
        .values_list("system_hint", "level_hint")
    )
    most = {}
    for (name, level), _count in reversed(Counter(hints).most_common()):
        most[name] = level
    return most


def refresh_search(system: System) -> None:
    """Let the search box find `system` by all the names it has now."""
    names = system.names.order_by("pk").values_list("name", flat=True)
    others = [name for name in names if name != system.name]
    system.search = system_search_text([system.name, *others])
    system.save(update_fields=["search"])
