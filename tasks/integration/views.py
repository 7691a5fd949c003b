"""The table of leads: read by the bureau and the leaders, edited by the bureau."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tasks.models import LeadRule
from tasks.systems.views.ledger import tabs
from units.permissions import Permission, may, requires

from . import leads
from .forms import LeadRuleForm


@require_safe
@requires(Permission.REVIEW, Permission.READ_ALL)
def lead_list(request):
    context = {
        "rules": leads.in_order(),
        "tabs": tabs("lead-list"),
        "may_edit": may(request.user, Permission.REVIEW),
        "crumbs": [(_("业务系统"), reverse("tasks:system-list")), (_("对接分工"), None)],
    }
    return render(request, "tasks/lead_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.REVIEW)
def lead_edit(request, pk):
    rule = get_object_or_404(LeadRule, pk=pk)
    form = LeadRuleForm(request.POST if request.method == "POST" else None, instance=rule)
    if form.is_valid():
        if leads.change(rule, form.cleaned_data, by=request.user, at=timezone.now()):
            messages.success(request, _("“%(level)s”的分工已更新。") % {"level": rule})
        return redirect("tasks:lead-list")
    here = reverse("tasks:lead-list")
    context = {"form": form, "rule": rule, "crumbs": [(_("对接分工"), here), (str(rule), None)]}
    status = 422 if form.is_bound else 200
    return render(request, "tasks/lead_form.html", context, status=status)
