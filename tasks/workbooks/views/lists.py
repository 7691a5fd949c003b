"""The workbooks of one list: download mine, upload one, what was uploaded before."""

import tempfile

from django.db.models import F
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tasks.filling.views.reach import crumbs_of, title_of
from tasks.models import WorkbookUpload
from tasks.workbooks import my_workbook, receiving
from tasks.workbooks.forms import WorkbookForm
from units.permissions import Permission, requires
from yichuang.paging import page_of

from .reach import hand_out, list_task, may_upload, on_to, refuse_closed


@require_safe
@requires(Permission.FILL)
def workbook_list(request, pk):
    return _page(request, list_task(request, pk), WorkbookForm())


def _page(request, task, form, status=200):
    uploads = WorkbookUpload.objects.visible_to(request.user).filter(task=task).newest_first()
    listed = (
        uploads.select_related("uploaded_by")
        .defer("plan", "written", "mapping")
        .annotate(counts=F("plan__counts"))
    )
    context = {
        "task": task,
        "title": title_of(task, request.user),
        "form": form,
        "may_upload": may_upload(task, request.user),
        "page": page_of(request, listed),
        "crumbs": [*crumbs_of(task, request.user), (_("Excel 填报"), None)],
    }
    return render(request, "tasks/workbook_list.html", context, status=status)


@require_POST
@requires(Permission.FILL)
@never_cache
def my_workbook_file(request, pk):
    task, now = list_task(request, pk), timezone.now()
    stream = tempfile.TemporaryFile()  # noqa: SIM115 the response closes it
    rows = my_workbook.write(task, stream, reader=request.user, at=now)
    name = my_workbook.file_name(task)
    return hand_out(stream, name, task, by=request.user, at=now, rows=rows)


@require_POST
@requires(Permission.FILL)
def workbook_upload(request, pk):
    task = list_task(request, pk)
    refuse_closed(task, request.user)
    form = WorkbookForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, task, form, status=422)
    upload, job = receiving.receive(
        task,
        form.cleaned_data["file"],
        language=get_language(),
        by=request.user,
        at=timezone.now(),
    )
    return on_to(upload, job)
