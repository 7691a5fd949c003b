"""Background work of the catalogue: reading a large library workbook."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matters import receiving
from matters.models import LibraryUpload, UploadState
from units import jobs
from units.permissions import Permission


@jobs.handler(receiving.READ, needs=Permission.CATALOGUE, name=gettext_lazy("读取事项库文件"))
def read_library(job, report):
    upload = LibraryUpload.objects.get(pk=job.arguments["upload"])
    job.result_url = reverse("matters:upload-detail", args=[upload.pk])
    # One that was overtaken, or runs a second time, leaves alone what has become of the upload.
    if upload.state == UploadState.READING and upload.job_id == job.pk:
        receiving.read(upload, language=job.arguments["language"], report=report)
        upload.refresh_from_db(fields=["state", "refusal"])
    job.message = {
        UploadState.REFUSED: upload.refusal,
        UploadState.UNCLEAR: _("表头不能确定，请打开结果页指定表头和各列。"),
        UploadState.PREVIEWED: _("已核对，请打开结果页查看并确认，确认之前没有写入任何内容。"),
    }.get(upload.state, _("这次导入已经处理过，没有重新读取。"))
