"""The list of objections and one of them as a thread."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tasks.exports.resources import ObjectionResource
from tasks.objections import reach
from tasks.objections.filters import NEWEST_FIRST, ObjectionFilter
from tasks.objections.page import context_of
from units.downloads import workbook_of
from units.permissions import Permission, requires
from yichuang.paging import page_of

READERS = (Permission.REVIEW, Permission.READ_ALL, Permission.FILL)


@require_safe
@requires(*READERS)
def objection_list(request):
    filters = ObjectionFilter(request.GET, user=request.user)
    objections = reach.visible(request.user)
    page = page_of(request, filters.narrow(objections).order_by(*filters.order(NEWEST_FIRST)))
    for objection in page:
        objection.late = reach.is_late(objection)
    context = {
        "filters": filters,
        "page": page,
        "tabs": filters.tabs(objections, request.GET),
        "may_decide": reach.may_decide(request.user),
        "query": request.GET.urlencode(),
    }
    return render(request, "tasks/objection_list.html", context)


@require_POST
@requires(*READERS)
@never_cache
def objection_export(request):
    """疑义汇总表 of what the list shows; handing it out is written into the audit trail."""
    filters = ObjectionFilter(request.GET, user=request.user)
    objections = filters.narrow(reach.visible(request.user))
    resource = ObjectionResource(reader=request.user)
    return workbook_of(resource, objections, by=request.user, at=timezone.now())


@require_safe
def objection_detail(request, pk):
    return show(request, reach.get_visible(request.user, pk))


def show(request, objection, **refused):
    """The page of one objection; `refused` are forms that came back with errors, by name."""
    context = context_of(objection, request.user, on=timezone.localdate(), **refused)
    context["crumbs"] = [(_("疑义"), reverse("tasks:objection-list")), (str(objection), None)]
    status = 422 if refused else 200
    return render(request, "tasks/objection_detail.html", context, status=status)
