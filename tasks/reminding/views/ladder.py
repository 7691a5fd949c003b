"""The ladder as the bureau reads, tries and sets it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tasks.models import Rung
from tasks.reminding import changing, ladder, placeholders
from tasks.reminding.forms import RungForm
from tasks.reminding.trial import trial
from tasks.supervision import deadlines
from units import workdays
from units.history import timeline
from units.models import Event
from units.permissions import Permission, requires

MOST_EVENTS = 10


@require_safe
@requires(Permission.CAMPAIGN, Permission.OPERATE)
def rung_list(request):
    obligation = ladder.newest_obligation()
    context = {
        "lines": ladder.lines(obligation),
        "obligation": obligation,
        "warning": workdays.warning(deadlines.last_day(obligation.due_at)) if obligation else "",
        "crumbs": [(_("专项"), reverse("tasks:campaign-list")), (_("提醒阶梯"), None)],
    }
    return render(request, "tasks/rung_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CAMPAIGN, Permission.OPERATE)
def rung_create(request):
    return _edit(request, Rung())


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CAMPAIGN, Permission.OPERATE)
def rung_edit(request, pk):
    return _edit(request, get_object_or_404(Rung, pk=pk))


def _edit(request, rung):
    if request.method != "POST":
        return _page(request, rung, RungForm(instance=rung))
    form = RungForm(request.POST, instance=rung)
    if not form.is_valid():
        return _page(request, rung, form, status=422)
    if changing.save(form.save(commit=False), by=request.user, at=timezone.now()):
        messages.success(request, _("已保存“%(rung)s”。") % {"rung": rung.name})
    else:
        messages.info(request, _("没有改动。"))
    return redirect("tasks:rung-list")


@require_POST
@requires(Permission.CAMPAIGN, Permission.OPERATE)
def rung_try(request, pk=None):
    """The texts as a real unit would read them; nothing is stored."""
    rung = get_object_or_404(Rung, pk=pk) if pk else Rung()
    form = RungForm(request.POST, instance=rung)
    if not form.is_valid():
        return _page(request, rung, form, status=422)
    shown = trial(form.instance, form.cleaned_data["sample"])
    return _page(request, rung, form, tried=True, trial=shown)


@require_POST
@requires(Permission.CAMPAIGN, Permission.OPERATE)
def rung_remove(request, pk):
    rung = get_object_or_404(Rung, pk=pk)
    if changing.remove(rung, by=request.user, at=timezone.now()):
        messages.success(request, _("已删除“%(rung)s”。") % {"rung": rung.name})
    else:
        sentence = _("“%(rung)s”已经发送过提醒，记录须保留，因此没有删除，只停用。")
        messages.info(request, sentence % {"rung": rung.name})
    return redirect("tasks:rung-list")


def _page(request, rung, form, *, status=200, tried=False, trial=None):
    # A form that was refused has already put its values into the object.
    name = Rung.objects.get(pk=rung.pk).name if rung.pk else _("新节点")
    context = {
        "rung": rung,
        "name": name,
        "form": form,
        "tried": tried,
        "trial": trial,
        "words": _in_braces(placeholders.OF_A_UNIT),
        "list_words": _in_braces(placeholders.OF_A_LIST),
        "was_used": bool(rung.pk) and rung.reminders.exists(),
        "history": timeline(Event.objects.of(rung)[:MOST_EVENTS]) if rung.pk else [],
        "crumbs": [(_("提醒阶梯"), reverse("tasks:rung-list")), (name, None)],
    }
    return render(request, "tasks/rung_form.html", context, status=status)


def _in_braces(words):
    return [(f"{{{name}}}", help_text) for name, help_text in words.items()]
