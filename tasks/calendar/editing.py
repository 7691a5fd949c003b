"""Changing the workday calendar: what it would move, the rows, the trace, the moves (G2)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tasks.supervision import settling
from tasks.supervision.wording import long_date
from units import almanac, inbox, workdays
from units.models import Action, CalendarYear, Event, SpecialDay, User

# {day: (works, name), or None for a day that follows its weekday}
Days = dict[date, tuple[bool, str] | None]


class Stale(Exception):
    """A day is no longer what it was when the preview was shown."""


def effect(days: Days) -> list[settling.Shift]:
    """Whose deadlines would count by another day."""
    after = workdays.calendar().changed(days)
    return settling.shifts(settling.open_tasks(), calendar=after)


def news(year: int) -> Days:
    """Where the package has another opinion of the days of `year` than the table; nothing when it
    does not know the year."""
    if year not in almanac.years():
        return {}
    theirs = {one.day: (one.works, one.name) for one in almanac.special_days(year)}
    ours = {day: facts for day, facts in workdays.calendar().special.items() if day.year == year}
    days = sorted(theirs.keys() | ours.keys())
    return {day: theirs.get(day) for day in days if theirs.get(day) != ours.get(day)}


@inbox.in_chinese
@transaction.atomic
def change(
    days: Days, *, seen: Days, note: str = "", by: User, at: datetime
) -> list[settling.Shift]:
    """Write the days and settle anew whose deadlines they move; `seen` is what they were in the
    preview."""
    rows = {row.day: row for row in SpecialDay.objects.filter(day__in=days).select_for_update()}
    before = {day: _facts(rows.get(day)) for day in days}
    if before != {day: seen.get(day) for day in days}:
        raise Stale
    changed = {day: facts for day, facts in days.items() if facts != before[day]}
    for day, facts in changed.items():
        _write(rows.get(day), day, facts, note, by, at)
    if not changed:
        return []
    workdays.forget_on_commit()
    tasks = settling.open_tasks().select_for_update(of=("self",), no_key=True)
    moved = settling.shifts(tasks, calendar=workdays.stored())
    settling.settle(moved, reason=_reason(changed, note), by=by, at=at)
    return moved


def _facts(row):
    return (row.works, row.name) if row else None


def _write(row, day, facts, note, by, at):
    """One day and its event, old → new."""
    old, new = _facts(row), facts
    action = Action.EDIT if old and new else Action.CREATE if new else Action.DELETE
    kept = row or SpecialDay(day=day)
    if new:
        kept.works, kept.name = new
        kept.save()
    Event.objects.record(
        action,
        by=by,
        at=at,
        subject=kept,
        reason=note,
        label=long_date(day),
        changes=_changes(old, new),
    )
    if not new:
        kept.delete()


def _changes(old, new):
    """What differs of (works, name); a day without a row works as its weekday says."""
    fields = ("works", "name")
    pairs = {name: [_at(old, place), _at(new, place)] for place, name in enumerate(fields)}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _at(facts, place):
    return facts[place] if facts else None


def _reason(changed, note):
    """“工作日历调整：2018年4月9日改为休息”, or how many days were changed."""
    if len(changed) > 1:
        said = _("工作日历调整 %(n)d 天") % {"n": len(changed)}
    else:
        ((day, facts),) = changed.items()
        works = facts[0] if facts else day.weekday() < 5
        words = _("工作日历调整：%(day)s改为上班") if works else _("工作日历调整：%(day)s改为休息")
        said = words % {"day": long_date(day)}
    return _("%(what)s（%(why)s）") % {"what": said, "why": note} if note else said


@transaction.atomic
def publish(year: int, *, source: str, by: User, at: datetime) -> bool:
    """The days off of `year` are published by `source`; False when that was known."""
    row = CalendarYear.objects.select_for_update().filter(year=year).first()
    if row and row.source == source:
        return False
    old = row.source if row else None
    row = row or CalendarYear(year=year)
    row.source, row.changed_at, row.changed_by = source, at, by
    row.save()
    Event.objects.record(
        Action.EDIT if old is not None else Action.CREATE, by=by, at=at, subject=row,
        changes={"source": [old, source]},
    )  # fmt: skip
    workdays.forget_on_commit()
    return True


@transaction.atomic
def take(year: int, days: Days, *, source: str, by: User, at: datetime) -> list[settling.Shift]:
    """Write what the package knows better, and mark the year as published."""
    rows = SpecialDay.objects.filter(day__in=days)
    seen = {row.day: _facts(row) for row in rows}
    publish(year, source=source, by=by, at=at)
    return change(days, seen=seen, note=source, by=by, at=at)


@transaction.atomic
def unpublish(year: int, *, by: User, at: datetime) -> bool:
    """The year was marked by mistake; its days stay."""
    row = CalendarYear.objects.select_for_update().filter(year=year).first()
    if row is None:
        return False
    Event.objects.record(
        Action.DELETE, by=by, at=at, subject=row, changes={"source": [row.source, None]}
    )
    row.delete()
    workdays.forget_on_commit()
    return True


def history():
    """Every change of the calendar, newest first."""
    kinds = [model._meta.label_lower for model in (SpecialDay, CalendarYear)]
    return Event.objects.filter(subject__in=kinds).order_by("-pk")


def deadlines_in(year: int) -> int:
    """How many open tasks are due in `year`."""
    return settling.open_tasks().filter(due_at__year=year).owed().count()
