"""Overdue reports: the list with its trend, one report, its one page for leaders, its workbook."""

from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tasks.circulars import circulars, compiling, drafting, tables, trend
from tasks.circulars.forms import CompileForm, ReportFilter
from tasks.circulars.reading import GROUPS, Frozen, sums_of_lists
from tasks.circulars.workbook import file_name_of, write_workbook
from tasks.models import Circular, CircularState, ObligationKind, OverdueReport
from units.downloads import download
from units.permissions import Permission, may, requires
from yichuang.paging import page_of

# So many reports of the trend leave room on the page for leaders.
ON_ONE_PAGE = 5


@require_safe
@requires(Permission.READ_ALL)
def report_list(request):
    filters = ReportFilter(request.GET, user=request.user)
    reports = filters.narrow(OverdueReport.objects.visible_to(request.user))
    listed = reports.newest_first().select_related("campaign", "by").defer("figures")
    page = page_of(request, listed.annotate(obligations=F("figures__obligations")))
    chosen = filters.chosen.get("campaign") or _only_campaign(page)
    found = trend.points(OverdueReport.objects.filter(campaign=chosen)) if chosen else []
    context = {
        "filters": filters,
        "page": page,
        "lines": _lines(page.object_list),
        **_line(found),
        **_compiling(request.user),
    }
    return render(request, "tasks/report_list.html", context)


def _only_campaign(page):
    """The campaign of all listed reports, if it is one."""
    campaigns = {report.campaign_id for report in page.object_list}
    return campaigns.pop() if len(campaigns) == 1 else None


def _lines(reports) -> list[tuple]:
    """Each report with its sums over the lists, and with the circular drawn up from it."""
    standing = Circular.objects.filter(report__in=[report.pk for report in reports])
    circular = {one.report_id: one for one in standing.exclude(state=CircularState.RECALLED)}
    for report in reports:
        report.circular = circular.get(report.pk)
    return [(report, sums_of_lists(report.obligations)) for report in reports]


def _line(found) -> dict:
    return {
        "points": found,
        "reported_line": trend.line_of(found, "reported_y"),
        "approved_line": trend.line_of(found, "approved_y"),
        "width": trend.WIDTH,
        "height": trend.HEIGHT,
    }


def _compiling(user) -> dict:
    if not may(user, Permission.REVIEW):
        return {"compile_form": None}
    form = CompileForm(user=user)
    return {"compile_form": form, "running": list(form.fields["campaign"].queryset)}


@require_POST
@requires(Permission.REVIEW)
def report_compile(request):
    form = CompileForm(request.POST, user=request.user)
    if not form.is_valid():
        return redirect("tasks:report-list")
    job = compiling.ask(form.cleaned_data["campaign"], by=request.user, at=timezone.now())
    return redirect("units:job-detail", pk=job.pk)


def _report(request, pk):
    reports = OverdueReport.objects.visible_to(request.user).select_related("campaign", "by__unit")
    return get_object_or_404(reports, pk=pk)


@require_safe
@requires(Permission.READ_ALL)
def report_detail(request, pk):
    report = _report(request, pk)
    frozen = Frozen(report.figures)
    standing = report.circulars.exclude(state=CircularState.RECALLED).first()
    context = {
        **_read(report, frozen),
        # The task behind each line: what was reported, and when.
        "groups": tables.titled(frozen, evidence=True),
        "columns": tables.COLUMNS,
        "standing": standing,
        "recalled": report.circulars.filter(state=CircularState.RECALLED).order_by("pk"),
        "may_draft": standing is None and may(request.user, Permission.REVIEW),
        "crumbs": [(_("逾期情况汇总"), reverse("tasks:report-list")), (report.number, None)],
    }
    return render(request, "tasks/report_detail.html", context)


@require_safe
@requires(Permission.READ_ALL)
def report_sheet(request, pk):
    """M7: one page for leaders, to print."""
    report = _report(request, pk)
    frozen = Frozen(report.figures)
    context = {
        **_read(report, frozen, most=ON_ONE_PAGE),
        "crumbs": [
            (_("逾期情况汇总"), reverse("tasks:report-list")),
            (report.number, report.get_absolute_url()),
            (_("一页纸"), None),
        ],
    }
    return render(request, "tasks/report_sheet.html", context)


def _read(report, frozen, *, most: int = trend.MOST) -> dict:
    """What both pages of a report show, all of it from its frozen figures."""
    earlier = OverdueReport.objects.filter(
        campaign=report.campaign_id, cut_off_at__lte=report.cut_off_at
    )
    return {
        "report": report,
        "frozen": frozen,
        "is_unchanged": compiling.is_unchanged(report),
        "sums": frozen.lists(),
        "owing": len(frozen.units),
        "late": len(frozen.where("overdue", ObligationKind)),
        "by_group": [(label, frozen.lists(group)) for group, label in GROUPS.items()],
        "others": frozen.others(),
        "problems": drafting.problems(frozen).split("\n"),
        **_line(trend.points(earlier, most)),
    }


@require_POST
@never_cache
@requires(Permission.READ_ALL)
def report_workbook(request, pk):
    report = _report(request, pk)
    return download(
        file_name_of(report),
        lambda stream: write_workbook(report, stream),
        by=request.user,
        at=timezone.now(),
        subject=report,
    )


@require_POST
@requires(Permission.REVIEW)
def report_draft(request, pk):
    """起草通报; a second click finds the draft of the first."""
    return redirect(circulars.draft(_report(request, pk), by=request.user, at=timezone.now()))
