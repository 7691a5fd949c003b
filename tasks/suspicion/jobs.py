"""Examining everything again in the background."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from units.jobs import handler
from units.permissions import Permission

from . import changing


@handler(changing.EXAMINE, needs=Permission.REVIEW, name=gettext_lazy("重新核查疑点"))
def examine_everything(job, report):
    odd = changing.examine_everything(report)
    job.message = _("已按新规则核查，待审行中 %(n)s 行有疑点。") % {"n": f"{odd:,}"}
    job.result_url = reverse("tasks:rule-list")
