"""What a later library would make of a frozen ranking; the frozen one is only read (A6)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from matters.models import LibraryVersion, VersionState
from tasks.models import Campaign, RankedMatter

from . import ranking


@dataclass
class Move:
    """One matter that would stand elsewhere; a rank is None outside the list."""

    base_code: str
    name: str
    unit: str
    before: int | None
    after: int | None
    volume_before: int | None
    volume_after: int | None
    top: int

    @property
    def what(self) -> str:
        if self.before is None:
            return _("将进入清单")
        if self.after is None:
            return _("将退出清单")
        if self.before <= self.top < self.after:
            return _("将由应接入变为候补")
        if self.after <= self.top < self.before:
            return _("将由候补变为应接入")
        places = abs(self.before - self.after)
        sentence = _("上升 %(n)s 位") if self.after < self.before else _("下降 %(n)s 位")
        return sentence % {"n": places}


def frozen_under(campaign: Campaign) -> LibraryVersion | None:
    """The library that was in force when the ranking was frozen."""
    versions = LibraryVersion.objects.filter(
        state=VersionState.APPLIED, applied_at__lte=campaign.ranking_frozen_at
    )
    return versions.order_by("-number").first()


def moves(campaign: Campaign) -> list[Move]:
    """Where a ranking of today would differ, in the order of today's; nothing is stored."""
    frozen = RankedMatter.objects.filter(campaign=campaign).in_rank().select_related("unit")
    before = {line.base_code: line for line in frozen}
    after = {line.base_code: line for line in ranking.rank(campaign)}
    found = [_move(campaign, before.get(code), after.get(code)) for code in {**after, **before}]
    return [move for move in found if move.before != move.after]


def _move(campaign, before, after) -> Move:
    line = after or before
    return Move(
        base_code=line.base_code,
        name=line.name,
        unit=line.unit.short_name if line.unit else "",
        before=before and before.rank,
        after=after and after.rank,
        volume_before=before and before.volume,
        volume_after=after and after.volume,
        top=campaign.top_n,
    )
