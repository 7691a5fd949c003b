"""Delegations: the own ones and those of the unit, naming a substitute, taking it back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from units.models import Delegation
from units.permissions import Permission, may
from yichuang.paging import page_of

from . import appointing, listed
from .forms import DelegationForm, principals_for


@require_safe
def delegation_list(request):
    return _page(request, _form(request))


def _form(request, data=None):
    """The form for those who may name a substitute, for themselves or as administrators."""
    principals = principals_for(request.user, manages=may(request.user, Permission.ACCOUNTS))
    chosen = request.GET.get("principal", "")
    if chosen.isdecimal() and len(chosen) < 19:
        principals = principals.filter(pk=chosen)
    if not principals:
        return None
    today = timezone.localdate()
    return DelegationForm(data, principals=principals, on=today, initial={"starts_on": today})


def _page(request, form, *, status=200):
    user, today = request.user, timezone.localdate()
    known = Delegation.objects.visible_to(user).select_related(
        "principal__unit", "substitute", "ended_by"
    )
    page = page_of(request, known.order_by("-pk"))
    context = {
        "form": form,
        "page": page,
        "lines": listed.lines(page.object_list, user, on=today),
        "crumbs": [(_("首页"), "/"), (_("委托代办"), None)],
    }
    return render(request, "units/delegation_list.html", context, status=status)


@require_POST
def delegation_create(request):
    form = _form(request, request.POST)
    if form is None:
        raise PermissionDenied(_("您的角色没有可以委托的职责。"))
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        delegation = appointing.appoint(form.instance, by=request.user, at=timezone.now())
    except appointing.Taken:
        messages.warning(request, _("这段时间刚刚已委托他人，请查看后再试。"))
        return redirect("units:delegation-list")
    messages.success(
        request, _("已委托%(name)s代办，双方都会收到消息。") % {"name": delegation.substitute}
    )
    return redirect("units:delegation-list")


@require_POST
def delegation_end(request, pk):
    visible = Delegation.objects.visible_to(request.user).select_related("principal__unit")
    delegation = get_object_or_404(visible.select_related("substitute"), pk=pk)
    if not listed.may_end(delegation, request.user):
        raise PermissionDenied(_("只有委托双方或管理员可以收回委托。"))
    if appointing.end(delegation, by=request.user, at=timezone.now()):
        messages.success(request, _("委托已收回，即时生效。"))
    else:
        messages.info(request, _("该委托此前已收回。"))
    return redirect("units:delegation-list")
