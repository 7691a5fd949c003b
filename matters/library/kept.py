"""An upload between preview and confirmation: the file as it came, small facts of the plan with
it, added matters apart."""

import hashlib
import json
import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from matters.library.plan import Plan
from matters.models import LibraryUpload, LibraryVersion, PlanLines, UploadState
from units.models import Action, Event
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
def keep_file(
    file: UploadedFile,
    plan: Plan,
    state: UploadState,
    *,
    base: LibraryVersion | None,
    by,
    at: datetime,
) -> LibraryUpload:
    """The workbook as it came, and what is known of it."""
    file.seek(0)
    content = file.read()
    upload = LibraryUpload(
        file_name=file.name[-200:],
        checksum=hashlib.sha256(content).hexdigest(),
        state=state,
        uploaded_at=at,
        uploaded_by=by,
        base_version=base,
    )
    suffix = PurePath(file.name).suffix.lower()[:5]
    upload.file.save(f"{uuid.uuid4()}{suffix}", ContentFile(content), save=False)
    keep(plan, upload)
    Event.objects.record(Action.CREATE, by=by, at=at, subject=upload)
    return upload


@transaction.atomic
def keep(plan: Plan, upload: LibraryUpload) -> None:
    """Save the upload with this plan instead of the one it had."""
    known = upload.pk is not None
    if known:
        PlanLines.objects.filter(upload=upload).delete()
    upload.plan = plan.stored()
    fields = ["plan", "mapping", "base_version", "state", "refusal"]
    upload.save(update_fields=fields if known else None)
    bulk.insert(PlanLines, ("upload_id", "number", "lines"), _parts(plan, upload.pk))


def _parts(plan: Plan, upload_id: int) -> Iterator[tuple]:
    for number, part in enumerate(bulk.batches(plan.added, LINES_AT_ONCE)):
        yield upload_id, number, json.dumps(part, ensure_ascii=False)


def plan_of(upload: LibraryUpload) -> Plan:
    """The plan of an upload; what it adds is read on demand."""
    plan = Plan.restored(upload.plan)
    plan.added = plan.added or KeptLines(upload, upload.plan.get("counts", {}).get("added", 0))
    return plan
