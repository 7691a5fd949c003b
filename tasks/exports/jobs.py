"""Large exports: written in the background, handed out on the job's page."""

import tempfile

from django.core.files import File
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasks.models import Campaign
from units import jobs
from units.models import Unit
from units.permissions import Permission

from .attachments import Edition, Export, Table

EXPORT = "export"


def ask(export: Export):
    """Let a worker write the export; its owner is told when the file is there."""
    return jobs.ask(
        EXPORT,
        title=export.file_name[:120],
        owner=export.reader,
        campaign=export.campaign.pk,
        table=export.table.value,
        edition=export.edition.value,
        unit=export.unit.pk if export.unit else None,
        answers=export.answers,
    )


@jobs.handler(EXPORT, needs=Permission.EXPORT_ALL, name=gettext_lazy("导出附件"))
def write_export(job, report):
    export = _export_of(job)
    now = timezone.now()
    with tempfile.TemporaryFile() as stream:
        count = export.write(stream, at=now, report=report)
        stream.seek(0)
        job.file.save(f"{job.pk}{export.suffix}", File(stream), save=False)
    export.record(at=now, rows=count)
    job.file_name = export.file_name
    job.message = _("共 %(count)s 行。") % {"count": f"{count:,}"}


def _export_of(job) -> Export:
    """What was asked for, as far as its owner still sees it."""
    asked = job.arguments
    campaign = Campaign.objects.visible_to(job.owner).filter(pk=asked["campaign"]).first()
    if campaign is None:
        raise jobs.JobRefused(_("您已无权导出，未生成文件。"))
    return Export(
        campaign=campaign,
        table=Table(asked["table"]),
        edition=Edition(asked["edition"]),
        unit=Unit.objects.filter(pk=asked["unit"]).first(),
        answers=asked["answers"],
        reader=job.owner,
    )
