"""Pages of the catalogue: the list, one matter, and the way of a library workbook."""

import io

from django.contrib import messages
from django.db.models import F
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from units.history import timeline
from units.models import Event
from units.permissions import Permission, may, requires
from yichuang.paging import page_of
from yichuang.picking import PickForm, rows_asked
from yichuang.xlsx.writing import write_data

from . import catalogue, receiving
from .filters import MatterFilter
from .forms import ApplyForm, UploadForm
from .library.kept import plan_of
from .library.picking import LibraryPicker
from .library.preview import COLUMNS, KINDS, Preview
from .library.tables import tables_of
from .models import LibraryUpload, Matter, UploadState

MOST_EVENTS = 50
STEPS = {
    UploadState.READING: 1,
    UploadState.PREVIEWED: 1,
    UploadState.APPLYING: 2,
    UploadState.APPLIED: 4,
}


@require_safe
@vary_on_headers("HX-Request")
def matter_list(request):
    matters = Matter.objects.visible_to(request.user).select_related("unit__parent")
    found = MatterFilter(request.GET, matters.order_by("sort_order", "pk"), request=request)
    context = {
        "filter": found,
        "page": page_of(request, found.qs),
        "version": catalogue.current_version(),
        "imports": may(request.user, Permission.CATALOGUE),
        "may_slip": may(request.user, Permission.FILL),
        "reads_slips": may(request.user, Permission.FILL) or request.user.sees_everything,
        "reads_versions": may(request.user, Permission.READ_ALL),
    }
    template = "matters/_matters.html" if request.htmx else "matters/matter_list.html"
    return render(request, template, context)


@require_safe
def matter_detail(request, pk):
    visible = Matter.objects.visible_to(request.user)
    matter = get_object_or_404(visible.select_related("unit__parent", "district", "version"), pk=pk)
    context = {
        "matter": matter,
        "may_slip": may(request.user, Permission.FILL),
        "alike": visible.filter(base_code=matter.base_code).count(),
        "history": timeline(Event.objects.of(matter)[:MOST_EVENTS]),
        "crumbs": [(_("事项清单"), reverse("matters:matter-list")), (matter.base_code, None)],
    }
    return render(request, "matters/matter_detail.html", context)


@require_safe
@requires(Permission.CATALOGUE)
def upload_list(request):
    return _uploads(request, UploadForm())


def _uploads(request, form, status=200):
    uploads = (
        LibraryUpload.objects.visible_to(request.user)
        .select_related("uploaded_by", "version")
        .defer("plan")
        .annotate(counts=F("plan__counts"))
        .order_by("-pk")
    )
    context = {
        "form": form,
        "page": page_of(request, uploads),
        "version": catalogue.current_version(),
        "crumbs": [(_("事项清单"), reverse("matters:matter-list")), (_("权力事项库"), None)],
    }
    return render(request, "matters/upload_list.html", context, status=status)


@require_POST
@requires(Permission.CATALOGUE)
def upload_create(request):
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            file, now = form.cleaned_data["file"], timezone.now()
            return _on_to(*receiving.receive(file, by=request.user, at=now))
        except catalogue.LibraryRefused as refused:
            form.add_error("file", str(refused).split("\n"))
    return _uploads(request, form, status=422)


def _on_to(upload, job):
    """The job's page while a worker is at it, else the upload's."""
    if job:
        return redirect("units:job-detail", job.pk)
    return redirect("matters:upload-detail", upload.pk)


@require_safe
@requires(Permission.CATALOGUE)
def upload_detail(request, pk):
    upload = _visible(request, pk)
    if upload.state == UploadState.UNCLEAR:
        return redirect("matters:upload-columns", pk)
    return _upload_page(request, upload, plan_of(upload))


def _visible(request, pk):
    uploads = LibraryUpload.objects.visible_to(request.user)
    return get_object_or_404(
        uploads.select_related("uploaded_by__unit", "version", "base_version", "job"), pk=pk
    )


def _upload_page(request, upload, plan, form=None, status=200):
    preview = Preview(plan)
    kind = request.GET.get("kind")
    if kind not in KINDS:
        kind = next((name for name in KINDS if preview.lines(name)), "added")
    page = page_of(request, preview.lines(kind))
    context = {
        "upload": upload,
        "plan": plan,
        "kind": kind,
        "page": page,
        "lines": preview.described(kind, page.object_list),
        "tabs": _tabs(plan, kind),
        "understandings": preview.understandings(),
        "form": form or ApplyForm(plan=plan),
        "undecided": catalogue.is_undecided(upload),
        "gives_up": catalogue.may_be_given_up(upload),
        "steps": [_("上传"), _("核对"), _("写入"), _("生效")],
        "step": STEPS.get(upload.state, 0),
        "crumbs": _crumbs(upload),
    }
    return render(request, "matters/upload_detail.html", context, status=status)


