"""Taking a submission back: what would happen, and doing it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tasks.filling import rights, withdrawing
from tasks.filling.submitting import NotReady
from tasks.supervision import deadlines
from units.permissions import Permission, requires

from .reach import crumbs_of, own_task, title_of


@require_safe
@requires(Permission.SUBMIT)
def withdraw_confirm(request, pk):
    return _page(request, _signed_task(request, pk))


@require_POST
@requires(Permission.SUBMIT)
def withdraw(request, pk):
    task = _signed_task(request, pk)
    try:
        withdrawing.withdraw(task, by=request.user, at=timezone.now())
    except NotReady:
        return _page(request, task, status=409)
    messages.success(request, _("已撤回报送，可以修改后重新报送。"))
    return redirect(task)


def _signed_task(request, pk):
    """A task of the own unit: what a department reported is not its collector's to take back."""
    task = own_task(request, pk)
    rights.refuse_foreign(task, request.user)
    return task


def _page(request, task, status=200):
    submission = withdrawing.last_standing(task)
    context = {
        "task": task,
        "title": title_of(task, request.user),
        "crumbs": [*crumbs_of(task, request.user), (_("撤回报送"), None)],
        "submission": submission,
        "obstacle": withdrawing.obstacle(task, submission),
        "outlook": withdrawing.outlook(task, submission),
        "deadline": deadlines.sentence_of(task),
        "would_be_late": task.late_at < request.arrived_at,
    }
    return render(request, "tasks/withdraw.html", context, status=status)
