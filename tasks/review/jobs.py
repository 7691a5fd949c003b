"""Review in the background: large bulk approvals, their undoing, large exports of the desk."""

import tempfile

from django.core.files import File
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasks.models import BulkApproval, BulkState
from units import jobs
from units.permissions import Permission

from . import bulk, desk_export
from .desk_columns import columns_of
from .desk_filters import DeskFilter


def _approval(job) -> BulkApproval:
    job.result_url = reverse("tasks:bulk-detail", args=[job.arguments["approval"]])
    return BulkApproval.objects.select_related("by").get(pk=job.arguments["approval"])


@jobs.handler(bulk.APPROVE, needs=Permission.REVIEW, name=gettext_lazy("批量通过"))
def approve_in_bulk(job, report):
    approval = _approval(job)
    # The owner as the job knows them: with the right, and in whose name, it is done.
    approval.by = job.owner
    if approval.state == BulkState.UNDONE:
        raise jobs.JobRefused(_("这次批量通过已被撤销，没有再通过任何行。"))
    bulk.run(
        approval,
        job.arguments["rows"],
        with_low=job.arguments["with_low"],
        at=timezone.now(),
        report=report,
    )
    figures = {"n": f"{approval.approved:,}", "of": f"{approval.expected:,}"}
    job.message = _("已通过 %(n)s/%(of)s 行。") % figures


@jobs.handler(bulk.UNDO, needs=Permission.REVIEW, name=gettext_lazy("撤销批量通过"))
def undo_in_bulk(job, report):
    count = bulk.take_back(_approval(job), by=job.owner, at=timezone.now(), report=report)
    job.message = _("已撤销 %(n)s 行，恢复为待审核。") % {"n": f"{count:,}"}


@jobs.handler(desk_export.EXPORT, needs=Permission.EXPORT_ALL, name=gettext_lazy("导出审核台"))
def write_desk(job, report):
    asked, now = job.arguments, timezone.now()
    filters = DeskFilter(QueryDict(asked["query"]), user=job.owner, at=now)
    export = desk_export.DeskExport(filters, columns_of(asked["columns"]), job.owner)
    with tempfile.TemporaryFile() as stream:
        count = export.write(stream, at=now, report=report)
        stream.seek(0)
        job.file.save(f"{job.pk}.xlsx", File(stream), save=False)
    job.file_name = desk_export.FILE_NAME
    job.message = _("共 %(count)s 行。") % {"count": f"{count:,}"}
