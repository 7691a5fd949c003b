"""Taking back the last taking over of a task as one step, as far as nothing changed since."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tasks.filling.grid import same
from tasks.filling.judging import apply, judge
from tasks.filling.storing import store
from tasks.models import Entry, Task
from units import inbox
from units.models import Action, Event, User

from .desk import Desk


@dataclass(frozen=True)
class LastTaking:
    """The newest taking over in some lists: when, by whom, and {row id: its changes}."""

    at: datetime
    by: User
    changes: dict[int, dict]


@dataclass(frozen=True)
class TakenBack:
    """Rows that are as before, and rows left alone: changed since, or no longer with the unit."""

    rows: list[Entry]
    kept: list[Entry]


def last_taking(desk: Desk) -> LastTaking | None:
    """The newest taking over by somebody of the own unit: nobody takes back a foreign act."""
    events = Event.objects.filter(
        subject=Entry._meta.label_lower,
        subject_id__in=Entry.objects.filter(task__in=[one.pk for one in desk.lists]).values("pk"),
        action=Action.TAKE_OVER,
        by__unit=desk.user.unit_id,
    )
    newest = events.select_related("by__unit").order_by("-at", "-pk").first()
    if newest is None:
        return None
    same_act = events.filter(at=newest.at, by=newest.by_id).values_list("subject_id", "changes")
    return LastTaking(newest.at, newest.by, dict(same_act))


def reach(desk: Desk) -> tuple[LastTaking, TakenBack] | None:
    """What can be taken back of the last taking over right now; None when nothing can."""
    if not (last := last_taking(desk)):
        return None
    found = _split(desk, desk.rows(last.changes), last)
    return (last, found) if found.rows else None


def _split(desk, rows, last) -> TakenBack:
    back, kept = [], []
    for row in rows:
        facts = _facts(last.changes[row.pk])
        as_taken = all(same(getattr(row, name), new) for name, (_old, new) in facts.items())
        free = row.is_open and row.task_id in desk.open_tasks
        (back if as_taken and free else kept).append(row)
    return TakenBack(back, kept)


def _facts(changes):
    return {name: change for name, change in changes.items() if name in Entry.FACTS}


@inbox.in_chinese
@transaction.atomic
def take_back(task: Task, *, seen: datetime, by: User, at: datetime) -> TakenBack:
    """Undo the taking over of the moment `seen`: the old values are back, one event per row.

    Rows somebody has changed since are kept as they are. When another taking over came
    meanwhile, or it was taken back already, nothing happens and no row is returned.
    """
    desk = Desk(Task.objects.held(task.pk), by)
    desk.refuse_closed()
    last = last_taking(desk)
    if last is None or last.at != seen:
        return TakenBack([], [])
    found = _split(desk, desk.rows(last.changes).select_for_update(of=("self",)), last)
    changed = [(row, _restore(row, last.changes[row.pk], desk.around)) for row in found.rows]
    store(changed, by=by, at=at, action=Action.WITHDRAW, reason=_("撤回接用"))
    return found


def _restore(row, changes, around) -> dict:
    """Put the old facts back, with where they came from if they had been taken over, too."""
    facts = _facts(changes)
    for name, (old, _new) in facts.items():
        setattr(row, name, old)
    earlier = dict(changes.get("origin", [{}])[0])
    row.unconfirmed = not earlier.pop("confirmed", True)
    row.origin = earlier
    apply(row, judge(row, around))
    return {name: [new, old] for name, (old, new) in facts.items()}
