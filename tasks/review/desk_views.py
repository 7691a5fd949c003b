"""The desk of all rows: the list, and what is done with selected ones."""

import tempfile

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tasks.supervision.waiting import clock_of
from units.permissions import Permission, may, requires
from yichuang.paging import page_of

from . import bulk_views, desk_columns, desk_export, single, submissions
from .desk_filters import DeskFilter
from .desk_rows import Lines, fetched, shown
from .queue_filters import QueueFilter
from .returning import ReturnForms
from .saved_views import Shelf, url_of
from .selection import Selection

MOST_RETURNED = 200


def tabs(current: str, user) -> list[dict]:
    """The two faces of the desk, which the leader reads rows of only, and the rules behind it."""
    faces = [("desk", _("全部行")), ("queue", _("报送件")), ("rule-list", _("核查规则"))]
    if not may(user, Permission.REVIEW):
        faces = [face for face in faces if face[0] != "queue"]
    return [
        {"label": label, "url": reverse(f"tasks:{name}"), "active": name == current}
        for name, label in faces
    ]


@require_safe
@requires(Permission.REVIEW, Permission.READ_ALL)
def desk(request):
    now = timezone.now()
    filters = DeskFilter(request.GET, user=request.user, at=now)
    shelf = Shelf.of("desk", request.user, filters.chosen.get("view"))
    if not request.GET and shelf.first:
        return redirect(url_of(shelf.first))
    columns = desk_columns.columns_of(shelf.columns)
    page = page_of(request, filters.in_order(), count=filters.count)
    rows = page.object_list = shown(page.object_list, filters.ordering)
    reading = {"reader": request.user, "at": now, "districts": filters.districts}
    context = {
        "filters": filters,
        "shelf": shelf,
        "tabs": tabs("desk", request.user),
        "page": page,
        "columns": columns,
        "choices": desk_columns.choices(columns),
        "lines": Lines(rows, columns, **reading),
        "query": filters.query(),
        "total": sum(filters.tally.values()),
        "address": request.GET.urlencode(),
        "shown": now.isoformat(),
        "may_review": may(request.user, Permission.REVIEW),
        "may_export": may(request.user, Permission.EXPORT_ALL),
    }
    return render(request, "tasks/desk.html", context)


@require_safe
@requires(Permission.REVIEW)
def queue(request):
    """The same desk, a line a submission."""
    now = timezone.now()
    filters = QueueFilter(request.GET, at=now)
    shelf = Shelf.of("queue", request.user, filters.chosen.get("view"))
    if not request.GET and shelf.first:
        return redirect(url_of(shelf.first))
    page = page_of(request, filters.narrow(submissions.queue(request.user)))
    context = {
        "filters": filters,
        "shelf": shelf,
        "tabs": tabs("queue", request.user),
        "page": page,
        "lines": _submissions(page.object_list, timezone.localdate(now)),
        "query": filters.query(),
    }
    return render(request, "tasks/queue.html", context)


def _submissions(tasks, today):
    """Each with its clock and how its rows stand."""
    tasks = list(tasks)
    tallies = submissions.tallies(tasks)
    return [(task, clock_of(task, on=today), tallies[task.pk]) for task in tasks]


def back(request):
    """To the same page of the desk, with its filters."""
    query = request.GET.urlencode()
    return redirect(reverse("tasks:desk") + (f"?{query}" if query else ""))


def selected(request) -> Selection:
    filters = DeskFilter(request.GET, user=request.user, at=timezone.now())
    return Selection.of(request, filters)


def nothing_selected(request):
    messages.warning(request, _("请先勾选要处理的行。"))
    return back(request)


@require_POST
@requires(Permission.REVIEW)
def approve(request):
    """One row is approved at once, whatever was found; of several, it is shown what would be."""
    selection = selected(request)
    if not selection:
        return nothing_selected(request)
    if selection.everything or len(selection.versions) > 1:
        return bulk_views.confirm(request, selection)
    ((pk, version),) = selection.versions.items()
    refusal = single.approve(selection.rows(), pk, version, by=request.user, at=timezone.now())
    if refusal:
        messages.warning(request, refusal)
    else:
        messages.success(request, _("已通过 1 行。"))
    return back(request)


@require_POST
@requires(Permission.REVIEW)
def send_back(request):
    """Ask for the reasons; with them given, return the rows."""
    selection = selected(request)
    if not selection:
        return nothing_selected(request)
    rows = fetched(selection.rows().reviewable().order_by("pk"))[: MOST_RETURNED + 1]
    if not rows or len(rows) > MOST_RETURNED:
        return _not_returned(request, len(rows))
    sent = request.POST if "given" in request.POST else None
    asked = ReturnForms(sent, rows)
    if sent is not None and asked.is_valid():
        count = asked.send_back(by=request.user, at=timezone.now())
        text = _("已退回 %(n)s 行，已通知填报单位。")
        messages.success(request, text % {"n": count})
        return back(request)
    context = {
        "asked": asked,
        "address": request.GET.urlencode(),
        "crumbs": [(_("审核"), reverse("tasks:desk")), (_("退回"), None)],
    }
    return render(request, "tasks/desk_return.html", context, status=200 if sent is None else 422)


def _not_returned(request, count):
    if count:
        messages.warning(
            request, _("一次最多退回 %(n)s 行，请缩小筛选范围。") % {"n": MOST_RETURNED}
        )
    else:
        messages.warning(request, _("所选的行都已由他人处理，没有可退回的行。"))
    return back(request)


@require_POST
@requires(Permission.EXPORT_ALL)
@never_cache
def export(request):
    """What is shown, in the shown columns; all that matches when nothing was ticked."""
    selection = selected(request)
    shelf = Shelf.of("desk", request.user, selection.filters.chosen.get("view"))
    wanted = desk_export.DeskExport(
        selection.filters,
        desk_columns.columns_of(shelf.columns),
        request.user,
        () if selection.everything else tuple(selection.versions),
    )
    if not wanted.chosen and wanted.count() > settings.LARGEST_DIRECT_EXPORT:
        return redirect("units:job-detail", pk=desk_export.ask(wanted).pk)
    stream = tempfile.TemporaryFile()  # noqa: SIM115 the response closes it
    wanted.write(stream, at=timezone.now())
    stream.seek(0)
    return FileResponse(stream, as_attachment=True, filename=desk_export.FILE_NAME)
