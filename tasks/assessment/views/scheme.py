"""The scheme of a campaign: read, tried on the facts of today, set by an administrator."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tasks.assessment import scheme
from tasks.assessment.filters import SheetFilter
from tasks.assessment.forms import AddForm, CriterionForm, PeriodForm
from tasks.assessment.period import Period, quarter_of
from tasks.assessment.preview import preview
from tasks.assessment.rules import REGISTRY, rule_of
from tasks.models import Campaign, Criterion
from units.history import timeline
from units.models import Action, Event
from units.permissions import Permission, may, requires


def _campaign(request, pk) -> Campaign:
    return get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)


def _crumbs(campaign, *more):
    return [
        (_("考核"), reverse("tasks:assessment-list")),
        (_("考核办法"), reverse("tasks:scheme-detail", args=[campaign.pk]) if more else None),
        *more,
    ]


@require_safe
@requires(Permission.FILL, Permission.READ_ALL)
def scheme_detail(request, pk):
    """Everybody who is assessed may read by which rules."""
    campaign = _campaign(request, pk)
    criteria, may_set = scheme.criteria_of(campaign), may(request.user, Permission.ISSUE)
    context = {
        "campaign": campaign,
        "lines": [_line(one) for one in criteria],
        "full": scheme.full_points(criteria),
        "is_stored": bool(criteria and criteria[0].pk),
        "may_set": may_set,
        "may_preview": may(request.user, Permission.READ_ALL),
        "add": AddForm(rules=scheme.free_rules(campaign)) if may_set else None,
        "history": timeline(_events(criteria), _describe),
        "crumbs": _crumbs(campaign),
    }
    return render(request, "tasks/scheme_detail.html", context)


def _line(criterion) -> dict:
    rule = rule_of(criterion.rule)
    set_to = rule.defaults() | criterion.parameters
    return {"row": criterion, "rule": rule, "aim": rule.aim % set_to if set_to else rule.aim}


def _events(criteria):
    """What was changed since a criterion came; its first setting says nothing besides."""
    pks = [one.pk for one in criteria if one.pk]
    events = Event.objects.filter(subject=Criterion._meta.label_lower, subject_id__in=pks)
    return events.exclude(action=Action.CREATE).order_by("-pk")[:30]


def _describe(model, name, old, new) -> dict:
    """A parameter in the words of its rule, everything else in those of the model."""
    for rule in REGISTRY.values():
        for one in rule.parameters:
            if one.name == name:
                return {"label": one.label, "old": old, "new": new}
    label = model._meta.get_field(name).verbose_name
    words = {True: _("是"), False: _("否")}
    said = [words[value] if isinstance(value, bool) else value for value in (old, new)]
    return {"label": label, "old": said[0], "new": said[1]}


@require_POST
@requires(Permission.ISSUE)
def scheme_adopt(request, pk):
    if scheme.adopt(_campaign(request, pk), by=request.user, at=timezone.now()):
        messages.success(request, _("已采用标准办法，可逐项调整。"))
    else:
        messages.info(request, _("该专项已有考核办法。"))
    return redirect("tasks:scheme-detail", pk)


@require_safe
@requires(Permission.READ_ALL)
def scheme_preview(request, pk):
    """What the points would be at this moment; nothing is stored."""
    campaign, now = _campaign(request, pk), timezone.now()
    _name, starts_on, ends_on = quarter_of(timezone.localdate(now))
    asked = {"starts_on": starts_on, "ends_on": ends_on} | request.GET.dict()
    form = PeriodForm(asked)
    period = None
    if form.is_valid():
        days = form.cleaned_data
        period = Period.until(days["starts_on"], days["ends_on"], at=now)
    criteria = scheme.in_force(campaign)
    filters = SheetFilter(request.GET, criteria=criteria)
    context = {
        "campaign": campaign,
        "form": form,
        "filters": filters,
        "criteria": criteria,
        "period": period,
        "groups": filters.narrow(preview(campaign, criteria, period)) if period else [],
        "crumbs": _crumbs(campaign, (_("试算"), None)),
    }
    return render(request, "tasks/scheme_preview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.ISSUE)
def criterion_add(request, pk):
    campaign = _campaign(request, pk)
    rules = {rule.code: rule for rule in scheme.free_rules(campaign)}
    rule = rules.get(request.GET.get("rule", ""))
    if rule is None:
        raise Http404
    new = Criterion(
        campaign=campaign, rule=rule.code, points=rule.points, parameters=rule.defaults(),
        sort_order=10 * len(REGISTRY) + 10,
    )  # fmt: skip
    form = CriterionForm(request.POST if request.method == "POST" else None, instance=new)
    if form.is_valid():
        scheme.adopt(campaign, by=request.user, at=timezone.now())
        new.parameters = form.parameters
        scheme.add(new, by=request.user, at=timezone.now())
        return redirect("tasks:scheme-detail", pk)
    return _form(request, campaign, form, _("新项目"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.ISSUE)
def criterion_edit(request, pk):
    criterion = get_object_or_404(Criterion.objects.select_related("campaign"), pk=pk)
    campaign = _campaign(request, criterion.campaign_id)
    form = CriterionForm(request.POST if request.method == "POST" else None, instance=criterion)
    if form.is_valid():
        who = {"by": request.user, "at": timezone.now()}
        if scheme.change(pk, form.values, form.parameters, **who):
            messages.success(request, _("已保存；已计分的考核期仍按原办法，重新计分后才按新办法。"))
        return redirect("tasks:scheme-detail", campaign.pk)
    return _form(request, campaign, form, criterion.name)


def _form(request, campaign, form, heading):
    context = {
        "campaign": campaign,
        "form": form,
        "heading": heading,
        "line": _line(form.instance),
        "crumbs": _crumbs(campaign, (heading, None)),
    }
    return render(request, "tasks/criterion_form.html", context, status=422 if form.errors else 200)
