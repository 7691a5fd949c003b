"""Import a library workbook: read it, say what it would change, and apply it when confirmed."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from pathlib import PurePath
from typing import BinaryIO

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from matters.library.kept import keep, keep_file, plan_of
from matters.library.limits import LIMITS
from matters.library.owners import Owners
from matters.library.plan import Plan, Report, compare
from matters.library.tables import Tables, in_words, learn, tables_of
from matters.library.writing import open_version, prepare, write
from matters.models import LibraryUpload, LibraryVersion, UploadState, VersionState
from units import jobs
from units.inbox import in_chinese
from units.models import Action, Event, Job, JobState
from yichuang.garbage import collected_later
from yichuang.xlsx.limits import WorkbookRefused
from yichuang.xlsx.reading import read_workbook
from yichuang.xlsx.sheets import Sheet, data_rows

APPLY = "library-apply"


class LibraryRefused(Exception):
    """The workbook is no library cut; the sentence says what to do."""


class HeaderUnclear(LibraryRefused):
    """No sheet has a header that is certain: a person has to pick one."""


class GivenUp(Exception):
    """Nobody wants the upload written any more, or nobody has confirmed it yet."""


class StalePlan(Exception):
    """The catalogue has changed since the plan was made; it must be looked at again."""


def current_version() -> LibraryVersion | None:
    return LibraryVersion.objects.filter(state=VersionState.APPLIED).order_by("-number").first()


def sheets_of(stream: BinaryIO) -> list[Sheet]:
    """The sheets a person sees that hold anything; raises `LibraryRefused`."""
    try:
        sheets = read_workbook(stream, LIMITS)
    except WorkbookRefused as refused:
        raise LibraryRefused(refused.sentence) from refused
    found = [sheet for sheet in sheets if not sheet.hidden and any(data_rows(sheet))]
    if not found:
        raise LibraryRefused(_("文件里没有内容。请检查上传的是不是权力事项库的表格。"))
    return found


def read_library(
    stream: BinaryIO,
    mapping: Mapping[str, dict] | None = None,
    report: Report = lambda *_: None,
) -> Plan:
    """What the workbook would change; reads the catalogue, writes nothing.

    `mapping` are the headers a person picked; raises `HeaderUnclear` when no table is certain.
    """
    return _planned(tables_of(sheets_of(stream), mapping or {}), report)


def _planned(tables: Tables, report: Report = lambda *_: None) -> Plan:
    if not tables.read:
        raise HeaderUnclear(tables.sentence)
    plan = compare(tables.read, Owners(), report)
    plan.unread = [
        {"name": sheet.name, "rows": sum(1 for _row in data_rows(sheet))}
        for sheet in tables.unclear
    ]
    return plan


def _planned_or_unclear(
    stream: BinaryIO, mapping: Mapping[str, dict] | None = None
) -> tuple[Plan, UploadState]:
    try:
        return read_library(stream, mapping), UploadState.PREVIEWED
    except HeaderUnclear:
        return Plan(), UploadState.UNCLEAR


@collected_later()
def receive(file: UploadedFile, *, by, at: datetime) -> LibraryUpload:
    """Keep the workbook and its plan, also when a person has yet to pick the header.

    Raises `LibraryRefused` and keeps nothing when the file cannot be read.
    """
    base = current_version()
    plan, state = _planned_or_unclear(file)
    return keep_file(file, plan, state, base=base, by=by, at=at)


# Not decided yet, or decided and then failed: a failed job has written nothing.
UNDECIDED = Q(state=UploadState.PREVIEWED) | Q(
    state=UploadState.APPLYING, job__state=JobState.FAILED
)
# Its header may still be picked by hand, or it may be given up.
PICKABLE = UNDECIDED | Q(state=UploadState.UNCLEAR)
# Also one whose reading broke off.
OPEN = PICKABLE | Q(state=UploadState.READING, job__state=JobState.FAILED)


def is_undecided(upload: LibraryUpload) -> bool:
    return LibraryUpload.objects.filter(UNDECIDED, pk=upload.pk).exists()


def may_be_picked(upload: LibraryUpload) -> bool:
    return LibraryUpload.objects.filter(PICKABLE, pk=upload.pk).exists()


def may_be_given_up(upload: LibraryUpload) -> bool:
    return LibraryUpload.objects.filter(OPEN, pk=upload.pk).exists()


def claim(upload: LibraryUpload, state: UploadState, among: Q = UNDECIDED) -> bool:
    """Decide about the upload; of two who decide at once the second is told."""
    LibraryUpload.objects.select_for_update(of=("self",)).only("pk").get(pk=upload.pk)
    if not LibraryUpload.objects.filter(among, pk=upload.pk).exists():
        return False
    LibraryUpload.objects.filter(pk=upload.pk).update(state=state)
    return True


@in_chinese
@transaction.atomic
def ask_to_apply(upload: LibraryUpload, *, by) -> Job | None:
    """Queue the writing once; None when somebody has already decided about this upload."""
    claimed = claim(upload, UploadState.APPLYING)
    if not claimed:
        return None
    job = jobs.ask(APPLY, title=_("写入权力事项库"), owner=by, upload=upload.pk)
    LibraryUpload.objects.filter(pk=upload.pk).update(job=job)
    return job


@transaction.atomic
def cancel(upload: LibraryUpload, *, by, at: datetime) -> bool:
    """Give the upload up before it is written."""
    claimed = claim(upload, UploadState.CANCELLED, among=OPEN)
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
    upload.base_version = current_version()
    with upload.file.open("rb") as stream:
        plan, upload.state = _planned_or_unclear(stream, upload.mapping)
    keep(plan, upload)


@collected_later()
def pick(upload: LibraryUpload, sheet: str, picked: dict, *, by, at: datetime) -> bool:
    """Read the workbook anew with the header a person picked for `sheet`, and remember it.

    `picked` is {"rows": [numbers], "columns": {field: index}}, required fields included. False
    when somebody has decided about the upload meanwhile.
    """
    base, before = current_version(), upload.mapping.get(sheet)
    mapping = {**upload.mapping, sheet: picked}
    with upload.file.open("rb") as stream:
        tables = tables_of(sheets_of(stream), mapping)
    plan = _planned(tables)
    with transaction.atomic():
        if not claim(upload, UploadState.PREVIEWED, among=PICKABLE):
            return False
        upload.mapping, upload.base_version, upload.state = mapping, base, UploadState.PREVIEWED
        keep(plan, upload)
        learn(next(header for one, header in tables.read if one.name == sheet), at=at)
        note_picked(upload, sheet, before, picked, by=by, at=at)
    return True


def note_picked(upload, sheet: str, before: dict | None, picked: dict, *, by, at: datetime) -> None:
    changes = {"mapping": [in_words(sheet, before), in_words(sheet, picked)]}
    Event.objects.record(Action.EDIT, by=by, at=at, subject=upload, changes=changes)


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
