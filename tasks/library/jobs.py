"""The job that writes a library version and lets the lists that are out follow it."""

from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matters import catalogue
from matters.models import LibraryUpload, UploadState
from units import jobs
from units.permissions import Permission

from .following import follow


@jobs.handler(catalogue.APPLY, needs=Permission.CATALOGUE, name=gettext_lazy("写入事项库版本"))
def apply_library(job, report):
    upload = LibraryUpload.objects.select_related("base_version").get(pk=job.arguments["upload"])
    job.result_url = reverse("matters:upload-detail", args=[upload.pk])
    by, at, on = job.owner, timezone.now(), timezone.localdate()
    then = partial(follow, by=by, at=at, on=on)
    try:
        if upload.state == UploadState.PREVIEWED:
            raise catalogue.GivenUp
        version = catalogue.apply_upload(upload, by=by, at=at, on=on, report=report, then=then)
    except catalogue.GivenUp as given_up:
        raise jobs.JobRefused(_("这次导入已经放弃或尚未确认，没有写入。")) from given_up
    except catalogue.StalePlan as stale:
        catalogue.compare_again(upload)
        raise jobs.JobRefused(
            _("您确认之后事项库又有了新版本。已按新版本重新核对，请再看一遍后确认。")
        ) from stale
    job.message = _("已生效：%(version)s。") % {"version": version}
