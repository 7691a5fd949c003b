"""A year as the page shows it: twelve months of days, and the holidays in a sentence each."""

import calendar
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from tasks.supervision.wording import short_date
from units.workdays import Calendar

# What a day is, and what is written beside its number: never the colour alone.
KINDS = {
    "work": ("", gettext_lazy("工作日")),
    "weekend": ("", gettext_lazy("周末休息")),
    "holiday": (gettext_lazy("休"), gettext_lazy("放假")),
    "shifted": (gettext_lazy("班"), gettext_lazy("调休上班")),
}


@dataclass(frozen=True)
class Day:
    """One day of a month's table."""

    date: date
    kind: str
    name: str
    is_today: bool

    @property
    def mark(self):
        return KINDS[self.kind][0]

    @property
    def words(self):
        """“4月5日 清明 放假”: what a screen reader says."""
        parts = [short_date(self.date), _(self.name) if self.name else "", KINDS[self.kind][1]]
        return " ".join(str(part) for part in parts if part)


@dataclass(frozen=True)
class Month:
    """A month by weeks from Monday; None stands for the days of its neighbours."""

    first: date
    weeks: list[list[Day | None]]


@dataclass(frozen=True)
class Holiday:
    """“清明：4月5日至4月7日放假，4月8日上班”."""

    name: str
    off: list[date]
    worked: list[date]

    @property
    def sentence(self):
        off = "、".join(_span(days) for days in _runs(self.off))
        said = [_("%(days)s放假") % {"days": off}] if off else []
        if self.worked:
            worked = "、".join(map(short_date, self.worked))
            said.append(_("%(days)s上班") % {"days": worked})
        return "，".join(said)


def months(year: int, known: Calendar, *, today: date) -> list[Month]:
    weeks = calendar.Calendar(firstweekday=calendar.MONDAY)
    return [
        Month(
            date(year, month, 1),
            [
                [_day(day, known, today) if day.month == month else None for day in week]
                for week in weeks.monthdatescalendar(year, month)
            ],
        )
        for month in range(1, 13)
    ]


def day_of(day: date, known: Calendar, *, today: date) -> Day:
    return _day(day, known, today)


def _day(day, known, today):
    return Day(day, kind_of(day, known), known.name(day), day == today)


def kind_of(day: date, known: Calendar) -> str:
    """What `day` is: a key of KINDS."""
    if day in known.special:
        return "shifted" if known.works(day) else "holiday"
    return "work" if known.works(day) else "weekend"


def holidays(year: int, known: Calendar) -> list[Holiday]:
    """The holidays of the year in their order; days without a name stand by themselves."""
    found: dict[str, Holiday] = {}
    for day in sorted(day for day in known.special if day.year == year):
        name = known.name(day)
        holiday = found.setdefault(name, Holiday(name, [], []))
        (holiday.worked if known.works(day) else holiday.off).append(day)
    return list(found.values())


def _runs(days):
    """Days one after the other together."""
    for _key, run in groupby(enumerate(days), lambda one: one[1].toordinal() - one[0]):
        yield [day for _place, day in run]


def _span(days):
    if len(days) == 1:
        return short_date(days[0])
    return pgettext("dates", "%(first)s至%(last)s") % {
        "first": short_date(days[0]),
        "last": short_date(days[-1]),
    }
