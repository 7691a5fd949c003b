"""Compiling a report: figures of one instant become a row that stays (H1)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from tasks.filling.content import checksum_of
from tasks.models import Campaign, OverdueReport
from units import inbox, jobs
from units.models import Action, Event, Job, User
from units.workdays import start_of

from .figures import SCHEMA, figures

REPORT = "overdue_report"
# Who presses twice within so long meant it once.
DOUBLE_CLICK = timedelta(seconds=10)


@inbox.in_chinese
def compile_report(
    campaign: Campaign, *, cut_off_at: datetime, by: User | None = None, at: datetime
) -> OverdueReport:
    """The report of `campaign` cut at `cut_off_at`, by `by` or by the schedule; if there is one,
    that one: a second run, or another routine of the same moment, adds nothing."""
    if cut_off_at > at:
        raise ValueError("nobody knows yet how things will stand")
    same = OverdueReport.objects.filter(campaign=campaign, cut_off_at=cut_off_at)
    return same.first() or _store(campaign, cut_off_at, figures(campaign, at=cut_off_at), by, at)


@transaction.atomic
def _store(campaign, cut_off_at, content, by, at) -> OverdueReport:
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    reports = OverdueReport.objects.filter(campaign=campaign)
    if found := reports.filter(cut_off_at=cut_off_at).first():
        return found
    today = start_of(timezone.localdate(cut_off_at))
    serial = (
        1 + reports.filter(cut_off_at__gte=today, cut_off_at__lt=today + timedelta(days=1)).count()
    )
    report = OverdueReport.objects.create(
        campaign=campaign,
        serial=serial,
        number=OverdueReport.number_of(campaign.pk, cut_off_at, serial),
        cut_off_at=cut_off_at,
        compiled_at=at,
        by=by,
        schema=SCHEMA,
        figures=content,
        checksum=checksum_of(content),
    )
    Event.objects.record(Action.COMPILE, by=by, at=at, subject=report)
    return report


def is_unchanged(report: OverdueReport) -> bool:
    """Whether the stored figures are, sign for sign, those the checksum was made of."""
    return checksum_of(report.figures) == report.checksum


@transaction.atomic
def ask(campaign: Campaign, *, by: User, at: datetime) -> Job:
    """现在汇总: the cut-off is this moment, whenever a worker comes to it. Of two clicks the second
    gets the job of the first."""
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    same = Job.objects.filter(kind=REPORT, arguments__campaign=campaign.pk, owner=by)
    waiting = same.unfinished() | same.filter(asked_at__gt=at - DOUBLE_CLICK)
    if found := waiting.order_by("-pk").first():
        return found
    return jobs.ask(
        REPORT,
        title=f"逾期情况汇总 {campaign.number}",
        owner=by,
        campaign=campaign.pk,
        cut_off_at=at.isoformat(),
    )
