"""Signing: what the head is about to submit, and submitting it."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tasks.filling import handed, rights, signing, submitting
from tasks.filling.departments import departments_of
from tasks.filling.forms import NoteForm, SignForm, contact_of
from tasks.filling.todo import fill_url, todos
from tasks.handings import handing
from tasks.models import State
from units.permissions import Permission, requires

from .reach import crumbs_of, own_task, title_of


@require_safe
@requires(Permission.SUBMIT)
def sign(request, pk):
    task = own_task(request, pk)
    if not rights.may_submit(task, request.user):
        return _already(request, task)
    return _page(request, task, None)


def _already(request, task):
    """Nothing to sign now: lead to the receipt of the last submission, or to the task."""
    if last := task.submissions.standing().newest_first().first():
        return redirect("tasks:receipt", last.pk)
    messages.info(request, _("该任务当前不需要报送。"))
    return redirect(task)


def _page(request, task, form, *, sentences=(), status=200):
    statement = signing.statement_of(task)
    last = statement.last
    if form is None:
        contact = {"contact_name": task.contact_name, "contact_phone": task.contact_phone}
        known = contact if task.contact_name else contact_of(request.user)
        form = SignForm(initial={**known, "checksum": statement.checksum})
    (todo,) = todos([task], request.user, on=timezone.localdate())
    context = {
        "task": task,
        "todo": todo,
        "title": title_of(task, request.user),
        "crumbs": crumbs_of(task, request.user),
        "form": form,
        "statement": statement,
        "last": last,
        "departments": departments_of(task),
        "sentences": sentences,
        "substitute": _substitute(request.user),
        "rows_out": handed.rows_out(task),
        "may_hand_back": task.state == State.FOR_HEAD,
        "note_form": NoteForm(),
        "fill_url": fill_url(task),
    }
    return render(request, "tasks/sign_form.html", context, status=status)


def _substitute(user):
    """How a substitute will be named; empty for who signs in the own right."""
    return user.label_for(user.acting_for) if user.acting_for else ""


@require_POST
@requires(Permission.SUBMIT)
def submit(request, pk):
    task = own_task(request, pk)
    form = SignForm(request.POST)
    if not form.is_valid():
        return _page(request, task, form, status=422)
    if (out := handed.rows_out(task)) and "recall" not in request.POST:
        sentence = _("还有 %(n)d 行在分办中：请先收回，或勾选“收回并报送”。") % {"n": out}
        return _page(request, task, form, sentences=[sentence], status=409)
    try:
        submission = _sign(task, form, by=request.user, at=request.arrived_at)
    except submitting.NotReady as refusal:
        return _page(request, task, form, sentences=refusal.sentences, status=409)
    except submitting.Stale:
        return _stale(request, task, form)
    return redirect("tasks:receipt", submission.pk)


@transaction.atomic
def _sign(task, form, *, by, at):
    """Rows that are still out are recalled with it; refused, they stay where they are."""
    handing.recall_all(task, by=by, at=at)
    return submitting.submit(task, by=by, at=at, **form.cleaned_data)


def _stale(request, task, form):
    """Sent twice: the same receipt. Changed meanwhile: show it again, with what was typed."""
    task = own_task(request, task.pk)
    same = (
        task.submissions.standing()
        .newest_first()
        .filter(checksum=form.cleaned_data["checksum"])
        .first()
    )
    if not rights.may_submit(task, request.user):
        if same and same.by_id == request.user.pk:
            return redirect("tasks:receipt", same.pk)
        messages.warning(request, _("该任务已由他人报送或状态已变化，您这次的报送没有生效。"))
        return redirect(task)
    fresh = SignForm({**form.data.dict(), "checksum": signing.statement_of(task).checksum})
    sentence = _("内容在您打开本页后有变化，请核对下面的最新内容，确认后再次报送。")
    return _page(request, task, fresh, sentences=[sentence], status=409)
