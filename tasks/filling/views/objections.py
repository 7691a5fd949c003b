"""Raising and withdrawing objections, against a ranked matter or against a row."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tasks.filling import checking
from tasks.filling.forms import ObjectionForm, contact_of
from tasks.models import Entry, Objection, RankedMatter
from units.permissions import Permission, requires

from .reach import check_task_of, crumbs_of, open_task


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.FILL)
def objection_create(request, pk):
    """有疑义 to a line of attachment 1."""
    ranked = get_object_or_404(RankedMatter.objects.visible_to(request.user), pk=pk)
    task = open_task(request, check_task_of(request, ranked).pk)
    back = f"{reverse('tasks:check', args=[task.pk])}#rank-{ranked.rank}"
    return _raise(request, task, Objection(ranked=ranked), ranked, back)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.FILL)
def entry_objection(request, pk):
    """疑义 to a row of attachment 2 or 3 (domain Q15)."""
    rows = Entry.objects.visible_to(request.user).select_related("matter")
    entry = get_object_or_404(rows, pk=pk)
    task = open_task(request, entry.task_id)
    if not entry.is_open:
        raise PermissionDenied(_("该行已锁定，不能再提出疑义。"))
    back = reverse("tasks:grid", args=[task.pk])
    return _raise(request, task, Objection(entry=entry), entry.matter, back)


def _raise(request, task, objection, matter, back):
    form = ObjectionForm(
        request.POST if request.method == "POST" else None,
        instance=objection,
        initial=contact_of(request.user),
    )
    if form.is_valid():
        try:
            checking.object_to(task, form.instance, by=request.user, at=timezone.now())
            messages.success(request, _("疑义已提出，市数据资源局确认后会通知贵单位。"))
        except checking.NotOpen:
            messages.warning(request, _("该事项已有未决的疑义，没有重复提出。"))
        return redirect(back)
    context = {"form": form, "matter": matter, "task": task, "back": back}
    context["crumbs"] = crumbs_of(task, request.user)
    status = 422 if form.is_bound else 200
    return render(request, "tasks/objection_form.html", context, status=status)


@require_POST
@requires(Permission.FILL)
def objection_withdraw(request, pk):
    visible = Objection.objects.visible_to(request.user).select_related("ranked", "entry")
    objection = get_object_or_404(visible, pk=pk)
    if objection.ranked:
        task = open_task(request, check_task_of(request, objection.ranked).pk)
        page = "tasks:check"
    else:
        task = open_task(request, objection.entry.task_id)
        page = "tasks:grid"
    if checking.withdraw(objection, by=request.user, at=timezone.now()):
        messages.success(request, _("疑义已撤回，请重新核对该事项。"))
    else:
        messages.warning(request, _("该疑义已有结论或该行已报送，不能撤回。"))
    return redirect(page, task.pk)
