"""Whose answer a row may take over: the city's, other districts', last year's, the library's."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matters.models import SystemLevel
from tasks.models import Campaign, CampaignState, Entry, ObligationKind, RowState, Task
from tasks.models.rows import LEFT_OUT
from units.models import Unit, normalise_name

# What others answered counts once it went to the bureau; their drafts are their own (A3-7).
REPORTED = (RowState.SUBMITTED, RowState.APPROVED)
# 待核实 answers nothing.
NO_ANSWER = ("", SystemLevel.UNKNOWN)


class Source(models.TextChoices):
    CITY_FIRST = "city_first", gettext_lazy("市级填报，其余取多数区县")
    CITY = "city", gettext_lazy("市级填报")
    MAJORITY = "majority", gettext_lazy("多数区县填报")
    DISTRICT = "district", gettext_lazy("指定区县填报")
    CAMPAIGN = "campaign", gettext_lazy("本单位上次填报")
    LIBRARY = "library", gettext_lazy("库内提示")


@dataclass(frozen=True)
class Answer:
    """What a source says of one row: `facts` by field, of what kind, in words who says so."""

    kind: Source
    label: str
    facts: dict


@dataclass(frozen=True)
class _Given:
    """One reported answer of another unit; of that unit's own facts it holds none."""

    base_code: str
    unit_id: int
    unit: str
    district_id: int | None
    district: str | None
    level: str
    name: str
    system_id: int | None

    @property
    def variant(self):
        return self.level, self.system_id or normalise_name(self.name)

    def answer(self, kind, label) -> Answer:
        return Answer(kind, label, {"system_level": self.level, "system_name": self.name})


GIVEN = (
    "matter__base_code",
    "task__unit_id",
    "task__unit__short_name",
    "task__parent__unit_id",
    "task__parent__unit__short_name",
    "system_level",
    "system_name",
    "system_id",
)
OWN = ("contact", "phone", "scope", "districts")


