"""The numbered slips a coloured rung issues by itself (蓝 交办, 橙 催办, 红 督办; G5)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from tasks.chasing.issuing import issue
from tasks.models import Basis, ChasingKind, Rung, Task
from tasks.models.chasing import COLOURS
from tasks.supervision import deadlines
from units.workdays import end_of, workdays_after

from . import days

KIND_OF = {colour.value: kind for kind, colour in COLOURS.items()}


def limit(rung: Rung, task: Task, *, at: datetime) -> datetime:
    """Until when a slip asks for it: the end of the workday before the ladder goes on, at the
    earliest today; of the last rung, the next workday."""
    today = timezone.localdate(at)
    later = Rung.objects.filter(is_on=True, basis=Basis.LATENESS, offset__gt=rung.offset)
    following = later.order_by("offset", "hour").first()
    if following is None:
        return end_of(workdays_after(today, 1))
    return end_of(max(today, days.workdays_before(days.day_of(following, task), 1)))


def issue_slips(said: Iterable[tuple[Rung, Task]], *, at: datetime) -> None:
    """One slip for each task a coloured rung speaks of; of a district's departments, none: they
    owe it to their district, which gets one for all of them."""
    batches = defaultdict(list)
    for rung, task in said:
        if rung.issues_slip and not task.is_part:
            batches[rung, task.obligation.campaign_id, task.due_at, task.late_at].append(task)
    for (rung, *_clock), tasks in batches.items():
        _issue(rung, tasks, at)


def _issue(rung, tasks, at):
    due_at = limit(rung, tasks[0], at=at)
    issue(
        tasks,
        kind=ChasingKind(KIND_OF[rung.colour]),
        reason=_("%(due)s，%(left)s，尚未报送（%(rung)s）。") % {
            "due": deadlines.sentence_of(tasks[0]),
            "left": deadlines.left_of(tasks[0], on=timezone.localdate(at)),
            "rung": rung.name,
        },
        demand=_("请立即报送，并反馈未按时报送的原因和完成时间。"),
        due_at=due_at,
        at=at,
    )  # fmt: skip
