"""Import a library workbook: read it, say what it would change, and apply it when confirmed."""

import hashlib
import uuid
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import PurePath
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from matters.library import vocabulary
from matters.library.kept import keep, plan_of
from matters.library.limits import LIMITS
from matters.library.owners import Owners
from matters.library.plan import Plan, compare
from matters.library.writing import open_version, prepare, write
from matters.models import LibraryUpload, LibraryVersion, UploadState, VersionState
from units import jobs
from units.inbox import in_chinese
from units.models import Action, Event, Job, JobState
from yichuang.garbage import collected_later
from yichuang.xlsx.headers import HeaderNotFound, find_headers
from yichuang.xlsx.limits import WorkbookRefused
from yichuang.xlsx.reading import read_workbook

APPLY = "library-apply"


class LibraryRefused(Exception):
    """The workbook is no library cut; the sentence says what to do."""


class GivenUp(Exception):
    """Nobody wants the upload written any more, or nobody has confirmed it yet."""


class StalePlan(Exception):
    """The catalogue has changed since the plan was made; it must be looked at again."""


def current_version() -> LibraryVersion | None:
    return LibraryVersion.objects.filter(state=VersionState.APPLIED).order_by("-number").first()


def read_library(stream: BinaryIO) -> Plan:
    """What the workbook would change; reads the catalogue, writes nothing."""
    try:
        sheets = [sheet for sheet in read_workbook(stream, LIMITS) if not sheet.hidden]
        tables = find_headers(sheets, vocabulary.SYNONYMS, vocabulary.REQUIRED)
    except (WorkbookRefused, HeaderNotFound) as refused:
        raise LibraryRefused(refused.sentence) from refused
    return compare(tables, Owners())


@collected_later()
def receive(file: UploadedFile, *, by, at: datetime) -> LibraryUpload:
    """Keep the workbook and its plan; raises `LibraryRefused` and keeps nothing otherwise."""
    base = current_version()
    plan = read_library(file)
    file.seek(0)
    content = file.read()
    with transaction.atomic():
        upload = LibraryUpload(
            file_name=file.name[-200:],
            checksum=hashlib.sha256(content).hexdigest(),
            state=UploadState.PREVIEWED,
            uploaded_at=at,
            uploaded_by=by,
            base_version=base,
        )
        suffix = PurePath(file.name).suffix.lower()[:5]
        upload.file.save(f"{uuid.uuid4()}{suffix}", ContentFile(content), save=False)
        keep(plan, upload)
        Event.objects.record(Action.CREATE, by=by, at=at, subject=upload)
    return upload


# Not decided yet, or decided and then failed: a failed job has written nothing.
UNDECIDED = Q(state=UploadState.PREVIEWED) | Q(
    state=UploadState.APPLYING, job__state=JobState.FAILED
)


def is_undecided(upload: LibraryUpload) -> bool:
    return LibraryUpload.objects.filter(UNDECIDED, pk=upload.pk).exists()


def _claim(upload: LibraryUpload, state: UploadState) -> bool:
    """Decide about the upload; of two who decide at once the second is told."""
    LibraryUpload.objects.select_for_update(of=("self",)).only("pk").get(pk=upload.pk)
    if not is_undecided(upload):
        return False
    LibraryUpload.objects.filter(pk=upload.pk).update(state=state)
    return True


@in_chinese
@transaction.atomic
def ask_to_apply(upload: LibraryUpload, *, by) -> Job | None:
    """Queue the writing once; None when somebody has already decided about this upload."""
    claimed = _claim(upload, UploadState.APPLYING)
    if not claimed:
        return None
    job = jobs.ask(APPLY, title=_("写入权力事项库"), owner=by, upload=upload.pk)
    LibraryUpload.objects.filter(pk=upload.pk).update(job=job)
    return job


@transaction.atomic
def cancel(upload: LibraryUpload, *, by, at: datetime) -> bool:
    """Give the upload up before it is written."""
    claimed = _claim(upload, UploadState.CANCELLED)
    if claimed:
        Event.objects.record(Action.WITHDRAW, by=by, at=at, subject=upload)
    return claimed


@collected_later()
def apply_upload(
    upload: LibraryUpload,
    *,
    by,
    at: datetime,
    on: date,
    report: Callable[[str, int, int], None] = lambda phase, done, total: None,
    then: Callable[[Plan, LibraryVersion], object] = lambda plan, version: None,
) -> LibraryVersion:
    """Write the confirmed plan as a new version; a second run finds it done.

    `then` is called in the same transaction, so that who has to follow the catalogue cannot
    miss a version (docs/decisions/0014). What takes long is made ready first: progress told
    inside the transaction is seen by nobody.
    """
    report(_("读取"), 0, 1)
    upload = LibraryUpload.objects.select_related("version", "base_version").get(pk=upload.pk)
    plan = plan_of(upload)
    report(_("核对"), 0, plan.writes)
    if upload.version is not None:
        return upload.version
    if current_version() != upload.base_version:
        raise StalePlan
    prepared = prepare(plan, on=on, progress=partial(report, _("整理")))
    report(_("写入"), 0, plan.writes)
    try:
        version = _write(upload, plan, prepared, then, by=by, at=at, on=on)
    except IntegrityError as error:
        raise StalePlan from error
    report(_("写入"), plan.writes, plan.writes)
    return version


@transaction.atomic
def _write(upload, plan, prepared, then, *, by, at, on) -> LibraryVersion:
    locked = LibraryUpload.objects.select_for_update(of=("self",)).defer("plan")
    upload = locked.get(pk=upload.pk)
    if upload.version is not None:
        return upload.version
    if upload.state == UploadState.CANCELLED:
        raise GivenUp
    version = open_version(PurePath(upload.file_name).stem, by=by, at=at)
    _check_base(upload, version)
    write(plan, prepared, version, by=by, at=at, on=on)
    then(plan, version)
    upload.version, upload.state = version, UploadState.APPLIED
    upload.save(update_fields=["version", "state"])
    return version


def compare_again(upload: LibraryUpload) -> None:
    """Make the plan anew against the catalogue of now, to be confirmed once more."""
    base = current_version()
    with upload.file.open("rb") as stream:
        plan = read_library(stream)
    upload.base_version, upload.state = base, UploadState.PREVIEWED
    keep(plan, upload)


def _check_base(upload: LibraryUpload, version: LibraryVersion) -> None:
    """After `version` was opened no other version can be in the making."""
    before = (
        LibraryVersion.objects.filter(state=VersionState.APPLIED)
        .exclude(pk=version.pk)
        .order_by("-number")
        .values_list("pk", flat=True)
        .first()
    )
    if before != upload.base_version_id:
        raise StalePlan
