"""The reviewer's own clock: how long what came up has been waiting, in workdays (E11).

It is shown to the bureau alone and counts against nobody else: a unit's clock for a correction
starts with the return, however late that comes.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tasks.models import Campaign, State, Task
from units.workdays import start_of

from .deadlines import correction_in_words, last_day, short_date, workdays_between


@dataclass(frozen=True)
class Wait:
    """How many workdays a submission has been waiting, and how many of them too many."""

    days: int
    allowed: int

    @property
    def over(self):
        return max(0, self.days - self.allowed)

    @property
    def tone(self):
        return "warn" if self.over else "muted"

    @property
    def text(self):
        if not self.days:
            return _("今日报送")
        return ngettext("已等 %(n)d 个工作日", "已等 %(n)d 个工作日", self.days) % {"n": self.days}

    @property
    def over_text(self):
        if not self.over:
            return ""
        sentence = ngettext("超过审核时限 %(n)d 个工作日", "超过审核时限 %(n)d 个工作日", self.over)
        return sentence % {"n": self.over}


@dataclass(frozen=True)
class Correction:
    """Until when a unit corrects what came back, and whether that is past."""

    due_at: datetime
    on: date

    @property
    def over(self):
        return self.on > last_day(self.due_at)

    @property
    def tone(self):
        return "warn" if self.over else "muted"

    @property
    def text(self):
        return _("修改期限 %(day)s") % {"day": short_date(last_day(self.due_at))}

    @property
    def over_text(self):
        return correction_in_words(self.due_at, on=self.on) if self.over else ""


def clock_of(task: Task, *, on: date) -> Wait | Correction | None:
    """The clock that runs: the bureau's for what came up, the unit's for what came back."""
    if task.state == State.RETURNED and task.is_correction:
        return Correction(task.correction_due_at, on)
    return wait_of(task, on=on)


def wait_of(task: Task, *, on: date) -> Wait | None:
    """The wait of a submission that is with the bureau; none when nothing waits."""
    if task.state != State.SUBMITTED or task.submitted_at is None:
        return None
    days = workdays_between(timezone.localdate(task.submitted_at), on)
    return Wait(days, task.obligation.campaign.review_workdays)


def oldest_wait(tasks, *, on: date) -> Wait | None:
    """The longest of all; `tasks` is a QuerySet of what the bureau sees."""
    since = tasks.filter(state=State.SUBMITTED).aggregate(first=Min("submitted_at"))["first"]
    return Wait(workdays_between(timezone.localdate(since), on), 0) if since else None


def late_reviews(tasks, *, on: date) -> int:
    """How many submissions have been waiting longer than their campaign allows the bureau."""
    return sum(
        tasks.filter(
            state=State.SUBMITTED,
            obligation__campaign=campaign,
            submitted_at__lt=start_of(first_day_in_time(on, campaign.review_workdays)),
        ).count()
        for campaign in Campaign.objects.current()
    )


def first_day_in_time(on: date, workdays: int) -> date:
    """The earliest day of a submission that has not waited more than `workdays` on the day `on`."""
    day = on
    while workdays_between(day - timedelta(days=1), on) <= workdays:
        day -= timedelta(days=1)
    return day
