"""How far the units are with each obligation: numbers with their denominators."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from tasks.models import Entry, NearbyEntry, Obligation, RowState, State, Task
from tasks.models.rows import COUNTED


@dataclass
class Progress:
    """One obligation: units that owe it, have acknowledged, reported, been approved, are late."""

    obligation: Obligation
    units: int = 0
    acknowledged: int = 0
    reported: int = 0
    approved: int = 0
    late: int = 0
    rows: int = 0
    complete: int = 0
    approved_rows: int = 0


def overview(campaigns, *, at: datetime) -> list[Progress]:
    """One line per obligation of `campaigns`, from four queries whatever their size."""
    obligations = Obligation.objects.filter(campaign__in=campaigns).select_related("campaign")
    lines = {one.pk: Progress(one) for one in obligations.order_by("campaign_id", "due_at", "pk")}
    _count_tasks(lines, at)
    for model in (Entry, NearbyEntry):
        _count_rows(lines, model)
    return list(lines.values())


def _count_tasks(lines, at):
    owed = Task.objects.owed().filter(obligation__in=lines).values_list("obligation_id").order_by()
    # Released because no matter is left: like a unit without matters (domain case 15).
    owed = owed.exclude(first_submitted_at__isnull=True, state=State.APPROVED)
    late = Q(first_submitted_at__isnull=True, late_at__lt=at)
    for pk, *counts in owed.annotate(
        units=Count("pk"),
        acknowledged=Count("pk", filter=~Q(state=State.ISSUED)),
        reported=Count("pk", filter=Q(first_submitted_at__isnull=False)),
        approved=Count("pk", filter=Q(state=State.APPROVED)),
        late=Count("pk", filter=late),
    ):
        line = lines[pk]
        line.units, line.acknowledged, line.reported, line.approved, line.late = counts


def _count_rows(lines, model):
    rows = model.objects.filter(task__obligation__in=lines).order_by()
    counted = rows.values_list("task__obligation_id").annotate(
        total=Count("pk", filter=COUNTED),
        complete=Count("pk", filter=COUNTED & Q(complete=True)),
        approved=Count("pk", filter=Q(state=RowState.APPROVED)),
    )
    for pk, total, complete, approved in counted:
        line = lines[pk]
        line.rows, line.complete, line.approved_rows = total, complete, approved
