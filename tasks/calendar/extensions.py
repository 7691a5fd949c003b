"""Moved deadlines: whose may be moved, what a move would do, and the list of those that were."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from tasks.models import Campaign, Extension, Obligation, State, Task
from tasks.supervision.deadlines import last_day, sentence
from tasks.supervision.extending import movable
from units.workdays import end_of


@dataclass(frozen=True)
class Move:
    """A task whose deadline would be moved, with the sentence its unit would read."""

    task: Task
    sentence: str
    is_earlier: bool


def choices(obligation: Obligation):
    """The tasks of units that still owe `obligation`, with how many parts would go along."""
    owed = movable(Task.objects.filter(obligation=obligation).owed()).for_page()
    unreported = Q(parts__first_submitted_at__isnull=True) & ~Q(parts__state=State.APPROVED)
    return owed.annotate(parts_along=Count("parts", filter=unreported)).in_official_order()


def preview(tasks, until: date) -> list[Move]:
    """What moving `tasks` to the day `until` would change; nothing for what is due then anyway."""
    due_at = end_of(until)
    return [
        Move(task, sentence(due_at, task.obligation.campaign), due_at < task.due_at)
        for task in tasks
        if last_day(task.due_at) != until
    ]


def of_campaign(campaign: Campaign, user):
    """What was moved in `campaign`, the newest first, as far as `user` may see it; a district's
    parts go without saying."""
    seen = Extension.objects.visible_to(user).filter(
        task__obligation__campaign=campaign, task__parent__isnull=True
    )
    return seen.select_related("task__unit__parent", "task__obligation", "by__unit").order_by("-pk")
