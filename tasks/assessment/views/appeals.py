"""Appeals: sent by who signs for the unit, answered by the bureau, with their files."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tasks.assessment import appealing
from tasks.assessment.evidence import links
from tasks.assessment.filters import AppealFilter
from tasks.assessment.forms import AnswerForm, AppealForm
from tasks.models import Appeal, AppealFile, Deduction
from units.history import timeline
from units.models import Event
from units.permissions import Permission, may, requires
from yichuang.paging import page_of

READERS = (Permission.FILL, Permission.READ_ALL)
LIST = "tasks:appeal-list"


def _visible(request):
    return Appeal.objects.visible_to(request.user).select_related(
        "deduction__score__unit__parent",
        "deduction__score__sheet__campaign",
        "appealed_by__unit",
        "decided_by__unit",
    )


@require_safe
@requires(*READERS)
def appeal_list(request):
    filters = AppealFilter(request.GET)
    context = {
        "filters": filters,
        "page": page_of(request, filters.narrow(_visible(request))),
        "waiting": _visible(request).pending().count(),
        "may_answer": may(request.user, Permission.REVIEW),
        "crumbs": [(_("考核"), reverse("tasks:assessment-list")), (_("申诉"), None)],
    }
    return render(request, "tasks/appeal_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SUBMIT)
def appeal_create(request, pk):
    """One appeal against one deduction, by who signs for the unit."""
    arrived = request.arrived_at
    visible = Deduction.objects.visible_to(request.user)
    related = visible.select_related("score__sheet__campaign", "score__unit")
    deduction = get_object_or_404(related, pk=pk)
    if not appealing.may_appeal(deduction, request.user):
        raise PermissionDenied(_("申诉由被扣分单位的负责人提出。"))
    if closed := appealing.closed_because(deduction.score.sheet, at=arrived):
        messages.error(request, closed)
        return redirect("tasks:score-detail", deduction.score_id)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = AppealForm(*sent)
    if form.is_valid():
        return _send(request, deduction, form, arrived)
    context = {"deduction": deduction, "form": form, "evidence": _evidence(deduction, request)}
    context["crumbs"] = [
        (_("考核"), reverse("tasks:assessment-list")),
        (deduction.score.sheet.name, reverse("tasks:score-detail", args=[deduction.score_id])),
        (_("申诉"), None),
    ]
    return render(request, "tasks/appeal_form.html", context, status=422 if form.errors else 200)


def _evidence(deduction, request):
    return links(deduction.evidence, request.user)


def _send(request, deduction, form, arrived):
    try:
        kept = appealing.appeal(deduction, **form.cleaned_data, by=request.user, at=arrived)
    except appealing.AppealRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("tasks:score-detail", deduction.score_id)
    messages.success(request, _("已提出申诉，市数据资源局答复后会通知贵单位。"))
    return redirect("tasks:appeal-detail", kept.pk)


@require_safe
@requires(*READERS)
def appeal_detail(request, pk):
    return _page(request, get_object_or_404(_visible(request), pk=pk))


def _page(request, appeal, form=None, status=200):
    deduction = appeal.deduction
    may_answer = may(request.user, Permission.REVIEW) and appeal.is_pending
    score = deduction.score
    context = {
        "appeal": appeal,
        "deduction": deduction,
        "evidence": _evidence(deduction, request),
        "line": next((one for one in score.lines if one["criterion"] == deduction.criterion), None),
        "files": appeal.files.select_related("uploaded_by__unit").order_by("pk"),
        "form": form or (AnswerForm(taken=deduction.points) if may_answer else None),
        "history": timeline(Event.objects.of(appeal)),
        "crumbs": [
            (_("考核"), reverse("tasks:assessment-list")),
            (_("申诉"), reverse(LIST)),
            (_("第 %(n)s 号") % {"n": appeal.pk}, None),
        ],
    }
    return render(request, "tasks/appeal_detail.html", context, status=status)


@require_POST
@requires(Permission.REVIEW)
def appeal_answer(request, pk):
    appeal = get_object_or_404(_visible(request), pk=pk)
    form = AnswerForm(request.POST, taken=appeal.deduction.points)
    if not form.is_valid():
        return _page(request, appeal, form=form, status=422)
    try:
        appealing.decide(appeal, **form.cleaned_data, by=request.user, at=timezone.now())
    except appealing.AppealRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("已答复，并通知了该单位。"))
    return redirect("tasks:appeal-detail", pk)


@require_safe
@never_cache
@requires(*READERS)
def appeal_file(request, pk):
    """Never shown by the browser, whatever it holds: see DownloadsMiddleware (trust F2)."""
    kept = get_object_or_404(AppealFile.objects.visible_to(request.user), pk=pk)
    return FileResponse(
        kept.file.open("rb"),
        as_attachment=True,
        filename=kept.file_name,
        content_type="application/octet-stream",
    )
