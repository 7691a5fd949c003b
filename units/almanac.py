"""What the package chinesecalendar knows of days off: the seed of the workday calendar, and the
news of it when a later version knows another year."""

from dataclasses import dataclass
from datetime import date

import chinese_calendar
from chinese_calendar import constants
from django.utils.translation import gettext_noop

# As the notices of the State Council's office name them, without 节 and 假期.
NAMES = {
    "New Year's Day": gettext_noop("元旦"),
    "Spring Festival": gettext_noop("春节"),
    "Tomb-sweeping Day": gettext_noop("清明"),
    "Labour Day": gettext_noop("劳动节"),
    "Dragon Boat Festival": gettext_noop("端午"),
    "Mid-autumn Festival": gettext_noop("中秋"),
    "National Day": gettext_noop("国庆"),
}


@dataclass(frozen=True)
class Special:
    """A day of a holiday (`works` is False) or a day off that is worked instead (True)."""

    day: date
    works: bool
    name: str


def years() -> list[int]:
    """The years whose days off the installed package knows, oldest first."""
    return sorted({day.year for day in constants.holidays})


def special_days(year: int) -> list[Special]:
    """The special days of `year` in their order."""
    off = [_special(day, False) for day in constants.holidays if day.year == year]
    worked = [_special(day, True) for day in constants.workdays if day.year == year]
    return sorted([*off, *worked], key=lambda special: special.day)


def _special(day, works):
    name = chinese_calendar.get_holiday_detail(day)[1]
    return Special(day, works, NAMES.get(name, ""))
