"""Who would be told what on a day, as things stand now: the preview; nothing is written."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils import timezone

from units import inbox
from units.channels import hours
from units.models import GROUPS, Unit

from . import days, ledger
from .addressing import Pair, audience
from .digests import Digest, Paragraph, about_all, compose
from .facts import Facts
from .steps import Step, in_use, reached


@dataclass
class Occasion:
    """What would be said at one moment of the day; `leaves_at` is when it may leave the portal."""

    moment: datetime
    leaves_at: datetime
    digests: list[Digest] = field(default_factory=list)
    groups: list[Paragraph] = field(default_factory=list)
    # Units nobody of whom has an account (domain case 24).
    unreached: list[Unit] = field(default_factory=list)
    units: int = 0
    said_before: int = 0

    @property
    def is_put_off(self) -> bool:
        return self.leaves_at != self.moment

    @property
    def reached(self) -> int:
        return self.units - len(self.unreached)


@inbox.in_chinese
def forecast(day: date, hour: time | None = None) -> list[Occasion]:
    """The occasions of `day`, or that of its `hour`, provided that everything before was said."""
    rungs = in_use()
    clocks = sorted({rung.hour for rung in rungs if hour is None or rung.hour == hour})
    moments = (timezone.make_aware(datetime.combine(day, clock)) for clock in clocks)
    occasions = (_occasion(list(_speaking(rungs, moment)), moment) for moment in moments)
    return [one for one in occasions if one.units or one.said_before]


def _speaking(rungs, moment: datetime) -> Iterator[Step]:
    for steps in reached(rungs, moment):
        if steps[-1].moment == moment:
            yield steps[-1]


def _occasion(steps: list[Step], moment: datetime) -> Occasion:
    known = ledger.said(step.key for step in steps)
    pairs = [(step.rung, step.task) for step in steps if step.key not in known]
    found = Occasion(moment, _leaves_at(steps, moment), said_before=len(known))
    facts, told = Facts((task for _rung, task in pairs), at=moment), audience(pairs)
    found.digests = compose(pairs, told, facts)
    found.groups = list(_group_texts(pairs, facts))
    units = {task.unit for rung, task in pairs if not rung.is_for_the_bureau}
    deaf = {task.unit for rung, task in pairs if not told.reaches(rung, task)}
    found.units = len(units | deaf)
    found.unreached = sorted(deaf, key=lambda unit: (unit.sort_order, unit.pk))
    if not found.units and found.digests:
        found.units = len({task.unit for _rung, task in pairs})
    return found


def _leaves_at(steps: list[Step], moment: datetime) -> datetime:
    if any(days.may_speak(step.rung, step.day, moment) for step in steps):
        return moment
    return hours.next_allowed(moment)


def _group_texts(pairs: list[Pair], facts: Facts) -> Iterator[Paragraph]:
    by_campaign: dict[tuple, list] = {}
    for rung, task in pairs:
        if not task.is_part and set(GROUPS) & set(rung.channels):
            by_campaign.setdefault((rung, task.obligation.campaign_id), []).append(task)
    for (rung, _campaign), tasks in by_campaign.items():
        yield about_all(rung, tasks, facts)
