"""From when on a task is late: the deadline by the campaign's rule for days off, plus grace."""

from datetime import date, datetime, time

from django.utils import timezone

from tasks.models import Campaign, DayOffPolicy
from units import workdays
from units.workdays import Calendar, end_of, workdays_after
from yichuang.templatetags.ui import last_day


def effective_day(day: date, policy: DayOffPolicy, calendar: Calendar | None = None) -> date:
    """The workday people have for a deadline on `day`, by the rule for days off."""
    calendar = calendar or workdays.calendar()
    if calendar.works(day) or policy != DayOffPolicy.AFTER:
        return calendar.last_until(day)
    return calendar.after(day, 1)


def late_from(due_at: datetime, campaign: Campaign, calendar: Calendar | None = None) -> datetime:
    """The moment after which a task due at `due_at` is overdue: by the campaign's rule for
    deadlines on days off, plus its grace in workdays (domain Q4)."""
    calendar = calendar or workdays.calendar()
    day, policy = last_day(due_at), campaign.day_off_policy
    if timezone.localtime(due_at).time() == time.min:
        due_at = end_of(day)  # 24:00 is the end of a day, however it was stored
    if policy != DayOffPolicy.LEGAL and not calendar.works(day):
        day = effective_day(day, policy, calendar)
        due_at = end_of(day)
    if campaign.grace_workdays:
        due_at = end_of(calendar.after(day, campaign.grace_workdays))
    return due_at


def ladder_day(due_at: datetime, campaign: Campaign) -> date:
    """T: the workday from which the ladder counts (domain case 1), the last one people have.

    The grace is not part of it: reminders speak of the date that was announced.
    """
    return effective_day(last_day(due_at), campaign.day_off_policy)


def correction_deadline(at: datetime, workdays: int = 1) -> datetime:
    """What is returned at `at` is to be corrected by the end of the `workdays`-th workday after
    (domain case 17); the bureau's own time before counts against nobody."""
    return end_of(workdays_after(timezone.localdate(at), workdays))
