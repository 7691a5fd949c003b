"""Raising and withdrawing objections, against a ranked matter or against a row."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tasks.filling import checking
from tasks.filling.forms import ObjectionForm, contact_of
from tasks.filling.views.reach import check_task_of, crumbs_of, open_task
from tasks.models import Entry, Objection, RankedMatter
from tasks.objections import evidence
from tasks.objections.forms import EvidenceForm
from units.permissions import Permission, requires


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
    sent = request.method == "POST"
    form = ObjectionForm(
        request.POST if sent else None, instance=objection, initial=contact_of(request.user)
    )
    files = EvidenceForm(
        request.POST if sent else None, request.FILES if sent else None, required=False
    )
    if sent and form.is_valid() & files.is_valid():
        try:
            _store(request, task, form.instance, files.cleaned_data["files"])
            messages.success(request, _("疑义已提出，市数据资源局确认后会通知贵单位。"))
        except checking.NotOpen:
            messages.warning(request, _("该事项已有未决的疑义，没有重复提出。"))
        return redirect(back)
    context = {"form": form, "files": files, "matter": matter, "task": task, "back": back}
    context["crumbs"] = crumbs_of(task, request.user)
    return render(request, "tasks/objection_form.html", context, status=422 if sent else 200)


@transaction.atomic
def _store(request, task, objection, files):
    """The objection with its files, or neither."""
    who = {"by": request.user, "at": request.arrived_at}
    checking.object_to(task, objection, **who)
    evidence.attach(objection, files, **who)


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
