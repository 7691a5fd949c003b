"""The first screen after sign-in: what this role has to do next."""

from collections import Counter

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tasks.collecting.collecting import matrix
from tasks.filling import handed
from tasks.filling.todo import todos
from tasks.models import Campaign, Objection, ObligationKind, State, Task
from tasks.models.tasks import TONES
from tasks.supervision.overview import overview
from units.models import Role
from units.permissions import Permission, may


@require_safe
def home(request):
    build = HOMES.get(_role_at_home(request), _guest)
    template, context = build(request.user, timezone.now())
    return render(request, template, context)


def _role_at_home(request):
    """The own role; a substitute looks at the home work of the principal they pick."""
    picked = request.GET.get("for", "")
    for principal in request.user.stands_in_for:
        if str(principal.pk) == picked:
            return principal.role
    return request.user.role


def _unit(user, at):
    """A filler or a head: what the own unit owes."""
    tasks = Task.objects.visible_to(user).for_page().filter(unit=user.unit_id)
    items = todos(tasks, user, on=timezone.localdate(at))
    return "tasks/home_unit.html", {
        "todos": items,
        "ours": sum(item.is_ours for item in items),
        "mine": handed.listed(handed.with_person(user)),
        "is_head": may(user, Permission.SUBMIT),
    }


def _collector(user, at):
    """A district's collector: the district's tasks, and how far its departments are."""
    _template, context = _unit(user, at)
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
    return {"task": task, "parts": parts, "groups": groups}


def _reviewer(user, at):
    owed = Task.objects.visible_to(user).owed()
    waiting = owed.filter(state=State.SUBMITTED)
    return "tasks/home_reviewer.html", {
        "waiting": waiting.count(),
        "waiting_lists": waiting.exclude(
            obligation__kind__in=[ObligationKind.CHECK, ObligationKind.ROSTER]
        ).count(),
        "returned": owed.filter(state=State.RETURNED).count(),
        "objections": Objection.objects.visible_to(user).pending().count(),
        "lines": _progress(user, at),
    }


def _progress(user, at):
    """What the published campaigns ask of anybody."""
    campaigns = Campaign.objects.visible_to(user).current()
    return [line for line in overview(campaigns, at=at) if line.units]


def _admin(user, at):
    _template, context = _reviewer(user, at)
    context["campaigns"] = Campaign.objects.visible_to(user).newest_first()[:5]
    return "tasks/home_admin.html", context


def _leader(user, at):
    return "tasks/home_leader.html", {
        "lines": _progress(user, at),
        "objections": Objection.objects.visible_to(user).pending().count(),
    }


def _guest(user, at):
    """Contractors and halls: nothing of theirs is in this part of the work yet."""
    return "tasks/home_guest.html", {"is_hall": user.role == Role.HALL}


HOMES = {
    Role.FILLER: _unit,
    Role.HEAD: _unit,
    Role.COLLECTOR: _collector,
    Role.REVIEWER: _reviewer,
    Role.ADMIN: _admin,
    Role.LEADER: _leader,
}
