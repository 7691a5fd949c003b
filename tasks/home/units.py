"""What those who fill in, sign and collect find first; and who has no part in it yet."""

from collections import Counter

from django.utils import timezone

from tasks.circulars import circulars
from tasks.collecting.collecting import matrix
from tasks.filling import handed
from tasks.filling.todo import todos
from tasks.models import ChangeSlip, ChasingSlip, Objection, State, Task, Turn
from tasks.models.tasks import TONES, WITH_THE_DISTRICT
from units.models import Role
from units.permissions import Permission, may

MOST_SLIPS = 20


def unit(user, at):
    """A filler or a head: what the own unit owes."""
    tasks = Task.objects.visible_to(user).for_page().filter(unit=user.unit_id)
    items = todos(tasks, user, on=timezone.localdate(at))
    return "tasks/home_unit.html", {
        "todos": items,
        "ours": sum(item.is_ours for item in items),
        "to_sign": sum(item.is_to_be_signed for item in items),
        "mine": handed.listed(handed.with_person(user)),
        "asked": Objection.objects.visible_to(user).waiting_for(Turn.UNIT).count(),
        "slips": ChangeSlip.objects.to_be_known_by(user).count(),
        "chased": _chased(user),
        "named": circulars.named_and_unread(user),
        "is_head": may(user, Permission.SUBMIT),
    }


def _chased(user):
    """Slips on which it is the unit's move: to say something, or to report at last."""
    slips = ChasingSlip.objects.for_page().filter(unit=user.unit_id).unsettled()
    return list(slips.order_by("due_at", "pk")[:MOST_SLIPS])


def collector(user, at):
    """A district's collector: the district's tasks, and how far its departments are."""
    _template, context = unit(user, at)
    lists = [todo.task for todo in context["todos"] if todo.task.is_collected]
    context["lists"] = [_departments(task) for task in lists]
    return "tasks/home_collector.html", context


def _departments(task):
    """The departments of a district, those with something to do first, and counts by state."""
    order = [State.RETURNED, *(state for state in State if state != State.RETURNED)]
    parts = sorted(matrix(task), key=lambda part: order.index(State(part.state)))
    counts = Counter(part.state for part in parts)
    groups = [
        {"state": state, "tone": TONES[state], "count": counts[state]}
        for state in order
        if counts[state]
    ]
    return {
        "task": task,
        "parts": parts,
        "groups": groups,
        "ready": sum(part.state in WITH_THE_DISTRICT for part in parts),
        "count": len(parts),
    }


def guest(user, at):
    """Contractors and halls: nothing of theirs is in this part of the work yet."""
    return "tasks/home_guest.html", {"is_hall": user.role == Role.HALL}
