"""How tasks and rows stood at a past instant: what moved since is put back by the audit trail.

A report cut at 17:00 may be compiled some minutes later, or on the next morning after a
standstill; a submission at 17:05 does not change it (domain case 25).
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Min

from tasks.models import Campaign, Extension, State, Submission, Task
from tasks.supervision.deadlines import late_from
from units.models import Action, Event


def states_before(model, at: datetime) -> dict[int, str]:
    """The state at `at`, by key, of every instance of `model` that moved after it; "" for one
    that was not there yet."""
    events = Event.objects.filter(subject=model._meta.label_lower, at__gt=at).order_by("pk")
    before = {}
    for pk, changes in events.values_list("subject_id", "changes"):
        if "state" in changes:
            before.setdefault(pk, changes["state"][0])
    return before


def owed_tasks(campaign: Campaign, at: datetime) -> list[Task]:
    """What units owe the bureau in `campaign`, as it stood at `at`, in official order.

    Who was released because no matter is left owes nothing and is left out (domain case 15).
    """
    owed = Task.objects.of_campaign(campaign).owed().select_related("unit", "obligation")
    tasks = list(owed.in_official_order())
    states, withdrawn = states_before(Task, at), _withdrawn_since(tasks, at)
    deadlines = _deadlines_before(tasks, at)
    for task in tasks:
        task.state = states.get(task.pk, task.state)
        task.first_submitted_at = _first_of(task, withdrawn.get(task.pk), at)
        if task.pk in deadlines:
            task.due_at = deadlines[task.pk]
            task.late_at = late_from(task.due_at, campaign)
    return [task for task in tasks if task.first_submitted_at or task.state != State.APPROVED]


def _first_of(task, withdrawn, at) -> datetime | None:
    """The first submission that stood at `at`; one taken back since stood then."""
    moments = [task.first_submitted_at, withdrawn]
    return min((moment for moment in moments if moment and moment <= at), default=None)


def _withdrawn_since(tasks, at) -> dict[int, datetime]:
    found = Submission.objects.filter(task__in=tasks, at__lte=at, withdrawn_at__gt=at)
    return dict(found.order_by().values_list("task_id").annotate(first=Min("at")))


def _deadlines_before(tasks, at) -> dict[int, datetime]:
    """The deadline at `at` of each task whose deadline was moved after it."""
    moved = Extension.objects.filter(task__in=tasks, at__gt=at).order_by("-at", "-pk")
    return dict(moved.values_list("task_id", "was"))


def complete_since(tasks: Iterable[Task], at: datetime) -> dict[int, datetime]:
    """When the last department of a district's list first went up, by the district's task."""
    parts = dict(Task.objects.filter(parent__in=tasks).values_list("pk", "parent_id"))
    events = Event.objects.filter(
        subject=Task._meta.label_lower, action=Action.PASS_UP, at__lte=at, subject_id__in=parts
    )
    last = {}
    for part, first in events.order_by().values_list("subject_id").annotate(first=Min("at")):
        above = parts[part]
        last[above] = max(first, last.get(above, first))
    return last
