"""Deadlines in words: the legal moment, the holiday it falls on, the workdays that are left."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache

import chinese_calendar
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tasks.models import Campaign, DayOffPolicy
from units.workdays import end_of, is_workday, last_workday_until, workdays_after
from yichuang.templatetags.ui import last_day

HOLIDAYS = {
    "New Year's Day": gettext_lazy("元旦假期"),
    "Spring Festival": gettext_lazy("春节假期"),
    "Tomb-sweeping Day": gettext_lazy("清明假期"),
    "Labour Day": gettext_lazy("劳动节假期"),
    "Dragon Boat Festival": gettext_lazy("端午假期"),
    "Mid-autumn Festival": gettext_lazy("中秋假期"),
    "National Day": gettext_lazy("国庆假期"),
}


def sentence(due_at: datetime) -> str:
    """“截止 2018年4月6日 24:00，逢清明假期，节前最后工作日4月4日” (domain Q4)."""
    day = last_day(due_at)
    due = _("截止 %(day)s %(time)s") % {"day": long_date(day), "time": _clock(due_at)}
    if is_workday(day):
        return due
    last = short_date(last_workday_until(day))
    if holiday := _holiday(day):
        advice = _("逢%(holiday)s，节前最后工作日%(day)s") % {"holiday": holiday, "day": last}
    else:
        advice = _("逢周末，此前最后工作日%(day)s") % {"day": last}
    return _("%(due)s，%(advice)s") % {"due": due, "advice": advice}


def late_from(due_at: datetime, campaign: Campaign) -> datetime:
    """The moment after which a task due at `due_at` is overdue: by the campaign's rule for
    deadlines on days off, plus its grace in workdays (domain Q4)."""
    day = last_day(due_at)
    if not is_workday(day) and campaign.day_off_policy == DayOffPolicy.BEFORE:
        due_at = end_of(last_workday_until(day))
    elif not is_workday(day) and campaign.day_off_policy == DayOffPolicy.AFTER:
        due_at = end_of(workdays_after(day, 1))
    if campaign.grace_workdays:
        due_at = end_of(workdays_after(last_day(due_at), campaign.grace_workdays))
    return due_at


def correction_deadline(at: datetime, workdays: int = 1) -> datetime:
    """What is returned at `at` is to be corrected by the end of the `workdays`-th workday after
    (domain case 17); the bureau's own time before counts against nobody."""
    return end_of(workdays_after(timezone.localdate(at), workdays))


def ladder_day(due_at: datetime, campaign: Campaign) -> date:
    """T: the workday from which the ladder counts (domain case 1), the last one people have.

    The grace is not part of it: reminders speak of the date that was announced.
    """
    day = last_day(due_at)
    if is_workday(day) or campaign.day_off_policy != DayOffPolicy.AFTER:
        return last_workday_until(day)
    return workdays_after(day, 1)


def left_in_words(due_at: datetime, *, on: date) -> str:
    """How much time is left on the day `on`, counted in workdays."""
    day = last_day(due_at)
    if on > day:
        return _("已逾期 %(days)d 天") % {"days": (on - day).days}
    last = last_workday_until(day)
    if on < last:
        return _("还有 %(days)d 个工作日") % {"days": workdays_between(on, last)}
    if on == last:
        return _("今天是最后一个工作日")
    return _("假期内截止，还有 %(days)d 天") % {"days": (day - on).days}


def correction_in_words(due_at: datetime, *, on: date) -> str:
    """How much time is left to correct what came back; a correction is never 逾期 (domain §10)."""
    day = last_day(due_at)
    if on <= day:
        return left_in_words(due_at, on=on)
    days = workdays_between(day, on)
    if not days:
        return _("已过修改时限")
    return ngettext("修改超时 %(n)d 个工作日", "修改超时 %(n)d 个工作日", days) % {"n": days}


@lru_cache(maxsize=256)
def workdays_between(start: date, end: date) -> int:
    """Workdays after `start`, up to and including `end`."""
    days = (end - start).days
    return sum(is_workday(start + timedelta(days=n)) for n in range(1, days + 1))


def long_date(day: date) -> str:
    return _("%(year)d年%(month)d月%(day)d日") % {
        "year": day.year,
        "month": day.month,
        "day": day.day,
    }


def short_date(day: date) -> str:
    return _("%(month)d月%(day)d日") % {"month": day.month, "day": day.day}


def _clock(due_at):
    """24:00 for a deadline at the end of its day, however the moment was stored."""
    clock = timezone.localtime(due_at).time()
    return "24:00" if clock in (time.min, time.max) else f"{clock:%H:%M}"


def _holiday(day):
    try:
        name = chinese_calendar.get_holiday_detail(day)[1]
    except NotImplementedError:
        return ""
    return str(HOLIDAYS.get(name, "")) if name else ""
