"""Which lists and uploads a request may reach; somebody else's preview does not exist."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tasks.filling import rights
from tasks.filling.views.reach import crumbs_of, own_task
from tasks.models import Task, WorkbookUpload
from units.models import Event


def list_task(request, pk) -> Task:
    """A list of the own unit, or one it collects; a check or a roster has no workbook."""
    task = own_task(request, pk)
    if not (task.has_rows or task.is_collected):
        raise PermissionDenied(_("该任务没有可上传的表格。"))
    return task


def own_upload(request, pk) -> WorkbookUpload:
    """An upload of this person, or 404 (trust D4)."""
    uploads = WorkbookUpload.objects.visible_to(request.user).filter(uploaded_by=request.user)
    related = uploads.select_related(
        "task__unit__parent", "task__obligation__campaign", "task__parent", "job", "uploaded_by"
    )
    return get_object_or_404(related, pk=pk)


def may_upload(task: Task, user) -> bool:
    """Whether any row of the list is this person's to change at present."""
    tasks = list(task.parts.for_page()) if task.is_collected else [task]
    return any(rights.may_edit(one, user) for one in tasks)


def refuse_closed(task: Task, user) -> None:
    if not may_upload(task, user):
        raise rights.Closed


def crumbs(task: Task, user, *last: str) -> list:
    """Up to the page of the task's workbooks, and what comes after it."""
    address = reverse("tasks:workbook-list", args=[task.pk])
    return [*crumbs_of(task, user), (_("Excel 填报"), address), *((text, None) for text in last)]


def on_to(upload: WorkbookUpload, job):
    """The job's page while a worker is at it, else the upload's."""
    if job:
        return redirect("units:job-detail", pk=job.pk)
    return redirect("tasks:workbook-detail", pk=upload.pk)


def hand_out(stream, name: str, task: Task, *, by, at, rows: int) -> FileResponse:
    """A file for this person; handing it out leaves a trace."""
    Event.objects.record_export(name, rows=rows, by=by, at=at, subject=task, unit=task.unit)
    stream.seek(0)
    return FileResponse(stream, as_attachment=True, filename=name)
