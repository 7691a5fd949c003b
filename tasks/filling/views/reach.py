"""Which tasks and rows a request may reach: foreign ones do not exist, others' are not theirs."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from tasks.filling import rights
from tasks.handings.handing import helps_only
from tasks.models import ObligationKind, State, Task
from units.permissions import Permission, may


def visible_task(request, pk, **conditions) -> Task:
    """A task this person may look at, or 404."""
    tasks = Task.objects.visible_to(request.user).for_page()
    return get_object_or_404(tasks, pk=pk, **conditions)


def own_task(request, pk, **conditions) -> Task:
    """A task this person works on: the own unit's, or a part of the district they collect."""
    task = visible_task(request, pk, **conditions)
    if not (rights.owns(task, request.user) or rights.collects(task, request.user)):
        raise PermissionDenied(_("该任务由其他单位填报，您只能查看。"))
    return task


def open_task(request, pk, **conditions) -> Task:
    """A task of the own unit whose content may be changed in its present state."""
    task = own_task(request, pk, **conditions)
    rights.refuse_closed(task, request.user)
    return task


def readable_rows(request, task) -> None:
    """The bureau reads the rows of a task only once they were reported (A3-7)."""
    if not rights.may_read_rows(task, request.user):
        raise PermissionDenied(_("该单位尚未报送，只能查看进度，不能查看填报内容。"))


def get_visible_row(request, model, pk):
    """A filled-in row this person may look at, with the task it belongs to."""
    rows = model.objects.visible_to(request.user).select_related("matter")
    row = get_object_or_404(rows, pk=pk)
    task = visible_task(request, row.task_id)
    readable_rows(request, task)
    return row, task


def acts_of(task, user) -> dict[str, bool]:
    """What this person may do with the task as a whole at present, for the buttons of its pages."""
    works_on = rights.owns(task, user) or rights.collects(task, user)
    fills = works_on and may(user, Permission.FILL)
    may_edit = rights.may_edit(task, user)
    leads = fills and not helps_only(task, user)
    return {
        "may_acknowledge": fills and task.state == State.ISSUED,
        "may_edit": may_edit,
        "may_take_over": may_edit and task.takes_answers and task.state != State.COLLECTED,
        "may_send": leads and task.is_with_the_unit,
        "may_hand": leads and may_edit and task.has_rows and rights.owns(task, user),
        "may_submit": rights.may_submit(task, user),
        "uses_excel": fills and (task.has_rows or task.is_collected),
    }


def check_task_of(request, ranked) -> Task:
    """The check list a ranked matter is answered in."""
    tasks = Task.objects.visible_to(request.user).for_page()
    return get_object_or_404(
        tasks,
        unit=ranked.unit_id,
        obligation__campaign=ranked.campaign_id,
        obligation__kind=ObligationKind.CHECK,
    )


def crumbs_of(task, user, *, up_to_task=True):
    """Home, then the district for one of its parts, then the task."""
    trail = [(_("首页"), "/")]
    if task.is_part and task.parent.unit_id == user.unit_id:
        trail.append((str(task.parent.obligation), task.parent.get_absolute_url()))
    if up_to_task:
        trail.append((title_of(task, user), task.get_absolute_url()))
    return trail


def title_of(task, user) -> str:
    """The name of the task; with its unit for anybody from elsewhere."""
    name = task.obligation.get_kind_display()
    return name if task.unit_id == user.unit_id else f"{task.unit.full_label} · {name}"
