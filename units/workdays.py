"""Workdays of the State Council's calendar with its shifted days (调休)."""

from datetime import date, datetime, time, timedelta

import chinese_calendar
from django.utils import timezone


def is_workday(day: date) -> bool:
    """Whether people work on `day`; for years not yet published, Monday to Friday."""
    try:
        return chinese_calendar.is_workday(day)
    except NotImplementedError:
        return day.weekday() < 5


def workdays_after(day: date, count: int) -> date:
    """The `count`-th workday after `day`."""
    while count:
        day += timedelta(days=1)
        count -= is_workday(day)
    return day


def last_workday_until(day: date) -> date:
    """`day` itself or the last workday before it (domain case 1)."""
    while not is_workday(day):
        day -= timedelta(days=1)
    return day


def start_of(day: date) -> datetime:
    """0:00 of `day` in the portal's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


def end_of(day: date) -> datetime:
    """24:00 of `day` in the portal's time zone, as its last microsecond."""
    return timezone.make_aware(datetime.combine(day, time.max))
