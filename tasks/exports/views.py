"""Asking for an attachment as a file: all units for the bureau, the own rows for a unit."""

import tempfile

from django.conf import settings
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tasks.models import ObligationKind, Task
from units.models import Job
from units.permissions import Permission, requires

from . import jobs
from .attachments import PRINTABLE, TABLES, Edition, Export
from .forms import ExportForm

RECENT = 8


@require_safe
@requires(Permission.EXPORT_ALL)
def export_list(request):
    """Links from other pages preselect what they are about in the address."""
    form = ExportForm(initial=request.GET.dict(), reader=request.user)
    return _page(request, form)


@require_POST
@requires(Permission.EXPORT_ALL)
@never_cache
def export_start(request):
    form = ExportForm(request.POST, reader=request.user)
    if not form.is_valid():
        return _page(request, form)
    export = form.export()
    if export.count() > settings.LARGEST_DIRECT_EXPORT:
        return redirect("units:job-detail", pk=jobs.ask(export).pk)
    return _download(export, at=timezone.now())


@require_safe
@requires(Permission.FILL, Permission.READ_ALL, Permission.REVIEW)
def task_export(request, pk):
    task = get_object_or_404(Task.objects.visible_to(request.user).for_page(), pk=pk)
    export = _of_task(task, Edition.PRINT, request.user)
    editions = [choice for choice in Edition if _has_edition(export, choice)]
    context = {
        "task": task,
        "count": export.count(),
        "mark": export.mark,
        "title": export.title,
        "editions": editions,
        "crumbs": [(str(task), task.get_absolute_url()), (_("导出"), None)],
    }
    return render(request, "tasks/export_task.html", context)


@require_POST
@requires(Permission.FILL, Permission.READ_ALL, Permission.REVIEW)
@never_cache
def task_export_file(request, pk):
    """A file is a POST: handing it out is written into the audit trail."""
    task = get_object_or_404(Task.objects.visible_to(request.user).for_page(), pk=pk)
    edition = request.POST.get("edition")
    if edition not in Edition.values:
        raise Http404
    export = _of_task(task, Edition(edition), request.user)
    if not _has_edition(export, edition):
        raise Http404
    return _download(export, at=timezone.now(), subject=task)


def _page(request, form):
    recent = Job.objects.visible_to(request.user).filter(kind=jobs.EXPORT).order_by("-pk")[:RECENT]
    context = {"form": form, "recent": recent, "limit": settings.LARGEST_DIRECT_EXPORT}
    status = 422 if form.is_bound else 200
    return render(request, "tasks/export_list.html", context, status=status)


def _of_task(task, edition, reader) -> Export:
    return Export(
        campaign=task.obligation.campaign,
        table=TABLES[task.kind],
        edition=edition,
        unit=task.unit,
        answers=task.kind == ObligationKind.CHECK,
        reader=reader,
    )


def _has_edition(export, edition) -> bool:
    return edition != Edition.PRINT or export.table in PRINTABLE


def _download(export, *, at, subject=None):
    stream = tempfile.TemporaryFile()  # noqa: SIM115 the response closes it
    count = export.write(stream, at=at)
    export.record(at=at, rows=count, subject=subject)
    stream.seek(0)
    return FileResponse(stream, as_attachment=True, filename=export.file_name)
