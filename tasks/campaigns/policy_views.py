"""The rule for deadlines on days off: its outlook while one types, its page afterwards."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tasks.models import Campaign, CampaignState
from tasks.supervision.wording import said_of_moved
from units.permissions import Permission, requires
from yichuang.templatetags.ui import last_day

from . import policies
from .policy_forms import OutlookForm, PolicyForm


@require_safe
@requires(Permission.CAMPAIGN)
def deadline_outlook(request):
    """What the dates and the rule mean, as they are being typed."""
    return render(request, "tasks/deadline_outlook.html", OutlookForm(request.GET).outlook())


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CAMPAIGN)
def campaign_policy(request, pk):
    """Changed in two steps: what it would move, then doing it."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)
    if campaign.state != CampaignState.PUBLISHED:
        messages.warning(request, _("只有已发布、未结束的专项在此调整；草拟的请直接修改。"))
        return redirect("tasks:campaign-detail", pk=pk)
    form = PolicyForm(request.POST if request.method == "POST" else None, instance=campaign)
    asked = request.method == "POST" and form.is_valid()
    if asked and "confirmed" in request.POST:
        return _change(request, campaign, form.cleaned_data["reason"])
    context = {
        "form": form,
        "campaign": campaign,
        "moved": policies.shifts(campaign) if asked else None,
        "asked": asked,
        **_outlook(campaign),
        "crumbs": [
            (_("专项"), reverse("tasks:campaign-list")),
            (campaign.number, reverse("tasks:campaign-detail", args=[pk])),
            (_("截止日规则"), None),
        ],
    }
    status = 422 if form.is_bound and not asked else 200
    return render(request, "tasks/campaign_policy.html", context, status=status)


def _outlook(campaign):
    dues = campaign.obligations.order_by("due_at", "pk")
    return OutlookForm.of(campaign, [(one.kind, last_day(one.due_at)) for one in dues])


def _change(request, campaign, reason):
    who = {"by": request.user, "at": request.arrived_at}
    moved = policies.change(campaign, reason=reason, **who)
    messages.success(request, said_of_moved(len(moved)))
    return redirect("tasks:campaign-detail", pk=campaign.pk)
