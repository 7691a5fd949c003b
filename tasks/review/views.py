"""One submission under review: its rows, approving and returning them."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tasks.filling import rights
from tasks.filling.submitting import Stale
from tasks.filling.withdrawing import last_standing
from tasks.models import ObligationKind, RankedMatter, State, Task
from tasks.supervision.waiting import clock_of
from tasks.threads.listed import counts_of
from units.models import RosterMember
from units.permissions import Permission, may, requires
from yichuang.numbers import number_of, numbers_of
from yichuang.paging import page_of

from . import bulk, decisions, phrases, submissions, unlocking
from .forms import ExtensionForm, RowFilter, TaskReturnForm

SAMPLE = 5


def reported(request, pk):
    """A task that came up at least once; a draft's content is not the bureau's (A3-7)."""
    tasks = Task.objects.visible_to(request.user).owed().filter(first_submitted_at__isnull=False)
    task = get_object_or_404(tasks.for_page(), pk=pk)
    rights.refuse_own_unit(task, request.user)
    return task


@require_safe
@requires(Permission.REVIEW, Permission.READ_ALL)
def review(request, pk):
    return page(request, reported(request, pk))


def page(request, task, *, task_form=None, extension_form=None, status=200):
    """A submission; a form that was refused keeps what was typed into it."""
    today, may_review = timezone.localdate(), may(request.user, Permission.REVIEW)
    last = last_standing(task)
    context = {
        "task": task,
        "submission": last,
        "phone": rights.shown_phone(last.contact_phone, task, request.user) if last else "",
        "shows_phones": rights.may_read_phones(task, request.user),
        "may_review": may_review,
        "is_mine": task.review_started_by_id == request.user.pk,
        "clock": clock_of(task, on=today),
        "in_correction": task.state == State.RETURNED and task.is_correction,
        "task_form": task_form or TaskReturnForm(task=task, phrases=phrases.choices()),
        "extension_form": extension_form or ExtensionForm(task=task, on=today),
        "crumbs": [(_("审核"), _queue_url(request)), (str(task.unit), None)],
        **(_row_context(request, task) if task.has_rows or task.is_collected else _whole(task)),
    }
    return render(request, "tasks/review.html", context, status=status)


def _queue_url(request):
    return reverse("tasks:queue") if may(request.user, Permission.REVIEW) else None


def _row_context(request, task):
    filters = RowFilter(request.GET, task=task)
    masked = not rights.may_read_phones(task, request.user)
    page = page_of(request, submissions.rows(task, filters.chosen))
    return {
        "filters": filters,
        "page": page,
        "lines": _lines(request, task, page.object_list, masked),
        "tally": decisions.rows_in_review(task).tally(),
        "plain": decisions.approvable(task).plain().count(),
        "unlocked": unlocking.unlocked(task),
        "changed": unlocking.changed_after_approval(task),
        "labels": submissions.fact_labels(task),
    }


def _lines(request, task, rows, masked):
    """The rows with what is said about them, as far as rows of this kind are talked about."""
    lines = submissions.lines(task, rows, masked=masked)
    if task.kind != ObligationKind.NEARBY:
        counts = counts_of(rows, request.user)
        for line in lines:
            line["talk"] = counts.get(line["row"].pk, (0, 0))
    return lines


def _whole(task):
    """A check list or a roster is judged as a whole."""
    if task.kind == ObligationKind.ROSTER:
        return {"roster": RosterMember.objects.filter(unit=task.unit).in_official_order()}
    ranked = RankedMatter.objects.of_check(task)
    return {"ranked": ranked.in_rank().prefetch_related("objections")}


@require_POST
@requires(Permission.REVIEW)
def approve_rows(request, pk):
    task = reported(request, pk)
    keys = chosen(request)
    try:
        count = decisions.approve_rows(
            task, keys, seen=_seen(request), by=request.user, at=timezone.now()
        )
    except Stale:
        return _submitted_again(request, pk)
    tell(request, count, len(keys), _("已通过 %(count)s 行。"))
    return redirect("tasks:review", pk=pk)


def _seen(request) -> int:
    """The number of the submission the reviewer's page showed."""
    return number_of(request.POST.get("submission", "")) or 0


def _submitted_again(request, pk):
    messages.warning(request, _("该单位已重新报送，请核对新的内容后再审核。"))
    return redirect("tasks:review", pk=pk)


def crumbs_to(task):
    review = reverse("tasks:review", args=[task.pk])
    return [(_("审核"), reverse("tasks:queue")), (str(task.unit), review)]


def chosen(request) -> list[int]:
    """The keys of the ticked rows; the desk adds the version of each to its own."""
    keys = (value.partition(":")[0] for value in request.POST.getlist("row"))
    return numbers_of(list(keys))[:2000]


def tell(request, count, asked, sentence):
    if not asked:
        messages.warning(request, _("请先勾选要处理的行。"))
    elif count:
        messages.success(request, sentence % {"count": count})
    if count < asked:
        messages.warning(
            request,
            _("有 %(n)s 行未处理：已由他人处理，或系统层级仍为“待核实”。") % {"n": asked - count},
        )


@require_safe
@requires(Permission.REVIEW)
def rest(request, pk):
    """What a bulk approval would cover, before it is asked for."""
    task = reported(request, pk)
    waiting = decisions.rows_in_review(task).reviewable().select_related("matter", "task__unit")
    plain, odd = decisions.approvable(task).plain(), waiting.odd()
    total, covered, suspicious = waiting.count(), plain.count(), odd.count()
    context = {
        "task": task,
        "crumbs": crumbs_to(task),
        "submission": last_standing(task).number,
        "waiting": total,
        "plain": covered,
        "suspicious": suspicious,
        "blocked": total - covered - suspicious,
        "sample": submissions.lines(task, waiting.filter(pk__in=_spread(plain)).order_by("pk")),
        "odd": submissions.lines(task, odd.order_by(f"-{odd.model.ODD}", "pk")[:20]),
    }
    return render(request, "tasks/approve_rest.html", context)


def _spread(rows) -> list[int]:
    """A sample from their whole length, not only from the beginning."""
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    return keys[:: max(1, len(keys) // SAMPLE)][:SAMPLE]


@require_POST
@requires(Permission.REVIEW)
def approve_rest(request, pk):
    task = reported(request, pk)
    expected = number_of(request.POST.get("expected", ""))
    try:
        approval = bulk.approve_rest(
            task,
            expected=-1 if expected is None else expected,
            seen=_seen(request),
            by=request.user,
            at=timezone.now(),
        )
    except Stale:
        messages.warning(request, _("待审行数已变化，请核对新的数目后再批量通过。"))
        return redirect("tasks:rest", pk=pk)
    text = _("已通过 %(count)s 行，%(minutes)s 分钟内可在“批量通过记录”中撤销。")
    figures = {"count": approval.approved, "minutes": settings.REVIEW_UNDO_MINUTES}
    messages.success(request, text % figures)
    return redirect("tasks:review", pk=pk)


@require_POST
@requires(Permission.REVIEW)
def approve_task(request, pk):
    task = reported(request, pk)
    if task.has_rows or task.is_collected:
        return redirect("tasks:rest", pk=pk)
    try:
        done = decisions.approve_task(task, seen=_seen(request), by=request.user, at=timezone.now())
    except Stale:
        return _submitted_again(request, pk)
    if not done:
        said_not_done(request)
    return redirect("tasks:review", pk=pk)


def said_not_done(request):
    messages.warning(request, _("该任务状态已变化，请刷新后再试。"))
