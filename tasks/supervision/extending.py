"""Moving a deadline (G1): who may have another day, the trace it leaves, who is told."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from tasks.models import CampaignState, Extension, Obligation, Task
from units import inbox
from units.models import Action, Event, MessageKind, User
from units.workdays import end_of
from yichuang.templatetags.ui import last_day

from .clocks import late_from
from .wording import long_date, sentence


def movable(tasks):
    """Of `tasks`, a QuerySet, those whose deadline still decides something: never reported, not
    released, and of a campaign that runs."""
    return tasks.outstanding().filter(obligation__campaign__state=CampaignState.PUBLISHED)


@inbox.in_chinese
@transaction.atomic
def extend(
    tasks: Iterable[Task], until: date, *, reason: str, by: User, at: datetime
) -> list[Extension]:
    """Give what units owe until 24:00 of the day `until`, be it later or earlier; a district's
    parts go with it. What was reported meanwhile, or is due then anyway, is left alone.

    Every unit is told once, whatever is moved for it.
    """
    due_at = end_of(until)
    pks = [task.pk for task in tasks]
    family = movable(Task.objects.filter(Q(pk__in=pks) | Q(parent__in=pks)))
    # Before its rows and in the order of all others, like `TaskQuerySet.held`.
    held = family.for_page().order_by("pk").select_for_update(of=("self",), no_key=True)
    moved = [task for task in held if last_day(task.due_at) != until]
    extensions = Extension.objects.bulk_create(
        Extension(task=task, was=task.due_at, until=due_at, reason=reason, by=by, at=at)
        for task in moved
    )
    Event.objects.bulk_create(
        Event(
            **Event.objects.row(
                Action.MOVE_DEADLINE, by=by, at=at, subject=task, unit=task.unit, reason=reason,
                changes=change(task.due_at, until),
            )
        )
        for task in moved
    )  # fmt: skip
    for campaign, pks in _by_campaign(moved).items():
        Task.objects.filter(pk__in=pks).update(
            due_at=due_at, late_at=late_from(due_at, campaign), version=F("version") + 1
        )
    _tell(moved, due_at, reason, at)
    return extensions


@transaction.atomic
def extend_obligation(
    obligation: Obligation, until: date, *, reason: str, by: User, at: datetime
) -> list[Extension]:
    """The same for every unit; who joins later is given the new date, too."""
    stored = Obligation.objects.select_for_update(no_key=True).get(pk=obligation.pk)
    if last_day(stored.due_at) != until:
        Event.objects.record(
            Action.MOVE_DEADLINE, by=by, at=at, subject=stored, reason=reason,
            changes=change(stored.due_at, until),
        )  # fmt: skip
        Obligation.objects.filter(pk=stored.pk).update(due_at=end_of(until))
    tasks = Task.objects.filter(obligation=stored).owed()
    return extend(tasks, until, reason=reason, by=by, at=at)


def change(was: datetime, until: date) -> dict:
    """The last day, before and after, for the trail."""
    return {"due_at": [last_day(was).isoformat(), until.isoformat()]}


def _by_campaign(tasks):
    found = defaultdict(list)
    for task in tasks:
        found[task.obligation.campaign].append(task.pk)
    return found


def _tell(tasks, due_at, reason, at):
    by_unit = defaultdict(list)
    for task in tasks:
        by_unit[task.unit_id].append(task)
    for unit_id, own in by_unit.items():
        lines = [
            _("“%(task)s”由%(was)s改为：%(due)s。") % {
                "task": task.obligation,
                "was": long_date(last_day(task.due_at)),
                "due": sentence(due_at, task.obligation.campaign),
            }
            for task in own
        ]  # fmt: skip
        inbox.tell(
            inbox.people_of([unit_id]),
            kind=MessageKind.TASK,
            subject=_("截止时间调整为%(day)s：%(task)s") % {
                "day": long_date(last_day(due_at)),
                "task": "、".join(str(task.obligation) for task in own),
            },
            body="\n".join([*lines, _("理由：%(reason)s") % {"reason": reason}]),
            url=own[0].get_absolute_url(),
            at=at,
        )  # fmt: skip
