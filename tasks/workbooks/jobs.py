"""Background work of the round trip: reading and writing large workbooks."""

from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasks.models import WorkbookState, WorkbookUpload
from units import jobs
from units.models import Event
from units.permissions import Permission

from . import marks, receiving, writing

ALREADY = gettext_lazy("这次上传已经处理过，没有重复写入。")


def _upload(job) -> WorkbookUpload:
    upload = WorkbookUpload.objects.select_related("task__unit", "task__obligation__campaign").get(
        pk=job.arguments["upload"]
    )
    job.result_url = reverse("tasks:workbook-detail", args=[upload.pk])
    return upload


@jobs.handler(receiving.READ, needs=Permission.FILL, name=gettext_lazy("读取填报工作簿"))
def read_workbook(job, report):
    upload = _upload(job)
    # One that was overtaken, or runs a second time, leaves alone what has become of the upload.
    if upload.state == WorkbookState.READING and upload.job_id == job.pk:
        receiving.read(upload, by=job.owner, report=report)
    job.message = {
        WorkbookState.REFUSED: upload.refusal,
        WorkbookState.UNCLEAR: _("表头不能确定，请打开结果页指定表头和各列。"),
        WorkbookState.PREVIEWED: _("已核对，请打开结果页查看并确认，确认之前没有写入任何内容。"),
        WorkbookState.UNCHANGED: _("文件与清单现有内容一致，没有变化，不需要写入。"),
    }.get(upload.state, str(ALREADY))


@jobs.handler(receiving.APPLY, needs=Permission.FILL, name=gettext_lazy("写入填报工作簿"))
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
    except writing.AlreadyDecided as decided:
        raise jobs.JobRefused(str(ALREADY)) from decided
    except writing.ChangedSince as changed:
        receiving.read(upload, by=job.owner, report=report)
        raise jobs.JobRefused(
            _("预览之后清单又有改动，没有写入。已按现在的清单重新核对，请再看一遍后确认。")
        ) from changed
    job.message = _("已写入 %(count)s 行。") % {"count": f"{count:,}"}


@jobs.handler(marks.MARK, needs=Permission.FILL, name=gettext_lazy("标注填报工作簿"))
def mark_workbook(job, report):
    """The file is handed out on the job's page: whoever fetches it is its owner."""
    upload = _upload(job)
    job.result_url, job.file_name = "", marks.file_name(upload)
    rows = upload.plan["counts"]["rows"]
    report(_("标注"), 0, rows)
    job.file.save(f"{job.pk}.xlsx", ContentFile(marks.marked(upload)), save=False)
    Event.objects.record_export(
        job.file_name,
        rows=rows,
        by=job.owner,
        at=timezone.now(),
        subject=upload.task,
        unit=upload.task.unit,
    )
