"""What the frame around every page shows: navigation by role, campaign, person, inbox."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tasks.demo import people
from tasks.models import Campaign
from units import navigation
from units.permissions import Permission

CHASING = "tasks:rung-list tasks:report-list tasks:circular-list tasks:assessment-list"
NAVIGATION = (
    (_("首页"), "tasks:home", None),
    (_("专项"), "tasks:campaign-list", {Permission.CAMPAIGN, Permission.READ_ALL}),
    (_("审核"), "tasks:queue", {Permission.REVIEW}),
    (_("疑义"), "tasks:objection-list", {Permission.REVIEW, Permission.READ_ALL, Permission.FILL}),
    # Who chases finds the desk, everybody else the slips sent to their own unit; reminders,
    # reports, circulars and assessments stand beside it as tabs, not here: the bar is full.
    (
        _("督办"),
        f"tasks:chasing {CHASING}",
        {Permission.REVIEW, Permission.COLLECT, Permission.READ_ALL},
    ),
    (_("督办"), f"tasks:chasing-slip-list {CHASING}", {Permission.FILL}),
    (_("事项清单"), "matters:matter-list", None),
    (_("业务系统"), "tasks:system-list", {Permission.REVIEW, Permission.READ_ALL}),
    (_("导出"), "tasks:export-list", {Permission.EXPORT_ALL}),
    (_("单位与人员"), "units:unit-list", None),
    (_("运行"), "units:operations", {Permission.OPERATE}),
    (_("操作记录"), "tasks:audit", {Permission.AUDIT}),
)


def frame(request):
    """The context of base.html; a page may pass its own values over these."""
    if not hasattr(request, "user"):  # refused before anybody asked who it is
        return {}
    campaigns = Campaign.objects.current().newest_first().only("title", "help_contact")[:2]
    newest = next(iter(campaigns), None)
    return {
        "navigation": navigation.items(request.user, NAVIGATION, path=request.path),
        # With two notices running, the head of a page must not name the wrong one.
        "campaign_name": newest.title if newest and len(campaigns) == 1 else "",
        "help_contact": newest.help_contact if newest else "",
        **navigation.corner(request.user),
        **_demo(request),
    }


def _demo(request):
    """The sign-in page of a demo lists who may try it."""
    on_sign_in = request.resolver_match and request.resolver_match.view_name == "login"
    if not settings.DEMO or not on_sign_in:
        return {}
    return {"demo_accounts": people.demo_accounts(), "demo_password": people.PASSWORD}
