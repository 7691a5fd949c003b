"""When a routine is due: its days of the week at its hour, days off waiting for a workday."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone

from . import workdays
from .models import Routine

# No holiday is longer, so no occasion waits longer for the next workday.
LONGEST_WAIT = timedelta(days=20)


def occasion_on(routine: Routine, day: date) -> datetime | None:
    """When `routine` is due for `day` of its week; None when that is not one of its days."""
    if routine.weekdays and day.weekday() not in routine.weekdays:
        return None
    if routine.workdays_only and not workdays.is_workday(day):
        day = workdays.workdays_after(day, 1)
    return datetime.combine(day, routine.hour, timezone.get_default_timezone())


def _occasions(routine, day, step) -> Iterator[datetime]:
    """The occasions of the days from `day` on, forwards or backwards; in order of time."""
    for count in range(2 * LONGEST_WAIT.days):
        if occasion := occasion_on(routine, day + count * step):
            yield occasion


def latest_occasion(routine: Routine, *, at: datetime) -> datetime | None:
    """The last occasion until `at`."""
    backwards = _occasions(
        routine, timezone.localdate(at, timezone.get_default_timezone()), timedelta(days=-1)
    )
    return next((occasion for occasion in backwards if occasion <= at), None)


def next_occasion(routine: Routine, *, at: datetime) -> datetime | None:
    """The first occasion after `at`; None while the routine is switched off."""
    if not routine.is_on:
        return None
    start = timezone.localdate(at, timezone.get_default_timezone()) - LONGEST_WAIT
    forwards = _occasions(routine, start, timedelta(days=1))
    return next((occasion for occasion in forwards if occasion > at), None)
