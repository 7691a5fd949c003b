"""Pages of the library's versions: the list, any two compared, and one matter's way."""

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from units.downloads import download
from units.permissions import Permission, requires
from yichuang.paging import page_of
from yichuang.xlsx.writing import Column, Kind, write_data

from .forms import CompareForm
from .library import versions
from .models import Matter

COLUMNS = (
    Column("类别", 8, Kind.SHORT),
    Column("事项", 44),
    Column("单位", 22),
    Column("字段", 18),
    Column("原值", 30),
    Column("新值", 30),
)


@require_safe
@requires(Permission.READ_ALL)
def version_list(request):
    rows = versions.applied().select_related("applied_by__unit", "upload")
    context = {
        "page": page_of(request, rows.defer("upload__plan")),
        "form": CompareForm(request.GET),
        "crumbs": _crumbs(),
    }
    return render(request, "matters/version_list.html", context)


@require_safe
@requires(Permission.READ_ALL)
def version_compare(request):
    """Any two versions; without a valid choice the newest against the one before it."""
    form = CompareForm(request.GET)
    older, newer, lines = _compared(request, form)
    if form.errors:
        messages.warning(request, _("没有这样的版本，已改为比较最近的两个版本。"))
    page = page_of(request, lines)
    context = {
        "form": form,
        "older": older,
        "newer": newer,
        "page": page,
        "query": request.GET.urlencode(),
        "crumbs": [*_crumbs(linked=True), (_("版本比较"), None)],
    }
    return render(request, "matters/version_compare.html", context)


def _compared(request, form):
    older, newer = form.chosen()
    if newer is None:
        return None, None, []
    return older, newer, form.narrow(versions.compare(older, newer, user=request.user))


@require_POST
@never_cache
@requires(Permission.EXPORT_ALL)
def version_export(request):
    """The differences that the page shows, as a workbook."""
    form = CompareForm(QueryDict(request.POST.get("query", "")))
    older, newer, lines = _compared(request, form)
    name = f"事项库差异-V{older.number if older else 0}-V{newer.number if newer else 0}"

    def write(stream):
        with override("zh-hans"):  # workbooks are always Chinese
            return write_data(stream, COLUMNS, _cells(lines), name=name)

    return download(f"{name}.xlsx", write, by=request.user, at=timezone.now())


def _cells(lines):
    nothing = [{"label": "", "old": "", "new": ""}]
    for line in lines:
        for one in line.words or nothing:
            what = (str(one["label"]), str(one["old"] or ""), str(one["new"] or ""))
            yield str(line.kind.label), line.label, line.unit, *what


@require_safe
def matter_versions(request, pk):
    """One matter over the versions of the library."""
    visible = Matter.objects.visible_to(request.user)
    matter = get_object_or_404(visible.select_related("unit__parent", "version"), pk=pk)
    context = {
        "matter": matter,
        "steps": versions.history_of(matter),
        "crumbs": [
            (_("事项清单"), reverse("matters:matter-list")),
            (matter.base_code, reverse("matters:matter-detail", args=[pk])),
            (_("历次版本"), None),
        ],
    }
    return render(request, "matters/matter_versions.html", context)


def _crumbs(*, linked=False):
    link = reverse("matters:version-list") if linked else None
    return [(_("事项清单"), reverse("matters:matter-list")), (_("库版本"), link)]
