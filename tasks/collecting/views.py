"""The collector's matrix of departments, and what can be decided about a part."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tasks.filling.forms import NoteForm
from tasks.filling.submitting import blockers, way_up
from tasks.filling.views.reach import crumbs_of
from tasks.models import ObligationKind, Task
from tasks.models.tasks import WITH_THE_DISTRICT
from units.permissions import Permission, may, requires

from . import collecting


@require_safe
@requires(Permission.COLLECT, Permission.READ_ALL)
def matrix(request, pk):
    """Department × state; the bureau sees states, never a draft's content (A3-7)."""
    owed = (
        Task.objects.visible_to(request.user)
        .owed()
        .filter(obligation__kind=ObligationKind.DISTRICT_LIST)
    )
    task = get_object_or_404(owed.for_page(), pk=pk)
    parts = list(collecting.matrix(task))
    context = {
        "task": task,
        "parts": parts,
        "count": len(parts),
        "done": sum(part.complete for part in parts),
        "total": sum(part.total for part in parts),
        "ready": sum(part.state in WITH_THE_DISTRICT for part in parts),
        "blockers": [] if task.state in WITH_THE_DISTRICT else blockers(task),
        "may_collect": may(request.user, Permission.COLLECT),
        "may_submit": may(request.user, Permission.COLLECT) and way_up(task) is not None,
        "crumbs": [*crumbs_of(task, request.user), (_("部门汇总"), None)],
    }
    return render(request, "tasks/matrix.html", context)


def _part(request, pk):
    parts = Task.objects.visible_to(request.user).filter(parent__unit=request.user.unit)
    return get_object_or_404(parts.for_page(), pk=pk)


@require_POST
@requires(Permission.COLLECT)
def part_return(request, pk):
    return _decide(request, pk, collecting.send_back_part, _("已退回，已通知该部门。"))


@require_POST
@requires(Permission.COLLECT)
def part_missing(request, pk):
    return _decide(request, pk, collecting.mark_missing, _("已注明该部门未报。"))


def _decide(request, pk, act, sentence):
    part = _part(request, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors.get("note", [])))
    elif act(part, note=form.cleaned_data["note"], by=request.user, at=timezone.now()):
        messages.success(request, sentence)
    else:
        messages.warning(request, _("该任务状态已变化，请刷新后再试。"))
    return redirect("tasks:matrix", pk=part.parent_id)
