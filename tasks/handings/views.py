"""Pages and acts of handing rows out: from the grid, from a plain page, back, and recalled."""

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tasks.filling import grid as sheets
from tasks.filling import handed, rights
from tasks.filling.judging import Surroundings
from tasks.filling.views.answers import answers_json, is_id, is_text, json_of
from tasks.filling.views.reach import crumbs_of, own_task
from tasks.models import Handing
from units.permissions import Permission, requires
from yichuang.numbers import numbers_of

from . import handing as rows_out
from .choosing import ChoosingForm
from .forms import AnswerForm, HandForm


def _task_to_hand(request, pk):
    """A list of the own unit whose rows this person may give to colleagues."""
    task = own_task(request, pk)
    if not (task.has_rows and rights.owns(task, request.user)):
        raise PermissionDenied(_("只有本单位自己填报的清单可以分办。"))
    if rows_out.helps_only(task, request.user):
        raise PermissionDenied(_("您承办的是分办来的行，不能再分办给他人。"))
    rights.refuse_closed(task, request.user)
    return task


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.FILL)
def handing_create(request, pk):
    """Without the grid: narrow the rows, tick, hand them out."""
    task = _task_to_hand(request, pk)
    sent = request.POST if request.method == "POST" else None
    form = HandForm(sent, task=task, user=request.user, on=timezone.localdate())
    if sent is None:
        return _choosing_page(request, task, form)
    rows = numbers_of(request.POST.getlist("row"))
    if not rows:
        messages.warning(request, _("请先勾选要分办的行。"))
    if not (form.is_valid() and rows):
        return _choosing_page(request, task, form, ticked=set(rows), status=422)
    try:
        given = _hand_out(request, task, rows, form)
    except rows_out.NothingToHand:
        messages.warning(request, _("这些行已在分办中或已锁定，没有分办。"))
        return redirect("tasks:handing-create", pk)
    messages.success(request, _sentence(given, len(rows)))
    return redirect(task)


def _choosing_page(request, task, form, *, ticked=None, status=200):
    filters = ChoosingForm(request.GET, task=task)
    rows = filters.chosen()
    context = {
        "task": task,
        "form": form,
        "filters": filters,
        "rows": rows,
        "ticked": {row.pk for row in rows} if ticked is None else ticked,
        "crumbs": crumbs_of(task, request.user),
    }
    return render(request, "tasks/handing_form.html", context, status=status)


def _hand_out(request, task, rows, form):
    facts = {"note": form.cleaned_data["note"], "due_on": form.cleaned_data["due_on"]}
    return rows_out.hand_out(
        task, rows, **form.receiver, **facts, by=request.user, at=timezone.now()
    )


def _sentence(given, asked):
    said = _("已分办 %(n)d 行给%(whom)s。") % {"n": given.count, "whom": given.whom}
    if left := asked - given.count:
        said += _("另有 %(n)d 行已在分办中或已锁定，没有分办。") % {"n": left}
    return said


@require_POST
@answers_json
@requires(Permission.FILL)
def hand_rows(request, pk):
    """From the grid: chosen rows, JSON in, the rows as they are now out."""
    task = _task_to_hand(request, pk)
    sent = json_of(request)
    rows = _sent_rows(sent)
    texts = {name: sent.get(name) or "" for name in ("recipient", "due_on", "note")}
    if not all(is_text(text) for text in texts.values()):
        raise BadRequest(_("收到的内容格式不对，没有分办，请刷新页面后再试。"))
    form = HandForm(texts, task=task, user=request.user, on=timezone.localdate())
    if not form.is_valid():
        raise BadRequest(" ".join(text for found in form.errors.values() for text in found))
    try:
        given = _hand_out(request, task, rows, form)
    except rows_out.NothingToHand:
        raise BadRequest(_("这些行已在分办中或已锁定，没有分办。")) from None
    around = Surroundings.of(task)
    now_out = sheets.rows_of(task).filter(handing=given)
    return {
        "rows": [sheets.as_dict(row, around, True) for row in now_out],
        "handings": {given.pk: handed.as_dict(given)},
        "message": _sentence(given, len(rows)),
    }


def _sent_rows(sent) -> list[int]:
    rows = sent.get("rows")
    if not (isinstance(rows, list) and rows and all(is_id(row) for row in rows)):
        raise BadRequest(_("请先选中要分办的行。"))
    if len(rows) > rows_out.MOST_ROWS:
        raise BadRequest(_("一次最多分办 %(n)s 行。") % {"n": f"{rows_out.MOST_ROWS:,}"})
    return rows


def _own_handing(request, pk):
    related = ("to", "given_by", "returned_by", "recalled_by", "task__obligation", "task__unit")
    visible = Handing.objects.visible_to(request.user).select_related(*related)
    handing = get_object_or_404(visible, pk=pk)
    return handing, own_task(request, handing.task_id)


@require_safe
def handing_detail(request, pk):
    handing, task = _own_handing(request, pk)
    return _page(request, handing, task)


def _page(request, handing, task, form=None, *, status=200):
    (shown,) = handed.listed([handing])
    user = request.user
    context = {
        "handing": handing,
        "handed": shown,
        "task": task,
        "form": form or AnswerForm(),
        "rows_url": rows_out.grid_url(handing),
        "may_return": handing.is_open and rows_out.is_holder(handing, user),
        "may_recall": handing.is_open and _may_recall(handing, task, user),
        "crumbs": crumbs_of(task, user),
    }
    return render(request, "tasks/handing_detail.html", context, status=status)


def _may_recall(handing, task, user):
    return rights.owns(task, user) and not rows_out.helps_only(task, user)


@require_POST
@requires(Permission.FILL)
def handing_return(request, pk):
    handing, task = _own_handing(request, pk)
    if not rows_out.is_holder(handing, request.user):
        raise PermissionDenied(_("这些行没有分办给您。"))
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, handing, task, form, status=422)
    answer = form.cleaned_data["answer"]
    if rows_out.give_back(handing, answer=answer, by=request.user, at=timezone.now()):
        messages.success(request, _("已交回，%(who)s会收到消息。") % {"who": handing.given_by})
    else:
        messages.info(request, _("这些行此前已交回或被收回。"))
    return redirect("tasks:home")


@require_POST
@requires(Permission.FILL)
def handing_recall(request, pk):
    handing, task = _own_handing(request, pk)
    if not _may_recall(handing, task, request.user):
        raise PermissionDenied(_("只有分办人和本单位负责该任务的人可以收回。"))
    if rows_out.recall(handing, by=request.user, at=timezone.now()):
        messages.success(request, _("已收回 %(n)d 行，已填的内容保留。") % {"n": handing.count})
    else:
        messages.info(request, _("这些行此前已交回或被收回。"))
    return redirect(task)
