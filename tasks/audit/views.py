"""The audit page and its workbook, for who keeps watch over the portal."""

from functools import partial

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from units.downloads import download
from units.models import Event
from units.permissions import Permission, requires
from yichuang.numbers import number_of

from . import exporting, reading
from .filters import LOGS, EventFilter


@require_safe
@requires(Permission.AUDIT)
def audit(request):
    filters = EventFilter(request.GET)
    events = filters.narrow(Event.objects.visible_to(request.user))
    leaf = reading.leaf(
        events,
        before=number_of(request.GET.get("before", "")),
        after=number_of(request.GET.get("after", "")),
    )
    seal = reading.last_seal()
    context = {
        "filters": filters,
        "tabs": _tabs(request),
        "leaf": leaf,
        "lines": reading.lines(leaf.events, sealed_to=seal.last_id if seal else 0),
        "count": reading.count(events),
        "seal": seal,
        "unsealed": reading.unsealed(seal),
        "most": exporting.MOST,
        "query": _without_place(request).urlencode(),
    }
    return render(request, "tasks/audit.html", context)


def _without_place(request):
    query = request.GET.copy()
    for name in ("before", "after"):
        query.pop(name, None)
    return query


def _tabs(request):
    """All, then the logs that are asked for by themselves, keeping the other filters."""
    chosen = request.GET.get("log", "")
    logs = [("", _("全部")), *((key, label) for key, (label, _actions) in LOGS.items())]
    tabs = []
    for key, label in logs:
        query = _without_place(request)
        query.pop("action", None)
        query["log"] = key
        tabs.append({"label": label, "url": f"?{query.urlencode()}", "active": key == chosen})
    return tabs


@require_POST
@requires(Permission.AUDIT)
@never_cache
def audit_export(request):
    """What the page shows, as a workbook; handing it out is itself in the trail."""
    events = EventFilter(request.GET).narrow(Event.objects.visible_to(request.user))
    seal, now = reading.last_seal(), timezone.now()
    name = f"操作记录 {timezone.localtime(now):%Y%m%d-%H%M}.xlsx"
    write = partial(exporting.write, events=events, sealed_to=seal.last_id if seal else 0)
    return download(name, write, by=request.user, at=now)
