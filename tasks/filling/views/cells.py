"""The grid: its page, what it saves, and the names it proposes."""

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tasks.filling import grid as sheets
from tasks.filling import handed
from tasks.filling.columns import columns
from tasks.filling.fixed import fixed_cells, record_refusal
from tasks.filling.labels import labels
from tasks.filling.todo import todos
from tasks.handings.forms import HandForm
from tasks.models import ObligationKind, Post, RowState
from tasks.systems.names import names_like
from units.permissions import Permission, requires
from yichuang.numbers import number_of
from yichuang.paging import page_of

from .answers import answers_json, cells_of, settlement_of
from .reach import acts_of, crumbs_of, readable_rows, title_of, visible_task


def _task_with_rows(request, pk):
    task = visible_task(request, pk)
    if not task.has_rows:
        raise PermissionDenied(_("该任务由各部门填写，请从汇总表进入。"))
    readable_rows(request, task)
    return task


@require_safe
def grid(request, pk):
    task = _task_with_rows(request, pk)
    if request.GET.get("view") == "list":
        return _plain_list(request, task)
    return grid_page(request, task)


def grid_page(request, task, **more):
    """The grid over the rows of `task`; `more` goes into what the browser gets."""
    user, context = request.user, _context(request, task)
    shown = sheets.sheet(task, user, at=timezone.now())
    beside = {**_company(task, user, context["handings"]), **_asked_handing(request, context)}
    context["sheet"] = {**shown, "labels": labels(), **beside, **more}
    kind = "nearby" if context["is_nearby"] else "entry"
    context["history_url"] = _pattern(f"tasks:{kind}-history")
    context["slip_url"] = _pattern(f"tasks:{kind}-slip")
    context["thread_url"] = _pattern("tasks:entry-thread")
    if context["may_hand"]:
        context["hand_form"] = HandForm(task=task, user=user, on=timezone.localdate())
    context["objection_url"] = _pattern("tasks:entry-objection")
    return render(request, "tasks/entry_grid.html", context)


def _company(task, user, handings):
    """What stands beside the rows: who has them, and how much is said about them."""
    posts = Post.objects.visible_to(user).filter(entry__task=task)
    return {
        "handings": {handing.pk: handed.as_dict(handing) for handing in handings},
        "threads": posts.counts_by_entry(user),
    }


def _asked_handing(request, context):
    """`?handing=` leads to exactly the rows that were handed out, or came back."""
    picked = number_of(request.GET.get("handing", ""))
    for one in handed.listed(one for one in context["handings"] if one.pk == picked):
        rows = sheets.row_model(context["task"]).objects.filter(handing=picked)
        return {"focus": {"label": one.label, "rows": list(rows.values_list("pk", flat=True))}}
    return {}


def _pattern(name):
    """The address of a row's page with {id} for the browser to fill in."""
    return reverse(name, args=[0]).replace("/0/", "/{id}/")


def _context(request, task):
    user = request.user
    (todo,) = todos([task], user, on=timezone.localdate())
    # Who of a unit has which rows is the unit's own business.
    handings = [] if user.sees_everything else list(handed.of_task(task))
    return {
        "task": task,
        "todo": todo,
        "title": title_of(task, user),
        "crumbs": crumbs_of(task, user, up_to_task=False),
        "is_nearby": task.kind == ObligationKind.NEARBY,
        "handings": handings,
        "mine": handed.listed(one for one in handings if handed.is_with(one, user)),
        **acts_of(task, user),
    }


LIST_FILTERS = {
    "gaps": {"complete": False},
    "returned": {"state": RowState.RETURNED},
    "warnings": {"suspicion__gt": 0},
}


def _plain_list(request, task):
    """The rows as a plain table with links: for a phone, or a browser without JavaScript."""
    chosen = request.GET.get("show", "")
    rows = sheets.rows_of(task).filter(**LIST_FILTERS.get(chosen, {}))
    if picked := number_of(request.GET.get("handing", "")):
        rows = rows.filter(handing=picked)
    page = page_of(request, rows)
    tally = sheets.row_model(task).objects.filter(task=task).tally()
    context = _context(request, task)
    context |= {"page": page, "show": chosen, "tabs": _tabs(chosen, tally)}
    context["crumbs"] = crumbs_of(task, request.user)
    return render(request, "tasks/entry_list.html", context)


def _tabs(chosen, tally):
    counts = [
        ("", _("全部"), tally["total"]),
        ("gaps", _("未填齐"), tally["total"] - tally["complete"]),
        ("returned", _("被退回"), tally["returned"]),
        ("warnings", _("有提示"), tally["suspicious"]),
    ]
    return [
        {
            "label": label,
            "count": count,
            "active": chosen == key,
            "url": f"?view=list&show={key}" if key else "?view=list",
        }
        for key, label, count in counts
    ]


@require_POST
@answers_json
@requires(Permission.FILL)
def cells(request, pk):
    task = _task_with_rows(request, pk)
    sent = cells_of(request, {column["key"] for column in columns(task, {})})
    now = timezone.now()
    if fixed := fixed_cells(task, sent):
        record_refusal(task, fixed, by=request.user, at=now)
        raise PermissionDenied(
            _("事项基本信息由市数据资源局预置，不得新增、变更、删除，本次尝试已记录。")
        )
    return sheets.save_cells(task, sent, by=request.user, at=now)


@require_POST
@answers_json
@requires(Permission.FILL)
def confirm(request, pk):
    task = visible_task(request, pk)
    row_id, code, note = settlement_of(request)
    if not (task.has_rows and sheets.rows_of(task).filter(pk=row_id).exists()):
        raise PermissionDenied(_("该行不属于本任务。"))
    return sheets.settle(task, row_id, code, by=request.user, at=timezone.now(), note=note)


@require_safe
def system_names(request, pk):
    """Proposals for the grid; the level goes beside the name where the row has none yet."""
    visible_task(request, pk)
    found = names_like(request.GET.get("q", ""))
    results = [{**one, "beside": _beside(one["level"])} for one in found]
    return JsonResponse({"results": results})


def _beside(level):
    return {"system_level": level} if level else {}
