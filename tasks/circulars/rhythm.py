"""What the schedule does for circulars: reports on due days, 周五汇总、周一初核、周二下发."""

from collections.abc import Callable
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tasks.models import Campaign, Circular, CircularState, OverdueReport, State, Task
from tasks.supervision.deadlines import ladder_day
from units import inbox
from units.routines import routine
from units.workdays import workdays_after

from . import circulars, telling
from .compiling import compile_report
from .reading import Frozen


@routine("overdue-report")
def report_on_due_days(*, occasion: datetime, at: datetime) -> tuple[str, str]:
    """On the last workday of a deadline and on the workday after it: who has not reported."""
    today = timezone.localdate(occasion)
    due = [one for one in _running() if today in _report_days(one)]
    return _compile(due, occasion, at, nothing=_("今天没有到期的任务，无需汇总。"))


@routine("weekly-circular")
def draft_weekly(*, occasion: datetime, at: datetime) -> tuple[str, str]:
    """周五汇总: a report and the draft of its circular for each campaign that is not done."""

    def draft(report):
        circulars.draft(report, at=at)

    return _compile(_running(), occasion, at, then=draft, nothing=_("没有进行中的专项，无需汇总。"))


@routine("check-circular")
def remind_to_check(*, occasion: datetime, at: datetime) -> tuple[str, str]:
    """周一初核: drafts that nobody has checked."""
    waiting = list(Circular.objects.filter(state=CircularState.DRAFT).order_by("pk"))
    telling.tell_to_check(waiting, since=occasion, at=at)
    return _reminded(waiting, _("已提醒审核员核稿 %(n)s 份。"), _("没有待核的通报。"))


@routine("issue-circular")
def remind_to_issue(*, occasion: datetime, at: datetime) -> tuple[str, str]:
    """周二下发: checked, and not issued. The schedule only reminds; a person issues (S6)."""
    waiting = list(Circular.objects.filter(state=CircularState.CHECKED).order_by("pk"))
    telling.tell_to_issue(waiting, since=occasion, at=at)
    return _reminded(waiting, _("已提醒管理员印发 %(n)s 份。"), _("没有待印发的通报。"))


def _running() -> list[Campaign]:
    """Campaigns in which somebody still owes something."""
    open_tasks = Task.objects.owed().exclude(state=State.APPROVED)
    running = Campaign.objects.current().filter(obligations__tasks__in=open_tasks)
    return list(running.distinct().order_by("pk"))


def _report_days(campaign: Campaign) -> set[date]:
    """T and T+1 of each deadline that a unit of the campaign has."""
    deadlines = Task.objects.of_campaign(campaign).owed().order_by()
    days = {ladder_day(due, campaign) for due in deadlines.values_list("due_at", flat=True)}
    return days | {workdays_after(day, 1) for day in days}


@inbox.in_chinese
def _compile(
    campaigns: list[Campaign],
    occasion: datetime,
    at: datetime,
    *,
    nothing: str,
    then: Callable[[OverdueReport], None] | None = None,
) -> tuple[str, str]:
    reports = []
    for campaign in campaigns:
        report = compile_report(campaign, cut_off_at=occasion, at=at)
        if then:
            then(report)
        telling.tell_compiled(report, in_words(report), at=at)
        reports.append(report)
    if not reports:
        return nothing, ""
    url = reports[0].get_absolute_url() if len(reports) == 1 else reverse("tasks:report-list")
    return "\n".join(in_words(report) for report in reports), url


def in_words(report: OverdueReport) -> str:
    """What a report comes to, in a sentence."""
    frozen = Frozen(report.figures)
    sums = frozen.lists()
    return _("%(number)s：应报送 %(units)s 家，已报送 %(reported)s 家，%(named)s 家存在问题。") % {
        "number": report.number,
        "units": sums["units"],
        "reported": sums["reported_units"],
        "named": len(frozen.named),
    }


def _reminded(waiting, done: str, nothing: str) -> tuple[str, str]:
    if not waiting:
        return nothing, ""
    return done % {"n": len(waiting)}, reverse("tasks:circular-list")
