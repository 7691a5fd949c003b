"""The calendar a year at a time; marking a year as published; taking it from the package."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tasks.calendar import editing, months
from tasks.calendar.forms import FIRST_YEAR, LAST_YEAR, SourceForm, YearFilter
from tasks.filling.history import timeline
from units import almanac, workdays
from units.models import CalendarYear
from units.permissions import Permission, may, requires

EDITORS = (Permission.OPERATE, Permission.CAMPAIGN)
MOST_EVENTS = 10


@require_safe
def calendar(request):
    return _page(request, YearFilter(request.GET).chosen(timezone.localdate()))


def _page(request, year, form=None, status=200):
    known, today = workdays.stored(), timezone.localdate()
    may_edit = any(may(request.user, one) for one in EDITORS)
    row = CalendarYear.objects.filter(year=year).first()
    context = {
        "year": year,
        "row": row,
        "years": [one for one in (year - 1, year, year + 1) if FIRST_YEAR <= one <= LAST_YEAR],
        "months": months.months(year, known, today=today),
        "holidays": months.holidays(year, known),
        "may_edit": may_edit,
        "touched": editing.deadlines_in(year) if row is None else 0,
        **(_editor(year, row, form) if may_edit else {}),
    }
    return render(request, "tasks/calendar.html", context, status=status)


def _editor(year, row, form):
    return {
        "form": form or SourceForm(initial={"source": row.source if row else ""}),
        "news": len(editing.news(year)),
        "is_in_package": year in almanac.years(),
        "history": timeline(editing.history()[:MOST_EVENTS]),
    }


def known_year(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    return year


def back_to(year: int):
    return redirect(f"{reverse('tasks:calendar')}?year={year}")


@require_POST
@requires(*EDITORS)
def year_publish(request, year):
    form = SourceForm(request.POST)
    if not form.is_valid():
        return _page(request, known_year(year), form, status=422)
    source = form.cleaned_data["source"]
    who = {"by": request.user, "at": request.arrived_at}
    if editing.publish(known_year(year), source=source, **who):
        messages.success(request, _("已标记%(year)s年为已公布。") % {"year": year})
    return back_to(year)


@require_POST
@requires(*EDITORS)
def year_unpublish(request, year):
    if editing.unpublish(known_year(year), by=request.user, at=request.arrived_at):
        said = _("已撤销%(year)s年的公布标记，各页会提示按周一至周五计算。")
        messages.warning(request, said % {"year": year})
    return back_to(year)


@require_safe
@requires(*EDITORS)
def year_news(request, year):
    """Where the package differs from the table, and what taking it would move."""
    days = editing.news(known_year(year))
    return _news_page(request, year, days, SourceForm(initial=_source_of(year)))


def _source_of(year):
    row = CalendarYear.objects.filter(year=year).first()
    return {"source": row.source if row else ""}


def _news_page(request, year, days, form, status=200):
    now, after = workdays.calendar(), workdays.calendar().changed(days)
    today = timezone.localdate()
    context = {
        "year": year,
        "form": form,
        "lines": [
            (months.day_of(day, now, today=today), months.day_of(day, after, today=today))
            for day in days
        ],
        "moved": editing.effect(days) if days else [],
        "crumbs": crumbs(year, _("采用软件包数据")),
    }
    return render(request, "tasks/calendar_news.html", context, status=status)


def crumbs(year, here):
    address = f"{reverse('tasks:calendar')}?year={year}"
    return [(_("首页"), "/"), (_("工作日历"), address), (here, None)]


@require_POST
@requires(*EDITORS)
def year_take(request, year):
    days, form = editing.news(known_year(year)), SourceForm(request.POST)
    if not form.is_valid():
        return _news_page(request, year, days, form, status=422)
    moved = editing.take(
        year, days, source=form.cleaned_data["source"], by=request.user, at=request.arrived_at
    )
    said = ngettext(
        "已采用，%(n)d 项任务的逾期起算日随之调整。",
        "已采用，%(n)d 项任务的逾期起算日随之调整。",
        len(moved),
    )
    messages.success(request, said % {"n": len(moved)})
    return back_to(year)
