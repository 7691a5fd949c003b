"""The way of an uploaded workbook: kept as it came, read, mapped, shown, confirmed or given up."""

import hashlib
import logging
import uuid
from datetime import datetime
from pathlib import PurePath

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from tasks.models import Task, WorkbookState, WorkbookUpload
from units import jobs
from units.models import Action, Event, Job, User
from yichuang.xlsx.limits import WorkbookRefused

from .comparing import Report, compare
from .plan import Plan
from .tables import Tables, learn, sheets_of, tables_of, understood
from .vocabulary import labels_of

READ, APPLY = "workbook-read", "workbook-apply"
log = logging.getLogger(__name__)
SUFFIXES = frozenset({".xlsx", ".xls", ".csv", ".txt", ".et", ".ods"})


class AlreadyDecided(Exception):
    """Somebody, perhaps the same person in another window, has decided about this upload."""


def receive(task: Task, file: UploadedFile, *, language: str, by: User, at: datetime):
    """Keep the file and read it, at once when it is small, else as a job.

    Returns the upload and the job, if there is one; the form has checked the size.
    """
    content = file.read()
    with transaction.atomic():
        upload = WorkbookUpload(
            task=task,
            file_name=file.name[-200:],
            checksum=hashlib.sha256(content).hexdigest(),
            uploaded_at=at,
            uploaded_by=by,
            language=language,
        )
        upload.file.save(f"{uuid.uuid4()}{_suffix(file.name)}", ContentFile(content), save=True)
        Event.objects.record(Action.UPLOAD, by=by, at=at, subject=upload, unit=task.unit)
    return upload, start(upload, by=by)


def _suffix(name: str) -> str:
    suffix = PurePath(name).suffix.lower()
    return suffix if suffix in SUFFIXES else ".bin"


def start(upload: WorkbookUpload, *, by: User) -> Job | None:
    """Read the file now, or let a worker do it when it is large."""
    if upload.file.size <= settings.LARGEST_DIRECT_READ:
        _read_now(upload, by)
        return None
    title = _("核对上传的工作簿：%(name)s") % {"name": upload.file_name[:80]}
    with transaction.atomic():
        job = jobs.ask(READ, title=title[:120], owner=by, upload=upload.pk)
        _note(upload, job=job)
    return job


def _read_now(upload: WorkbookUpload, by: User) -> None:
    """Whatever goes wrong, the upload ends in a state that says so, as a job does."""
    try:
        read(upload, by=by)
    except Exception:
        log.exception("upload %s cannot be read", upload.pk)
        text = _("程序出错，未写入任何数据。请重新上传；如仍失败请联系管理员（编号 %(pk)s）。")
        _note(upload, state=WorkbookState.REFUSED, refusal=text % {"pk": upload.pk})


def read(upload: WorkbookUpload, *, by: User, report: Report = lambda *_: None) -> None:
    """Read the file and keep what it would change, or why it cannot be read; writes no row."""
    with override(upload.language or settings.LANGUAGE_CODE):
        report(_("读取文件"), 0, 0)
        try:
            with upload.file.open("rb") as stream:
                sheets = sheets_of(stream)
        except WorkbookRefused as refused:
            return _note(upload, state=WorkbookState.REFUSED, refusal=refused.sentence)
        tables = tables_of(sheets, upload.task, upload.mapping)
        if not tables.read:
            return _note(upload, state=_state_without_tables(tables), refusal=_without(tables))
        plan = _plan(upload, tables, by=by, report=report)
        learn(upload, tables, at=timezone.now())
    state = WorkbookState.PREVIEWED if plan.asks_something else WorkbookState.UNCHANGED
    return _note(upload, state=state, plan=plan.stored(), refusal="")


def _plan(upload: WorkbookUpload, tables: Tables, *, by: User, report: Report) -> Plan:
    clears = upload.plan.get("clears", False)
    plan = compare(tables.read, upload.task, by=by, clears=clears, report=report)
    plan.made_at = timezone.now().isoformat()
    labels = labels_of(upload.task)
    plan.sheets = [understood(header, sheet, labels) for sheet, header in tables.read]
    for sheet in tables.unclear:
        rows = [row for row in sheet.rows if not row.is_blank]
        plan.rows += len(rows)
        plan.skipped.append(
            {
                "sheet": sheet.name,
                "row": rows[0].number,
                "rows": len(rows),
                "reason": _("该工作表没有可识别的表头，共 %(rows)d 行未读取") % {"rows": len(rows)},
                "text": next(filter(None, rows[0].values))[:40],
            }
        )
    return plan


def _state_without_tables(tables: Tables) -> WorkbookState:
    return WorkbookState.UNCLEAR if tables.unclear else WorkbookState.REFUSED


def _without(tables: Tables) -> str:
    if tables.unclear:
        return tables.why
    return _("文件里没有内容。请检查上传的是不是要报送的表格。")


def _note(upload: WorkbookUpload, **fields) -> None:
    """Keep what the reading found, unless somebody decided about the upload meanwhile."""
    as_seen = WorkbookUpload.objects.filter(pk=upload.pk, state=upload.state, job=upload.job_id)
    as_seen.update(**fields)
    upload.refresh_from_db(fields=["state", *fields])


@transaction.atomic
def _reopen(upload: WorkbookUpload, **fields) -> None:
    """Take the upload for another reading.

    Raises `AlreadyDecided` when it was written, given up or is being read at this moment.
    """
    WorkbookUpload.objects.select_for_update(of=("self",)).only("pk").get(pk=upload.pk)
    if not WorkbookUpload.objects.rereadable().filter(pk=upload.pk).exists():
        raise AlreadyDecided
    fields["state"] = WorkbookState.READING
    WorkbookUpload.objects.filter(pk=upload.pk).update(job=None, **fields)
    upload.refresh_from_db(fields=["job", *fields])


def pick(upload: WorkbookUpload, mapping: dict, *, by: User) -> Job | None:
    """Read the file with the header and columns a person picked, and remember them."""
    _reopen(upload, mapping=mapping)
    return start(upload, by=by)


def compare_again(upload: WorkbookUpload, *, by: User, **choices) -> Job | None:
    """Make the plan anew against the list of now, perhaps with `clears` chosen otherwise."""
    _reopen(upload, plan={**upload.plan, **choices})
    return start(upload, by=by)


@transaction.atomic
def cancel(upload: WorkbookUpload, *, by: User, at: datetime) -> bool:
    """Give the upload up; nothing was written. False when it was decided already."""
    held = WorkbookUpload.objects.select_for_update(of=("self",)).only("pk").get(pk=upload.pk)
    given_up = WorkbookUpload.objects.open().filter(pk=upload.pk).exists()
    if given_up:
        held.state = WorkbookState.CANCELLED
        held.save(update_fields=["state"])
        Event.objects.record(Action.WITHDRAW, by=by, at=at, subject=upload, unit=upload.task.unit)
    return given_up
