"""The page of taking over: for a district with its departments, or for one list."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tasks.filling.views.reach import crumbs_of, title_of
from tasks.taking_over import page, taking, undoing
from tasks.taking_over.contacts import first_proposal
from tasks.taking_over.desk import Desk
from tasks.taking_over.forms import ONE, OWN
from tasks.taking_over.sources import Source
from units.permissions import Permission, requires
from yichuang.numbers import number_of, numbers_of

from .reach import choice_of, confirmed_sentence, form_of, list_task


@require_safe
@requires(Permission.FILL)
def take_over(request, pk):
    desk = Desk(list_task(request, pk), request.user)
    return render(request, "tasks/take_over.html", _page(request, desk, None))


def _page(request, desk, form):
    asked, task = request.POST if form else request.GET, desk.task
    outlook = page.outlook(desk, asked.get("source"), number_of(asked.get("district", "")))
    source = outlook["source"]
    return {
        **outlook,
        "task": task,
        "title": title_of(task, request.user),
        "crumbs": [*crumbs_of(task, request.user), (_("接用答案"), None)],
        "form": form or form_of(desk, initial=_first(desk, source, outlook["district"])),
        "tabs": [_tab(one, source) for one in outlook["offers"]],
        "last": undoing.reach(desk),
        "chosen": set(request.POST.getlist("part")),
        "may_edit": bool(desk.open_tasks),
    }


def _tab(one, source):
    return {
        "label": one["label"],
        "count": None if one["key"] == Source.DISTRICT else one["count"],
        "active": one["key"] == source,
        "url": f"?source={one['key']}",
    }


def _first(desk, source, district):
    """What is ticked and written before anybody has chosen."""
    collected = desk.task.is_collected
    contact, phone = ("", "") if collected else first_proposal(desk.task, desk.user)
    return {
        "source": source,
        "district": district,
        "volume": True,
        "scope": True,
        "people": OWN if collected else ONE,
        "contact": contact,
        "phone": phone,
    }


@require_POST
@requires(Permission.FILL)
def take_over_parts(request, pk):
    """接用 for the ticked departments, or for the one list there is."""
    task = list_task(request, pk)
    parts = _parts(request, task)
    desk = Desk(task, request.user, parts=parts)
    if task.is_collected and not desk.lists:
        messages.error(request, _("请先勾选部门。"))
        return _back(request, task)
    form = form_of(desk, request.POST)
    if not form.is_valid():
        context = _page(request, Desk(task, request.user), form)
        return render(request, "tasks/take_over.html", context, status=422)
    choice = choice_of(desk, form)
    done = taking.take_over(task, choice, by=request.user, at=timezone.now(), parts=parts)
    tell = messages.success if done.rows else messages.warning
    tell(request, page.outcome_sentence(done.counts))
    return _back(request, task)


def _parts(request, task) -> list[int] | None:
    return numbers_of(request.POST.getlist("part")) if task.is_collected else None


def _back(request, task):
    """To the page as it was: the same source, the same district."""
    address = reverse("tasks:take-over", args=[task.pk])
    source = request.POST.get("source", "")
    if source not in Source.values:
        return redirect(address)
    district = number_of(request.POST.get("district", ""))
    return redirect(f"{address}?source={source}" + (f"&district={district}" if district else ""))


@require_POST
@requires(Permission.FILL)
def take_over_confirm(request, pk):
    """确认: the ticked departments' taken-over answers are so."""
    task = list_task(request, pk)
    parts = _parts(request, task)
    if parts == []:
        messages.error(request, _("请先勾选部门。"))
        return _back(request, task)
    done = taking.confirm(task, by=request.user, at=timezone.now(), parts=parts)
    if done.rows:
        messages.success(request, confirmed_sentence(done))
    else:
        messages.info(request, _("没有待确认的行，可能已由他人确认。"))
    return _back(request, task)


@require_POST
@requires(Permission.FILL)
def take_over_undo(request, pk):
    """撤回本次接用, as far as nobody has changed the rows since."""
    task = list_task(request, pk)
    try:
        seen = datetime.fromisoformat(request.POST.get("seen", ""))
    except ValueError:
        raise BadRequest(_("收到的内容不完整，没有撤回，请刷新页面后再试。")) from None
    done = undoing.take_back(task, seen=seen, by=request.user, at=timezone.now())
    if not done.rows:
        messages.warning(request, _("没有可撤回的行：已撤回过，或之后又有新的接用或修改。"))
    else:
        messages.success(request, _("已撤回 %(n)s 行的接用。") % {"n": f"{len(done.rows):,}"})
    if done.kept:
        names = "、".join(row.matter.full_name for row in done.kept[:5])
        text = _("%(n)s 行之后已有改动或已报送，保持不变：%(names)s。")
        messages.warning(request, text % {"n": len(done.kept), "names": names})
    return _back(request, task)
