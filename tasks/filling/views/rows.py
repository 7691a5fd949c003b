"""One row: a plain form that works on a phone and without JavaScript, and its history."""

import json

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tasks.filling import grid, rights
from tasks.filling.columns import columns
from tasks.filling.history import Words
from tasks.filling.judging import Surroundings, is_settled, judge
from tasks.models import Entry
from tasks.models.rows import OPEN_ROWS
from tasks.threads.shown import thread_of
from units.permissions import Permission, requires
from units.phones import mask
from yichuang.numbers import number_of, numbers_of

from .reach import crumbs_of, get_visible_row

MOST_EVENTS = 100


@require_http_methods(["GET", "HEAD", "POST"])
def entry_form(request, pk, model=Entry):
    row, task = get_visible_row(request, model, pk)
    if request.method == "POST":
        return _save(request, row, task)
    if not _reads_phones(request, task):
        row.phone = mask(getattr(row, "phone", ""))
    form = grid.row_form(task)(instance=row, around=Surroundings.of(task))
    return _page(request, row, task, form, was=_stored(row))


def _reads_phones(request, task):
    return rights.may_read_phones(task, request.user)


@requires(Permission.FILL)
def _save(request, row, task):
    """Save like the grid does: a value somebody else changed meanwhile is shown, not replaced."""
    form = grid.row_form(task)(request.POST, instance=row, around=Surroundings.of(task))
    stored, was = _stored(row), _sent_was(request)
    if was is None:
        messages.error(request, _("收到的内容不完整，没有保存，请刷新页面后再试。"))
        return _page(request, row, task, form, was=stored, status=422)
    now = {name: _typed(request, form, name) for name in stored}
    changed = [
        {"id": row.pk, "field": name, "was": was.get(name, stored[name]), "now": now[name]}
        for name in stored
        if name in form.fields and not grid.same(was.get(name, stored[name]), now[name])
    ]
    answer = grid.save_cells(task, changed, by=request.user, at=timezone.now())
    for code in request.POST.getlist("settle"):
        grid.settle(task, row.pk, code, by=request.user, at=timezone.now())
    if answer["refused"] or answer["conflicts"]:
        return _again(request, row, task, form, answer)
    messages.success(request, _("已保存。"))
    return redirect(*_next_url(request, row))


def _again(request, row, task, form, answer):
    """The typed text stays in the form; what was stored meanwhile becomes the new base."""
    fresh = type(row).objects.select_related("matter").get(pk=row.pk)
    form.is_valid()
    for refusal in answer["refused"]:
        if not form.has_error(refusal["field"]):
            form.add_error(refusal["field"], refusal["message"])
    words = Words()
    conflicts = [
        {
            **words.change(type(row), one["field"], one["theirs"], one["yours"]),
            "by": one["by"],
        }
        for one in answer["conflicts"]
    ]
    return _page(request, fresh, task, form, was=_stored(fresh), conflicts=conflicts, status=422)


def _page(request, row, task, form, *, was, conflicts=(), status=200):
    around = Surroundings.of(task)
    verdict = judge(row, around)
    tips = {column["key"]: column.get("help") for column in columns(task, around.districts)}
    states = dict(grid.rows_of(task).values_list("pk", "state"))
    siblings = list(states)
    at = siblings.index(row.pk)
    still_open = (pk for pk in siblings[at + 1 :] if states[pk] in OPEN_ROWS)
    context = {
        "row": row,
        "task": task,
        "form": form,
        "fields": [(form[name], tips.get(name)) for name in form.fields],
        "was": json.dumps(was, ensure_ascii=False),
        "conflicts": conflicts,
        "crumbs": crumbs_of(task, request.user),
        "editable": rights.may_edit(task, request.user) and row.is_open,
        "problems": verdict.problems,
        "warnings": [(one, is_settled(one, row)) for one in verdict.warnings],
        "position": at + 1,
        "count": len(siblings),
        "previous": siblings[at - 1] if at else None,
        "next": siblings[at + 1] if at + 1 < len(siblings) else None,
        "next_open": next(still_open, None),
        "names": _names(type(row)),
        "about": row,
        "thread": _thread(request, row, task),
    }
    return render(request, "tasks/entry_form.html", context, status=status)


def _thread(request, row, task):
    if not isinstance(row, Entry):
        return None
    row.task = task
    return thread_of(row, request.user)


def _names(model):
    return {
        "form": f"tasks:{'entry' if model is Entry else 'nearby'}-form",
        "history": f"tasks:{'entry' if model is Entry else 'nearby'}-history",
    }


def _stored(row):
    return {name: getattr(row, name) for name in (*row.FACTS, "remark")}


def _sent_was(request):
    """What the form showed when it was opened; None when the browser did not send it."""
    try:
        was = json.loads(request.POST.get("was", ""))
    except (ValueError, RecursionError):
        return None
    return was if isinstance(was, dict) else None


def _typed(request, form, name):
    field = form.fields.get(name)
    if name == "districts":
        return numbers_of(request.POST.getlist(name))
    return request.POST.get(name, "") if field else None


def _next_url(request, row):
    target = number_of(request.POST.get("next_row", ""))
    return _names(type(row))["form"], target or row.pk
