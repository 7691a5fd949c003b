"""The steps of a circular as buttons: check, issue, recall, take note, fetch the file."""

from io import BytesIO

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tasks.circulars import circulars
from tasks.circulars.forms import IssueForm, RecallForm, SeenForm
from tasks.circulars.paper import circular_document
from units.models import Event
from units.permissions import Permission, requires

from .pages import READERS, circular_of, page


def _act(request, circular, act, done: str):
    """Back to the page with what came of it."""
    try:
        act()
    except circulars.CircularRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect(circular)


@require_POST
@requires(Permission.REVIEW)
def circular_check(request, pk):
    circular, form = circular_of(request, pk), SeenForm(request.POST)
    if not form.is_valid():
        return page(request, circular, status=422)
    said = {"seen": form.cleaned_data["seen"], "by": request.user, "at": timezone.now()}
    done = _("已核稿，可由管理员印发。")
    return _act(request, circular, lambda: circulars.check(circular, **said), done)


@require_POST
@requires(Permission.ISSUE)
def circular_issue(request, pk):
    circular, form = circular_of(request, pk), IssueForm(request.POST)
    if not form.is_valid():
        return page(request, circular, issue_form=form, status=422)
    said = {**form.cleaned_data, "by": request.user, "at": timezone.now()}
    done = _("已印发，文件已固定，已通知各单位。")
    return _act(request, circular, lambda: circulars.issue(circular, **said), done)


@require_POST
@requires(Permission.ISSUE)
def circular_recall(request, pk):
    circular, form = circular_of(request, pk), RecallForm(request.POST)
    if not form.is_valid():
        return page(request, circular, recall_form=form, status=422)
    said = {"reason": form.cleaned_data["reason"], "by": request.user, "at": timezone.now()}
    done = _("已撤回，文件保留，已通知各单位。")
    return _act(request, circular, lambda: circulars.recall(circular, **said), done)


@require_POST
@requires(Permission.FILL)
def circular_read(request, pk):
    """已阅, for the own unit; a district's departments read, their district signs."""
    circular = circular_of(request, pk)
    units = {line["unit"] for line in circular.report.figures["units"]}
    if request.user.unit_id not in units:
        raise PermissionDenied(_("本通报由区县统一确认已阅，您可以查看。"))
    if not circular.is_out:
        raise Http404
    if circulars.read(circular, request.user.unit, by=request.user, at=timezone.now()):
        messages.success(request, _("已确认本单位已阅。"))
    else:
        messages.info(request, _("本单位已有同事确认。"))
    return redirect(circular)


@require_POST
@never_cache
@requires(*READERS)
def circular_file(request, pk):
    """The Word document: as it was issued, or as the draft stands now. Handing it out is in the
    trail."""
    circular, now = circular_of(request, pk), timezone.now()
    if circular.is_out:
        stream, name = circular.file.open("rb"), circular.file_name
    else:
        stream, name = BytesIO(circular_document(circular)), circulars.file_name_of(circular)
    lines = len(circular.report.figures["units"])
    Event.objects.record_export(name, rows=lines, by=request.user, at=now, subject=circular)
    return FileResponse(stream, as_attachment=True, filename=name)
