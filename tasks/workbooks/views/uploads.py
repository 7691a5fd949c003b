"""One upload: its preview, the header a person picks, its file with marks."""

import io

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tasks.filling.views.cells import grid_page
from tasks.filling.views.reach import title_of
from tasks.models import Task, WorkbookState, WorkbookUpload
from tasks.workbooks import marks, receiving
from tasks.workbooks.forms import ConfirmForm
from tasks.workbooks.mending import focus
from tasks.workbooks.picking import ListPicker
from tasks.workbooks.plan import Plan
from tasks.workbooks.preview import KINDS, Preview, advice, tasks_to_mend, understandings
from tasks.workbooks.tables import sheets_of, tables_of
from units.permissions import Permission, requires
from yichuang.paging import page_of
from yichuang.picking import PickForm, rows_asked

from .reach import crumbs, hand_out, may_upload, on_to, own_upload, refuse_closed

PICKS = (WorkbookState.UNCLEAR, WorkbookState.PREVIEWED, WorkbookState.UNCHANGED)


@require_safe
@requires(Permission.FILL)
def workbook_detail(request, pk):
    upload = own_upload(request, pk)
    if upload.state == WorkbookState.UNCLEAR:
        return redirect("tasks:workbook-columns", pk=pk)
    return render(request, "tasks/workbook_detail.html", _shown(request, upload))


def _shown(request, upload) -> dict:
    plan = Plan.restored(upload.plan)
    preview, kind = Preview(plan, upload.task), request.GET.get("kind")
    kind = kind if kind in KINDS else _first_kind(plan)
    page = page_of(request, preview.lines(kind))
    return {
        "upload": upload,
        "task": upload.task,
        "title": title_of(upload.task, request.user),
        "may_upload": may_upload(upload.task, request.user),
        "plan": plan,
        "kind": kind,
        "page": page,
        "lines": preview.described(page.object_list),
        "tabs": _tabs(plan, kind),
        "understandings": understandings(plan, upload.task),
        "refusals": preview.refusals(),
        "advice": advice(plan),
        "open": upload.state in PICKS,
        "undecided": WorkbookUpload.objects.undecided().filter(pk=upload.pk).exists(),
        "gives_up": WorkbookUpload.objects.open().filter(pk=upload.pk).exists(),
        "to_mend": tasks_to_mend(upload, plan),
        "form": ConfirmForm(initial={"seen": plan.made_at}),
        "crumbs": crumbs(upload.task, request.user, str(upload)),
    }


def _first_kind(plan):
    """What a person has to look at first."""
    return next((kind for kind in KINDS if plan.counts[kind]), "changed")


def _tabs(plan, current):
    return [
        {
            "label": str(label),
            "url": f"?kind={kind}",
            "active": kind == current,
            "count": plan.counts[kind],
        }
        for kind, label in KINDS.items()
    ]


@require_safe
@requires(Permission.FILL)
def workbook_mend(request, pk, task_pk):
    """The grid on the faulty rows of an upload."""
    upload = own_upload(request, pk)
    of_upload = Q(pk=upload.task_id) | Q(parent=upload.task_id)
    task = get_object_or_404(
        Task.objects.visible_to(request.user).for_page(), of_upload, pk=task_pk
    )
    if not task.has_rows:
        raise Http404
    label = _("上传文件中有误的行")
    return grid_page(request, task, focus=focus(upload, task, label))


@require_safe
@requires(Permission.FILL)
def workbook_columns(request, pk):
    """The header is not certain, or was read wrongly: a person says what the columns hold."""
    upload = own_upload(request, pk)
    picker = _picker(request.GET, upload)
    return _pick_page(request, upload, picker, PickForm(picker=picker))


def _picker(asked, upload) -> ListPicker:
    """The sheet and header rows the address names, else the likely ones; 404 for unknown ones."""
    if upload.state not in PICKS:
        raise Http404
    with upload.file.open("rb") as stream:
        sheets = {sheet.name: sheet for sheet in sheets_of(stream)}
    unclear = tables_of(list(sheets.values()), upload.task, upload.mapping).unclear
    default = unclear[0].name if unclear else next(iter(sheets))
    sheet = sheets.get(asked.get("sheet", default))
    if sheet is None:
        raise Http404
    return ListPicker(sheet, upload.task, rows_asked(asked, sheet), others=sheets)


def _pick_page(request, upload, picker, form, status=200):
    context = {
        "upload": upload,
        "task": upload.task,
        "picker": picker,
        "form": form,
        "crumbs": crumbs(upload.task, request.user, str(upload)),
    }
    return render(request, "tasks/workbook_columns.html", context, status=status)


@require_POST
@requires(Permission.FILL)
def workbook_pick(request, pk):
    upload = own_upload(request, pk)
    refuse_closed(upload.task, request.user)
    picker = _picker(request.POST, upload)
    form = PickForm(request.POST, picker=picker)
    if not form.is_valid():
        return _pick_page(request, upload, picker, form, status=422)
    mapping = {**upload.mapping, picker.sheet.name: form.cleaned_data["mapping"]}
    try:
        job = receiving.pick(upload, mapping, by=request.user)
    except receiving.AlreadyDecided:
        messages.warning(request, _("这次上传已经处理过，没有重复写入。"))
        return redirect("tasks:workbook-detail", pk=pk)
    messages.success(request, _("已按指定的列重新读取；下次表头相同时自动采用。"))
    return on_to(upload, job)


@require_POST
@requires(Permission.FILL)
@never_cache
def workbook_marked(request, pk):
    """The person's own file back, with what is wrong written into it."""
    upload = own_upload(request, pk)
    if not upload.plan.get("sheets"):
        raise Http404
    if marks.is_large(upload):
        return redirect("units:job-detail", pk=marks.ask(upload, by=request.user).pk)
    stream, rows = io.BytesIO(marks.marked(upload)), upload.plan["counts"]["rows"]
    name = marks.file_name(upload)
    at = timezone.now()
    return hand_out(stream, name, upload.task, by=request.user, at=at, rows=rows)


@require_POST
@requires(Permission.FILL)
@never_cache
def workbook_original(request, pk):
    """The file as it came."""
    upload = own_upload(request, pk)
    at, rows = timezone.now(), upload.plan.get("counts", {}).get("rows", 0)
    stream = upload.file.open("rb")
    return hand_out(stream, upload.file_name, upload.task, by=request.user, at=at, rows=rows)
