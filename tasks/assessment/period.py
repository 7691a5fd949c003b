"""The period a sheet is about: its days, and up to which moment facts are looked at."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from units.workdays import end_of, start_of

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """Whole days, both included; nothing after `cut_off` counts."""

    starts_on: date
    ends_on: date
    cut_off: datetime

    @classmethod
    def until(cls, starts_on: date, ends_on: date, *, at: datetime) -> "Period":
        """As far as it is over at the moment `at`."""
        return cls(starts_on, ends_on, min(at, end_of(ends_on)))

    @property
    def began(self) -> datetime:
        return start_of(self.starts_on)

    @property
    def ended(self) -> datetime:
        """24:00 of the last day, however a deadline writes it."""
        return start_of(self.ends_on + DAY)


def quarter_of(day: date) -> tuple[str, date, date]:
    """The name, first and last day of the quarter `day` lies in."""
    number = (day.month - 1) // 3 + 1
    first = date(day.year, 3 * number - 2, 1)
    following = date(day.year + number // 4, 3 * number % 12 + 1, 1)
    name = _("%(year)d年第%(quarter)s季度") % {"year": day.year, "quarter": "一二三四"[number - 1]}
    return name, first, following - DAY


def last_quarter(day: date) -> tuple[str, date, date]:
    """The newest quarter that is over on `day`."""
    _name, first, _last = quarter_of(day)
    return quarter_of(first - DAY)
