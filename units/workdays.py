"""Workdays by the calendar the bureau keeps: the State Council's days off and shifted days (调休).

The days are rows (`SpecialDay`, `CalendarYear`). They are asked for in hot loops, so every process
keeps them; it looks again when its copy is older than CALENDAR_SECONDS, and at once when it has
changed them itself.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import accumulate
from time import monotonic

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import CalendarYear, SpecialDay


@dataclass(frozen=True)
class Calendar:
    """The special days by date as (works, name), and the years that are published."""

    special: dict[date, tuple[bool, str]]
    years: frozenset[int]

    def works(self, day: date) -> bool:
        """Whether people work on `day`: Monday to Friday, unless the day is a special one."""
        known = self.special.get(day)
        return day.weekday() < 5 if known is None else known[0]

    def name(self, day: date) -> str:
        """The holiday `day` belongs to, or for whose sake it is worked; else nothing."""
        return self.special[day][1] if day in self.special else ""

    def between(self, start: date, end: date) -> int:
        """Workdays after `start`, up to and including `end`; none when it lies before."""
        return max(0, self._until(end) - self._until(start)) if start < end else 0

    def after(self, day: date, count: int) -> date:
        """The `count`-th workday after `day`."""
        while count:
            day += timedelta(days=1)
            count -= self.works(day)
        return day

    def last_until(self, day: date) -> date:
        """`day` itself or the last workday before it (domain case 1)."""
        while not self.works(day):
            day -= timedelta(days=1)
        return day

    def changed(self, special: dict[date, tuple[bool, str] | None]) -> "Calendar":
        """The calendar as it would be with these days; None takes what is special from one."""
        after = self.special | special
        return replace(self, special={day: facts for day, facts in after.items() if facts})

    @cached_property
    def _shifts(self) -> tuple[list[date], list[int]]:
        """The days that differ from their weekday, and by how much up to each of them."""
        differing = [
            (day, 1 if works else -1)
            for day, (works, _name) in sorted(self.special.items())
            if works != (day.weekday() < 5)
        ]
        return [day for day, _by in differing], list(accumulate(by for _day, by in differing))

    def _until(self, day: date) -> int:
        """Workdays from the year 1 up to and including `day`."""
        weeks, rest = divmod(day.toordinal(), 7)  # the first of January of the year 1 is a Monday
        days, sums = self._shifts
        found = bisect_right(days, day)
        return weeks * 5 + min(rest, 5) + (sums[found - 1] if found else 0)


@dataclass
class _Copy:
    calendar: Calendar | None = None
    read_at: float = 0.0


_copy = _Copy()


def calendar() -> Calendar:
    """The calendar as this process knows it."""
    kept = _copy.calendar
    if kept is None or monotonic() - _copy.read_at > settings.CALENDAR_SECONDS:
        kept = stored()
        keep(kept)
    return kept


def stored() -> Calendar:
    """The calendar as the database has it."""
    rows = SpecialDay.objects.values_list("day", "works", "name")
    years = CalendarYear.objects.values_list("year", flat=True)
    return Calendar({day: (works, name) for day, works, name in rows}, frozenset(years))


def keep(known: Calendar) -> None:
    """Count by `known` until it is old."""
    _copy.calendar, _copy.read_at = known, monotonic()


def forget() -> None:
    """Read the days anew when they are next asked for."""
    _copy.calendar = None


def forget_on_commit() -> None:
    """Who changes days calls this in the same transaction."""
    transaction.on_commit(forget)


def is_workday(day: date) -> bool:
    """Whether people work on `day`; in years not yet published, Monday to Friday."""
    return calendar().works(day)


def workdays_between(start: date, end: date) -> int:
    """Workdays after `start`, up to and including `end`."""
    return calendar().between(start, end)


def workdays_after(day: date, count: int) -> date:
    """The `count`-th workday after `day`."""
    return calendar().after(day, count)


def last_workday_until(day: date) -> date:
    """`day` itself or the last workday before it (domain case 1)."""
    return calendar().last_until(day)


def unpublished_years(days: Iterable[date]) -> list[int]:
    """The years among `days` whose days off are not published yet."""
    return sorted({day.year for day in days} - calendar().years)


def warning(*days: date) -> str:
    """What a page says that counts workdays up to one of `days` (domain case 2); "" if all is
    known."""
    years = unpublished_years(days)
    if not years:
        return ""
    return _("%(years)s年节假日安排尚未公布，暂按周一至周五计算工作日，公布后日期可能变化。") % {
        "years": "、".join(map(str, years))
    }


def start_of(day: date) -> datetime:
    """0:00 of `day` in the portal's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


def end_of(day: date) -> datetime:
    """24:00 of `day` in the portal's time zone, as its last microsecond."""
    return timezone.make_aware(datetime.combine(day, time.max))
