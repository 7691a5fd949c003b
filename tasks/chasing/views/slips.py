"""督查单: the list, its workbook, one slip as a page and on paper, and what becomes of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tasks.chasing import answering
from tasks.chasing.answering import may_answer, may_decide, may_decide_any
from tasks.chasing.forms import CancelForm, CloseForm, FeedbackForm, SendBackForm
from tasks.chasing.slip_filters import SlipFilter, with_feedback
from tasks.chasing.turns import next_step
from tasks.chasing.workbooks import SlipResource
from tasks.models import ChasingSlip
from units.downloads import workbook_of
from units.history import timeline
from units.models import Event
from units.permissions import Permission, may, requires
from yichuang.numbers import numbers_of
from yichuang.paging import page_of

READERS = (Permission.FILL, Permission.READ_ALL)
DECIDERS = (Permission.REVIEW, Permission.COLLECT)


def _visible(request):
    return ChasingSlip.objects.visible_to(request.user).for_page()


def _desk(user):
    """The first crumb: who may chase comes from the desk."""
    chases = may_decide_any(user) or may(user, Permission.READ_ALL)
    return [(_("督办"), reverse("tasks:chasing") if chases else None)]


@require_safe
@requires(*READERS)
def slip_list(request):
    now, user = timezone.now(), request.user
    filters = SlipFilter(request.GET, user=user, at=now)
    visible = _visible(request)
    page = page_of(request, filters.in_order(with_feedback(filters.narrow(visible))))
    context = {
        "filters": filters,
        "page": page,
        "lines": [(slip, slip.is_overdue(at=now)) for slip in page.object_list],
        "closable": [s.pk for s in page.object_list if s.is_settled and may_decide(s, user)],
        "figures": _figures(visible, now),
        "may_issue": may_decide_any(user),
        "answers": may(user, Permission.FILL),
        "query": request.GET.urlencode(),
        "crumbs": [*_desk(user), (_("督查单"), None)],
    }
    return render(request, "tasks/chasing_slip_list.html", context)


def _figures(slips, at):
    return {
        "all": slips.count(),
        "standing": slips.standing().count(),
        "to_answer": slips.to_answer().count(),
        "to_judge": slips.to_judge().count(),
        "settled": slips.settled().count(),
        "overdue": slips.overdue(at=at).count(),
    }


@require_POST
@never_cache
@requires(*READERS)
def slip_export(request):
    """督查单台账 of what the list shows; handing it out is written into the audit trail."""
    now = timezone.now()
    filters = SlipFilter(QueryDict(request.POST.get("query", "")), user=request.user, at=now)
    slips = with_feedback(filters.narrow(ChasingSlip.objects.visible_to(request.user)))
    return workbook_of(SlipResource(reader=request.user), slips, by=request.user, at=now)


@require_safe
@requires(*READERS)
def slip_detail(request, pk):
    return _page(request, get_object_or_404(_visible(request), pk=pk))


def _page(request, slip, *, status=200, **forms):
    user, now = request.user, timezone.now()
    said = list(slip.feedback.select_related("by__unit", "answered_by").order_by("-pk"))
    waiting = said[0] if said and not said[0].answer and slip.is_standing else None
    decides = slip.is_standing and may_decide(slip, user)
    context = {
        "slip": slip,
        "is_overdue": slip.is_overdue(at=now),
        "next": next_step(slip, user),
        "said": said,
        "waiting": waiting,
        "decides": decides,
        "answers": slip.is_standing and may_answer(slip, user),
        "feedback_form": FeedbackForm(),
        "send_back_form": SendBackForm(initial={"answer_to": waiting and waiting.pk}),
        "close_form": CloseForm(settled=slip.is_settled),
        "cancel_form": CancelForm(),
        "history": timeline(Event.objects.of(slip)),
        "crumbs": [
            *_desk(user),
            (_("督查单"), reverse("tasks:chasing-slip-list")),
            (str(slip), None),
        ],
        **forms,
    }
    return render(request, "tasks/chasing_slip.html", context, status=status)


@require_POST
@requires(Permission.FILL)
def slip_feedback(request, pk):
    slip = get_object_or_404(_visible(request), pk=pk)
    if not may_answer(slip, request.user):
        raise PermissionDenied(_("该督查单由责任单位反馈，您只能查看。"))
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        return _page(request, slip, status=422, feedback_form=form)
    data = form.cleaned_data
    _said, slip = answering.feed_back(
        slip, data["text"], promised_on=data["promised_on"], by=request.user, at=timezone.now()
    )
    if slip.is_standing:
        messages.success(request, _("已反馈，发单单位核实后答复。"))
    else:
        kept = _("您的反馈已留存在单上，不需要再办理。")
        messages.warning(request, answering.over_in_words(slip) + kept)
    return redirect(slip)


def _decided(request, pk):
    """A slip of the own office; others' are read, not decided."""
    slip = get_object_or_404(_visible(request), pk=pk)
    if not may_decide(slip, request.user):
        raise PermissionDenied(_("该督查单由发单单位核实和销号，您只能查看。"))
    return slip


