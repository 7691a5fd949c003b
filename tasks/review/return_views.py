"""Returning, opening again, giving more time, and beginning to review, from a submission's page."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tasks.models import RowState
from units.permissions import Permission, requires

from . import decisions, extending, phrases, starting, unlocking
from .forms import ExtensionForm, TaskReturnForm
from .returning import ReturnForms
from .views import chosen, crumbs_to, page, reported, said_not_done, tell


@require_POST
@requires(Permission.REVIEW)
def return_rows(request, pk):
    """Ask why the chosen rows are returned; with all reasons given, return them."""
    task = reported(request, pk)
    asked, answered = _asked(request, task, RowState.SUBMITTED)
    if asked is None:
        return redirect("tasks:review", pk=pk)
    if answered:
        count = asked.send_back(by=request.user, at=timezone.now())
        tell(request, count, len(asked.rows), _("已退回 %(count)s 行，已通知填报单位。"))
        return redirect("tasks:review", pk=pk)
    lead = _("填报单位在首页、消息、表格和导出文件中都会看到类别和原因；其余行保持不变。")
    title = _("退回 %(n)s 行") % {"n": len(asked.rows)}
    return _ask(request, task, asked, title, lead, accept=_("退回"))


@require_POST
@requires(Permission.REVIEW)
def unlock_rows(request, pk):
    """Ask why the chosen approved rows are opened again; with all reasons given, open them."""
    task = reported(request, pk)
    asked, answered = _asked(request, task, RowState.APPROVED)
    if asked is None:
        return redirect("tasks:review", pk=pk)
    if answered:
        count = unlocking.unlock_rows(task, asked.reasons(), by=request.user, at=timezone.now())
        tell(request, count, len(asked.rows), _("已解锁 %(count)s 行，已通知填报单位。"))
        return redirect("tasks:review", pk=pk)
    asked.way = None
    lead = _("已通过的行将重新开放，由单位在修改时限内修改后再次报送；解锁留痕。")
    title = _("解锁 %(n)s 行") % {"n": len(asked.rows)}
    return _ask(request, task, asked, title, lead, accept=_("解锁并退回"))


def _asked(request, task, state):
    """The forms for the chosen rows in `state`, and whether they are filled in."""
    keys = chosen(request)
    rows = decisions.rows_in_review(task).filter(pk__in=keys, state=state)
    rows = list(rows.select_related("matter", "task__unit__parent"))
    if not rows:
        tell(request, 0, len(keys), "")
        return None, False
    is_answer = "given" in request.POST
    asked = ReturnForms(request.POST if is_answer else None, rows)
    return asked, is_answer and asked.is_valid()


def _ask(request, task, asked, title, lead, *, accept):
    words = {"title": title, "lead": lead, "accept": accept}
    context = {"task": task, "asked": asked, "crumbs": crumbs_to(task), **words}
    status = 422 if asked.common.is_bound else 200
    return render(request, "tasks/return_rows.html", context, status=status)


@require_POST
@requires(Permission.REVIEW)
def return_task(request, pk):
    task = reported(request, pk)
    form = TaskReturnForm(request.POST, task=task, phrases=phrases.choices())
    if not form.is_valid():
        return page(request, task, task_form=form, status=422)
    way = {"to_collector": form.cleaned_data.get("to_collector", False)}
    now = timezone.now()
    if not decisions.send_back_task(task, reason=form.reason(), **way, by=request.user, at=now):
        said_not_done(request)
    return redirect("tasks:review", pk=pk)


@require_POST
@requires(Permission.REVIEW)
def unlock_task(request, pk):
    """A check list or a roster that was approved opens again as a whole."""
    task = reported(request, pk)
    form = TaskReturnForm(request.POST, task=task, phrases=phrases.choices())
    if not form.is_valid():
        return page(request, task, task_form=form, status=422)
    if not unlocking.unlock_task(task, reason=form.reason(), by=request.user, at=timezone.now()):
        said_not_done(request)
    return redirect("tasks:review", pk=pk)


@require_POST
@requires(Permission.REVIEW)
def extend(request, pk):
    task, now = reported(request, pk), timezone.now()
    form = ExtensionForm(request.POST, task=task, on=timezone.localdate(now))
    if not form.is_valid():
        return page(request, task, extension_form=form, status=422)
    if extending.extend(task, **form.cleaned_data, by=request.user, at=now):
        messages.success(request, _("已延长修改期限，已通知填报单位。"))
    else:
        said_not_done(request)
    return redirect("tasks:review", pk=pk)


@require_POST
@requires(Permission.REVIEW)
def start(request, pk):
    task = reported(request, pk)
    if not starting.start(task, by=request.user, at=timezone.now()):
        said_not_done(request)
    return redirect("tasks:review", pk=pk)