class Sources:
    """The answers there are for the rows of `lists`: those of `task`, or it itself.

    Each kind of source is fetched once, with a number of queries that depends on nothing.
    """

    def __init__(self, task: Task, lists: Iterable[Task], *, districts: dict[int, str]):
        self.campaign: Campaign = task.obligation.campaign
        self.kind = task.kind
        self.own_district = task.parent.unit_id if task.is_part else task.unit_id
        self.unit_of = {one.pk: one.unit_id for one in lists}
        self.districts = districts

    @property
    def offered(self) -> list[Source]:
        """A city department is asked first; it has nobody to follow but itself."""
        if self.kind == ObligationKind.CITY_LIST:
            return [Source.CAMPAIGN, Source.LIBRARY]
        return list(Source)

    def answers(self, rows: list[Entry], source: str, district: int | None = None) -> dict:
        """The Answer by row id, for the rows that have one."""
        find = {
            Source.CITY_FIRST: lambda row: self._of_city(row) or self._of_majority(row),
            Source.CITY: self._of_city,
            Source.MAJORITY: self._of_majority,
            Source.DISTRICT: lambda row: self._of_district(row, district),
            Source.CAMPAIGN: self._of_campaign,
            Source.LIBRARY: _of_library,
        }[Source(source)]
        found = {row.pk: find(row) for row in rows}
        return {pk: answer for pk, answer in found.items() if answer is not None}

    def districts_that_answer(self, rows: list[Entry]) -> Counter:
        """How many of `rows` each other district has reported an answer for, by its id."""
        return Counter(
            district for row in rows for district in self._by_district[row.matter.base_code]
        )

    # --- the city ---

    def _of_city(self, row) -> Answer | None:
        """A counterpart's answer first (domain §3.3), else the first in official order."""
        given = self._city[row.matter.base_code]
        counterparts = self._counterparts[self.unit_of[row.task_id]]
        chosen = next((one for one in given if one.unit_id in counterparts), None)
        chosen = chosen or (given[0] if given else None)
        return chosen and chosen.answer(Source.CITY, chosen.unit)

    @cached_property
    def _city(self) -> dict[str, list[_Given]]:
        return self._grouped(self._reported(ObligationKind.CITY_LIST))

    @cached_property
    def _counterparts(self) -> dict[int, set[int]]:
        found = defaultdict(set)
        links = Unit.counterparts.through.objects.filter(from_unit__in=self.unit_of.values())
        for unit, counterpart in links.values_list("from_unit_id", "to_unit_id"):
            found[unit].add(counterpart)
        return found

    # --- other districts ---

    def _of_majority(self, row) -> Answer | None:
        """What most other districts answer; an even split is no majority."""
        by_district = self._by_district[row.matter.base_code]
        votes = defaultdict(set)
        for district, given in by_district.items():
            votes[given[0].variant].add(district)
        ranked = sorted(votes.values(), key=len, reverse=True)
        if not ranked or (len(ranked) > 1 and len(ranked[0]) == len(ranked[1])):
            return None
        label = _("区县多数（%(n)s/%(total)s）") % {"n": len(ranked[0]), "total": len(by_district)}
        alike = [by_district[district][0] for district in ranked[0]]
        spelling, _times = Counter(one.name for one in alike).most_common(1)[0]
        return next(one for one in alike if one.name == spelling).answer(Source.MAJORITY, label)

    def _of_district(self, row, district) -> Answer | None:
        given = self._by_district[row.matter.base_code].get(district)
        return given[0].answer(Source.DISTRICT, given[0].district) if given else None

    @cached_property
    def _by_district(self) -> dict[str, dict[int, list[_Given]]]:
        """Reported answers of other districts: by base code, then by district."""
        found = defaultdict(lambda: defaultdict(list))
        for given in self._reported(ObligationKind.DISTRICT_LIST):
            if given.district_id not in (None, self.own_district):
                found[given.base_code][given.district_id].append(given)
        return found

    def _reported(self, kind) -> list[_Given]:
        codes = Entry.objects.filter(task__in=self.unit_of).values("matter__base_code")
        rows = Entry.objects.filter(
            task__obligation__campaign=self.campaign,
            task__obligation__kind=kind,
            state__in=REPORTED,
            matter__base_code__in=codes,
        ).exclude(system_level__in=NO_ANSWER)
        order = ("task__parent__unit__sort_order", "task__unit__sort_order", "pk")
        return [_Given(*line) for line in rows.order_by(*order).values_list(*GIVEN)]

    @staticmethod
    def _grouped(given):
        found = defaultdict(list)
        for one in given:
            found[one.base_code].append(one)
        return found

    # --- the own unit, last time ---

    @cached_property
    def last_campaign(self) -> Campaign | None:
        """The newest earlier notice that asked one of these units for the same list."""
        here = self.campaign
        earlier = Q(issued_on__lt=here.issued_on) | Q(issued_on=here.issued_on, pk__lt=here.pk)
        asked = Q(obligations__kind=self.kind, obligations__tasks__unit__in=self.unit_of.values())
        campaigns = Campaign.objects.exclude(state=CampaignState.DRAFT).filter(earlier, asked)
        return campaigns.newest_first().distinct().first()

    def _of_campaign(self, row) -> Answer | None:
        unit = self.unit_of[row.task_id]
        given = self._last.get((unit, row.matter_id))
        return given or self._last.get((unit, row.matter.base_code))

    @cached_property
    def _last(self) -> dict[tuple, Answer]:
        """Complete answers of the same units by matter, else by base code."""
        if self.last_campaign is None:
            return {}
        rows = Entry.objects.filter(
            task__unit__in=self.unit_of.values(),
            task__obligation__campaign=self.last_campaign,
            task__obligation__kind=self.kind,
            complete=True,
        ).exclude(Q(state__in=LEFT_OUT) | Q(system_level__in=NO_ANSWER))
        found = {}
        for row in rows.select_related("matter", "task").in_order():
            unit, answer = row.task.unit_id, self._own_answer(row)
            found[unit, row.matter_id] = answer
            found.setdefault((unit, row.matter.base_code), answer)
        return found

    def _own_answer(self, row) -> Answer:
        """All but the volume and the remark: they speak of that year (docs/decisions/0013)."""
        facts = {name: getattr(row, name) for name in ("system_level", "system_name", *OWN)}
        if not set(row.districts) <= set(self.districts):
            # A district that no longer exists: whoever fills in chooses anew.
            del facts["scope"], facts["districts"]
        return Answer(Source.CAMPAIGN, self.last_campaign.number, facts)


def _of_library(row) -> Answer | None:
    """What the library knows of the system; either half may be missing."""
    hints = {"system_level": row.matter.level_hint, "system_name": row.matter.system_hint}
    facts = {name: hint for name, hint in hints.items() if hint and hint not in NO_ANSWER}
    return Answer(Source.LIBRARY, _("权力事项库"), facts) if facts else None
