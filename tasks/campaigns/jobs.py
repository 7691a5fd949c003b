"""The job that publishes a campaign."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasks.models import Campaign
from units.jobs import JobRefused, handler
from units.permissions import Permission

from . import publishing

PUBLISH = "publish-campaign"


@handler(PUBLISH, needs=Permission.CAMPAIGN, name=gettext_lazy("发布专项"))
def publish(job, report):
    campaign = Campaign.objects.get(pk=job.arguments["campaign"])
    try:
        counts = publishing.publish(campaign, by=job.owner, at=timezone.now(), report=report)
    except publishing.NotReady as refusal:
        raise JobRefused(str(refusal)) from refusal
    job.message = _("已向 %(units)s 个单位下达任务。") % counts
    job.result_url = reverse("tasks:campaign-detail", args=[campaign.pk])
