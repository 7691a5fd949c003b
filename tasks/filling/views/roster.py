"""The working-group roster of a unit, line by line (attachment 4), and its money (S4)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tasks.filling import funding, rights
from tasks.filling import roster as working_group
from tasks.filling.forms import FundingForm
from tasks.filling.history import Words, timeline
from tasks.filling.todo import todos
from tasks.models import Funding, ObligationKind, Task
from units.forms import RosterMemberForm
from units.models import Event, RosterMember
from units.permissions import Permission, requires

from .reach import acts_of, crumbs_of, open_task, own_task, title_of, visible_task

MOST_EVENTS = 30
OVERTAKEN = gettext_lazy(
    "此人的信息刚被他人修改，现为：%(facts)s。您填写的内容还没有保存，请核对后再次保存。"
)


@require_safe
def roster(request, pk):
    return _page(request, visible_task(request, pk, obligation__kind=ObligationKind.ROSTER))


def _page(request, task, funding_form=None, status=200):
    user, members = request.user, list(working_group.members_of(task))
    (todo,) = todos([task], user, on=timezone.localdate())
    shows_phones = rights.may_read_phones(task, user)
    context = {
        "task": task,
        "todo": todo,
        "title": title_of(task, user),
        "crumbs": crumbs_of(task, user),
        "members": members,
        "duties": working_group.completeness(members),
        "contact": working_group.whom_to_call(members),
        "shows_phones": shows_phones,
        **_funding(task, user, funding_form),
        **acts_of(task, user),
        "history": timeline(_events(task), Words(masked=not shows_phones)),
    }
    return render(request, "tasks/roster_list.html", context, status=status)


def _funding(task, user, form):
    """What was said of the money, and the form for whoever may say something else."""
    kept = funding.of(task)
    if form is None and funding.may_state(task, user):
        form = FundingForm(instance=kept)
    return {"funding": kept, "funding_form": form, "funding_seen": funding.mark_of(kept)}


@require_POST
@requires(Permission.FILL)
def funding_state(request, pk):
    task = own_task(request, pk, obligation__kind=ObligationKind.ROSTER)
    form, seen = FundingForm(request.POST), request.POST.get("seen")
    if not form.is_valid():
        return _page(request, task, form, status=422)
    try:
        funding.state(task, **form.cleaned_data, seen=seen, by=request.user, at=timezone.now())
    except funding.Overtaken:
        form.add_error(None, _("经费保障情况刚被他人修改，现状见下；您填写的内容还没有保存。"))
        return _page(request, task, form, status=422)
    messages.success(request, _("已保存经费保障情况。"))
    return redirect("tasks:roster", pk)


def _events(task):
    labels = (RosterMember._meta.label_lower, Funding._meta.label_lower)
    events = Event.objects.filter(subject__in=labels, unit=task.unit_id)
    return events.order_by("-pk")[:MOST_EVENTS]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.FILL)
def roster_add(request, pk):
    task = open_task(request, pk, obligation__kind=ObligationKind.ROSTER)
    form = RosterMemberForm(request.POST or None, initial={"duty": request.GET.get("duty")})
    if form.is_valid():
        working_group.add(task, form.instance, by=request.user, at=timezone.now())
        messages.success(request, _("已加入：%(name)s。") % {"name": form.instance.name})
        return redirect("tasks:roster", task.pk)
    return _form(request, task, form, _("增加人员"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.FILL)
def roster_edit(request, pk):
    member, task = _own_member(request, pk)
    mark, seen = working_group.mark_of(member), request.POST.get("was")
    form = RosterMemberForm(request.POST or None, instance=member)
    if form.is_valid():
        try:
            working_group.change(task, form.instance, seen=seen, by=request.user, at=timezone.now())
        except working_group.Overtaken as overtaken:
            form.add_error(None, OVERTAKEN % {"facts": overtaken.facts})
            return _form(
                request, task, form, _("修改人员"), was=working_group.mark_of(overtaken.stored)
            )
        messages.success(request, _("已保存：%(name)s。") % {"name": member.name})
        return redirect("tasks:roster", task.pk)
    return _form(request, task, form, _("修改人员"), was=seen or mark)


def _form(request, task, form, heading, was=""):
    context = {"task": task, "form": form, "heading": heading, "was": was}
    context["crumbs"] = crumbs_of(task, request.user)
    status = 422 if form.is_bound else 200
    return render(request, "tasks/roster_form.html", context, status=status)


@require_POST
@requires(Permission.FILL)
def roster_delete(request, pk):
    member, task = _own_member(request, pk)
    working_group.remove(task, member, by=request.user, at=timezone.now())
    messages.success(request, _("已移除：%(name)s。") % {"name": member.name})
    return redirect("tasks:roster", task.pk)


@require_POST
@requires(Permission.FILL)
def roster_move(request, pk):
    member, task = _own_member(request, pk)
    step = -1 if request.POST.get("direction") == "up" else 1
    working_group.move(task, member, step, by=request.user, at=timezone.now())
    return redirect("tasks:roster", task.pk)


def _own_member(request, pk):
    """A line of the roster and the newest task it is reported with."""
    member = get_object_or_404(RosterMember.objects.visible_to(request.user), pk=pk)
    tasks = Task.objects.visible_to(request.user).filter(unit=member.unit_id)
    newest = tasks.filter(obligation__kind=ObligationKind.ROSTER).order_by("-pk")
    return member, open_task(request, get_object_or_404(newest[:1]).pk)
