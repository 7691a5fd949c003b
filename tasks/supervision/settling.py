"""From when on tasks are late, settled anew when the calendar or a campaign's rule changes."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from tasks.models import Campaign, CampaignState, State, Task
from units import inbox
from units.models import Action, Event, MessageKind, User
from units.workdays import Calendar
from yichuang.templatetags.ui import last_day

from .clocks import late_from


@dataclass(frozen=True)
class Shift:
    """A task that would be late from another moment on."""

    task: Task
    late_at: datetime

    @property
    def days(self) -> list[str]:
        """The last day in time, before and after, for the trail."""
        return [last_day(moment).isoformat() for moment in (self.task.late_at, self.late_at)]


def open_tasks():
    """What units owe in the campaigns that run; who was released owes nothing."""
    running = Task.objects.filter(obligation__campaign__state=CampaignState.PUBLISHED)
    return running.exclude(first_submitted_at__isnull=True, state=State.APPROVED)


def shifts(
    tasks, *, calendar: Calendar | None = None, campaign: Campaign | None = None
) -> list[Shift]:
    """Which of `tasks`, a QuerySet, are late from another moment on by `calendar`, and by the
    rule of `campaign` as it is in memory.

    Nobody who has reported becomes late by it: for them the moment only moves back.
    """
    moments: dict[tuple, datetime] = {}
    found = []
    for task in tasks.for_page().order_by("pk"):
        rule = campaign or task.obligation.campaign
        key = rule.pk, task.due_at
        if key not in moments:
            moments[key] = late_from(task.due_at, rule, calendar)
        late_at = moments[key]
        worse = task.first_submitted_at and late_at < task.late_at
        if late_at != task.late_at and not worse:
            found.append(Shift(task, late_at))
    return found


@inbox.in_chinese
def settle(moved: list[Shift], *, reason: str, by: User, at: datetime) -> None:
    """Store the moments, with an event for each task; who still owes one is told."""
    by_moment = defaultdict(list)
    for shift in moved:
        by_moment[shift.late_at].append(shift.task.pk)
    for late_at, pks in by_moment.items():
        Task.objects.filter(pk__in=pks).update(late_at=late_at, version=F("version") + 1)
    Event.objects.bulk_create(
        Event(
            **Event.objects.row(
                Action.MOVE_DEADLINE, by=by, at=at, subject=shift.task, unit=shift.task.unit,
                reason=reason, changes={"late_at": shift.days},
            )
        )
        for shift in moved
    )  # fmt: skip
    owing = {shift.task.unit_id for shift in moved if shift.task.first_submitted_at is None}
    if owing:
        inbox.tell(
            inbox.people_of(owing),
            kind=MessageKind.TASK,
            subject=_("任务的逾期起算日有调整"),
            body=_("%(reason)s。各项任务的截止说明已更新，请在首页查看。") % {"reason": reason},
            url="/",
            at=at,
        )
