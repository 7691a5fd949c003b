"""Circulars: the list, one circular with its steps, its words in a form."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tasks.circulars import agreement, circulars, tables
from tasks.circulars.forms import CircularFilter, CircularForm, IssueForm, RecallForm
from tasks.circulars.paper import SECTIONS
from tasks.circulars.reading import Frozen
from tasks.models import Circular, CircularReading, CircularState
from units.history import timeline
from units.models import Event
from units.permissions import Permission, may, requires
from yichuang.paging import page_of

READERS = (Permission.READ_ALL, Permission.FILL)
STEPS = (CircularState.DRAFT, CircularState.CHECKED, CircularState.ISSUED)


def visible(request):
    return Circular.objects.visible_to(request.user)


def circular_of(request, pk):
    return get_object_or_404(visible(request).for_page(), pk=pk)


@require_safe
@requires(*READERS)
def circular_list(request):
    filters = CircularFilter(request.GET, user=request.user)
    rows = filters.narrow(visible(request)).defer("report__figures").for_page()
    page = page_of(request, rows.newest_first())
    may_read_all = may(request.user, Permission.READ_ALL)
    if not may_read_all:
        del filters.fields["state"]
    context = {
        "filters": filters,
        "page": page,
        "may_read_all": may_read_all,
        "read": _read_by(request.user, list(page.object_list)),
    }
    return render(request, "tasks/circular_list.html", context)


def _read_by(user, listed) -> set[int]:
    """Which of the listed circulars have been taken note of for `user`."""
    unit = circulars.reader_of(user)
    readings = CircularReading.objects.filter(unit=unit, circular__in=listed)
    return set(readings.values_list("circular_id", flat=True))


@require_safe
@requires(*READERS)
def circular_detail(request, pk):
    return page(request, circular_of(request, pk))


def page(request, circular, *, issue_form=None, recall_form=None, status=200):
    """The page of a circular; what a form was refused for stands on it."""
    user, frozen = request.user, Frozen(circular.report.figures)
    context = {
        "circular": circular,
        "frozen": frozen,
        "title_lines": circular.title.split("\n"),
        "sections": [
            (heading, getattr(circular, name).split("\n")) for name, heading in SECTIONS.items()
        ],
        "signature_lines": circular.signature.split("\n"),
        "groups": tables.titled(frozen),
        "columns": tables.COLUMNS,
        "steps": [state.label for state in STEPS],
        "step": _step(circular),
        **_acts(user, circular),
        **_readers(user, circular, frozen),
        "issue_form": issue_form or IssueForm(initial=_proposal(circular)),
        "recall_form": recall_form or RecallForm(),
        "crumbs": [(_("通报"), reverse("tasks:circular-list")), (circular.heading, None)],
    }
    if circular.is_open:
        previous = circulars.previous_of(circular.report)
        context["doubts"] = agreement.doubts(circular, frozen, previous)
    if may(user, Permission.READ_ALL):
        context["history"] = timeline(Event.objects.of(circular))
    return render(request, "tasks/circular_detail.html", context, status=status)


def _step(circular) -> int:
    """A step done is behind; what is out has passed all of them."""
    return len(STEPS) if circular.is_out else STEPS.index(circular.state)


def _acts(user, circular) -> dict:
    """What `user` may do with it now, and why not what they might expect to."""
    reviews, issues = may(user, Permission.REVIEW), may(user, Permission.ISSUE)
    draft = circular.state == CircularState.DRAFT
    obstacle = circulars.obstacle_to_check(circular, user) if reviews and draft else ""
    return {
        "may_edit": reviews and circular.is_open,
        "may_check": reviews and draft and not obstacle,
        "check_obstacle": obstacle,
        "may_issue": issues and circular.state == CircularState.CHECKED,
        "waits_for_admin": reviews and not issues and circular.state == CircularState.CHECKED,
        "may_recall": issues and circular.state == CircularState.ISSUED,
        "may_read_all": may(user, Permission.READ_ALL),
    }


def _readers(user, circular, frozen) -> dict:
    """For a unit: whether it has taken note; for the bureau: who has not."""
    if not circular.is_out:
        return {}
    readings = {one.unit_id: one for one in circular.readings.select_related("by__unit", "unit")}
    own = frozen.by_key.get(user.unit_id)
    if not may(user, Permission.READ_ALL):
        signs = own is not None and may(user, Permission.FILL)
        return {
            "reading": readings.get(circulars.reader_of(user).pk),
            "asks_reading": signs and circular.state == CircularState.ISSUED,
            "own_remark": tables.remark(own) if own else "",
        }
    unread = [line for line in frozen.units if line["unit"] not in readings]
    return {
        "readings": sorted(readings.values(), key=lambda one: one.at),
        "unread": unread,
        "unread_named": [line for line in unread if line in frozen.named],
        "addressed": len(frozen.units),
        "read_count": len(frozen.units) - len(unread),
    }


def _proposal(circular) -> dict:
    """The next 第N期 of the campaign, dated today."""
    issued = Circular.objects.filter(campaign=circular.campaign_id).exclude(number="").count()
    return {
        "number": f"第{issued + 1}期",
        "dated_on": timezone.localdate(),
        "seen": circular.version,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.REVIEW)
def circular_edit(request, pk):
    circular = circular_of(request, pk)
    if not circular.is_open:
        raise PermissionDenied(_("通报已印发，不能修改；如有错误，请先撤回。"))
    if request.method != "POST":
        return _form_page(
            request, circular, CircularForm(instance=circular, initial={"seen": circular.version})
        )
    form = CircularForm(request.POST, instance=circular_of(request, pk))
    if not form.is_valid():
        return _form_page(request, circular, form, status=422)
    texts = {name: form.cleaned_data[name] for name in Circular.TEXTS}
    seen, by, at = form.cleaned_data["seen"], request.user, timezone.now()
    try:
        changed = circulars.edit(circular, texts, seen=seen, by=by, at=at)
    except circulars.CircularRefused as refused:
        return _again(request, circular_of(request, pk), texts, str(refused))
    if changed:
        messages.success(request, _("已保存，须由另一人核稿。"))
    else:
        messages.info(request, _("内容没有变化。"))
    return redirect(circular)


def _again(request, stored, texts, sentence):
    """Somebody else saved meanwhile: the own words stay in the form, theirs stand beside it."""
    form = CircularForm(initial={**texts, "seen": stored.version})
    theirs = [
        (form.fields[name].label, getattr(stored, name))
        for name, text in texts.items()
        if getattr(stored, name) != text
    ]
    return _form_page(request, stored, form, refusal=sentence, theirs=theirs, status=409)


def _form_page(request, circular, form, *, refusal="", theirs=(), status=200):
    context = {
        "circular": circular,
        "form": form,
        "refusal": refusal,
        "theirs": theirs,
        "crumbs": [
            (_("通报"), reverse("tasks:circular-list")),
            (circular.heading, circular.get_absolute_url()),
            (_("修改文字"), None),
        ],
    }
    return render(request, "tasks/circular_form.html", context, status=status)
