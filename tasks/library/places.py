"""Where a matter has its rows in the campaigns that are out, by the rules of publishing."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from matters.models import Matter, MatterState
from tasks.models import Campaign, Entry, NearbyEntry, Obligation, ObligationKind, Task


class Place(NamedTuple):
    """The list of `unit_id` for `obligation`; a part goes up with the list of `district_id`."""

    obligation: Obligation
    unit_id: int
    district_id: int | None = None

    @property
    def key(self) -> tuple[int, int]:
        return self.obligation.pk, self.unit_id

    @property
    def owed(self) -> "Place":
        """The list that the bureau gets: the district's own one for a part."""
        return Place(self.obligation, self.district_id) if self.district_id else self


class Places:
    """Obligations, addressees and pilots of some campaigns: three queries for all of them."""

    def __init__(self, campaigns: list[Campaign]):
        self.campaigns = {campaign.pk: campaign for campaign in campaigns}
        self.obligations = defaultdict(dict)
        known = Obligation.objects.filter(campaign__in=campaigns).select_related("campaign")
        for obligation in known:
            self.obligations[obligation.campaign_id][obligation.kind] = obligation
        self._addressees = _units(Campaign.addressees.through, campaigns)
        self._pilots = _units(Campaign.pilots.through, campaigns)
        self._tasks: dict[int, Task] = {}

    def tasks(self, pks: set[int]) -> dict[int, Task]:
        """The tasks of these keys among others: one object for all rows of a list."""
        if missing := pks - self._tasks.keys():
            found = Task.objects.filter(pk__in=missing).for_page()
            self._tasks |= {task.pk: task for task in found}
        return self._tasks

    def of(self, matter: Matter) -> Iterator[tuple[int, type, Place | None]]:
        """For every campaign and kind of row: where `matter` belongs now, if anywhere."""
        in_use = matter.state == MatterState.IN_USE
        for campaign_id in self.campaigns:
            kind = ObligationKind.DISTRICT_LIST if matter.district_id else ObligationKind.CITY_LIST
            yield campaign_id, Entry, self._place(campaign_id, kind, matter) if in_use else None
            wanted = in_use and self._is_for_pilot(campaign_id, matter)
            place = self._place(campaign_id, ObligationKind.NEARBY, matter) if wanted else None
            yield campaign_id, NearbyEntry, place

    def _place(self, campaign_id, kind, matter) -> Place | None:
        obligation = self.obligations[campaign_id].get(kind)
        owing = matter.district_id or matter.unit_id
        if obligation is None or (campaign_id, owing) not in self._addressees:
            return None
        if kind == ObligationKind.DISTRICT_LIST:
            return Place(obligation, matter.unit_id, matter.district_id)
        return Place(obligation, owing)

    def _is_for_pilot(self, campaign_id, matter):
        return matter.is_personal_errand and (campaign_id, matter.district_id) in self._pilots


def _units(through, campaigns) -> set[tuple[int, int]]:
    rows = through.objects.filter(campaign__in=campaigns)
    return set(rows.values_list("campaign_id", "unit_id"))
