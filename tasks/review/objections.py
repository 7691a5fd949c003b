"""Objections as the bureau sees them: the list, one of them, and the decision."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tasks.filling.history import timeline
from tasks.filling.rights import shown_phone
from tasks.models import Objection, ObjectionState, RankedMatter
from units.models import Event
from units.permissions import Permission, may, requires
from yichuang.paging import page_of

from . import decisions
from .forms import DecisionForm, ObjectionFilter


def _visible(request):
    return Objection.objects.visible_to(request.user).select_related(
        "unit__parent", "ranked", "entry__matter", "raised_by", "decided_by", "campaign"
    )


@require_safe
@requires(Permission.REVIEW, Permission.READ_ALL, Permission.FILL)
def objection_list(request):
    filters = ObjectionFilter(request.GET)
    objections = filters.narrow(_visible(request)).order_by("-raised_at", "-pk")
    page = page_of(request, objections)
    return render(request, "tasks/objection_list.html", {"filters": filters, "page": page})


@require_safe
def objection_detail(request, pk):
    return _page(request, get_object_or_404(_visible(request), pk=pk), DecisionForm())


def _page(request, objection, form):
    context = {
        "objection": objection,
        "form": form,
        "phone": shown_phone(objection.contact_phone, objection, request.user),
        "may_decide": objection.state == ObjectionState.PENDING
        and may(request.user, Permission.REVIEW),
        "next_up": _next_up(objection),
        "history": timeline(Event.objects.of(objection)),
        "crumbs": [(_("疑义"), reverse("tasks:objection-list")), (str(objection), None)],
    }
    status = 422 if form.is_bound else 200
    return render(request, "tasks/objection_detail.html", context, status=status)


def _next_up(objection):
    """The candidate that becomes an obligation if this objection is accepted."""
    if objection.ranked is None or objection.state != ObjectionState.PENDING:
        return None
    campaign = objection.campaign
    standing = RankedMatter.objects.filter(campaign=campaign).standing().in_rank()
    first = list(standing[: campaign.top_n + 1])
    if objection.ranked not in first[: campaign.top_n] or len(first) <= campaign.top_n:
        return None
    return first[-1]


@require_POST
@requires(Permission.REVIEW)
def objection_decide(request, pk):
    objection = get_object_or_404(_visible(request), pk=pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, objection, form)
    accepted = form.cleaned_data["outcome"] == ObjectionState.ACCEPTED
    done = decisions.decide(
        objection,
        accepted=accepted,
        text=form.cleaned_data["text"],
        by=request.user,
        at=timezone.now(),
    )
    if not done:
        messages.warning(request, _("该疑义已被撤回或裁定，请查看最新状态。"))
    return redirect("tasks:objection-detail", pk=pk)
