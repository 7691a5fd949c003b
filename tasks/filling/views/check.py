"""Checking attachment 1: 可接入 or 有疑义 for each ranked matter of the unit (A1-3)."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tasks.filling import checking
from tasks.filling.todo import todos
from tasks.models import Objection, ObjectionState, ObligationKind, RankedMatter
from units.permissions import Permission, requires

from .reach import acts_of, check_task_of, crumbs_of, open_task, title_of, visible_task


@require_safe
def check(request, pk):
    task = visible_task(request, pk, obligation__kind=ObligationKind.CHECK)
    return render(request, "tasks/check_list.html", _context(request, task))


def _context(request, task):
    user, campaign = request.user, task.obligation.campaign
    (todo,) = todos([task], user, on=timezone.localdate())
    rows = list(_rows(task))
    owed = set(RankedMatter.objects.obligated(campaign).values_list("pk", flat=True))
    return {
        "task": task,
        "todo": todo,
        "campaign": campaign,
        "title": title_of(task, user),
        "crumbs": crumbs_of(task, user),
        "rows": [_line(row, owed) for row in rows],
        "unanswered": sum(not row.answer for row in rows),
        "objections": sum(bool(row.not_withdrawn) for row in rows),
        **acts_of(task, user),
    }


def _rows(task):
    objections = Objection.objects.order_by("-pk")
    kept = Prefetch(
        "objections", objections.exclude(state=ObjectionState.WITHDRAWN), to_attr="not_withdrawn"
    )
    return RankedMatter.objects.of_check(task).in_rank().prefetch_related(kept)


def _line(row, owed):
    objection = row.not_withdrawn[0] if row.not_withdrawn else None
    accepted = objection is not None and objection.state == ObjectionState.ACCEPTED
    return {
        "row": row,
        "objection": objection,
        "is_candidate": row.pk not in owed and not accepted,
        "may_object": objection is None or objection.state == ObjectionState.REJECTED,
        "may_answer": not row.answer,
    }


@require_POST
@requires(Permission.FILL)
def check_answer(request, pk):
    """可接入 for one matter; an htmx request gets the list back instead of a redirect."""
    ranked = get_object_or_404(RankedMatter.objects.visible_to(request.user), pk=pk)
    task = open_task(request, check_task_of(request, ranked).pk)
    checking.answer(task, [ranked.pk], by=request.user, at=timezone.now())
    if request.htmx:
        task.refresh_from_db()
        context = _context(request, task)
        context["focus"] = _next_unanswered(context["rows"], after=ranked.rank)
        return render(request, "tasks/check_rows.html", context)
    return redirect(f"{reverse('tasks:check', args=[task.pk])}#rank-{ranked.rank}")


def _next_unanswered(lines, *, after):
    """The row whose button takes the focus when the list was replaced under the keyboard."""
    open_rows = [line["row"] for line in lines if line["may_answer"]]
    return next((row.pk for row in open_rows if row.rank > after), None)


@require_POST
@requires(Permission.FILL)
def check_rest(request, pk):
    """“其余确认无疑义”, after the count was shown."""
    task = open_task(request, pk, obligation__kind=ObligationKind.CHECK)
    count = checking.answer_rest(task, by=request.user, at=timezone.now())
    sentence = ngettext("已确认其余 %(n)d 项无疑义。", "已确认其余 %(n)d 项无疑义。", count)
    messages.success(request, sentence % {"n": count})
    return redirect("tasks:check", pk)
