"""One task: its state, what is next, what came back, its receipts and its history."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tasks.filling import handed, office, rights, submitting, withdrawing
from tasks.filling.forms import NoteForm, OfficeForm
from tasks.filling.grid import row_model
from tasks.filling.history import timeline
from tasks.filling.todo import fill_url, todos
from tasks.handings import handing
from tasks.models import Entry, ObligationKind, RowState, State
from tasks.threads.listed import talks_of
from units.models import Event
from units.permissions import Permission, requires

from .reach import acts_of, crumbs_of, own_task, title_of, visible_task

MOST_RETURNED = 50
MOST_EVENTS = 50


@require_safe
def task_detail(request, pk):
    task = visible_task(request, pk)
    return render(request, "tasks/task_detail.html", _context(request, task))


def _context(request, task, **forms):
    user, now = request.user, timezone.now()
    (todo,) = todos([task], user, on=timezone.localdate(now))
    acts = acts_of(task, user)
    return {
        "task": task,
        "todo": todo,
        "title": title_of(task, user),
        "crumbs": crumbs_of(task, user, up_to_task=False),
        "fill_url": fill_url(task),
        **acts,
        # A filler hands over what is complete; a head or collector signs at once instead.
        "may_send": acts["may_send"] and todo.is_ready and not acts["may_submit"],
        "may_hand_back": acts["may_submit"] and task.state == State.FOR_HEAD,
        "may_withdraw": withdrawing.may_withdraw(task, user),
        "may_read": rights.may_read_rows(task, user),
        "is_late": task.is_overdue(at=now),
        "extensions": task.extensions.order_by("pk"),
        "returned": _returned_rows(task, user),
        "to_confirm": _to_confirm(task, acts),
        "submissions": task.submissions.newest_first().select_related("by__unit", "signed_for"),
        **_handed_out(task, user),
        "slips": task.chasing_slips.for_page().order_by("-pk"),
        "talks": talks_of(task, user) if task.takes_answers or task.is_collected else [],
        "history": timeline(Event.objects.of(task)[:MOST_EVENTS]),
        "note_form": NoteForm(),
        "office_form": OfficeForm(instance=task),
        "asks_office": task.kind == ObligationKind.NEARBY,
        **forms,
    }


def _handed_out(task, user):
    """What of the list is with colleagues, for those of the own unit."""
    if not (task.has_rows and rights.owns(task, user)):
        return {}
    listed = handed.listed(handed.of_task(task))
    return {
        "handings": listed,
        "rows_out": sum(one.total for one in listed if one.handing.is_open),
        "mine": [one for one in listed if handed.is_with(one.handing, user)],
        "shows_handings": True,
    }


def _to_confirm(task, acts):
    """Rows whose answer was taken over, for those who can say that it is so."""
    if not acts["may_edit"] or task.kind not in {
        ObligationKind.CITY_LIST,
        ObligationKind.DISTRICT_LIST,
    }:
        return 0
    return Entry.objects.of_submission(task).counted().filter(unconfirmed=True).count()


def _returned_rows(task, user):
    if not (task.has_rows or task.is_collected) or not rights.may_read_rows(task, user):
        return []
    rows = row_model(task).objects.of_submission(task).filter(state=RowState.RETURNED)
    return rows.select_related("matter", "task__unit").in_order()[:MOST_RETURNED]


@require_POST
@requires(Permission.FILL)
def acknowledge(request, pk):
    task = own_task(request, pk)
    if submitting.acknowledge(task, by=request.user, at=request.arrived_at):
        messages.success(request, _("已签收，可以开始填报。"))
    else:
        messages.info(request, _("该任务此前已签收。"))
    return redirect(task)


@require_POST
@requires(Permission.FILL)
def send_to_head(request, pk):
    task = own_task(request, pk)
    if handing.helps_only(task, request.user):
        raise PermissionDenied(_("您承办的是分办来的行，请交回后由分办人送审。"))
    if sentences := submitting.blockers(task):
        messages.error(request, " ".join(sentences))
        return redirect(fill_url(task))
    if handed.rows_out(task) and "recall" not in request.POST:
        context = _context(request, task, asks_recall=True)
        return render(request, "tasks/task_detail.html", context, status=409)
    if _send(task, by=request.user, at=request.arrived_at):
        messages.success(request, _("已送处室负责人审核，负责人会收到消息。"))
    else:
        messages.warning(request, _("该任务状态已变化，请刷新后再试。"))
    return redirect(task)


@transaction.atomic
def _send(task, *, by, at):
    """What is still out is recalled first: the head signs what nobody is working on."""
    handing.recall_all(task, by=by, at=at)
    return submitting.send_to_head(task, by=by, at=at)


@require_POST
@requires(Permission.SUBMIT)
def hand_back(request, pk):
    task = own_task(request, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        context = _context(request, task, note_form=form)
        return render(request, "tasks/task_detail.html", context, status=422)
    note, now = form.cleaned_data["note"], timezone.now()
    if submitting.hand_back(task, note=note, by=request.user, at=now):
        messages.success(request, _("已退回填报人修改。"))
    else:
        messages.warning(request, _("该任务状态已变化，请刷新后再试。"))
    return redirect(task)


@require_POST
@requires(Permission.FILL)
def office_confirm(request, pk):
    task = own_task(request, pk, obligation__kind=ObligationKind.NEARBY)
    form = OfficeForm(request.POST, instance=task)
    if not form.is_valid():
        context = _context(request, task, office_form=form)
        return render(request, "tasks/task_detail.html", context, status=422)
    if office.confirm(task, form, by=request.user, at=timezone.now()):
        messages.success(request, _("已登记审管办的确认。"))
    else:
        messages.warning(request, _("该任务当前不可修改。"))
    return redirect(task)
