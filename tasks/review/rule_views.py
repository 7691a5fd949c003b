"""The rules as the bureau reads, tries and sets them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tasks.models import SuspicionRule
from tasks.suspicion import changing
from tasks.suspicion.forms import RuleForm
from tasks.suspicion.page import lines, samples, shown
from tasks.suspicion.rules import REGISTRY
from units.permissions import Permission, may, requires

from .desk_views import tabs


@require_safe
@requires(Permission.REVIEW, Permission.READ_ALL)
def rule_list(request):
    waiting = changing.waiting()
    context = {
        "lines": lines(),
        "waiting": waiting.count(),
        "odd": waiting.odd().count(),
        "tabs": tabs("rule-list", request.user),
        "may_review": may(request.user, Permission.REVIEW),
    }
    return render(request, "tasks/rule_list.html", context)


def _rule(pk):
    return get_object_or_404(SuspicionRule.objects.filter(code__in=REGISTRY), pk=pk)


def _page(request, form, *, forecast=None, status=200):
    rule = form.instance
    title = str(REGISTRY[rule.code].title)
    context = {
        "rule": rule,
        "title": title,
        "aim": shown(SuspicionRule.objects.get(pk=rule.pk)),
        "form": form,
        "forecast": forecast,
        "samples": samples(rule, forecast) if forecast else (),
        "crumbs": [(_("核查规则"), reverse("tasks:rule-list")), (title, None)],
    }
    return render(request, "tasks/rule_detail.html", context, status=status)


@require_safe
@requires(Permission.REVIEW)
def rule_detail(request, pk):
    return _page(request, RuleForm(instance=_rule(pk)))


@require_POST
@requires(Permission.REVIEW)
def rule_preview(request, pk):
    """How many rows would be struck; nothing is stored."""
    form = RuleForm(request.POST, instance=_rule(pk))
    if not form.is_valid():
        return _page(request, form, status=422)
    return _page(request, form, forecast=changing.forecast(form.instance))


@require_POST
@requires(Permission.REVIEW)
def rule_save(request, pk):
    rule = _rule(pk)
    form = RuleForm(request.POST, instance=rule)
    if not form.is_valid():
        return _page(request, form, status=422)
    if changing.change(rule, form.cleaned_data, by=request.user, at=timezone.now()):
        if job := changing.examine_again(by=request.user):
            messages.success(request, _("已保存，正在按新规则重新核查，完成后会通知您。"))
            return redirect("units:job-detail", pk=job.pk)
        messages.success(request, _("已保存，并已按新规则重新核查待审的行。"))
    return redirect("tasks:rule-list")
