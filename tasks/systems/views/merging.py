"""Merging a system into another one, with what would happen shown before, and splitting again."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tasks.models import System, SystemMerge
from tasks.systems import ledger, merging
from tasks.systems.following import Refused
from tasks.systems.forms import MergeForm, ReasonForm
from units.permissions import Permission, requires
from yichuang.numbers import number_of

from .system import page

MOST_FOUND = 12


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.REVIEW)
def system_merge(request, pk):
    system = get_object_or_404(System, pk=pk)
    if request.method != "POST":
        return _page(request, system, _chosen(request, system))
    form = MergeForm(request.POST, absorbed=system)
    if form.is_valid():
        kept, reason = form.cleaned_data["into"], form.cleaned_data["reason"]
        try:
            done = merging.merge(system, kept, reason=reason, by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            text = _("已并入“%(name)s”，%(n)s 行的系统名称随之更改。")
            messages.success(request, text % {"name": kept.name, "n": len(done.rows)})
            return redirect("tasks:system-detail", kept.pk)
    return _page(request, system, form.cleaned_data.get("into"), form, status=422)


def _chosen(request, system):
    pk = number_of(request.GET.get("into", ""))
    return System.objects.standing().exclude(pk=system.pk).filter(pk=pk).first()


def _page(request, system, kept, form=None, status=200):
    context = {
        "system": system,
        "kept": kept,
        "outlook": merging.outlook(system, kept) if kept else None,
        "form": form or MergeForm(absorbed=system, initial={"into": kept}),
        "typed": request.GET.get("q", "")[:60],
        "found": _found(request, system),
        "crumbs": [
            (_("业务系统"), reverse("tasks:system-list")),
            (system.name, reverse("tasks:system-detail", args=[system.pk])),
            (_("合并"), None),
        ],
    }
    return render(request, "tasks/system_merge.html", context, status=status)


def _found(request, system):
    """What the search found; before it, the systems of nearly equal names."""
    others = System.objects.standing().exclude(pk=system.pk)
    if typed := request.GET.get("q", "").replace("\0", "").strip()[:60]:
        others = others.search(typed)
    else:
        near = ledger.known().alike(system.name)
        others = others.filter(pk__in=[one.pk for one in near])
    return ledger.counted(others).order_by("-count", "pk")[:MOST_FOUND]


@require_POST
@requires(Permission.REVIEW)
def system_split(request, pk):
    merged = get_object_or_404(SystemMerge.objects.select_related("kept"), pk=pk)
    form = ReasonForm(request.POST, prefix="split")
    if not form.is_valid():
        return page(request, merged.kept, status=422, split_form=form)
    reason = form.cleaned_data["reason"]
    try:
        count = merging.split(merged, reason=reason, by=request.user, at=timezone.now())
        text = _("已拆分，%(n)s 行恢复原来的系统名称。")
        messages.success(request, text % {"n": count})
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("tasks:system-detail", merged.kept_id)
