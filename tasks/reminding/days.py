"""On which day and at which hour a rung speaks of a task, and until when what it says is true."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from tasks.models import Basis, DayOffPolicy, Rung, Task
from tasks.supervision import deadlines
from units import workdays
from units.channels import hours

# On the last evening people may be told later than usual, but not at night (domain §5.3).
LAST_EVENING_UNTIL = time(22)
# After a standstill longer than this a rung of the past says nothing any more.
LATEST_WORKDAYS = 5


def day_of(rung: Rung, task: Task) -> date:
    """The day on which `rung` speaks of `task`; a workday, but for the last day itself."""
    if rung.basis == Basis.LAST_DAY:
        return final_day(task)
    if rung.basis == Basis.LATENESS:
        return workdays.workdays_after(deadlines.last_day(task.late_at), rung.offset)
    if rung.basis == Basis.DUE:
        anchor = deadlines.ladder_day(task.due_at, task.obligation.campaign)
    else:
        anchor = deadlines.last_day(task.correction_due_at)
    if rung.offset > 0:
        return workdays.workdays_after(anchor, rung.offset)
    return workdays_before(anchor, -rung.offset)


def workdays_before(day: date, count: int) -> date:
    """The `count`-th workday before `day`, or before the last workday until it (domain case 1)."""
    day = workdays.last_workday_until(day)
    for _step in range(count):
        day = workdays.last_workday_until(day - timedelta(days=1))
    return day


def final_day(task: Task) -> date:
    """The last day on which one is in time by the notice: the legal date, be it a day off, unless
    the campaign's rule moves it. The grace is not announced as more time."""
    campaign = task.obligation.campaign
    if campaign.day_off_policy == DayOffPolicy.LEGAL:
        return deadlines.last_day(task.due_at)
    return deadlines.ladder_day(task.due_at, campaign)


def moment_of(rung: Rung, task: Task) -> datetime:
    return timezone.make_aware(datetime.combine(day_of(rung, task), rung.hour))


def due_on(rung: Rung, task: Task) -> date:
    """The deadline a rung speaks of, as the ledger knows it: moved, it is another."""
    moment = task.correction_due_at if rung.basis == Basis.CORRECTION else task.due_at
    return deadlines.last_day(moment)


def may_speak(rung: Rung, day: date, at: datetime) -> bool:
    """Never at night or on days off, except on the last evening (G8); `day` is the rung's."""
    if hours.is_allowed(at):
        return True
    local = timezone.localtime(at)
    on_its_day = rung.is_of_the_last_evening and local.date() == day
    return on_its_day and local.time() < LAST_EVENING_UNTIL


def is_still_true(rung: Rung, task: Task, day: date, on: date) -> bool:
    """Whether what a rung of the day `day` says may still be said on the day `on`.

    What counts down to a date says nothing once it has passed; what is overdue stays so, but
    after a long standstill nobody is startled by the past.
    """
    if rung.basis == Basis.LAST_DAY:
        return on == day
    if rung.basis == Basis.DUE:
        return on <= deadlines.ladder_day(task.due_at, task.obligation.campaign)
    if rung.basis == Basis.CORRECTION and rung.offset <= 0:
        return on <= deadlines.last_day(task.correction_due_at)
    return workdays.workdays_between(day, on) <= LATEST_WORKDAYS
