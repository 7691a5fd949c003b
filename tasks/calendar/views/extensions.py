"""Moving deadlines of a campaign: choosing whose, seeing what it does, doing it; the list."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tasks.calendar import extensions
from tasks.calendar.forms import ExtensionForm
from tasks.calendar.resources import ExtensionResource
from tasks.models import Campaign, CampaignState
from tasks.supervision.deadlines import extend, extend_obligation
from units.downloads import workbook_of
from units.permissions import Permission, may, requires
from yichuang.paging import page_of


def _campaign(request, pk):
    return get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)


def _crumbs(campaign, here):
    return [
        (_("专项"), reverse("tasks:campaign-list")),
        (campaign.number, reverse("tasks:campaign-detail", args=[campaign.pk])),
        (here, None),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.REVIEW)
def extension_create(request, pk):
    """In two steps: who would get what, then giving it."""
    campaign = _campaign(request, pk)
    if campaign.state != CampaignState.PUBLISHED:
        messages.warning(request, _("只有已发布、未结束的专项可以调整截止时间。"))
        return redirect("tasks:campaign-detail", pk=pk)
    obligation, obligations = _obligation(request, campaign)
    tasks = extensions.choices(obligation)
    sent = request.POST if request.method == "POST" else None
    form = ExtensionForm(sent, movable=tasks, on=timezone.localdate(request.arrived_at))
    moves = _moves(form, tasks) if form.is_bound and form.is_valid() else None
    if moves and "confirmed" in request.POST:
        return _extend(request, campaign, obligation, form)
    context = {
        "campaign": campaign,
        "obligation": obligation,
        "tabs": _tabs(obligations, obligation),
        "form": form,
        "tasks": tasks,
        "chosen": {str(key) for key in form["tasks"].value() or ()},
        "moves": moves,
        "warning": extensions.warning(moves or []),
        "crumbs": _crumbs(campaign, _("调整截止时间")),
    }
    status = 422 if form.is_bound and not moves else 200
    return render(request, "tasks/extension_new.html", context, status=status)


def _obligation(request, campaign):
    """The obligation the address asks for, else the first one."""
    obligations = list(campaign.obligations.select_related("campaign").order_by("due_at", "pk"))
    asked = request.GET.get("kind", "")
    chosen = next((one for one in obligations if one.kind == asked), None)
    if chosen is None and not obligations:
        get_object_or_404(campaign.obligations.none())
    return chosen or obligations[0], obligations


def _tabs(obligations, shown):
    return [
        {
            "label": one.get_kind_display(),
            "url": f"?kind={one.kind}",
            "active": one == shown,
            "count": extensions.choices(one).count(),
        }
        for one in obligations
    ]


def _moves(form, tasks):
    """What would be moved; none is said on the form."""
    data = form.cleaned_data
    moves = extensions.preview(tasks if data["whole"] else data["tasks"], data["until"])
    if not moves:
        form.add_error("until", _("所选单位的截止日期已经是这一天，或都已报送。"))
    return moves


def _extend(request, campaign, obligation, form):
    data, who = form.cleaned_data, {"by": request.user, "at": request.arrived_at}
    if data["whole"]:
        moved = extend_obligation(obligation, data["until"], reason=data["reason"], **who)
    else:
        moved = extend(data["tasks"], data["until"], reason=data["reason"], **who)
    count = sum(not one.task.is_part for one in moved)
    said = ngettext(
        "已调整 %(n)d 个单位的截止时间，并已通知。",
        "已调整 %(n)d 个单位的截止时间，并已通知。",
        count,
    )
    messages.success(request, said % {"n": count})
    return redirect("tasks:extension-list", pk=campaign.pk)


@require_safe
@requires(Permission.REVIEW, Permission.READ_ALL)
def extension_list(request, pk):
    campaign = _campaign(request, pk)
    page = page_of(request, extensions.of_campaign(campaign, request.user))
    running = campaign.state == CampaignState.PUBLISHED
    context = {
        "campaign": campaign,
        "page": page,
        "may_extend": running and may(request.user, Permission.REVIEW),
        "may_export": may(request.user, Permission.EXPORT_ALL),
        "crumbs": _crumbs(campaign, _("延期记录")),
    }
    return render(request, "tasks/extension_list.html", context)


@require_POST
@never_cache
@requires(Permission.EXPORT_ALL)
def extension_export(request, pk):
    """What the list shows, as a workbook; handing it out is written into the audit trail."""
    moved = extensions.of_campaign(_campaign(request, pk), request.user).select_related(None)
    resource = ExtensionResource(reader=request.user)
    return workbook_of(resource, moved, by=request.user, at=timezone.now())
