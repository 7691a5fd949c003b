"""现在汇总 in the background; the routines of the rhythm are registered with it."""

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from tasks.models import Campaign
from units import jobs
from units.permissions import Permission

from . import compiling, rhythm

STEPS = 2


@jobs.handler(compiling.REPORT, needs=Permission.REVIEW)
def compile_now(job, report):
    campaign = Campaign.objects.visible_to(job.owner).filter(pk=job.arguments["campaign"]).first()
    if campaign is None:
        raise jobs.JobRefused(_("专项已不存在，没有汇总。"))
    report(_("读取同一时点的数据"), 0, STEPS)
    done = compiling.compile_report(
        campaign,
        cut_off_at=parse_datetime(job.arguments["cut_off_at"]),
        by=job.owner,
        at=timezone.now(),
    )
    report(_("固定数据"), STEPS, STEPS)
    job.message = rhythm.in_words(done)
    job.result_url = done.get_absolute_url()
