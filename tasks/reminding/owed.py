"""What the ladder speaks of: tasks nobody has reported yet, and what came back."""

from datetime import datetime

from django.db.models import Max, Q

from tasks.models import Basis, CampaignState, Rung, Task
from tasks.models.tasks import WITH_THE_DISTRICT


def tasks():
    """Tasks of the campaigns that run and remind and are with their units, each with
    `moved_last`: when its deadline was last moved.

    A department its district has noted as 未报 is awaited by nobody (domain case 16).
    """
    unreported = Q(first_submitted_at__isnull=True, missing_reason="")
    came_back = Q(first_submitted_at__isnull=False, correction_due_at__isnull=False)
    # Given back by the district, which has not reported itself: it has no clock of its own.
    given_back = Q(first_submitted_at__isnull=False, parent__first_submitted_at__isnull=True)
    return (
        Task.objects.filter(
            unreported | came_back | (given_back & Q(parent__isnull=False)),
            obligation__campaign__state=CampaignState.PUBLISHED,
            obligation__campaign__reminders_on=True,
        )
        .exclude(state__in=WITH_THE_DISTRICT)
        .for_page()
        .annotate(moved_last=Max("extensions__at"))
    )


def speaks_of(rung: Rung, task: Task, *, at: datetime) -> bool:
    """Whether `rung` is about a task that stands as `task` does."""
    if rung.basis == Basis.CORRECTION:
        return task.is_correction
    if task.is_correction or (task.is_part and rung.is_for_the_bureau):
        return False
    if rung.basis == Basis.LATENESS:
        return task.is_overdue(at=at)
    return True


def since(rung: Rung, task: Task) -> datetime | None:
    """When the clock of the rung was set; of what lies before then it never speaks."""
    if rung.basis == Basis.CORRECTION:
        return task.moved_at
    set_at = (task.obligation.campaign.published_at, task.moved_last)
    return max(filter(None, set_at), default=None)
