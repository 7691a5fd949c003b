"""One day of the calendar: what it is, what another choice would move, and choosing it."""

from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tasks.calendar import editing, months
from tasks.calendar.forms import DayForm
from tasks.supervision.wording import long_date, said_of_moved
from units import workdays
from units.permissions import requires

from .pages import EDITORS, back_to, crumbs, known_year


@require_http_methods(["GET", "HEAD", "POST"])
@requires(*EDITORS)
def calendar_day(request, day):
    """In two steps: what it would move, then doing it, if the day is still what it was."""
    day, known = _day(day), workdays.stored()
    facts = known.special.get(day)
    form = DayForm(
        request.POST if request.method == "POST" else None,
        day=day,
        initial=DayForm.initial_of(facts),
    )
    asked = request.method == "POST" and form.is_valid()
    if asked and "confirmed" in request.POST:
        return _change(request, day, form)
    context = {
        "form": form,
        "day": months.day_of(day, known, today=timezone.localdate()),
        "title": long_date(day),
        "seen": _seen(facts),
        "asked": asked,
        "moved": editing.effect({day: form.facts()}) if asked else [],
        "is_same": asked and form.facts() == facts,
        "crumbs": crumbs(day.year, long_date(day)),
    }
    status = 422 if form.is_bound and not asked else 200
    return render(request, "tasks/calendar_day.html", context, status=status)


def _day(text):
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    known_year(day.year)
    return day


def _seen(facts):
    """What the day was in the preview, as one field of the form."""
    return f"{int(facts[0])}|{facts[1]}" if facts else ""


def _facts(seen):
    works, _bar, name = seen.partition("|")
    return (works == "1", name) if seen else None


def _change(request, day, form):
    seen = {day: _facts(request.POST.get("seen", ""))}
    who = {"by": request.user, "at": request.arrived_at}
    try:
        note = form.cleaned_data["note"]
        moved = editing.change({day: form.facts()}, seen=seen, note=note, **who)
    except editing.Stale:
        messages.warning(request, _("这一天刚刚已由他人修改，请查看后再试。"))
        return back_to(day.year)
    messages.success(request, said_of_moved(len(moved)))
    return back_to(day.year)
