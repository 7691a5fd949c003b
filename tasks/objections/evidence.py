"""Evidence (佐证材料): kept under names of ours, once each, handed out as downloads only."""

import hashlib
import uuid
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from tasks.models import Evidence, Objection
from units.models import Action, Event, User

from .files import Checked


class TooMany(Exception):
    """The objection would have more files than the portal keeps for one."""


class Closed(Exception):
    """The objection is over: nothing is added to it any more."""


@transaction.atomic
def attach(
    objection: Objection, files: Iterable[tuple[UploadedFile, Checked]], *, by: User, at: datetime
) -> list[Evidence]:
    """Keep checked files; one that is there already is not kept twice.

    Raises `Closed` or `TooMany`; then none of them is kept.
    """
    objection = Objection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    if not objection.is_undecided:
        raise Closed
    there = set(objection.evidence.values_list("checksum", flat=True))
    fresh = {}
    for file, checked in files:
        checksum = checksum_of(file)
        if checksum not in there:
            fresh.setdefault(checksum, (file, checked))
    if len(there) + len(fresh) > settings.MOST_EVIDENCE:
        raise TooMany
    return [
        _keep(objection, file, checked, checksum, by, at)
        for checksum, (file, checked) in fresh.items()
    ]


def checksum_of(file: UploadedFile) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _keep(objection, file, checked, checksum, by, at) -> Evidence:
    kept = Evidence(
        objection=objection,
        file_name=checked.name,
        size=file.size,
        checksum=checksum,
        uploaded_at=at,
        uploaded_by=by,
    )
    kept.file.save(f"{uuid.uuid4()}{checked.suffix}", file, save=False)
    try:
        with transaction.atomic():
            kept.save()
    except Exception:
        kept.file.delete(save=False)
        raise
    Event.objects.record(
        Action.ATTACH, by=by, at=at, subject=kept, unit=objection.unit, label=str(objection),
        reason=_("%(name)s，校验值 %(sum)s") % {"name": kept.file_name, "sum": checksum[:16]},
    )  # fmt: skip
    return kept
