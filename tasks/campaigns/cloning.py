"""Next year's campaign out of this year's (A1): its words, its addressees, its dates moved."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from tasks.models import Campaign, CampaignState, Obligation
from units.models import Action, Event, Unit, User
from units.workdays import end_of, last_workday_until
from yichuang.templatetags.ui import last_day

COPIED = (
    "issuer",
    "basis",
    "summary",
    "help_contact",
    "top_n",
    "candidates",
    "ranking_basis",
    "volume_tolerance",
    "correction_workdays",
    "review_workdays",
    "day_off_policy",
    "grace_workdays",
    "reminders_on",
)
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


@dataclass
class Cloned:
    """The new draft; `replaced` are pairs of an ended unit and its successor, if it has one."""

    campaign: Campaign
    replaced: list[tuple[Unit, Unit | None]]


@transaction.atomic
def clone(source: Campaign, *, by: User, at: datetime) -> Cloned:
    """A draft one year later; neither tasks nor ranking, library or answers come along."""
    # Of two who press at once the second finds the number taken, and gets the next one.
    Campaign.objects.select_for_update(no_key=True).get(pk=source.pk)
    issued_on = _moved(source.issued_on)
    campaign = Campaign.objects.create(
        number=_next_number(source, issued_on.year),
        title=_of_next_year(source.title),
        issued_on=issued_on,
        state=CampaignState.DRAFT,
        **{name: getattr(source, name) for name in COPIED},
    )
    replaced = _address(campaign, source)
    Obligation.objects.bulk_create(_obligations(source, campaign))
    Event.objects.record(
        Action.CREATE,
        by=by,
        at=at,
        subject=campaign,
        changes={"number": [source.number, campaign.number]},
    )
    return Cloned(campaign, replaced)


def _moved(day: date) -> date:
    """The same day of the next year, or the last workday before it."""
    try:
        later = day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        later = day.replace(year=day.year + 1, day=28)
    return last_workday_until(later)


def _next_number(source: Campaign, year: int) -> str:
    """杭智办〔2018〕2号 → 杭智办〔2019〕1号, or the first number of that year that is free."""
    organ = source.number.split("〔")[0]
    taken = set(Campaign.objects.values_list("number", flat=True))
    numbers = (f"{organ}〔{year}〕{number}号" for number in range(1, len(taken) + 2))
    return next(number for number in numbers if number not in taken)


def _of_next_year(text: str) -> str:
    return _YEAR.sub(lambda found: str(int(found.group()) + 1), text)


def _obligations(source: Campaign, campaign: Campaign) -> list[Obligation]:
    return [
        Obligation(
            campaign=campaign,
            kind=one.kind,
            title=_of_next_year(one.title),
            due_at=end_of(_moved(last_day(timezone.localtime(one.due_at)))),
        )
        for one in source.obligations.order_by("pk")
    ]


def _address(campaign: Campaign, source: Campaign) -> list[tuple[Unit, Unit | None]]:
    """Address the same units; for one that has ended, whoever took over its work."""
    replaced = {}
    for name in ("addressees", "pilots"):
        units = getattr(source, name).select_related("successor").in_official_order()
        standing = {unit: _standing(unit, campaign.issued_on) for unit in units}
        getattr(campaign, name).set({unit for unit in standing.values() if unit})
        replaced |= {unit: now for unit, now in standing.items() if now != unit}
    return list(replaced.items())


def _standing(unit: Unit, day: date) -> Unit | None:
    """`unit` or the first of its successors that still exists on `day`."""
    seen = set()
    while unit and unit.valid_to and unit.valid_to < day and unit.pk not in seen:
        seen.add(unit.pk)
        unit = unit.successor
    return None if unit is None or unit.pk in seen else unit
