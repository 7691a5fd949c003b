"""A plan between preview and confirmation: small facts with the upload, added matters apart."""

import json
from collections.abc import Iterator, Sequence

from django.db import transaction

from matters.library.plan import Plan
from matters.models import LibraryUpload, PlanLines
from yichuang import bulk

LINES_AT_ONCE = 500


class KeptLines(Sequence):
    """The matters that an upload would add, read when they are asked for."""

    def __init__(self, upload: LibraryUpload, count: int):
        self._parts = PlanLines.objects.filter(upload=upload)
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[list]:
        texts = self._parts.order_by("number").values_list("lines", flat=True)
        for text in texts.iterator(chunk_size=10):
            yield from json.loads(text)

    def __getitem__(self, place):
        if not isinstance(place, slice):
            return self[place : place + 1][0]
        start, stop, step = place.indices(self._count)
        if step != 1:
            raise ValueError("lines are read forward")
        first, last = start // LINES_AT_ONCE, (stop - 1) // LINES_AT_ONCE
        texts = self._parts.filter(number__range=(first, last)).order_by("number")
        lines = [
            line for text in texts.values_list("lines", flat=True) for line in json.loads(text)
        ]
        return lines[start - first * LINES_AT_ONCE : stop - first * LINES_AT_ONCE]


@transaction.atomic
def keep(plan: Plan, upload: LibraryUpload) -> None:
    """Save the upload with this plan instead of the one it had."""
    known = upload.pk is not None
    if known:
        PlanLines.objects.filter(upload=upload).delete()
    upload.plan = plan.stored()
    upload.save(update_fields=["plan", "mapping", "base_version", "state"] if known else None)
    bulk.insert(PlanLines, ("upload_id", "number", "lines"), _parts(plan, upload.pk))


def _parts(plan: Plan, upload_id: int) -> Iterator[tuple]:
    for number, part in enumerate(bulk.batches(plan.added, LINES_AT_ONCE)):
        yield upload_id, number, json.dumps(part, ensure_ascii=False)


def plan_of(upload: LibraryUpload) -> Plan:
    """The plan of an upload; what it adds is read on demand."""
    plan = Plan.restored(upload.plan)
    plan.added = plan.added or KeptLines(upload, upload.plan.get("counts", {}).get("added", 0))
    return plan
