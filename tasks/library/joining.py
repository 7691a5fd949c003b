"""Rows for matters that are new on a list, and the lists of units that had none."""

from collections import Counter
from datetime import datetime

from django.db.models import Max

from tasks.filling.grid import row_model
from tasks.models import Entry, NearbyEntry, Obligation, ObligationKind, Scope, Task
from tasks.supervision.deadlines import correction_deadline, late_from
from units.models import Action, Event, User

from .effects import Effect
from .places import Place

# What a unit can take from the former one; its contact persons are its own.
PROPOSED = ("system_level", "system_name", "volume", "scope", "districts")
OF_THE_REGION = ("scope", "districts")


def make_rows(effects: list[Effect], *, by: User, at: datetime) -> list[Task]:
    """Give each effect its row, unsaved, at the end of its list; returns the lists made."""
    made = _make_lists({effect.place for effect in effects}, by, at)
    lists = _lists_at(effects)
    last = _last_numbers([task.pk for task in lists.values()])
    for effect in effects:
        task = lists[effect.place.key]
        last[task.pk] += 1
        effect.row = _new_row(effect, task, last[task.pk])
    return made


def _make_lists(places: set[Place], by, at) -> list[Task]:
    """The lists that units do not have yet; a district's own list before its parts.

    Whoever owed nothing before now owes a roster, too (domain case 15).
    """
    made = []
    owed = {place.owed for place in places}
    parts = places - owed
    for some in (owed, _rosters(owed), parts):
        known = keys_of(list({place.obligation.pk for place in some}))
        new = [_new_list(place, known, at) for place in some if place.key not in known]
        made += Task.objects.bulk_create(new)
    Event.objects.bulk_create(
        Event(**Event.objects.row(Action.CREATE, by=by, at=at, subject=task, unit=task.unit))
        for task in Task.objects.filter(pk__in=[task.pk for task in made]).for_page()
    )
    return made


def _new_list(place: Place, known: dict, at: datetime) -> Task:
    """A list that comes late has as long as a correction."""
    campaign = place.obligation.campaign
    due_at = max(place.obligation.due_at, correction_deadline(at, campaign.correction_workdays))
    return Task(
        obligation=place.obligation,
        unit_id=place.unit_id,
        parent_id=known[place.owed.key] if place.district_id else None,
        due_at=due_at,
        late_at=late_from(due_at, campaign),
    )


def _rosters(owed: set[Place]) -> set[Place]:
    campaigns = {place.obligation.campaign_id for place in owed}
    rosters = Obligation.objects.filter(campaign__in=campaigns, kind=ObligationKind.ROSTER)
    by_campaign = {one.campaign_id: one for one in rosters.select_related("campaign")}
    return {
        Place(by_campaign[place.obligation.campaign_id], place.unit_id)
        for place in owed
        if place.obligation.campaign_id in by_campaign
    }


def keys_of(obligations) -> dict[tuple[int, int], int]:
    """The tasks of these obligations by (obligation, unit)."""
    tasks = Task.objects.filter(obligation__in=obligations)
    return {
        (obligation, unit): pk
        for obligation, unit, pk in tasks.values_list("obligation_id", "unit_id", "pk")
    }


def _lists_at(effects) -> dict[tuple[int, int], Task]:
    obligations = {effect.place.obligation.pk for effect in effects}
    units = {effect.place.unit_id for effect in effects}
    tasks = Task.objects.filter(obligation__in=obligations, unit__in=units).for_page()
    return {(task.obligation_id, task.unit_id): task for task in tasks}


def _last_numbers(tasks: list[int]) -> Counter:
    """The number of the last row of each list, by task."""
    last = Counter()
    for model in (Entry, NearbyEntry):
        rows = model.objects.filter(task__in=tasks).order_by().values_list("task_id")
        last.update(dict(rows.annotate(last=Max("sort_order"))))
    return last


def _new_row(effect: Effect, task: Task, number: int) -> Entry | NearbyEntry:
    model = row_model(task)
    row = model(task=task, matter=effect.touched.matter, sort_order=number)
    if task.is_part:
        # 适用区县 of a district's row is preset to the district itself (domain §4.3).
        row.scope, row.districts = Scope.SOME_DISTRICTS, [task.parent.unit_id]
    if model is Entry and effect.former is not None:
        _propose(row, effect.former)
    return row


def _propose(row: Entry, former: Entry) -> None:
    """The former unit's answers, to be confirmed by the new one."""
    names = PROPOSED
    if _district(row) != _district(former):
        names = [name for name in PROPOSED if name not in OF_THE_REGION]
    taken = [name for name in names if getattr(former, name) not in ("", None, [])]
    if not former.version or not taken:
        return
    for name in taken:
        setattr(row, name, getattr(former, name))
    row.system_id = former.system_id
    row.unconfirmed = True
    row.origin = {"kind": "library", "label": former.task.unit.full_label, "fields": taken}


def _district(row: Entry) -> int | None:
    return row.task.parent.unit_id if row.task.is_part else None
