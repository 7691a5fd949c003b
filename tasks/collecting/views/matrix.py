"""The collector's matrix of departments: read, nudged, handed out as a workbook."""

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tasks.collecting import collecting
from tasks.collecting.lines import COLUMNS, MatrixFilter, lines_of
from tasks.filling.submitting import blockers, way_up
from tasks.filling.views.reach import crumbs_of
from tasks.models import ObligationKind, Task
from tasks.models.tasks import WITH_THE_DISTRICT
from tasks.supervision import nudging
from tasks.supervision.words import nudged_in_words
from tasks.systems import differences
from units.downloads import download
from units.permissions import Permission, may, requires
from yichuang.numbers import numbers_of
from yichuang.templatetags.ui import moment
from yichuang.xlsx.writing import write_data

# The text for the chat group lies open then.
AFTERWARDS = "nudged=1"


def _district_task(request, pk):
    owed = (
        Task.objects.visible_to(request.user)
        .owed()
        .filter(obligation__kind=ObligationKind.DISTRICT_LIST)
    )
    return get_object_or_404(owed.for_page(), pk=pk)


@require_safe
@requires(Permission.COLLECT, Permission.READ_ALL)
def matrix(request, pk):
    """Department × state; the bureau sees states, never a draft's content (A3-7)."""
    task = _district_task(request, pk)
    filters = MatrixFilter(request.GET)
    everything = lines_of(collecting.matrix(task), request.user, on=timezone.localdate())
    may_collect = may(request.user, Permission.COLLECT)
    context = {
        "task": task,
        "filters": filters,
        "lines": filters.narrow(everything),
        "query": request.GET.urlencode(),
        "blockers": [] if task.state in WITH_THE_DISTRICT else blockers(task),
        "may_collect": may_collect,
        "may_submit": may_collect and way_up(task) is not None,
        "differences": len(differences.against_others(task.unit)) if may_collect else 0,
        "crumbs": [*crumbs_of(task, request.user), (_("部门汇总"), None)],
        **_counts(everything),
        **_nudges(request, task, everything),
    }
    return render(request, "tasks/matrix.html", context)


def _counts(lines):
    parts = [line.part for line in lines]
    return {
        "count": len(parts),
        "done": sum(part.complete for part in parts),
        "total": sum(part.total for part in parts),
        "ready": sum(part.state in WITH_THE_DISTRICT for part in parts),
    }


def _nudges(request, task, lines):
    """Who is still to be told, who was told today, and the text for their chat group."""
    missing = [line for line in lines if line.is_missing]
    told = [line for line in missing if line.nudged_today]
    sender = _("%(district)s电子政务办") % {"district": task.unit.short_name}
    return {
        "missing": missing,
        "untold": [line for line in missing if not line.nudged_today],
        "told": told,
        "open_text": "nudged" in request.GET,
        "chat_text": nudging.text_for_chat([line.part for line in told], sender=sender),
    }


@require_POST
@requires(Permission.COLLECT)
def matrix_nudge(request, pk):
    """Nudge the departments that are missing: all of them, or those that were ticked."""
    task = _district_task(request, pk)
    parts = task.parts.all()
    if "all" not in request.POST:
        chosen = numbers_of(request.POST.getlist("part"))
        parts = parts.filter(pk__in=chosen)
        if not chosen:
            messages.error(request, _("请先勾选要催办的部门。"))
            return redirect("tasks:matrix", pk)
    nudged = nudging.nudge(parts, by=request.user, at=timezone.now())
    for level, sentence in nudged_in_words(nudged, district=task.unit):
        messages.add_message(request, level, sentence)
    return redirect(f"{reverse('tasks:matrix', args=[pk])}?{AFTERWARDS}")


@require_POST
@never_cache
@requires(Permission.COLLECT, Permission.EXPORT_ALL)
def matrix_export(request, pk):
    """What the matrix shows, as a workbook; handing it out is written into the audit trail."""
    task = _district_task(request, pk)
    filters = MatrixFilter(QueryDict(request.POST.get("query", "")))
    lines = filters.narrow(lines_of(collecting.matrix(task), request.user, on=timezone.localdate()))
    name = f"{task.unit.short_name}部门汇总"

    def write(stream):
        with override("zh-hans"):  # workbooks are always Chinese
            return write_data(stream, COLUMNS, map(_cells, lines), name=name)

    who = {"by": request.user, "at": timezone.now()}
    return download(f"{name}.xlsx", write, **who, subject=task, unit=task.unit)


def _cells(line):
    part = line.part
    return [
        part.unit.short_name,
        part.get_state_display(),
        str(line.turn),
        part.complete,
        part.total,
        part.returned,
        part.approved,
        line.contact,
        line.phone,
        moment(line.active_at),
        moment(line.nudge.at) if line.nudge else "",
        line.note,
    ]
