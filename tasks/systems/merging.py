"""Merging two systems that are one, and splitting them again (domain §6.3, story 8)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tasks.models import Entry, System, SystemMerge, SystemName
from tasks.models.rows import OPEN_ROWS
from units import inbox
from units.models import Action, Event, MessageKind, Unit, User

from .following import Refused, hold, judge_again, rewrite
from .register import refresh_search


@dataclass(frozen=True)
class Outlook:
    """What a merge would do: how many rows of how many units get another name, which names move."""

    absorbed: System
    kept: System
    rows: int
    open_rows: int
    units: int
    names: list[str]


def outlook(absorbed: System, kept: System) -> Outlook:
    counts = Entry.objects.filter(system=absorbed).aggregate(
        rows=Count("pk"),
        open_rows=Count("pk", filter=Q(state__in=OPEN_ROWS)),
        units=Count("task__unit", distinct=True),
    )
    names = list(absorbed.names.order_by("pk").values_list("name", flat=True))
    return Outlook(absorbed, kept, names=names, **counts)


@inbox.in_chinese
@transaction.atomic
def merge(absorbed: System, kept: System, *, reason: str, by: User, at: datetime) -> SystemMerge:
    """`absorbed` becomes part of `kept`: its names lead there, its rows take the kept name.

    One event per row; states are unchanged; units with open rows are told. Raises `Refused`
    when somebody else merged one of them meanwhile.
    """
    systems, rows = hold(absorbed.pk, kept.pk)
    absorbed, kept = systems[absorbed.pk], systems[kept.pk]
    _refuse_absorbed(absorbed)
    _refuse_absorbed(kept)
    moved = [row for row in rows if row.system_id == absorbed.pk]
    names = list(absorbed.names.order_by("pk"))
    done = SystemMerge.objects.create(
        kept=kept,
        absorbed=absorbed,
        reason=reason,
        rows=[[row.pk, row.system_name] for row in moved],
        names=[name.key for name in names],
        at=at,
        by=by,
    )
    _lead_to(kept, absorbed)
    _follow(rows, moved, {row.pk: kept.name for row in moved}, Action.MERGE, reason, by, at)
    _record(Action.MERGE, absorbed, {"merged_into": ["", kept.name]}, reason, by, at)
    also = "、".join(name.name for name in names)
    _record(Action.MERGE, kept, {"alias": ["", also]}, reason, by, at)
    subject = _("系统“%(old)s”已统一为“%(new)s”") % {"old": absorbed.name, "new": kept.name}
    _tell(moved, subject, reason, at)
    return done


def _lead_to(kept: System, absorbed: System) -> None:
    absorbed.names.update(system=kept)
    absorbed.merged_into = kept
    absorbed.save(update_fields=["merged_into"])
    refresh_search(kept)


@inbox.in_chinese
@transaction.atomic
def split(merged: SystemMerge, *, reason: str, by: User, at: datetime) -> int:
    """Undo a merge: rows that still carry the kept name get their old one back; how many did."""
    systems, rows = hold(merged.kept_id, merged.absorbed_id)
    absorbed, kept = systems[merged.absorbed_id], systems[merged.kept_id]
    merged = SystemMerge.objects.select_for_update(of=("self",)).get(pk=merged.pk)
    if merged.undone_at:
        raise Refused(_("这次合并已经由他人拆分，没有重复处理。"))
    _refuse_absorbed(kept)
    old_names = dict(merged.rows)
    back = [row for row in rows if row.pk in old_names and row.system_name == kept.name]
    merged.undone_at, merged.undone_by = at, by
    merged.save(update_fields=["undone_at", "undone_by"])
    SystemName.objects.filter(key__in=merged.names, system=kept).update(system=absorbed)
    absorbed.merged_into = None
    absorbed.save(update_fields=["merged_into"])
    refresh_search(kept)
    refresh_search(absorbed)
    _follow(rows, back, old_names, Action.SPLIT, reason, by, at)
    _record(Action.SPLIT, absorbed, {"merged_into": [kept.name, ""]}, reason, by, at)
    also = "、".join(absorbed.names.order_by("pk").values_list("name", flat=True))
    _record(Action.SPLIT, kept, {"alias": [also, ""]}, reason, by, at)
    subject = _("系统“%(old)s”已从“%(new)s”拆分") % {"old": absorbed.name, "new": kept.name}
    _tell(back, subject, reason, at)
    return len(back)


def _refuse_absorbed(system):
    if system.merged_into_id:
        into = System.objects.get(pk=system.merged_into_id)
        raise Refused(
            _("“%(name)s”已并入“%(into)s”，请刷新后再试；要改变那次合并，请先拆分。")
            % {"name": system.name, "into": into.name}
        )


def _follow(rows, moved, names, action, reason, by, at):
    """The moved rows get their names; those that stay may no longer be odd, or be so now."""
    rewrite(moved, names, action=action, reason=reason, by=by, at=at)
    gone = {row.pk for row in moved}
    judge_again(row for row in rows if row.pk not in gone)


def _record(action, system, changes, reason, by, at):
    Event.objects.record(action, by=by, at=at, subject=system, changes=changes, reason=reason)


def _tell(rows, subject, reason, at):
    units = Unit.objects.filter(pk__in={row.task.unit_id for row in rows if row.is_open})
    count = len(rows)
    affected = ngettext(
        "共 %(n)s 行的系统名称随之更改，填报状态不变。",
        "共 %(n)s 行的系统名称随之更改，填报状态不变。",
        count,
    ) % {"n": count}
    inbox.tell(
        inbox.people_of(units),
        kind=MessageKind.REVIEW,
        subject=subject,
        body=f"{reason}\n{affected}",
        url=reverse("tasks:home"),
        at=at,
    )
