"""The way of a library workbook to its preview: at once when it is small, else with a worker."""

from datetime import datetime

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from matters import catalogue
from matters.library import vocabulary
from matters.library.kept import keep, keep_file
from matters.library.plan import Plan, Report
from matters.library.tables import learn
from matters.models import LibraryUpload, UploadState
from units import jobs
from units.inbox import in_chinese
from units.models import Job
from yichuang.garbage import collected_later
from yichuang.xlsx.headers import header_at
from yichuang.xlsx.sheets import Sheet

READ = "library-read"


def receive(file: UploadedFile, *, by, at: datetime) -> tuple[LibraryUpload, Job | None]:
    """Keep the workbook, and its plan or the job that makes it.

    Raises `LibraryRefused` and keeps nothing when a small file cannot be read.
    """
    if file.size <= settings.LARGEST_DIRECT_READ:
        return catalogue.receive(file, by=by, at=at), None
    with transaction.atomic():
        upload = keep_file(file, Plan(), UploadState.READING, base=None, by=by, at=at)
        return upload, _ask(upload, by, language=get_language())


@in_chinese
def _ask(upload: LibraryUpload, by, *, language: str) -> Job:
    title = _("核对权力事项库：%(name)s") % {"name": upload.file_name[:80]}
    job = jobs.ask(READ, title=title[:120], owner=by, upload=upload.pk, language=language)
    LibraryUpload.objects.filter(pk=upload.pk).update(job=job)
    return job


@collected_later()
def read(upload: LibraryUpload, *, language: str, report: Report) -> None:
    """Make the plan, or note why there is none, unless somebody else did so meanwhile.

    The refusal is in the language of the person, the plan is Chinese as ever.
    """
    report(_("读取"), 0, 0)
    upload.base_version, upload.refusal, plan = catalogue.current_version(), "", Plan()
    try:
        with override(language), upload.file.open("rb") as stream:
            plan = catalogue.read_library(stream, upload.mapping, report)
        state = UploadState.PREVIEWED
    except catalogue.HeaderUnclear:
        state = UploadState.UNCLEAR
    except catalogue.LibraryRefused as refused:
        state, upload.refusal = UploadState.REFUSED, str(refused)
    report(_("预览"), plan.rows, plan.rows)
    with transaction.atomic():
        still_asked = Q(state=UploadState.READING, job=upload.job_id)
        if catalogue.claim(upload, state, among=still_asked):
            upload.state = state
            keep(plan, upload)


def pick(
    upload: LibraryUpload, sheet: Sheet, picked: dict, *, by, at: datetime
) -> tuple[bool, Job | None]:
    """Read the workbook anew with the header a person picked, and remember it.

    The first answer is False when somebody has decided about the upload meanwhile.
    """
    if upload.file.size <= settings.LARGEST_DIRECT_READ:
        return catalogue.pick(upload, sheet.name, picked, by=by, at=at), None
    header = header_at(sheet, picked["rows"], picked["columns"], vocabulary.SYNONYMS)
    with transaction.atomic():
        if not catalogue.claim(upload, UploadState.READING, among=catalogue.PICKABLE):
            return False, None
        before = upload.mapping.get(sheet.name)
        mapping = {**upload.mapping, sheet.name: picked}
        LibraryUpload.objects.filter(pk=upload.pk).update(mapping=mapping)
        learn(header, at=at)
        catalogue.note_picked(upload, sheet.name, before, picked, by=by, at=at)
        return True, _ask(upload, by, language=get_language())
