"""Deadlines in words: the legal moment, the day off it falls on, the grace, the time left."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tasks.models import Campaign, DayOffPolicy, Task
from units import workdays
from units.workdays import last_workday_until, workdays_between
from yichuang.templatetags.ui import last_day

from .clocks import effective_day, ladder_day, late_from


def sentence(due_at: datetime, campaign: Campaign | None = None) -> str:
    """“截止 2018年4月6日 24:00，逢清明假期，节前最后工作日4月4日” (domain Q4).

    With the `campaign` that set the deadline its rule for days off and its grace are said, too;
    the clock of a correction knows neither.
    """
    day = last_day(due_at)
    due = _("截止 %(day)s %(time)s") % {"day": long_date(day), "time": _clock(due_at)}
    for advice in (_day_off(day, campaign), _grace(due_at, campaign)):
        if advice:
            due = _("%(due)s，%(advice)s") % {"due": due, "advice": advice}
    return due


def sentence_of(task: Task) -> str:
    """The deadline of `task` by its campaign's rule; of what came back, that of the correction."""
    if task.is_correction:
        return sentence(task.correction_due_at)
    return sentence(task.due_at, task.obligation.campaign)


def warning_of(tasks: Iterable[Task]) -> str:
    """What a page with the deadlines of `tasks` says when their year is not published yet."""
    moments = [moment for task in tasks for moment in (task.clock_at, task.late_at)]
    return workdays.warning(*map(last_day, moments))


def _day_off(day, campaign):
    """“逢清明假期，节前最后工作日4月4日”, or where to the deadline moves; "" on a workday."""
    calendar = workdays.calendar()
    if calendar.works(day):
        return ""
    name = calendar.name(day)
    policy = campaign.day_off_policy if campaign else DayOffPolicy.LEGAL
    if policy == DayOffPolicy.BEFORE:
        advice = _("逢%(holiday)s，提前至%(day)s24:00")
    elif policy == DayOffPolicy.AFTER:
        advice = _("逢%(holiday)s，顺延至%(day)s24:00")
    else:
        advice = (
            _("逢%(holiday)s，节前最后工作日%(day)s")
            if name
            else _("逢%(holiday)s，此前最后工作日%(day)s")
        )
    holiday = _("%(name)s假期") % {"name": _(name)} if name else _("周末")
    return advice % {"holiday": holiday, "day": short_date(effective_day(day, policy))}


def _grace(due_at, campaign):
    """“宽限1个工作日，4月8日24:00后计逾期”."""
    if campaign is None or not campaign.grace_workdays:
        return ""
    days, late = campaign.grace_workdays, last_day(late_from(due_at, campaign))
    advice = ngettext(
        "宽限%(n)d个工作日，%(day)s24:00后计逾期", "宽限%(n)d个工作日，%(day)s24:00后计逾期", days
    )
    return advice % {"n": days, "day": short_date(late)}


def left_of(task: Task, *, on: date) -> str:
    """How much time `task` has left; nothing of what was reported once and did not come back."""
    if task.is_correction:
        return correction_in_words(task.correction_due_at, on=on)
    if task.first_submitted_at:
        return ""
    campaign = task.obligation.campaign
    return left_in_words(task.due_at, campaign, on=on, late_at=task.late_at)


def left_in_words(
    due_at: datetime, campaign: Campaign, *, on: date, late_at: datetime | None = None
) -> str:
    """How much time is left on the day `on`, or by how much it is over, in workdays."""
    late = last_day(late_at or late_from(due_at, campaign))
    if on > late:
        return overdue_in_words(late, on=on)
    last = ladder_day(due_at, campaign)
    legal = campaign.day_off_policy == DayOffPolicy.LEGAL
    left = _left(last_day(due_at) if legal else last, last, on)
    return left or _("宽限期内，%(day)s24:00后计逾期") % {"day": short_date(late)}


def overdue_in_words(late: date, *, on: date) -> str:
    """By how many workdays what was in time until the end of `late` is over (domain §3.10)."""
    days = workdays_between(late, on)
    if not days:
        return _("已逾期")
    return ngettext("已逾期 %(n)d 个工作日", "已逾期 %(n)d 个工作日", days) % {"n": days}


def correction_in_words(due_at: datetime, *, on: date) -> str:
    """How much time is left to correct what came back; a correction is never 逾期 (domain §10)."""
    day = last_day(due_at)
    if on <= day:
        return _left(day, last_workday_until(day), on)
    days = workdays_between(day, on)
    if not days:
        return _("已过修改时限")
    return ngettext("修改超时 %(n)d 个工作日", "修改超时 %(n)d 个工作日", days) % {"n": days}


def _left(day, last, on):
    """What is left until `day`, whose last workday is `last`; nothing when it is past."""
    if on < last:
        days = workdays_between(on, last)
        return ngettext("还有 %(n)d 个工作日", "还有 %(n)d 个工作日", days) % {"n": days}
    if on == last:
        return _("今天是最后一个工作日")
    if on <= day:
        days = (day - on).days
        return ngettext("假期内截止，还有 %(n)d 天", "假期内截止，还有 %(n)d 天", days) % {
            "n": days
        }
    return ""


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


def said_of_moved(count: int) -> str:
    """What is said to whoever changed the days or the rule by which `count` tasks are late."""
    said = ngettext(
        "已保存，%(n)d 项任务的逾期起算日随之调整。",
        "已保存，%(n)d 项任务的逾期起算日随之调整。",
        count,
    )
    return said % {"n": count}
