"""One system: its names, who runs it, its rows; what a reviewer changes on it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from matters.models import SystemLevel
from tasks.filling.history import timeline
from tasks.models import LeadRule, System, SystemMerge, SystemName
from tasks.systems import ledger, naming
from tasks.systems.following import Refused
from tasks.systems.forms import NONE, LevelForm, NameForm, ReasonForm, RenameForm
from units.models import Event
from units.permissions import Permission, may, requires
from yichuang.paging import page_of

MOST_EVENTS = 50


@require_safe
@requires(Permission.REVIEW, Permission.READ_ALL)
def system_detail(request, pk):
    return page(request, get_object_or_404(System, pk=pk))


def page(request, system, *, status=200, **forms):
    """The page of `system`, with a form that was refused in place of an empty one."""
    rows = page_of(request, ledger.rows_of(system))
    merges = SystemMerge.objects.filter(kept=system) | SystemMerge.objects.filter(absorbed=system)
    context = {
        "system": system,
        "names": system.names.order_by("pk"),
        "tally": ledger.counted(System.objects.filter(pk=system.pk)).get(),
        "near": ledger.near_of([system], ledger.known())[system.pk],
        "levels": _levels(system),
        "lead": LeadRule.objects.filter(level=system.level).first(),
        "page": rows,
        "drafts": ledger.drafts_on(system),
        "merges": merges.select_related("kept", "absorbed", "by", "undone_by").order_by("-pk"),
        "history": timeline(Event.objects.of(system)[:MOST_EVENTS]),
        "may_review": may(request.user, Permission.REVIEW) and not system.merged_into_id,
        "crumbs": [(_("业务系统"), reverse("tasks:system-list")), (system.name, None)],
        "name_form": NameForm(),
        "rename_form": RenameForm(initial={"name": system.name}),
        "level_form": LevelForm(initial={"level": system.level or NONE}),
        "split_form": ReasonForm(prefix="split"),
        **forms,
    }
    return render(request, "tasks/system_detail.html", context, status=status)


def _levels(system):
    """The levels its rows give, in words, the most frequent first."""
    labels = {"": _("未填"), **dict(SystemLevel.choices)}
    given = ledger.levels_given(system)
    return [{"label": labels[line["system_level"]], "n": line["n"]} for line in given]


def _change(request, system, key, form, act):
    """Do what a valid form asks; a refusal stands on the form, with what was typed."""
    if form.is_valid():
        try:
            messages.success(request, act(form.cleaned_data, by=request.user, at=timezone.now()))
            return redirect("tasks:system-detail", system.pk)
        except Refused as refused:
            form.add_error(None, str(refused))
    return page(request, system, status=422, **{key: form})


@require_POST
@requires(Permission.REVIEW)
def system_name_add(request, pk):
    system = get_object_or_404(System, pk=pk)

    def act(data, **who):
        naming.add_name(system, data["name"], **who)
        return _("已登记别名“%(name)s”。") % data

    return _change(request, system, "name_form", NameForm(request.POST), act)


@require_POST
@requires(Permission.REVIEW)
def system_name_remove(request, pk):
    name = get_object_or_404(SystemName.objects.select_related("system"), pk=pk)
    try:
        naming.remove_name(name, by=request.user, at=timezone.now())
        messages.success(request, _("已删除别名“%(name)s”。") % {"name": name.name})
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("tasks:system-detail", name.system_id)


@require_POST
@requires(Permission.REVIEW)
def system_rename(request, pk):
    system = get_object_or_404(System, pk=pk)

    def act(data, **who):
        count = naming.rename(system, data["name"], reason=data["reason"], **who)
        return _("统一名称已改为“%(name)s”，%(n)s 行随之更改。") % {
            "name": data["name"],
            "n": count,
        }

    return _change(request, system, "rename_form", RenameForm(request.POST), act)


@require_POST
@requires(Permission.REVIEW)
def system_level(request, pk):
    system = get_object_or_404(System, pk=pk)

    def act(data, **who):
        count = naming.set_level(system, data["level"], **who)
        return _("系统层级已登记，%(n)s 行的提示随之更新。") % {"n": count}

    return _change(request, system, "level_form", LevelForm(request.POST), act)
