"""Bringing evidence, and handing it out: always as a download, only to those who may see it."""

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tasks.models import Evidence
from tasks.objections import evidence, reach
from tasks.objections.forms import EvidenceForm, too_many
from units.permissions import Permission, requires

from .pages import show


@require_POST
@requires(Permission.FILL, Permission.REVIEW)
def objection_evidence(request, pk):
    objection = reach.get_visible(request.user, pk)
    form = EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, objection, evidence_form=form)
    files, who = form.cleaned_data["files"], {"by": request.user, "at": timezone.now()}
    try:
        kept = evidence.attach(objection, files, **who)
    except evidence.TooMany:
        form.add_error("files", too_many())
        return show(request, objection, evidence_form=form)
    except evidence.Closed:
        messages.warning(request, _("该疑义已有结论，不能再补充材料。"))
        return redirect("tasks:objection-detail", pk=pk)
    _tell(request, len(kept), len(files))
    return redirect("tasks:objection-detail", pk=pk)


def _tell(request, kept, sent):
    if kept:
        text = ngettext("已保存 %(n)d 个文件。", "已保存 %(n)d 个文件。", kept)
        messages.success(request, text % {"n": kept})
    if kept < sent:
        text = _("有 %(n)d 个文件与已有的完全相同，没有重复保存。")
        messages.info(request, text % {"n": sent - kept})


@require_safe
@never_cache
def evidence_file(request, pk):
    """Never shown by the browser, whatever it holds: see DownloadsMiddleware (trust F2)."""
    kept = get_object_or_404(Evidence.objects.visible_to(request.user), pk=pk)
    return FileResponse(
        kept.file.open("rb"),
        as_attachment=True,
        filename=kept.file_name,
        content_type="application/octet-stream",
    )
