"""Moved deadlines: whose may be moved, what a move would do, and the list of those that were."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from tasks.models import Campaign, Extension, Obligation, State, Task
from tasks.supervision.deadlines import last_day, late_from, sentence
from tasks.supervision.extending import movable
from units import workdays
from units.workdays import end_of


@dataclass(frozen=True)
class Move:
    """A task whose deadline would be moved, with the sentence its unit would read."""

    task: Task
    until: datetime
    late_at: datetime
    sentence: str

    @property
    def is_earlier(self):
        return self.until < self.task.due_at


def choices(obligation: Obligation):
    """The tasks of units that still owe `obligation`, with how many parts would go along."""
    owed = movable(Task.objects.filter(obligation=obligation).owed()).for_page()
    unreported = Q(parts__first_submitted_at__isnull=True) & ~Q(parts__state=State.APPROVED)
    return owed.annotate(parts_along=Count("parts", filter=unreported)).in_official_order()


def preview(tasks, until: date) -> list[Move]:
    """What moving `tasks` to the day `until` would change; nothing for what is due then anyway."""
    due_at = end_of(until)
    return [
        Move(task, due_at, late_from(due_at, rule), sentence(due_at, rule))
        for task, rule in ((task, task.obligation.campaign) for task in tasks)
        if last_day(task.due_at) != until
    ]


def warning(moves: list[Move]) -> str:
    """That some of the new dates are counted without a published calendar."""
    days = {last_day(moment) for move in moves for moment in (move.until, move.late_at)}
    return workdays.warning(*days)


def of_campaign(campaign: Campaign, user):
    """What was moved in `campaign`, the newest first, as far as `user` may see it; a district's
    parts go without saying."""
    seen = Extension.objects.visible_to(user).filter(
        task__obligation__campaign=campaign, task__parent__isnull=True
    )
    return seen.select_related("task__unit__parent", "task__obligation", "by__unit").order_by("-pk")
