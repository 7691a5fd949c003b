"""What a district's collector decides about its departments' parts (A3-7)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from tasks.models import RowState, State, Task
from tasks.models.rows import LEFT_OUT
from tasks.models.tasks import WITH_THE_DISTRICT
from units import inbox
from units.models import Action, Event, MessageKind, User

COUNTED = ~Q(entry_rows__state__in=LEFT_OUT)


def matrix(task: Task):
    """The parts of a district's task in official order, with their counts."""
    return (
        task.parts.select_related("unit", "obligation")
        .annotate(
            total=Count("entry_rows", filter=COUNTED),
            complete=Count("entry_rows", filter=COUNTED & Q(entry_rows__complete=True)),
            returned=Count("entry_rows", filter=Q(entry_rows__state=RowState.RETURNED)),
            approved=Count("entry_rows", filter=Q(entry_rows__state=RowState.APPROVED)),
        )
        .order_by("unit__sort_order", "unit_id")
    )


@inbox.in_chinese
@transaction.atomic
def send_back_part(part: Task, *, note: str, by: User, at: datetime) -> bool:
    """Return a department's part with a reason; False when it is not the collector's to return."""
    moved = Task.objects.filter(pk=part.pk, state=State.COLLECTED).move(
        Action.SEND_BACK, by=by, at=at, note=note
    )
    if moved:
        Task.objects.filter(pk=part.pk).update(return_note=note)
        # What the bureau returned to the district is passed on with the bureau's reasons.
        returned = part.entry_rows.filter(state=RowState.RETURNED).select_related("matter")
        lines = [f"{row.matter.full_name}：{row.return_text}" for row in returned.in_order()[:20]]
        inbox.tell(
            inbox.people_of([part.unit_id]),
            kind=MessageKind.REVIEW,
            inner=True,
            subject=_("区县退回修改：%(task)s") % {"task": part.obligation},
            body="\n".join([note, *lines]),
            url=part.get_absolute_url(),
            at=at,
        )
    return bool(moved)


@transaction.atomic
def mark_missing(part: Task, *, note: str, by: User, at: datetime) -> bool:
    """“该部门未报”: the district will submit without this part, and says why (case 16)."""
    changed = (
        Task.objects.filter(pk=part.pk)
        .exclude(state__in=WITH_THE_DISTRICT)
        .update(missing_reason=note)
    )
    if changed:
        Event.objects.record(
            Action.MARK_MISSING, by=by, at=at, subject=part, unit=part.unit, reason=note
        )
    return bool(changed)
