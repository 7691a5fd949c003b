"""Attachment 1: matters ranked by their cases of 2017, and frozen (A1-2)."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from matters.models import Matter
from tasks.models import Campaign, RankedMatter, RankingBasis
from units.models import Action, Event, Unit, UnitKind, User


class AlreadyFrozen(Exception):
    """A frozen ranking is never changed (domain case 4)."""


def rank(campaign: Campaign) -> list[RankedMatter]:
    """The candidates in order of volume, ties by code; unsaved.

    Regional basis adds the figures of all regions; citywide basis takes the city's own row
    where there is one, since it then already holds the districts' cases (domain §10).
    """
    by_code = _by_code()
    citywide = campaign.ranking_basis == RankingBasis.CITYWIDE
    volumes = {code: group.volume(citywide=citywide) for code, group in by_code.items()}
    codes = sorted((code for code in volumes if volumes[code]), key=lambda c: (-volumes[c], c))
    codes = codes[: campaign.candidates]
    matters = Matter.objects.select_related("unit").prefetch_related("unit__counterparts")
    firsts = matters.in_bulk([by_code[code].first for code in codes])
    return [
        _line(campaign, number, by_code[code], firsts[by_code[code].first], volumes[code])
        for number, code in enumerate(codes, start=1)
    ]


@dataclass
class _Group:
    """The rows of one base code, as keys and volumes, in the order of the library."""

    city: list[tuple[int, int]] = field(default_factory=list)
    districts: list[tuple[int, int]] = field(default_factory=list)

    @property
    def first(self) -> int:
        """The row whose facts the list shows: the city's, if there is one."""
        return (self.city or self.districts)[0][0]

    @property
    def levels(self) -> str:
        return "、".join(["市级"] * bool(self.city) + ["县级"] * bool(self.districts))

    def volume(self, *, citywide: bool) -> int:
        counted = self.city if self.city and citywide else self.city + self.districts
        return sum(volume or 0 for _pk, volume in counted)


def _by_code() -> dict[str, _Group]:
    rows = Matter.objects.countable().order_by("sort_order", "pk")
    groups = defaultdict(_Group)
    for pk, code, district, volume in rows.values_list("pk", "base_code", "district", "volume"):
        group = groups[code]
        (group.city if district is None else group.districts).append((pk, volume))
    return groups


def _line(campaign, number, group, first, volume) -> RankedMatter:
    return RankedMatter(
        campaign=campaign,
        rank=number,
        base_code=first.base_code,
        name=first.name,
        sub_item=first.sub_item,
        type=first.type,
        client=first.client,
        unit=_department(first),
        exercise_levels=group.levels,
        volume=volume,
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
