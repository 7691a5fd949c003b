"""The pages of a campaign: list, board, form, ranking, publication."""

from django.contrib import messages
from django.db import IntegrityError
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tasks.models import Campaign, CampaignState, Objection, ObjectionState, RankedMatter
from tasks.supervision.overview import overview
from units import jobs
from units.permissions import Permission, may, requires
from yichuang.paging import page_of

from . import board, cloning, drafting, publishing, ranking
from .forms import CampaignForm
from .jobs import PUBLISH


def _rights(request):
    return {"may_edit": may(request.user, Permission.CAMPAIGN)}


def _campaign(request, pk):
    return get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)


@require_safe
@requires(Permission.CAMPAIGN, Permission.READ_ALL)
def campaign_list(request):
    campaigns = Campaign.objects.visible_to(request.user).newest_first()
    page = page_of(request, campaigns)
    return render(request, "tasks/campaign_list.html", {"page": page, **_rights(request)})


@require_safe
@requires(Permission.CAMPAIGN, Permission.READ_ALL)
def campaign_detail(request, pk):
    campaign = _campaign(request, pk)
    is_draft, now = campaign.state == CampaignState.DRAFT, timezone.now()
    context = {
        "campaign": campaign,
        "crumbs": [(_("专项"), reverse("tasks:campaign-list")), (campaign.number, None)],
        "progress": overview([campaign], at=now),
        "units": board.units(campaign, at=now),
        "may_nudge": may(request.user, Permission.REVIEW),
        "blockers": publishing.blockers(campaign) if is_draft else [],
        "shares": publishing.preview(campaign) if is_draft else [],
        **_rights(request),
    }
    return render(request, "tasks/campaign_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CAMPAIGN)
def campaign_create(request):
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CAMPAIGN)
def campaign_edit(request, pk):
    campaign = _campaign(request, pk)
    if campaign.state != CampaignState.DRAFT:
        messages.warning(request, _("已发布的专项不能再修改。"))
        return redirect("tasks:campaign-detail", pk=pk)
    return _edit(request, campaign)


def _edit(request, campaign):
    form = CampaignForm(request.POST or None, instance=campaign)
    if request.method == "POST" and form.is_valid():
        try:
            saved = drafting.save(form, by=request.user, at=timezone.now())
        except drafting.Stale:
            messages.warning(request, _("该专项已冻结或已发布，本次修改没有保存，请刷新后再试。"))
            return redirect("tasks:campaign-detail", pk=campaign.pk)
        except IntegrityError:  # a double click: the other request was quicker
            form.add_error("number", form.instance.unique_error_message(Campaign, ("number",)))
        else:
            messages.success(request, _("已保存。"))
            return redirect("tasks:campaign-detail", pk=saved.pk)
    context = {"form": form, "campaign": campaign, **form.outlook()}
    status = 422 if form.is_bound else 200
    return render(request, "tasks/campaign_form.html", context, status=status)


@require_safe
@requires(Permission.CAMPAIGN, Permission.READ_ALL)
def ranking_list(request, pk):
    """Attachment 1: computed until frozen, stored afterwards."""
    campaign = _campaign(request, pk)
    rows = _ranking_rows(campaign)
    context = {
        "campaign": campaign,
        "rows": rows,
        "counts": _ranking_counts(campaign, rows),
        "crumbs": [
            (_("专项"), reverse("tasks:campaign-list")),
            (campaign.number, reverse("tasks:campaign-detail", args=[pk])),
            (_("附件1"), None),
        ],
        **_rights(request),
    }
    return render(request, "tasks/ranking_list.html", context)


def _ranking_rows(campaign):
    if not campaign.ranking_frozen_at:
        return [
            _ranking_row(line, line.rank <= campaign.top_n, campaign.top_n)
            for line in ranking.rank(campaign)
        ]
    lines = RankedMatter.objects.filter(campaign=campaign).in_rank()
    obligated = set(RankedMatter.objects.obligated(campaign).values_list("pk", flat=True))
    newest = Objection.objects.exclude(state=ObjectionState.WITHDRAWN).order_by("-pk")
    lines = lines.select_related("unit").prefetch_related(
        Prefetch("objections", newest, to_attr="raised")
    )
    return [_ranking_row(line, line.pk in obligated, campaign.top_n) for line in lines]


def _ranking_row(line, obligated, top_n):
    """`moved`: 递补, since the objection to a matter ranked before it was accepted (Q1)."""
    objection = next(iter(getattr(line, "raised", ())), None)
    out = objection is not None and objection.state == ObjectionState.ACCEPTED
    return {
        "line": line,
        "obligated": obligated,
        "moved": obligated and line.rank > top_n,
        "out": out,
        "objection": objection,
    }


def _ranking_counts(campaign, rows):
    """应接入 100 / 候补 50, and how they came about."""
    return {
        "obligated": sum(row["obligated"] for row in rows),
        "reserve": sum(not (row["obligated"] or row["out"]) for row in rows),
        "out": sum(row["out"] for row in rows),
        "moved": sum(row["moved"] for row in rows),
        "undecided": sum(bool(row["objection"] and row["objection"].is_undecided) for row in rows),
    }


@require_POST
@requires(Permission.CAMPAIGN)
def campaign_freeze(request, pk):
    campaign = _campaign(request, pk)
    try:
        count = ranking.freeze(campaign, by=request.user, at=timezone.now())
    except ranking.AlreadyFrozen:
        messages.warning(request, _("排名已经冻结，不再改变。"))
    else:
        messages.success(request, _("已冻结 %(count)s 项排名。") % {"count": count})
    return redirect("tasks:ranking", pk=pk)


@require_POST
@requires(Permission.CAMPAIGN)
def campaign_publish(request, pk):
    campaign = _campaign(request, pk)
    if sentences := publishing.blockers(campaign):
        for sentence in sentences:
            messages.error(request, sentence)
        return redirect("tasks:campaign-detail", pk=pk)
    title = _("发布专项 %(number)s") % {"number": campaign.number}
    job = jobs.ask(PUBLISH, title=title, owner=request.user, campaign=campaign.pk)
    return redirect("units:job-detail", pk=job.pk)


@require_POST
@requires(Permission.CAMPAIGN)
def campaign_clone(request, pk):
    """A draft for the next year, opened for editing at once."""
    cloned = cloning.clone(_campaign(request, pk), by=request.user, at=timezone.now())
    messages.success(
        request,
        _("已生成下一年度草稿：文号、日期和截止时间已顺延，任务和排名没有带过来，请核对后保存。"),
    )
    for unit, successor in cloned.replaced:
        names = {"unit": unit.short_name, "successor": successor}
        sentence = _("“%(unit)s”已停用，改为承接单位“%(successor)s”。")
        if successor is None:
            sentence = _("“%(unit)s”已停用且没有承接单位，没有列入主送单位。")
        messages.warning(request, sentence % names)
    return redirect("tasks:campaign-edit", cloned.campaign.pk)
