"""One schedule: its days and hour, its runs, running it now and trying a failed run again."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from units import routines
from units.history import timeline
from units.models import Event, Routine, RoutineRun
from units.permissions import Permission, requires
from yichuang.paging import page_of

from . import schedules
from .forms import RoutineForm

MOST_EVENTS = 10


@require_safe
@requires(Permission.OPERATE)
def routine_detail(request, pk):
    routine = get_object_or_404(Routine, pk=pk)
    return _page(request, routine, RoutineForm(instance=routine))


def _page(request, routine, form, *, status=200):
    now = timezone.now()
    runs = RoutineRun.objects.filter(routine=routine).select_related("routine", "by")
    page = page_of(request, runs.order_by("-occasion", "-pk"))
    last = runs.order_by("-pk").first()
    context = {
        "line": schedules.line(routine, last, at=now),
        "form": form,
        "page": page,
        "runs": schedules.run_lines(page.object_list),
        "history": timeline(Event.objects.of(routine)[:MOST_EVENTS]),
        "crumbs": [(_("运行"), reverse("units:operations")), (routine.name, None)],
    }
    return render(request, "units/routine_detail.html", context, status=status)


@require_POST
@requires(Permission.OPERATE)
def routine_edit(request, pk):
    routine = get_object_or_404(Routine, pk=pk)
    form = RoutineForm(request.POST, instance=Routine.objects.get(pk=pk))
    if not form.is_valid():
        return _page(request, routine, form, status=422)
    if schedules.change(routine, form.cleaned_data, by=request.user, at=timezone.now()):
        messages.success(request, _("已保存，从现在起按新的时间运行。"))
    else:
        messages.info(request, _("没有改动。"))
    return redirect("units:routine", pk)


@require_POST
@requires(Permission.OPERATE)
def routine_run(request, pk):
    routine = get_object_or_404(Routine, pk=pk)
    if routines.run_now(routine, by=request.user, at=timezone.now()):
        messages.success(request, _("已开始运行，结果稍后显示在运行记录中。"))
    else:
        messages.info(request, _("上一次运行尚未结束，请稍候。"))
    return redirect("units:routine", pk)


@require_POST
@requires(Permission.OPERATE)
def run_retry(request, pk):
    run = get_object_or_404(RoutineRun.objects.select_related("routine"), pk=pk)
    if routines.retry(run, by=request.user, at=timezone.now()):
        messages.success(request, _("已重新排队。"))
    else:
        messages.info(request, _("该次运行没有失败，不需要重试。"))
    return redirect("units:routine", run.routine_id)
