"""The list of sheets, a sheet by unit group, and the steps from draft to final."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tasks.assessment import book, marking, publishing, scheme
from tasks.assessment import sheets as work
from tasks.assessment.filters import SheetFilter
from tasks.assessment.forms import SheetForm
from tasks.assessment.jobs import COMPUTE
from tasks.assessment.period import last_quarter
from tasks.assessment.standing import Standing, groups
from tasks.models import AppealState, AssessmentSheet, Campaign, Score, SheetState
from units import jobs
from units.downloads import download
from units.history import timeline
from units.models import Event
from units.permissions import Permission, may, requires
from yichuang.paging import page_of

LIST = "tasks:assessment-list"


def get_sheet(request, pk) -> AssessmentSheet:
    visible = AssessmentSheet.objects.visible_to(request.user)
    people = ("created_by", "computed_by", "published_by", "finalised_by")
    return get_object_or_404(visible.select_related("campaign", *people), pk=pk)


@require_safe
@requires(Permission.FILL, Permission.READ_ALL)
def assessment_list(request):
    """The bureau and leaders see sheets, a unit its own points on each."""
    if not may(request.user, Permission.READ_ALL):
        return _own_scores(request)
    visible = AssessmentSheet.objects.visible_to(request.user).select_related("campaign")
    appeals = "scores__deductions__appeal"
    counted = visible.annotate(
        units=Count("scores", distinct=True),
        appeals=Count(appeals, distinct=True),
        waiting=Count(
            appeals, distinct=True, filter=Q(**{f"{appeals}__state": AppealState.PENDING})
        ),
    )
    context = {
        "page": page_of(request, counted.newest_first(), count=visible.count()),
        "campaigns": Campaign.objects.visible_to(request.user).out().newest_first(),
        "may_issue": may(request.user, Permission.ISSUE),
        "crumbs": [(_("考核"), None)],
    }
    return render(request, "tasks/assessment_list.html", context)


def _own_scores(request):
    scores = Score.objects.visible_to(request.user).filter(unit=request.user.unit_id)
    related = scores.select_related("sheet__campaign", "unit__parent")
    related = related.prefetch_related("deductions__appeal").order_by("-sheet__ends_on", "-pk")
    page = page_of(request, related)
    context = {
        "page": page,
        "standings": [Standing(one, one.deductions.all()) for one in page.object_list],
        "crumbs": [(_("考核"), None)],
    }
    return render(request, "tasks/assessment_own.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.ISSUE)
def assessment_create(request):
    now = timezone.now()
    name, starts_on, ends_on = last_quarter(timezone.localdate(now))
    initial = {"name": name, "starts_on": starts_on, "ends_on": ends_on}
    form = SheetForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        sheet = work.open_sheet(**form.cleaned_data, by=request.user, at=now)
        messages.success(request, _("已新建考核期，请计分。"))
        return redirect("tasks:assessment-sheet", sheet.pk)
    crumbs = [(_("考核"), reverse(LIST)), (_("新考核期"), None)]
    context = {"form": form, "crumbs": crumbs}
    return render(
        request, "tasks/assessment_form.html", context, status=422 if form.errors else 200
    )


def _read(request, sheet):
    """The groups as the address asks for them, with the filters that were read."""
    filters = SheetFilter(request.GET, criteria=sheet.frozen.get("scheme", []))
    return filters, filters.narrow(groups(sheet))


@require_safe
@requires(Permission.READ_ALL)
def assessment_sheet(request, pk):
    sheet, now = get_sheet(request, pk), timezone.now()
    filters, found = _read(request, sheet)
    criteria = sheet.frozen.get("scheme", [])
    may_issue = may(request.user, Permission.ISSUE)
    context = {
        "sheet": sheet,
        "filters": filters,
        "groups": found,
        "criteria": criteria,
        "full": sum(one["points"] for one in criteria),
        "left_out": sheet.frozen.get("left_out", []),
        "query": request.GET.urlencode(),
        "may_issue": may_issue,
        "may_mark": may(request.user, Permission.REVIEW) and sheet.is_draft,
        "by_hand": scheme.by_hand(criteria),
        "unmarked": marking.unmarked(sheet) if sheet.is_draft else 0,
        "not_ready": publishing.not_ready(sheet) if sheet.is_draft else "",
        "not_final": publishing.not_final(sheet, at=now) if _is_open(sheet) else "",
        "window_ends": publishing.window_from(now),
        "history": timeline(Event.objects.of(sheet)),
        "crumbs": [(_("考核"), reverse(LIST)), (sheet.name, None)],
    }
    return render(request, "tasks/assessment_sheet.html", context)


def _is_open(sheet):
    return sheet.state == SheetState.PUBLISHED


@require_safe
@requires(Permission.READ_ALL)
def assessment_print(request, pk):
    """For signature and seal: both groups, whatever the screen was narrowed to."""
    sheet = get_sheet(request, pk)
    context = {
        "sheet": sheet,
        "groups": groups(sheet),
        "criteria": sheet.frozen.get("scheme", []),
        "left_out": sheet.frozen.get("left_out", []),
        "intact": bool(sheet.checksum) and work.checksum(sheet) == sheet.checksum,
        "crumbs": [
            (_("考核"), reverse(LIST)),
            (sheet.name, reverse("tasks:assessment-sheet", args=[pk])),
            (_("打印"), None),
        ],
    }
    return render(request, "tasks/assessment_print.html", context)


@require_POST
@never_cache
@requires(Permission.READ_ALL)
def assessment_export(request, pk):
    """What the page shows, as a workbook; handing it out is written into the audit trail."""
    sheet, now = get_sheet(request, pk), timezone.now()
    filters = SheetFilter(
        QueryDict(request.POST.get("query", "")), criteria=sheet.frozen.get("scheme", [])
    )
    found = filters.narrow(groups(sheet))
    if not found:
        messages.warning(request, _("没有可导出的得分，请先计分或清除筛选条件。"))
        return redirect("tasks:assessment-sheet", pk)
    return download(
        book.file_name(sheet),
        lambda stream: book.write(stream, sheet, found, at=now),
        by=request.user,
        at=now,
        subject=sheet,
    )


@require_POST
@requires(Permission.ISSUE)
def assessment_compute(request, pk):
    sheet = get_sheet(request, pk)
    if not sheet.is_draft:
        messages.error(request, _("考核得分表已公布，不能再改；差错通过申诉更正。"))
        return redirect("tasks:assessment-sheet", pk)
    title = _("考核计分：%(sheet)s") % {"sheet": sheet}
    job = jobs.ask(COMPUTE, title=title[:120], owner=request.user, sheet=pk)
    return redirect("units:job-detail", pk=job.pk)


def _step(request, pk, act, said, *, to="tasks:assessment-sheet"):
    """Take a step of the sheet; a refusal is said where the person is."""
    get_sheet(request, pk)
    try:
        act()
    except work.SheetRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("tasks:assessment-sheet", pk)
    messages.success(request, said)
    return redirect(to) if to == LIST else redirect(to, pk)


@require_POST
@requires(Permission.ISSUE)
def assessment_publish(request, pk):
    who = {"by": request.user, "at": timezone.now()}
    seen = request.POST.get("seen", "")
    said = _("已公布，并通知了参加考核的单位；申诉期为5个工作日。")
    return _step(request, pk, lambda: publishing.publish(pk, seen=seen, **who), said)


@require_POST
@requires(Permission.ISSUE)
def assessment_finalise(request, pk):
    who = {"by": request.user, "at": timezone.now()}
    return _step(request, pk, lambda: publishing.finalise(pk, **who), _("已定稿。"))


@require_POST
@requires(Permission.ISSUE)
def assessment_discard(request, pk):
    who = {"by": request.user, "at": timezone.now()}
    return _step(request, pk, lambda: work.discard(pk, **who), _("已删除草稿。"), to=LIST)
