"""Background work of the round trip: reading and writing large workbooks."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tasks.models import WorkbookState, WorkbookUpload
from units import jobs
from units.permissions import Permission

from . import receiving, writing


def _upload(job) -> WorkbookUpload:
    upload = WorkbookUpload.objects.select_related("task__unit", "task__obligation__campaign").get(
        pk=job.arguments["upload"]
    )
    job.result_url = reverse("tasks:workbook-detail", args=[upload.pk])
    return upload


@jobs.handler(receiving.READ, needs=Permission.FILL)
def read_workbook(job, report):
    upload = _upload(job)
    receiving.read(upload, by=job.owner, report=report)
    job.message = {
        WorkbookState.REFUSED: upload.refusal,
        WorkbookState.UNCLEAR: _("表头不能确定，请打开结果页指定表头和各列。"),
    }.get(upload.state, _("已核对，请打开结果页查看并确认，确认之前没有写入任何内容。"))


@jobs.handler(receiving.APPLY, needs=Permission.FILL)
def write_workbook(job, report):
    upload = _upload(job)
    # What is told inside the transaction would be seen by nobody.
    report(_("写入"), 0, upload.plan["counts"]["changed"])
    try:
        count = writing.write(
            upload,
            stale=job.arguments["stale"],
            by=job.owner,
            at=timezone.now(),
            job=job,
        )
    except writing.ChangedSince as changed:
        receiving.read(upload, by=job.owner, report=report)
        raise jobs.JobRefused(
            _("预览之后清单又有改动，没有写入。已按现在的清单重新核对，请再看一遍后确认。")
        ) from changed
    job.message = _("已写入 %(count)s 行。") % {"count": f"{count:,}"}
