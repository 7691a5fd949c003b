"""Writing a confirmed plan into the catalogue: one version, one transaction, nothing deleted."""

from collections.abc import Callable
from datetime import date, datetime

from django.db.models import Max

from matters.library.owners import Owners
from matters.library.plan import FIELDS, Plan
from matters.models import (
    LibraryVersion,
    Matter,
    MatterState,
    VersionState,
    matter_label,
    matter_search_text,
)
from units.models import Action, Event
from yichuang import bulk

BATCH = 500
PREPARED = (*FIELDS, "search", "state_on")
BASE_CODE, NAME, SUB_ITEM, SYSTEM_HINT, STATE, UNIT = map(
    FIELDS.index, ("base_code", "name", "sub_item", "system_hint", "state", "unit_id")
)
UNIT_FIELDS = {"unit_id": "unit", "district_id": "district"}


def prepare(plan: Plan, *, on: date, progress: Callable[[int, int], None]) -> list[list]:
    """The rows to add, ready but for their key, version and place in the list."""
    rows, total = [], len(plan.added)
    progress(0, total)
    for values in bulk.batches(plan.added, BATCH):
        rows += [_ready(row, on) for row in values]
        progress(len(rows), total)
    return rows


def _ready(row: list, on: date) -> list:
    """The values in the order of PREPARED: with what searching reads, and since when it is out."""
    search = matter_search_text(row[BASE_CODE], row[NAME], row[SUB_ITEM], row[SYSTEM_HINT])
    return [*row, search, None if row[STATE] == MatterState.IN_USE else on]


def open_version(label: str, *, by, at: datetime) -> LibraryVersion:
    """The version under which alone the database lets matters be written."""
    last = LibraryVersion.objects.aggregate(last=Max("number"))["last"] or 0
    return LibraryVersion.objects.create(
        number=last + 1,
        label=label[:120],
        state=VersionState.APPLYING,
        applied_at=at,
        applied_by=by,
    )


def write(plan: Plan, added: list[list], version: LibraryVersion, *, by, at, on: date) -> None:
    """Write the plan under the open version and close it; the caller's transaction holds it."""
    owners = Owners()
    _add(added, version, by=by, at=at)
    _change(plan, version, owners, by=by, at=at, on=on)
    _withdraw(plan, version, owners, by=by, at=at, on=on)
    version.state, version.counts = VersionState.APPLIED, plan.counts
    version.save(update_fields=["state", "counts"])
    Event.objects.record(
        Action.IMPORT,
        by=by,
        at=at,
        subject=version,
        changes={name: [0, count] for name, count in plan.counts.items()},
    )


def _add(added: list[list], version, *, by, at) -> None:
    if not added:
        return
    first = 1 + (Matter.objects.aggregate(last=Max("sort_order"))["last"] or 0)
    ids = bulk.reserve_ids(Matter, len(added))
    bulk.insert(
        Matter,
        ("id", "version_id", "sort_order", *PREPARED),
        (
            (pk, version.pk, order, *row)
            for order, (pk, row) in enumerate(zip(ids, added, strict=True), first)
        ),
    )
    Event.objects.record_many(
        Action.CREATE,
        Matter,
        (
            (pk, row[UNIT], matter_label(row[BASE_CODE], row[NAME], row[SUB_ITEM]), {})
            for pk, row in zip(ids, added, strict=True)
        ),
        by=by,
        at=at,
    )


def _change(plan: Plan, version, owners: Owners, *, by, at, on: date) -> None:
    for rows in bulk.batches(plan.changed, BATCH):
        found = Matter.objects.in_bulk([row[0] for row in rows], field_name="inner_code")
        matters = [found[row[0]] for row in rows]
        for matter, row in zip(matters, rows, strict=True):
            _alter(matter, row[2], version, on)
        _upsert(matters)
        _record(matters, [row[2] for row in rows], owners, by=by, at=at)


def _alter(matter: Matter, changes: dict, version, on: date) -> None:
    for name, (_old, new) in changes.items():
        setattr(matter, name, new)
    if "state" in changes:
        matter.state_on = None if matter.state == MatterState.IN_USE else on
    matter.version = version
    matter.search = matter_search_text(
        matter.base_code, matter.name, matter.sub_item, matter.system_hint
    )


def _upsert(matters: list[Matter]) -> None:
    """One INSERT … ON CONFLICT DO UPDATE a batch: `bulk_update` is 37 times slower."""
    columns = [
        column.name
        for column in Matter._meta.concrete_fields
        if column.name not in ("id", "inner_code")
    ]
    Matter.objects.bulk_create(
        matters, update_conflicts=True, unique_fields=["inner_code"], update_fields=columns
    )


def _withdraw(plan: Plan, version, owners: Owners, *, by, at, on: date) -> None:
    """杭智办〔2018〕2号 二(一)3: a cancelled matter is marked with its date, never deleted."""
    for rows in bulk.batches(plan.withdrawn, BATCH):
        gone = Matter.objects.filter(inner_code__in=[row[0] for row in rows])
        matters = list(gone)
        changes = [{"state": [matter.state, MatterState.CANCELLED]} for matter in matters]
        _record(matters, changes, owners, by=by, at=at)
        gone.update(state=MatterState.CANCELLED, state_on=on, version=version)


def _record(matters: list[Matter], changes: list[dict], owners: Owners, *, by, at) -> None:
    Event.objects.record_many(
        Action.IMPORT,
        Matter,
        (
            (matter.pk, matter.unit_id, str(matter), _readable(change, owners))
            for matter, change in zip(matters, changes, strict=True)
        ),
        by=by,
        at=at,
    )


def _readable(changes: dict, owners: Owners) -> dict:
    """The history shows units by name, also when they have gone."""
    return {
        UNIT_FIELDS.get(name, name): [owners.label(pk) for pk in pair]
        if name in UNIT_FIELDS
        else pair
        for name, pair in changes.items()
    }
