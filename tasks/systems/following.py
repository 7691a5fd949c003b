"""Rows follow the register: they take the name of their system, and are judged again."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from tasks.filling.judging import Surroundings, apply, judge
from tasks.filling.storing import JUDGED, store, upsert
from tasks.models import Entry, RowState, System, Task
from tasks.suspicion.examining import examine_rows
from units.models import Action, User


class Refused(Exception):
    """What was asked for is not possible (any more); the text says why and what to do."""


def hold(*pks: int) -> tuple[dict[int, System], list[Entry]]:
    """The systems with their rows as they are now, nobody else's until the transaction ends.

    Tasks, rows and systems are locked in the order in which those lock them who fill in.
    """
    tasks = Task.objects.filter(pk__in=Entry.objects.filter(system__in=pks).values("task"))
    held = {task.pk for task in tasks.order_by("pk").select_for_update(of=("self",))}
    systems = System.objects.filter(pk__in=pks).order_by("pk").select_for_update(of=("self",))
    systems = {system.pk: system for system in systems}
    rows = (
        Entry.objects.filter(system__in=pks)
        .select_related("matter", "task__unit", "task__obligation__campaign")
        .order_by("pk")
    )
    # Rows somebody stored between the two locks belong to tasks that are not held yet.
    if any(row.task_id not in held for row in rows):
        raise Refused(_("刚刚有单位填报了这一系统，没有改动任何内容，请再试一次。"))
    return systems, list(rows)


def rewrite(
    rows: Iterable[Entry], names: dict[int, str], *, action: Action, reason: str, by: User,
    at: datetime,
) -> list[Entry]:  # fmt: skip
    """Give the rows the name `names` has for each; one event per row, its state unchanged.

    The register must be stored before: the rows get the system their new name means.
    """
    rows = [row for row in rows if names[row.pk] != row.system_name]
    changed = []
    for row in rows:
        changes = {"system_name": [row.system_name, names[row.pk]]}
        row.system_name = names[row.pk]
        changed.append((row, changes))
    _judge(rows)
    store(changed, by=by, at=at, action=action, reason=reason)
    _examine(rows)
    return rows


def judge_again(rows: Iterable[Entry]) -> int:
    """Keep the warnings of rows that did not change right after the register did."""
    rows = list(rows)
    before = {row.pk: [getattr(row, name) for name in JUDGED] for row in rows}
    _judge(rows)
    stale = [row for row in rows if before[row.pk] != [getattr(row, name) for name in JUDGED]]
    upsert(stale, JUDGED)
    _examine(rows)
    return len(stale)


def _examine(rows):
    """The bureau's findings follow, too."""
    examine_rows(row.pk for row in rows if row.state == RowState.SUBMITTED)


def _judge(rows):
    campaigns = {row.task.obligation.campaign_id: row.task.obligation.campaign for row in rows}
    around = {pk: Surroundings.within(campaign) for pk, campaign in campaigns.items()}
    for row in rows:
        verdict = judge(row, around[row.task.obligation.campaign_id])
        was_complete = row.complete
        apply(row, verdict)
        # What was signed was complete when it was signed; the reviewer sees what is odd now.
        row.complete = row.complete if row.is_open else was_complete
