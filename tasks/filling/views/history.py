"""The history of one row: by time, by fact, two versions beside each other, one brought back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from tasks.filling import rights, versions
from tasks.filling.history import Words, by_fact, timeline
from tasks.filling.submitting import Stale
from tasks.models import Entry
from units.models import Event
from units.permissions import Permission, requires
from yichuang.numbers import number_of

from .reach import crumbs_of, get_visible_row

MOST_EVENTS = 100


@require_safe
@vary_on_headers("HX-Request")
def entry_history(request, pk, model=Entry):
    row, task = get_visible_row(request, model, pk)
    events = Event.objects.of(row)
    words = Words(masked=not rights.may_read_phones(task, request.user))
    chosen = request.GET.get("field", "")
    if chosen in versions.fact_names(row):
        events = events.filter(changes__has_key=chosen)
    found = [] if request.htmx else versions.versions_of(row)
    context = {
        "row": row,
        "task": task,
        "history": timeline(events[:MOST_EVENTS], words),
        "facts": by_fact(events[:MOST_EVENTS], model, versions.fact_names(row), words),
        "fields": [(name, words.label(model, name)) for name in versions.fact_names(row)],
        "chosen": chosen,
        "versions": found,
        "compared": _compared(request, model, found, words),
        "restore_url": names(model)["restore"],
        "history_url": names(model)["history"],
        "may_restore": rights.may_edit(task, request.user) and row.is_open,
        "crumbs": [*crumbs_of(task, request.user), (_("历史"), None)],
    }
    fragment = "tasks/entry_history_items.html"
    return render(request, fragment if request.htmx else "tasks/entry_history.html", context)


def names(model) -> dict[str, str]:
    kind = "entry" if model is Entry else "nearby"
    return {act: f"tasks:{kind}-{act}" for act in ("form", "history", "restore")}


def _compared(request, model, found, words):
    """The two versions the address names, the older one first; the newest two at first."""
    by_number = {version.number: version for version in found}
    if len(by_number) < 2:
        return None
    asked = [number_of(request.GET.get(name, "")) for name in ("from", "to")]
    newest = [found[1].number, found[0].number]
    old, new = (
        by_number.get(number, by_number[default])
        for number, default in zip(asked, newest, strict=True)
    )
    changes = versions.differences(model, old, new, words)
    return {"old": old, "new": new, "changes": changes}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.FILL)
def entry_restore(request, pk, number, model=Entry):
    """What bringing a version back would change, before it is asked for; then it is done."""
    row, task = get_visible_row(request, model, pk)
    rights.refuse_closed(task, request.user)
    if not row.is_open:
        raise rights.Closed
    version = versions.version_of(row, number)
    if version is None:
        raise Http404
    sentences, seen = [], number_of(request.POST.get("seen", ""))
    if request.method == "POST":
        try:
            return _restored(request, row, task, number, seen)
        except Stale:
            sentences = [_("该行在您打开本页后又有修改，请核对下面的变化后再恢复。")]
        except versions.Refused as refusal:
            sentences = refusal.sentences
    return _page(request, row, task, version, sentences)


def _restored(request, row, task, number, seen):
    at = timezone.now()
    if versions.restore(task, row.pk, number, seen=seen, by=request.user, at=at):
        messages.success(request, _("已恢复为所选版本；历史中记为一次新的修改。"))
    else:
        messages.info(request, _("该行的内容已与所选版本相同。"))
    return redirect(names(type(row))["history"], row.pk)


def _page(request, row, task, version, sentences):
    seen, words = row.version, Words()
    found = versions.restoration(task, row, version)
    changes = [
        words.change(type(row), name, old, new) for name, (old, new) in found.changes.items()
    ]
    context = {
        "row": row,
        "version": version,
        "changes": changes,
        "refused": [(words.label(type(row), n), why) for n, why in found.refused.items()],
        "may_go": found.may_go,
        "sentences": sentences,
        "seen": seen,
        "history_url": names(type(row))["history"],
        "crumbs": [*crumbs_of(task, request.user), (_("恢复"), None)],
    }
    status = 409 if sentences else 200
    return render(request, "tasks/entry_restore.html", context, status=status)
