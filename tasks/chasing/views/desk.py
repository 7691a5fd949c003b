"""The chasing desk, its workbook and the list for the phone round."""

from django.http import QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tasks.chasing import workbooks
from tasks.chasing.answering import may_decide_any
from tasks.chasing.desk import blocks, figures, text_for_chat
from tasks.chasing.filters import DeskFilter
from tasks.models import ChasingSlip
from units.downloads import download
from units.models import Event
from units.permissions import Permission, may, requires
from yichuang.paging import page_of
from yichuang.xlsx.writing import write_data

PHONE_LIST = "电话催办名单"


@require_safe
@requires(Permission.REVIEW, Permission.COLLECT, Permission.READ_ALL)
def desk(request):
    """Who is late or about to be, at which step, and whom to call."""
    now, user = timezone.now(), request.user
    filters = DeskFilter(request.GET, user=user, at=now)
    page = page_of(request, filters.units())
    shown = blocks(page.object_list, filters.tasks(), user=user, at=now)
    context = {
        "filters": filters,
        "page": page,
        "blocks": shown,
        "figures": figures(filters.everything(), at=now),
        "count": filters.tasks().count(),
        "chat_text": text_for_chat(shown, user=user),
        "open_text": "told" in request.GET,
        "may_chase": may_decide_any(user),
        "may_export": _may_have_list(user),
        "slips": _slips(user, now),
        "address": request.GET.urlencode(),
        "at": now,
        "crumbs": [(_("督办"), None)],
    }
    return render(request, "tasks/chasing_desk.html", context)


def _may_have_list(user):
    return may(user, Permission.EXPORT_ALL) or may(user, Permission.COLLECT)


def _slips(user, at):
    """What of the standing slips waits for whoever issued them."""
    slips = ChasingSlip.objects.visible_to(user)
    return {
        "to_judge": slips.to_judge().count(),
        "settled": slips.settled().count(),
        "overdue": slips.overdue(at=at).count(),
    }


def _everybody(request):
    """All that the filters of the page let through, on whichever page of it."""
    now = timezone.now()
    query = QueryDict(request.POST.get("query", ""))
    filters = DeskFilter(query, user=request.user, at=now)
    return blocks(filters.units(), filters.tasks(), user=request.user, at=now), now


@require_POST
@never_cache
@requires(Permission.EXPORT_ALL, Permission.COLLECT)
def desk_export(request):
    """未报送单位名单: what the desk shows, as a workbook with the numbers to call."""
    shown, now = _everybody(request)

    def write(stream):
        with override("zh-hans"):  # workbooks are always Chinese
            rows = workbooks.rows_of(shown, reader=request.user)
            return write_data(stream, workbooks.COLUMNS, rows, name=workbooks.NAME)

    return download(f"{workbooks.NAME}.xlsx", write, by=request.user, at=now)


@require_POST
@never_cache
@requires(Permission.READ_PHONES, Permission.COLLECT)
def phone_list(request):
    """The list on paper: full numbers, and room for what comes of each call."""
    shown, now = _everybody(request)
    Event.objects.record_export(
        PHONE_LIST, rows=len(shown), by=request.user, at=now, subject=request.user
    )
    context = {"blocks": shown, "at": now, "crumbs": None}
    return render(request, "tasks/chasing_phones.html", context)
