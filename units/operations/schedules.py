"""Schedules in words, and changing one: from then on it counts as it reads now."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from units import inbox
from units.models import Action, Event, Routine, RoutineRun, RunState, User
from units.occasions import next_occasion
from units.routines import ROUTINES

FIELDS = ("weekdays", "hour", "workdays_only", "is_on")


def in_words(routine: Routine) -> str:
    """每周五 17:00，遇休息日顺延."""
    hour = f"{routine.hour:%H:%M}"
    if not routine.weekdays:
        every = _("每个工作日 %(hour)s") if routine.workdays_only else _("每天 %(hour)s")
        return every % {"hour": hour}
    days = _("、").join(str(WEEKDAYS_ABBR[day]) for day in routine.weekdays)
    words = _("每%(days)s %(hour)s") % {"days": days, "hour": hour}
    return words + _("，遇休息日顺延") if routine.workdays_only else words


def lines(*, at: datetime) -> list[dict]:
    """Every routine with its next occasion and how its last run ended."""
    routines = list(Routine.objects.annotate(newest=Max("runs__pk")).order_by("pk"))
    newest = RoutineRun.objects.in_bulk([one.newest for one in routines if one.newest])
    return [line(one, newest.get(one.newest), at=at) for one in routines]


def line(routine: Routine, last: RoutineRun | None, *, at: datetime) -> dict:
    return {
        "routine": routine,
        "words": in_words(routine),
        "next": next_occasion(routine, at=at),
        "last": last,
        "may_run": routine.code in ROUTINES and not (last and last.is_unfinished),
    }


def run_lines(runs: Iterable[RoutineRun]) -> list[dict]:
    return [
        {"run": one, "may_retry": one.state == RunState.FAILED and one.routine.code in ROUTINES}
        for one in runs
    ]


@inbox.in_chinese
@transaction.atomic
def change(routine: Routine, values: dict, *, by: User, at: datetime) -> bool:
    """Give `routine` the values of FIELDS; nothing that lies behind is due because of it.

    False when they are what they were.
    """
    held = Routine.objects.select_for_update().get(pk=routine.pk)
    changes = {
        name: [_stored(getattr(held, name)), _stored(values[name])]
        for name in FIELDS
        if getattr(held, name) != values[name]
    }
    if not changes:
        return False
    Routine.objects.filter(pk=held.pk).update(**{n: values[n] for n in changes}, counts_from=at)
    Event.objects.record(Action.EDIT, by=by, at=at, subject=held, changes=changes)
    return True


def _stored(value):
    """As the trail keeps it: days by their names, an hour without its seconds."""
    if isinstance(value, list):
        return "、".join(str(WEEKDAYS_ABBR[day]) for day in value) or "每天"
    return value if isinstance(value, bool) else f"{value:%H:%M}"
