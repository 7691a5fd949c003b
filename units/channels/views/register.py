"""发送记录: the register of everything sent, one message of it, sending it again (G9)."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from units.channels import exporting, hours, register, resending
from units.downloads import download
from units.models import Action, Channel, Delivery, DeliveryState, Event
from units.models.channels import TONES
from units.permissions import Permission, may, requires
from yichuang.paging import page_of

MAY_RESEND = (Permission.OPERATE, Permission.REVIEW)


@require_safe
def delivery_list(request):
    visible = Delivery.objects.visible_to(request.user)
    filters = register.DeliveryFilter(request.GET, reader=request.user)
    found = filters.narrow(visible)
    page = page_of(request, found.values_list("pk", flat=True))
    context = {
        "filters": filters,
        "page": page,
        "lines": [register.line(one, request.user) for one in register.read(page)],
        "tabs": _tabs(filters, visible),
        "most": exporting.MOST,
        "query": filters.query(),
        "keeps_robots": may(request.user, Permission.OPERATE),
        "crumbs": [(_("消息"), reverse("units:inbox")), (_("发送记录"), None)],
    }
    return render(request, "units/delivery_list.html", context)


def _tabs(filters, visible):
    """All, then what wants attention, keeping the other filters."""
    state = filters.chosen.get("state", "")
    tabs = [("", _("全部")), (register.TROUBLE, _("失败与不明")), ("queued", _("待发送"))]
    return [
        {
            "label": label,
            "url": f"?{filters.query(state=key or None)}",
            "active": key == state,
            "count": visible.filter(register.stands(key)).count() if key else None,
        }
        for key, label in tabs
    ]


@require_POST
@never_cache
def delivery_export(request):
    """What the page shows, as a workbook."""
    filters = register.DeliveryFilter(request.GET, reader=request.user)
    found, now = filters.narrow(Delivery.objects.visible_to(request.user)), timezone.now()
    name = f"{exporting.NAME} {timezone.localtime(now):%Y%m%d-%H%M}.xlsx"
    write = partial(exporting.write, deliveries=found, reader=request.user)
    return download(name, write, by=request.user, at=now)


@require_safe
@never_cache
def delivery_detail(request, pk):
    """One message on its way; htmx asks how it stands, and for the whole page once it is over."""
    delivery = _visible(request, pk)
    under_way = _is_under_way(delivery)
    if request.htmx and not under_way:
        return HttpResponseClientRefresh()
    user, template = request.user, "units/delivery_detail.html"
    line = register.line(delivery, user)
    context = {
        "line": line,
        "delivery": delivery,
        "under_way": under_way,
        "text": register.text_for(delivery, user),
        # Only whoever it was written to is sure to be let in there.
        "page_url": delivery.message.url
        if delivery.person_id == user.pk and delivery.message
        else "",
        "may_read": register.may_read(delivery, user),
        "may_reveal": register.may_have_address(delivery, user)
        and not register.is_open_to(delivery, user),
        "tries": [_try(one) for one in delivery.tries],
        "together": _together(delivery, user),
        "again": delivery.resent.order_by("pk"),
        "resend": _resend(delivery, user),
        "crumbs": [(_("发送记录"), reverse("units:delivery-list")), (line["subject"], None)],
    }
    if request.htmx:
        template = "units/_delivery_stand.html"
    return render(request, template, context)


def _is_under_way(delivery) -> bool:
    """Whether it is worth waiting for: about to leave, not put off until later."""
    if delivery.state == DeliveryState.QUEUED:
        return not delivery.tries and delivery.due_at <= timezone.now()
    return delivery.state == DeliveryState.SENDING


def _visible(request, pk):
    rows = Delivery.objects.visible_to(request.user)
    related = rows.select_related("person", "robot", "unit__parent", "message", "again")
    return get_object_or_404(related, pk=pk)


def _together(delivery, user) -> int:
    """How many others left in the same letter."""
    if delivery.letter is None:
        return 0
    rows = Delivery.objects.visible_to(user).filter(letter=delivery.letter)
    return rows.exclude(pk=delivery.pk).count()


def _try(one):
    state = DeliveryState(one["state"])
    return {
        "at": parse_datetime(one["at"]),
        "state": state.label,
        "tone": TONES[state],
        "answer": one["answer"],
    }


def _resend(delivery, user) -> dict | None:
    """What pressing 重新发送 would do, or why it cannot be pressed; None for who may not."""
    if delivery.channel == Channel.INBOX or not any(may(user, one) for one in MAY_RESEND):
        return None
    return {
        "objection": resending.objection(delivery),
        "due_at": hours.next_allowed(timezone.now()),
        "warning": _WARNINGS.get(delivery.state, ""),
    }


_WARNINGS = {
    DeliveryState.SENT: gettext_lazy("对方应已收到，重发会再收到一次。"),
    DeliveryState.UNKNOWN: gettext_lazy("上次结果不明，对方可能已经收到；重发可能使其收到两次。"),
}


@require_POST
@requires(*MAY_RESEND)
def delivery_resend(request, pk):
    delivery = _visible(request, pk)
    try:
        fresh = resending.resend(delivery, by=request.user, at=timezone.now())
    except resending.NotNow as problem:
        messages.warning(request, str(problem))
        return redirect("units:delivery-detail", pk)
    messages.success(request, _("已安排重发，原记录保留不变。"))
    return redirect("units:delivery-detail", fresh.pk)


@require_POST
@never_cache
@requires(Permission.READ_PHONES)
def delivery_address(request, pk):
    """Show the address in full; that somebody looked is on record."""
    delivery = _visible(request, pk)
    if not register.may_have_address(delivery, request.user):
        raise PermissionDenied(_("这条消息没有可查看的地址。"))
    label = f"{delivery.person.name}（{delivery.unit.full_label}）"
    Event.objects.record(
        Action.REVEAL,
        by=request.user,
        at=timezone.now(),
        subject=delivery,
        unit=delivery.unit,
        label=label,
    )
    if request.htmx:
        return render(request, "units/_address_shown.html", {"address": delivery.address})
    messages.info(request, delivery.address)
    return redirect("units:delivery-detail", pk)
