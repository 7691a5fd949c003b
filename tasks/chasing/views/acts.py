"""Chasing those chosen on the desk: what will happen is said first, then done in one go."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tasks.chasing import issuing
from tasks.chasing.choosing import NUDGE, Selection, plan_for
from tasks.chasing.desk import sender_of
from tasks.chasing.filters import DeskFilter
from tasks.chasing.forms import FreeSlipForm, IssueForm
from tasks.models import ChasingKind, ChasingSlip
from tasks.supervision import nudging
from tasks.supervision.words import nudged_in_words
from units.models import UnitKind
from units.permissions import Permission, requires
from units.workdays import end_of


def _selection(request, at):
    return Selection.of(request, DeskFilter(request.GET, user=request.user, at=at))


def _back(request, *, told=False):
    query = request.GET.copy()
    query.pop("told", None)
    if told:
        query["told"] = "1"
    address = reverse("tasks:chasing")
    return redirect(f"{address}?{query.urlencode()}" if query else address)


@require_POST
@requires(Permission.REVIEW, Permission.COLLECT)
def prepare(request):
    """The ways of chasing and what each comes to for the tasks that were ticked."""
    now = timezone.now()
    selection = _selection(request, now)
    if not selection:
        messages.error(request, _("请先勾选要催办的任务。"))
        return _back(request)
    return _confirm(request, selection, None, now)


def _confirm(request, selection, form, at, *, status=200):
    plan = plan_for(selection, by=request.user, at=at)
    if not plan.lines:
        messages.info(request, _("所选任务都已报送，没有需要催办的。"))
        return _back(request)
    form = form or IssueForm(
        on=timezone.localdate(at), initial={"way": plan.usual, "reason": _reason(plan)}
    )
    context = {
        "plan": plan,
        "form": form,
        "selection": selection,
        "address": request.GET.urlencode(),
        "crumbs": [(_("督办"), reverse("tasks:chasing")), (_("催办所选"), None)],
    }
    return render(request, "tasks/chasing_prepare.html", context, status=status)


def _reason(plan):
    if all(line.is_overdue for line in plan.lines):
        return _("已超过报送时限，至今未报送。")
    if all(line.task.is_correction for line in plan.lines):
        return _("退回修改后至今未重新报送。")
    return _("临近报送时限，至今未报送。")


@require_POST
@requires(Permission.REVIEW, Permission.COLLECT)
def issue(request):
    now = timezone.now()
    selection = _selection(request, now)
    form = IssueForm(request.POST, on=timezone.localdate(now))
    if not selection:
        messages.error(request, _("请先勾选要催办的任务。"))
        return _back(request)
    if not form.is_valid():
        return _confirm(request, selection, form, now, status=422)
    if form.cleaned_data["way"] == NUDGE:
        return _nudge(request, selection, now)
    slips = issuing.issue(selection.tasks(), **_said(form), by=request.user, at=now)
    return _issued(request, slips)


def _nudge(request, selection, at):
    nudged = nudging.nudge(selection.tasks(), by=request.user, at=at)
    district = request.user.unit if request.user.unit.kind == UnitKind.DISTRICT else None
    for level, sentence in nudged_in_words(nudged, district=district):
        messages.add_message(request, level, sentence)
    return _back(request, told=True)


def _said(form):
    data = form.cleaned_data
    return {
        "kind": ChasingKind(data["way"]),
        "reason": data["reason"],
        "demand": data["demand"],
        "due_at": end_of(data["due_on"]),
    }


def _issued(request, slips):
    if not slips:
        messages.warning(request, _("没有发出新单：所选任务已报送，或已有未销号的同类督查单。"))
        return _back(request)
    sentence = ngettext(
        "已发出 %(n)d 张%(kind)s，并已通知有账号的人员。",
        "已发出 %(n)d 张%(kind)s，并已通知有账号的人员。",
        len(slips),
    )
    kind = slips[0].get_kind_display()
    messages.success(request, sentence % {"n": len(slips), "kind": kind})
    return redirect("tasks:chasing-batch", slips[0].pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.REVIEW, Permission.COLLECT)
def slip_create(request):
    """A slip about something that is no task, for instance 经费未落实."""
    now = timezone.now()
    sent, on = request.POST if request.method == "POST" else None, timezone.localdate(now)
    form = FreeSlipForm(sent, user=request.user, on=on, initial=_asked(request))
    if form.is_valid():
        data = dict(form.cleaned_data)
        data["due_at"] = end_of(data.pop("due_on"))
        data["kind"] = ChasingKind(data["kind"])
        slips = issuing.issue_free(**data, by=request.user, at=now)
        return _issued(request, slips)
    context = {
        "form": form,
        "crumbs": [
            (_("督办"), reverse("tasks:chasing")),
            (_("督查单"), reverse("tasks:chasing-slip-list")),
            (_("发单"), None),
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "tasks/chasing_slip_form.html", context, status=status)


def _asked(request):
    return {"unit": request.GET.get("unit", "")}


@require_safe
@requires(Permission.REVIEW, Permission.COLLECT, Permission.READ_ALL)
def batch(request, pk):
    """The slips that were issued in one go with slip `pk`, to be printed and told to the group."""
    visible = ChasingSlip.objects.visible_to(request.user)
    first = get_object_or_404(visible, pk=pk)
    slips = visible.for_page().filter(
        issuer=first.issuer_id,
        kind=first.kind,
        issued_at=first.issued_at,
        issued_by=first.issued_by_id,
    )
    slips = list(slips.order_by("number"))
    context = {
        "slips": slips,
        "first": first,
        "chat_text": issuing.text_for_chat(slips, sender=sender_of(request.user)),
        "crumbs": [
            (_("督办"), reverse("tasks:chasing")),
            (_("督查单"), reverse("tasks:chasing-slip-list")),
            (_("本次发出"), None),
        ],
    }
    return render(request, "tasks/chasing_batch.html", context)