@require_POST
@requires(*DECIDERS)
def slip_accept(request, pk):
    slip = _decided(request, pk)
    chosen = numbers_of([request.POST.get("answer_to", "")])
    said = get_object_or_404(slip.feedback, pk__in=chosen)
    try:
        answering.accept(said, by=request.user, at=timezone.now())
    except answering.SlipRefused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("已采纳反馈，并已通知该单位。"))
    return redirect(slip)


@require_POST
@requires(*DECIDERS)
def slip_send_back(request, pk):
    slip, form = _decided(request, pk), SendBackForm(request.POST)
    if not form.is_valid():
        return _page(request, slip, status=422, send_back_form=form)
    said = get_object_or_404(slip.feedback, pk=form.cleaned_data["answer_to"])
    reason = form.cleaned_data["reason"]
    try:
        answering.send_back(said, reason=reason, by=request.user, at=timezone.now())
    except answering.SlipRefused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("已退回反馈，并已通知该单位。"))
    return redirect(slip)


@require_POST
@requires(*DECIDERS)
def slip_close(request, pk):
    slip = _decided(request, pk)
    form = CloseForm(request.POST, settled=slip.is_settled)
    if not form.is_valid():
        return _page(request, slip, status=422, close_form=form)
    note = form.cleaned_data["note"]
    if answering.close([slip], note=note, by=request.user, at=timezone.now()):
        messages.success(request, _("已销号，编号和经过保留。"))
    else:
        messages.warning(request, _("该单已经销号或撤销，没有重复操作。"))
    return redirect(slip)


@require_POST
@requires(*DECIDERS)
def slips_close(request):
    """销号 of the ticked slips whose tasks have come in; others are left as they are."""
    chosen = numbers_of(request.POST.getlist("slip"))
    slips = _visible(request).settled().filter(pk__in=chosen)
    own = [slip for slip in slips if may_decide(slip, request.user)]
    closed = answering.close(own, by=request.user, at=timezone.now())
    if closed:
        sentence = ngettext("已销号 %(n)d 张。", "已销号 %(n)d 张。", len(closed))
        messages.success(request, sentence % {"n": len(closed)})
    else:
        messages.info(request, _("没有可销号的单：请勾选“已报送，待销号”的督查单。"))
    query = request.POST.get("query", "")
    address = reverse("tasks:chasing-slip-list")
    return redirect(f"{address}?{QueryDict(query).urlencode()}" if query else address)


@require_POST
@requires(*DECIDERS)
def slip_cancel(request, pk):
    slip, form = _decided(request, pk), CancelForm(request.POST)
    if not form.is_valid():
        return _page(request, slip, status=422, cancel_form=form)
    reason = form.cleaned_data["reason"]
    try:
        answering.cancel(slip, reason=reason, by=request.user, at=timezone.now())
    except answering.SlipRefused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("已撤销，编号不再使用。"))
    return redirect(slip)
