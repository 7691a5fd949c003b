"""Deciding about an upload: write the good rows, give it up, take it back."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tasks.workbooks import receiving, writing
from tasks.workbooks.forms import ConfirmForm
from units.permissions import Permission, requires

from .reach import on_to, own_upload, refuse_closed

MOST_NAMED = 10


@require_POST
@requires(Permission.FILL)
def workbook_apply(request, pk):
    upload = own_upload(request, pk)
    refuse_closed(upload.task, request.user)
    form = ConfirmForm(request.POST)
    form.is_valid()
    chosen = {name: form.cleaned_data.get(name, "") for name in ("stale", "seen")}
    try:
        job, count = writing.confirm(upload, **chosen, by=request.user, at=timezone.now())
    except writing.SeenBefore:
        messages.warning(request, _("这份文件之后又重新核对过，没有写入。请看过现在的结果再确认。"))
        return redirect("tasks:workbook-detail", pk=pk)
    except writing.AlreadyDecided:
        return _told(request, upload)
    except writing.ChangedSince:
        return _look_again(request, upload)
    if job is None:
        text = ngettext("已写入 %(n)s 行。", "已写入 %(n)s 行。", count)
        messages.success(request, text % {"n": f"{count:,}"})
    return on_to(upload, job)


def _told(request, upload):
    messages.warning(request, _("这次上传已经处理过，没有重复写入。"))
    return redirect("tasks:workbook-detail", pk=upload.pk)


def _look_again(request, upload):
    """The list changed after the preview: nothing was written, the comparison is made anew."""
    try:
        job = receiving.compare_again(upload, by=request.user)
    except receiving.AlreadyDecided:
        return _told(request, upload)
    messages.warning(
        request, _("预览之后清单又有改动，没有写入。已按现在的清单重新核对，请再看一遍后确认。")
    )
    return on_to(upload, job)


@require_POST
@requires(Permission.FILL)
def workbook_blanks(request, pk):
    """Whether a blank cell of the file clears the answer; the preview is made anew."""
    upload = own_upload(request, pk)
    try:
        job = receiving.compare_again(upload, by=request.user, clears="clears" in request.POST)
    except receiving.AlreadyDecided:
        return _told(request, upload)
    return on_to(upload, job)


@require_POST
@requires(Permission.FILL)
def workbook_cancel(request, pk):
    upload = own_upload(request, pk)
    if receiving.cancel(upload, by=request.user, at=timezone.now()):
        messages.success(request, _("已放弃这次上传，没有写入任何内容。"))
    else:
        messages.warning(request, _("这次上传已经处理过，不能放弃。"))
    return redirect("tasks:workbook-list", pk=upload.task_id)


@require_POST
@requires(Permission.FILL)
def workbook_revert(request, pk):
    upload = own_upload(request, pk)
    refuse_closed(upload.task, request.user)
    try:
        count, kept = writing.revert(upload, by=request.user, at=timezone.now())
    except writing.AlreadyDecided:
        messages.warning(request, _("这次上传没有可以撤回的内容。"))
        return redirect("tasks:workbook-detail", pk=pk)
    text = ngettext("已撤回 %(n)s 行。", "已撤回 %(n)s 行。", count)
    messages.success(request, text % {"n": f"{count:,}"})
    if kept:
        names = "、".join(row.matter.full_name for row in kept[:MOST_NAMED])
        text = _("%(n)s 行之后又被改过或已报送，保持不变：%(names)s。")
        messages.warning(request, text % {"n": f"{len(kept):,}", "names": names})
    return redirect("tasks:workbook-detail", pk=pk)
