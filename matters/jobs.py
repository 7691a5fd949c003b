"""Background work of the catalogue."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from matters import catalogue
from matters.models import LibraryUpload
from units import jobs


@jobs.handler(catalogue.APPLY)
def apply_library(job, report):
    upload = LibraryUpload.objects.get(pk=job.arguments["upload"])
    job.result_url = reverse("matters:upload-detail", args=[upload.pk])
    try:
        version = catalogue.apply_upload(
            upload,
            by=job.owner,
            at=timezone.now(),
            on=timezone.localdate(),
            progress=lambda done, total: report(_("整理并写入"), done, total),
        )
    except catalogue.StalePlan as stale:
        catalogue.compare_again(upload)
        raise jobs.JobRefused(
            _("您确认之后事项库又有了新版本。已按新版本重新核对，请再看一遍后确认。")
        ) from stale
    job.message = _("已生效：%(version)s。") % {"version": version}