def _crumbs(upload):
    return [
        (_("事项清单"), reverse("matters:matter-list")),
        (_("权力事项库"), reverse("matters:upload-list")),
        (upload.file_name, None),
    ]


def _tabs(plan, current):
    counts = plan.counts | {"warnings": plan.warning_count}
    return [
        {
            "label": label,
            "url": f"?kind={name}",
            "active": name == current,
            "count": counts[name],
        }
        for name, (label, _tone) in KINDS.items()
    ]


@require_safe
@requires(Permission.CATALOGUE)
def upload_columns(request, pk):
    """The header is not certain, or was read wrongly: a person says what the columns hold."""
    upload = _visible(request, pk)
    picker, why = _picker(request.GET, upload)
    return _pick_page(request, upload, picker, PickForm(picker=picker), why)


def _picker(asked, upload):
    """The sheet and header rows that are asked for, else the likely ones; 404 for unknown ones.
    With it what is not certain about the sheet, in a sentence."""
    if not catalogue.may_be_picked(upload):
        raise Http404
    with upload.file.open("rb") as stream:
        sheets = {sheet.name: sheet for sheet in catalogue.sheets_of(stream)}
    tables = tables_of(list(sheets.values()), upload.mapping)
    default = next(iter(tables.why), next(iter(sheets)))
    sheet = sheets.get(asked.get("sheet", default))
    if sheet is None:
        raise Http404
    picker = LibraryPicker(sheet, rows_asked(asked, sheet), others=sheets)
    return picker, tables.why.get(sheet.name, "")


def _pick_page(request, upload, picker, form, why, status=200):
    context = {
        "upload": upload,
        "picker": picker,
        "form": form,
        "why": why,
        "crumbs": _crumbs(upload),
    }
    return render(request, "matters/upload_columns.html", context, status=status)


@require_POST
@requires(Permission.CATALOGUE)
def upload_pick(request, pk):
    upload = _visible(request, pk)
    picker, why = _picker(request.POST, upload)
    form = PickForm(request.POST, picker=picker)
    if not form.is_valid():
        return _pick_page(request, upload, picker, form, why, status=422)
    mapping, now = form.cleaned_data["mapping"], timezone.now()
    taken, job = receiving.pick(upload, picker.sheet, mapping, by=request.user, at=now)
    if not taken:
        messages.warning(request, _("这次导入已经处理过，没有重新读取。"))
    elif job is None:
        messages.success(request, _("已按指定的列重新读取；下次表头相同时自动采用。"))
    return _on_to(upload, job)


@require_safe
@requires(Permission.CATALOGUE)
def upload_differences(request, pk):
    """All lines of the preview as a workbook, however many they are."""
    upload = _visible(request, pk)
    stream, preview = io.BytesIO(), Preview(plan_of(upload))
    with override("zh-hans"):  # workbooks are always Chinese
        write_data(stream, COLUMNS, preview.rows(), name="差异")
    stream.seek(0)
    return FileResponse(stream, as_attachment=True, filename=f"事项库差异-{upload.pk}.xlsx")


@require_POST
@requires(Permission.CATALOGUE)
def upload_apply(request, pk):
    upload = _visible(request, pk)
    plan = plan_of(upload)
    form = ApplyForm(request.POST, plan=plan)
    if catalogue.is_undecided(upload) and not form.is_valid():
        return _upload_page(request, upload, plan, form, status=422)
    job = catalogue.ask_to_apply(upload, by=request.user)
    if job is None:
        messages.warning(request, _("这次导入已经处理过，没有重复写入。"))
        return redirect("matters:upload-detail", pk)
    return redirect("units:job-detail", job.pk)


@require_POST
@requires(Permission.CATALOGUE)
def upload_cancel(request, pk):
    upload = _visible(request, pk)
    if catalogue.cancel(upload, by=request.user, at=timezone.now()):
        messages.success(request, _("已放弃这次导入，事项清单没有变化。"))
    else:
        messages.warning(request, _("这次导入已经处理过，不能放弃。"))
    return redirect("matters:upload-list")
