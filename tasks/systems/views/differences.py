"""The same matter answered differently: for the bureau all of it, for a district its own part."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tasks.systems import differences
from tasks.systems.forms import DifferenceFilter
from units.permissions import Permission, may, requires
from yichuang.paging import page_of

from .ledger import tabs


@require_safe
@requires(Permission.REVIEW, Permission.READ_ALL, Permission.COLLECT)
def difference_list(request):
    if not request.user.sees_everything:
        return _of_district(request)
    filters = DifferenceFilter(request.GET)
    page = page_of(request, differences.differing(**filters.chosen))
    context = {
        "filters": filters,
        "page": page,
        "lines": differences.with_variants(page.object_list),
        "tabs": tabs("difference-list"),
        "may_review": may(request.user, Permission.REVIEW),
    }
    return render(request, "tasks/system_differences.html", context)


def _of_district(request):
    page = page_of(request, differences.against_others(request.user.unit))
    context = {
        "page": page,
        "lines": differences.described(page.object_list),
        "crumbs": [(_("填报差异"), None)],
    }
    return render(request, "tasks/system_own_differences.html", context)
