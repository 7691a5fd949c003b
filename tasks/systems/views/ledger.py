"""The list of systems, its workbook, and levels filled in for all."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tasks.systems import ledger, naming
from tasks.systems.forms import SystemFilter
from tasks.systems.resources import SystemResource
from units.downloads import workbook_of
from units.permissions import Permission, may, requires
from yichuang.paging import page_of


def tabs(current: str) -> list[dict]:
    pages = [
        ("system-list", _("系统台账")),
        ("difference-list", _("区县填报差异")),
        ("lead-list", _("对接分工")),
    ]
    return [
        {"label": label, "url": reverse(f"tasks:{name}"), "active": name == current}
        for name, label in pages
    ]


@require_safe
@requires(Permission.REVIEW, Permission.READ_ALL)
def system_list(request):
    filters, register = SystemFilter(request.GET), ledger.known()
    systems = ledger.counted(filters.narrow(register)).prefetch_related("names")
    page = page_of(request, systems.order_by(*filters.order("-count")))
    context = {
        "filters": filters,
        "page": page,
        "lines": ledger.lines(page.object_list, register),
        "tabs": tabs("system-list"),
        "may_review": may(request.user, Permission.REVIEW),
        "query": request.GET.urlencode(),
    }
    return render(request, "tasks/system_list.html", context)


@require_POST
@requires(Permission.REVIEW)
@never_cache
def system_export(request):
    """What the list shows, as a workbook; handing it out is written into the audit trail."""
    filters = SystemFilter(request.GET)
    systems = filters.narrow(ledger.known())
    resource = SystemResource(reader=request.user)
    return workbook_of(resource, systems, by=request.user, at=timezone.now())


@require_POST
@requires(Permission.REVIEW)
def system_levels(request):
    count = naming.fill_levels(by=request.user, at=timezone.now())
    if count:
        text = ngettext(
            "已按多数填报补齐 %(n)s 个系统的层级。", "已按多数填报补齐 %(n)s 个系统的层级。", count
        )
        messages.success(request, text % {"n": count})
    else:
        messages.info(request, _("没有可补齐的系统：未登记层级的系统还没有已报送的填报。"))
    return redirect("tasks:system-list")
