"""The steps of the ladder that tasks have reached, and which of them is the present one."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from tasks.models import Rung, Task
from units.models import GROUPS, Channel

from . import days, owed

Key = tuple[int, int, date]


@dataclass(frozen=True)
class Step:
    """A rung whose hour has come for a task."""

    task: Task
    rung: Rung
    day: date
    moment: datetime

    @property
    def key(self) -> Key:
        """How the ledger knows it: task, rung, and the deadline it speaks of."""
        return self.task.pk, self.rung.pk, days.due_on(self.rung, self.task)

    @property
    def channels(self) -> list[str]:
        """The inbox always; the groups of the city are not told of districts' departments."""
        named = dict.fromkeys([Channel.INBOX.value, *self.rung.channels])
        return [one for one in named if not (self.task.is_part and one in GROUPS)]

    def may_be_said(self, at: datetime) -> bool:
        return days.may_speak(self.rung, self.day, at) and days.is_still_true(
            self.rung, self.task, self.day, timezone.localdate(at)
        )


def steps_of(at: datetime) -> Iterator[list[Step]]:
    """For each task and each side that is told of it, the steps reached by `at`, in order; the
    last one is the present one. Two rungs of one moment are two ladders: neither overtakes the
    other. Nothing while nobody may be told anything."""
    rungs, today = in_use(), timezone.localdate(at)
    if any(days.may_speak(rung, today, at) for rung in rungs):
        yield from reached(rungs, at)


def in_use() -> list[Rung]:
    return list(Rung.objects.filter(is_on=True).order_by("pk"))


def reached(rungs: list[Rung], at: datetime) -> Iterator[list[Step]]:
    """The same at any hour."""
    moments = _Moments()
    for task in owed.tasks():
        sides = defaultdict(list)
        for rung in rungs:
            if owed.speaks_of(rung, task, at=at):
                day, moment = moments.of(rung, task)
                start = owed.since(rung, task)
                if moment <= at and (start is None or start < moment):
                    sides[rung.is_for_the_bureau].append(Step(task, rung, day, moment))
        for steps in sides.values():
            yield from _ladders(steps)


def _ladders(steps: list[Step]) -> Iterator[list[Step]]:
    latest = max(step.moment for step in steps)
    before = sorted((s for s in steps if s.moment < latest), key=lambda step: step.moment)
    for step in steps:
        if step.moment == latest:
            yield [*before, step]


class _Moments:
    """Day and moment of a rung, worked out once for all tasks with the same clock."""

    def __init__(self):
        self._known: dict[tuple, tuple[date, datetime]] = {}

    def of(self, rung: Rung, task: Task) -> tuple[date, datetime]:
        campaign = task.obligation.campaign_id
        clock = (rung.pk, campaign, task.due_at, task.late_at, task.correction_due_at)
        if clock not in self._known:
            self._known[clock] = days.day_of(rung, task), days.moment_of(rung, task)
        return self._known[clock]
