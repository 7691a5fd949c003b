"""群机器人: who operates the portal keeps the groups it speaks to (Q3, Q4)."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.db.models import Count, Max, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from units.channels import keeping
from units.channels.forms import RobotForm
from units.channels.register import IN_TROUBLE
from units.channels.resending import NotNow
from units.history import timeline
from units.models import Delivery, Event, MessageKind, Robot
from units.permissions import Permission, requires


@require_safe
@requires(Permission.OPERATE)
def robot_list(request):
    robots = list(Robot.objects.order_by("-is_on", "name"))
    counts = {row["robot"]: row for row in _counts()}
    lines = [
        {
            "robot": robot,
            "host": urlsplit(robot.address).netloc,
            "kinds": [MessageKind(kind).label for kind in robot.kinds],
            "counts": counts.get(robot.pk, {}),
        }
        for robot in robots
    ]
    crumbs = [(_("发送记录"), reverse("units:delivery-list")), (_("群机器人"), None)]
    return render(request, "units/robot_list.html", {"lines": lines, "crumbs": crumbs})


def _counts():
    rows = Delivery.objects.filter(robot__isnull=False).values("robot")
    return rows.annotate(last=Max("sent_at"), trouble=Count("pk", filter=Q(state__in=IN_TROUBLE)))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("address", "secret")
@requires(Permission.OPERATE)
def robot_create(request):
    return _edit(request, Robot())


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("address", "secret")
@requires(Permission.OPERATE)
def robot_edit(request, pk):
    return _edit(request, get_object_or_404(Robot, pk=pk))


def _edit(request, robot):
    sent = request.POST if request.method == "POST" else None
    form = RobotForm(sent, instance=robot)
    if sent is not None and form.is_valid():
        keeping.keep(form.instance, by=request.user, at=timezone.now())
        messages.success(request, _("已保存。发一条测试消息，看群里能否收到。"))
        return redirect("units:robot-edit", form.instance.pk)
    title = form.initial.get("name") or _("新增群机器人")
    context = {
        "form": form,
        "robot": robot if robot.pk else None,
        "title": title,
        "history": timeline(Event.objects.of(robot)[:20]) if robot.pk else [],
        "crumbs": [(_("群机器人"), reverse("units:robot-list")), (title, None)],
    }
    return render(request, "units/robot_form.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.OPERATE)
def robot_switch(request, pk):
    """Off: the group is told nothing more, what waits for it is not sent; on again."""
    robot = get_object_or_404(Robot, pk=pk)
    robot.is_on = request.POST.get("on") == "1"
    keeping.keep(robot, by=request.user, at=timezone.now())
    messages.success(request, _("已启用。") if robot.is_on else _("已停用，不再向该群发送。"))
    return redirect("units:robot-edit", pk)


@require_POST
@requires(Permission.OPERATE)
def robot_test(request, pk):
    """Say something in the group; the next page shows what the gateway answers."""
    robot = get_object_or_404(Robot, pk=pk)
    if not robot.is_on:
        messages.warning(request, _("该群机器人已停用，请先启用。"))
        return redirect("units:robot-edit", pk)
    try:
        row = keeping.test(robot, by=request.user, at=timezone.now())
    except NotNow as problem:
        messages.warning(request, str(problem))
        return redirect("units:robot-edit", pk)
    return redirect("units:delivery-detail", row.pk)
