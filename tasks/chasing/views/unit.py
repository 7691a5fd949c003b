"""One unit on the phone: whom to call, what is missing, what was said before."""

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tasks.chasing import calling, owed
from tasks.chasing.answering import may_decide_any
from tasks.chasing.contacts import contacts_of
from tasks.chasing.desk import lines_of
from tasks.chasing.forms import CHASED, CallForm
from tasks.models import CallNote, ChasingSlip, Reminder
from units.history import timeline
from units.models import Action, Event, Unit
from units.permissions import Permission, may, requires

CHASING = (
    Action.NUDGE,
    Action.CALL,
    Action.ISSUE_SLIP,
    Action.FEEDBACK_SLIP,
    Action.CLOSE_SLIP,
    Action.CANCEL_SLIP,
)
MOST = 30


def _unit(request, pk):
    """A unit that the person may chase; the own one is nobody's to chase."""
    units = Unit.objects.visible_to(request.user).filter(kind__in=CHASED)
    if not may(request.user, Permission.READ_ALL):
        units = units.exclude(pk=request.user.unit_id)
    return get_object_or_404(units.select_related("parent"), pk=pk)


@require_safe
@requires(Permission.REVIEW, Permission.COLLECT, Permission.READ_ALL)
def unit_chasing(request, pk):
    return _page(request, _unit(request, pk), None)


def _page(request, unit, form, *, status=200):
    now, user = timezone.now(), request.user
    contacts = contacts_of([unit.pk])[unit.pk]
    on = timezone.localdate(now)
    tasks = owed.missing(user).filter(unit=unit)
    context = {
        "unit": unit,
        "contacts": contacts,
        "lacks_staff": contacts.lacks_staff and not unit.is_district_department,
        "lines": lines_of(tasks, at=now),
        "slips": ChasingSlip.objects.visible_to(user).for_page().filter(unit=unit).order_by("-pk"),
        "calls": _calls(user, unit),
        "reminders": _reminders(unit),
        "history": timeline(_events(user, unit)),
        "form": form or CallForm(contacts=contacts, user=user, on=on),
        "may_chase": may_decide_any(user),
        "back": _back(request),
        "crumbs": [(_("督办"), _back(request)), (unit.full_label, None)],
    }
    return render(request, "tasks/chasing_unit.html", context, status=status)


def _calls(user, unit):
    notes = CallNote.objects.visible_to(user).filter(unit=unit)
    return notes.select_related("by__unit", "campaign").order_by("-pk")[:MOST]


def _reminders(unit):
    sent = Reminder.objects.filter(task__unit=unit, skipped="")
    return sent.select_related("rung", "task__obligation").order_by("-pk")[:MOST]


def _events(user, unit):
    events = Event.objects.visible_to(user).filter(unit=unit, action__in=CHASING)
    return events.order_by("-pk")[:MOST]


def _back(request):
    """The desk as it was when this unit was opened."""
    address, query = reverse("tasks:chasing"), QueryDict(request.GET.get("back", ""))
    return f"{address}?{query.urlencode()}" if query else address


@require_POST
@requires(Permission.REVIEW, Permission.COLLECT)
def call(request, pk):
    unit, now = _unit(request, pk), timezone.now()
    contacts = contacts_of([unit.pk])[unit.pk]
    form = CallForm(request.POST, contacts=contacts, user=request.user, on=timezone.localdate(now))
    if not form.is_valid():
        return _page(request, unit, form, status=422)
    data = form.cleaned_data
    calling.note(
        unit,
        data["campaign"],
        **form.called(),
        outcome=data["outcome"],
        promised_on=data["promised_on"],
        text=data["note"],
        by=request.user,
        at=now,
    )
    messages.success(request, _("已记下与%(unit)s的通话。") % {"unit": unit.full_label})
    return redirect(f"{_back(request)}#unit-{unit.pk}")
