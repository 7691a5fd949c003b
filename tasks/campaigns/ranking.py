"""Attachment 1: matters ranked by their cases of 2017, and frozen (A1-2)."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from matters.models import Matter
from tasks.models import Campaign, RankedMatter, RankingBasis
from units.models import Action, Event, Unit, UnitKind, UnitLevel, User


class AlreadyFrozen(Exception):
    """A frozen ranking is never changed (domain case 4)."""


def rank(campaign: Campaign) -> list[RankedMatter]:
    """The candidates in order of volume, ties by code; unsaved.

    Regional basis adds the figures of all regions; citywide basis takes the city's own row
    where there is one, since it then already holds the districts' cases (domain §10).
    """
    lines = [_line(campaign, rows) for rows in _by_code().values()]
    lines = [line for line in lines if line.volume]
    lines.sort(key=lambda line: (-line.volume, line.base_code))
    lines = lines[: campaign.candidates]
    for number, line in enumerate(lines, start=1):
        line.rank = number
    return lines


def _by_code():
    rows = Matter.objects.countable().select_related("unit").order_by("sort_order", "pk")
    by_code = defaultdict(list)
    for row in rows.prefetch_related("unit__counterparts"):
        by_code[row.base_code].append(row)
    return by_code


def _line(campaign, rows):
    city = [row for row in rows if row.district_id is None]
    first = (city or rows)[0]
    counted = city if city and campaign.ranking_basis == RankingBasis.CITYWIDE else rows
    levels = [UnitLevel.CITY] * bool(city) + [UnitLevel.DISTRICT] * (len(rows) > len(city))
    return RankedMatter(
        campaign=campaign,
        base_code=first.base_code,
        name=first.name,
        sub_item=first.sub_item,
        type=first.type,
        client=first.client,
        unit=_department(first),
        exercise_levels="、".join({"city": "市级", "district": "县级"}[level] for level in levels),
        volume=sum(row.volume or 0 for row in counted),
    )


def _department(matter) -> Unit | None:
    """市级对应部门 of a matter: its own, or the counterpart of its district department."""
    if matter.unit.kind == UnitKind.DEPARTMENT:
        return matter.unit
    counterparts = sorted(matter.unit.counterparts.all(), key=lambda unit: unit.sort_order)
    return counterparts[0] if counterparts else None


@transaction.atomic
def freeze(campaign: Campaign, *, by: User, at: datetime) -> int:
    """Store the ranking; returns the number of lines."""
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if campaign.ranking_frozen_at:
        raise AlreadyFrozen
    lines = RankedMatter.objects.bulk_create(rank(campaign))
    campaign.ranking_frozen_at = at
    campaign.save(update_fields=["ranking_frozen_at"])
    Event.objects.record(
        Action.FREEZE, by=by, at=at, subject=campaign, changes={"ranking": [0, len(lines)]}
    )
    return len(lines)
