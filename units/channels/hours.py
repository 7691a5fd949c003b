"""When something may leave the portal: never at night, never on days off (G8)."""

from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone

from units.workdays import is_workday, workdays_after


def next_allowed(at: datetime) -> datetime:
    """`at` itself, or the first moment after it at which messages may be sent."""
    return at if is_allowed(at) else _next(at, settings.QUIET_UNTIL)


def next_digest(at: datetime) -> datetime:
    """When the daily digest leaves that holds what is said at `at`."""
    return _next(at, settings.DIGEST_AT)


def is_allowed(at: datetime) -> bool:
    local = timezone.localtime(at)
    by_day = settings.QUIET_UNTIL <= local.time() < settings.QUIET_FROM
    return by_day and is_workday(local.date())


def quiet_since(at: datetime) -> datetime:
    """Since when on this day nothing may be sent, `at` being such a moment."""
    local = timezone.localtime(at)
    evening = is_workday(local.date()) and local.time() >= settings.QUIET_FROM
    return _moment(local.date(), settings.QUIET_FROM if evening else time.min)


def is_same_day(one: datetime, other: datetime) -> bool:
    return timezone.localdate(one) == timezone.localdate(other)


def _next(at: datetime, hour: time) -> datetime:
    """The first workday's `hour` that is not before `at`."""
    day = timezone.localdate(at)
    if not is_workday(day) or _moment(day, hour) < at:
        day = workdays_after(day, 1)
    return _moment(day, hour)


def _moment(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))
