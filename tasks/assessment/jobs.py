"""The job that computes a sheet."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tasks.models import AssessmentSheet
from units.jobs import JobRefused, handler
from units.permissions import Permission

from . import sheets

COMPUTE = "compute-assessment"


@handler(COMPUTE, needs=Permission.ISSUE)
def compute(job, report):
    pk = job.arguments["sheet"]
    try:
        sheet = sheets.compute(pk, by=job.owner, at=timezone.now(), report=report)
    except AssessmentSheet.DoesNotExist as gone:
        raise JobRefused(_("该考核期已被删除。")) from gone
    except sheets.SheetRefused as refusal:
        raise JobRefused(str(refusal)) from refusal
    job.message = _("已计算 %(n)s 个单位的得分。") % {"n": sheet.scores.count()}
    job.result_url = reverse("tasks:assessment-sheet", args=[pk])
