"""What the collector decides about one part: returned, or missing with a reason."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tasks.collecting import collecting
from tasks.filling.forms import NoteForm
from tasks.models import Task
from units.permissions import Permission, requires


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
