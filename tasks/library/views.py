"""The page that says what a library workbook means for the lists that are out."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from matters import catalogue
from matters.library.kept import plan_of
from matters.models import LibraryUpload
from units.permissions import Permission, requires
from yichuang.paging import page_of

from .forecast import forecast, rows_followed


@require_safe
@requires(Permission.CATALOGUE)
@vary_on_headers("HX-Request")
def library_effects(request, pk):
    """By unit, beforehand; htmx asks for the sums alone, for the page of the upload."""
    uploads = LibraryUpload.objects.visible_to(request.user).select_related("version")
    upload = get_object_or_404(uploads, pk=pk)
    context = {"upload": upload, "crumbs": _crumbs(upload)}
    if upload.version:
        context["followed"] = rows_followed(upload.version)
    elif catalogue.is_undecided(upload):
        found = forecast(plan_of(upload), on=timezone.localdate())
        context |= {"forecast": found, "page": page_of(request, found.lines)}
    sums, whole = "tasks/library_effects_sums.html", "tasks/library_effects.html"
    return render(request, sums if request.htmx else whole, context)


def _crumbs(upload):
    return [
        (_("事项清单"), reverse("matters:matter-list")),
        (_("权力事项库"), reverse("matters:upload-list")),
        (upload.file_name, reverse("matters:upload-detail", args=[upload.pk])),
        (_("对清单的影响"), None),
    ]
