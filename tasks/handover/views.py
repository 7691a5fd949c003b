"""Handing a post over in two clicks, and what the successor finds."""

from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from units.models import Action, Event, User
from units.permissions import Permission, may, may_hand_over

from . import handing_over
from .forms import HandOverForm


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request, pk):
    visible = User.objects.visible_to(request.user).select_related("unit__parent")
    person = get_object_or_404(visible, pk=pk)
    if not (person.is_active and may_hand_over(request.user, person)):
        raise PermissionDenied(_("只有本人、本单位负责人或管理员可以办理交接。"))
    form = HandOverForm(request.POST if request.method == "POST" else None, person=person)
    if not form.is_valid():
        return _page(request, person, form)
    return _hand_over(request, person, form)


def _page(request, person, form):
    context = {
        "form": form,
        "leaving": person,
        "lines": [line for line in handing_over.what_moves(person) if line.count],
        "may_open_account": may(request.user, Permission.ACCOUNTS),
        "crumbs": [(_("首页"), "/"), (_("工作交接"), None)],
    }
    status = 422 if form.is_bound else 200
    return render(request, "tasks/hand_over.html", context, status=status)


def _hand_over(request, person, form):
    successor, off = form.cleaned_data["successor"], form.switches_off
    by, at = request.user, timezone.now()
    event = handing_over.hand_over(person, successor, switch_off=off, by=by, at=at)
    if off and person.pk == by.pk:
        logout(request)
        return redirect("login")
    messages.success(request, _("已交接给%(name)s，对方会收到消息。") % {"name": successor})
    return redirect("tasks:handed-over", event.pk)


@require_safe
def handed_over(request, pk):
    """您接手了…: what moved, each with the way to it."""
    visible = Event.objects.visible_to(request.user).filter(action=Action.HAND_OVER)
    event = get_object_or_404(visible.select_related("by__unit", "unit"), pk=pk)
    leaving, successor = event.changes[handing_over.SUCCESSOR]
    context = {
        "event": event,
        "leaving": leaving,
        "successor": successor,
        "lines": [
            {
                "label": line.belonging.label,
                "count": line.count,
                "url": reverse(line.belonging.url),
            }
            for line in handing_over.moved_in(event)
        ],
        "crumbs": [(_("首页"), "/"), (_("工作交接"), None)],
    }
    return render(request, "tasks/handed_over.html", context)
