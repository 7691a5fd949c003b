"""Keeping views of the lists: own columns, named filters, which opens first."""

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tasks.models import SavedView
from units.permissions import Permission, requires
from yichuang.numbers import number_of

from . import desk_columns, saved_views
from .saved_views import PAGES, url_of
from .shelf_forms import RenameForm, ViewForm


def _page(request):
    """Which list it is about; the rows when the address says nothing sensible."""
    page = request.POST.get("page") or request.GET.get("page", "")
    return page if page in PAGES else "desk"


def _mine(request, pk):
    mine = SavedView.objects.filter(owner=request.user).exclude(name="")
    return get_object_or_404(mine, pk=pk)


@require_POST
@requires(Permission.REVIEW, Permission.READ_ALL)
def columns_keep(request):
    """Which columns, in the order in which they come; none of them: the usual ones again."""
    query = QueryDict(request.POST.get("address", ""))
    keys = [key for key in request.POST.getlist("column") if key in desk_columns.COLUMNS]
    saved_views.keep_columns(
        desk_columns.PAGE,
        list(dict.fromkeys(keys)),
        by=request.user,
        at=timezone.now(),
        view=number_of(query.get("view", "")),
    )
    return redirect(f"{reverse('tasks:desk')}?{query.urlencode()}")


@require_POST
@requires(Permission.REVIEW, Permission.READ_ALL)
def view_save(request):
    form = ViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(sum(form.errors.values(), [])))
        return redirect(PAGES[_page(request)])
    data = form.cleaned_data
    keys = [key for key in request.POST.getlist("column") if key in desk_columns.COLUMNS]
    view = saved_views.save(
        data["page"],
        data["name"],
        QueryDict(data["query"]).urlencode()[:1000],
        keys,
        shared=data["shared"],
        first=data["first"],
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("已保存视图“%(name)s”。") % {"name": view.name})
    return redirect(url_of(view))


@require_safe
@requires(Permission.REVIEW, Permission.READ_ALL)
def view_list(request):
    page = _page(request)
    shelf = saved_views.Shelf.of(page, request.user)
    context = {
        "page": page,
        "shelf": shelf,
        "mine": [view for view in shelf.views if view.owner_id == request.user.pk],
        "others": [view for view in shelf.views if view.owner_id != request.user.pk],
        "crumbs": [(_("审核"), reverse(PAGES[page])), (_("管理视图"), None)],
    }
    return render(request, "tasks/view_list.html", context)


def _managed(page):
    return redirect(f"{reverse('tasks:view-list')}?page={page}")


@require_POST
@requires(Permission.REVIEW, Permission.READ_ALL)
def view_edit(request, pk):
    view, form = _mine(request, pk), RenameForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请填写视图名称，最多 40 个字。"))
    elif not saved_views.rename(view, **form.cleaned_data):
        messages.error(request, _("您已有同名的视图，请换一个名称。"))
    else:
        messages.success(request, _("已保存视图“%(name)s”。") % {"name": view.name})
    return _managed(view.page)


@require_POST
@requires(Permission.REVIEW, Permission.READ_ALL)
def view_delete(request, pk):
    view = _mine(request, pk)
    saved_views.delete(view)
    messages.success(request, _("已删除视图“%(name)s”。") % {"name": view.name})
    return _managed(view.page)


@require_POST
@requires(Permission.REVIEW, Permission.READ_ALL)
def view_first(request):
    """Which view opens first, an own or a shared one; none is an answer, too."""
    page, wanted = _page(request), request.POST.get("view", "")
    visible = SavedView.objects.visible_to(request.user).filter(page=page).exclude(name="")
    view = visible.filter(pk=number_of(wanted) or 0).first()
    saved_views.open_first(page, view, by=request.user, at=timezone.now())
    messages.success(request, _("已记住打开列表时先显示的视图。"))
    return _managed(page)
