"""What a system is called and by whom it is run: other names, the agreed name, the level."""

from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from tasks.models import Entry, System, SystemMerge, SystemName, system_key
from tasks.models.systems import NO_LEVEL
from units import inbox
from units.models import Action, Event, User

from .following import Refused, hold, judge_again, rewrite
from .register import refresh_search


@transaction.atomic
def add_name(system: System, name: str, *, by: User, at: datetime) -> None:
    """Another name leads to `system` from now on. Raises `Refused` when it names one already."""
    systems, rows = hold(system.pk)
    system = _standing(systems[system.pk])
    own = system.names.filter(key=_free_key(name, system))
    if own.exists():
        raise Refused(_("“%(name)s”已是该系统的名称。") % {"name": own[0].name})
    SystemName.objects.create(system=system, name=name)
    refresh_search(system)
    judge_again(rows)
    _record(system, {"alias": ["", name]}, by, at)


@transaction.atomic
def remove_name(name: SystemName, *, by: User, at: datetime) -> None:
    """The name no longer leads to its system; refused while rows or a merge need it."""
    systems, rows = hold(name.system_id)
    system = systems[name.system_id]
    if system_key(system.name) == name.key:
        raise Refused(_("这是该系统的统一名称，不能删除；请先改用其他名称。"))
    used = sum(system_key(row.system_name) == name.key for row in rows)
    if used:
        raise Refused(
            _("还有 %(n)s 行填写的是“%(name)s”，不能删除。") % {"n": used, "name": name.name}
        )
    for merge in SystemMerge.objects.filter(undone_at__isnull=True, kept=system):
        if name.key in merge.names:
            raise Refused(_("“%(name)s”是合并来的名称，请改用“拆分”。") % {"name": name.name})
    name.delete()
    refresh_search(system)
    judge_again(rows)
    _record(system, {"alias": [name.name, ""]}, by, at)


@inbox.in_chinese
@transaction.atomic
def rename(system: System, name: str, *, reason: str, by: User, at: datetime) -> int:
    """`name` becomes the agreed name; rows that carried the one before take it. Returns how many.

    The name before stays as another name. Raises `Refused` when `name` names another system.
    """
    systems, rows = hold(system.pk)
    system = _standing(systems[system.pk])
    key, before = _free_key(name, system), system.name
    if before == name:  # pressed twice
        return 0
    if System.objects.filter(name=name).exclude(pk=system.pk).exists():
        raise Refused(_("“%(name)s”是已合并系统的名称，请先拆分。") % {"name": name})
    SystemName.objects.update_or_create(key=key, defaults={"system": system, "name": name})
    system.name = name
    system.save(update_fields=["name"])
    refresh_search(system)
    carrying = [row for row in rows if row.system_name == before]
    names = {row.pk: name for row in carrying}
    changed = rewrite(carrying, names, action=Action.EDIT, reason=reason, by=by, at=at)
    gone = {row.pk for row in changed}
    judge_again(row for row in rows if row.pk not in gone)
    _record(system, {"name": [before, name]}, by, at, reason)
    return len(changed)


@transaction.atomic
def set_level(system: System, level: str, *, by: User, at: datetime, reason: str = "") -> int:
    """Say who runs `system`; rows that say otherwise become odd. Returns how many changed."""
    systems, rows = hold(system.pk)
    system = _standing(systems[system.pk])
    before = system.level
    if before == level:
        return 0
    system.level = level
    system.save(update_fields=["level"])
    _record(system, {"level": [before, level]}, by, at, reason)
    return judge_again(rows)


@inbox.in_chinese
@transaction.atomic
def fill_levels(*, by: User, at: datetime) -> int:
    """Give every system without a level the one most reported rows give; how many got one."""
    levels = _levels_given()
    held, rows = hold(*levels)
    systems = [system for system in held.values() if not system.level]
    for system in systems:
        system.level = levels[system.pk]
    System.objects.bulk_update(systems, ["level"], batch_size=500)
    Event.objects.bulk_create(
        Event(
            **Event.objects.row(
                Action.EDIT,
                by=by,
                at=at,
                subject=system,
                changes={"level": ["", system.level]},
                reason=_("按多数填报补齐"),
            )
        )
        for system in systems
    )
    judge_again(rows)
    return len(systems)


def _levels_given() -> dict[int, str]:
    """The level most reported rows give, by system that has none."""
    given = (
        Entry.objects.reported()
        .filter(system__in=System.objects.standing().filter(level=""))
        .exclude(system_level__in=NO_LEVEL)
        .values_list("system", "system_level")
        .annotate(n=Count("pk"))
        .order_by("-n", "system_level")
    )
    levels = {}
    for pk, level, _count in given:
        levels.setdefault(pk, level)
    return levels


def _free_key(name: str, system: System) -> str:
    """The folded `name`, which may be one of `system` already but of no other."""
    key = system_key(name)
    if not key:
        raise Refused(_("名称须含有文字或数字。"))
    taken = SystemName.objects.filter(key=key).exclude(system=system).select_related("system")
    if other := taken.first():
        raise Refused(
            _("“%(name)s”已登记为“%(other)s”，如为同一系统请用“合并”。")
            % {"name": name, "other": other.system.name}
        )
    return key


def _standing(system):
    if system.merged_into_id:
        raise Refused(_("“%(name)s”已并入其他系统，请刷新后再试。") % {"name": system.name})
    return system


def _record(system, changes, by, at, reason=""):
    Event.objects.record(Action.EDIT, by=by, at=at, subject=system, changes=changes, reason=reason)
