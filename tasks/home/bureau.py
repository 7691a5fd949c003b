"""What the bureau and the leaders find first: what waits for whom, with its denominators."""

from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from tasks.audit import reading
from tasks.models import (
    Appeal,
    Campaign,
    ChasingSlip,
    Circular,
    CircularState,
    Entry,
    Objection,
    ObligationKind,
    RowState,
    Severity,
    State,
    Task,
)
from tasks.models.objections import Turn
from tasks.models.suspicion import TONES
from tasks.supervision import deadlines, waiting
from tasks.supervision.overview import overview
from units.models import Job, JobState, RoutineRun, RunState

from . import goals

# Jobs are looked back at for so long.
RECENT = timedelta(days=7)


def reviewer(user, at):
    return "tasks/home_reviewer.html", {
        **_submissions(user, at),
        **_rows(user),
        **_objections(user),
        "chasing": _chasing(user),
        "lines": progress(user, at),
    }


def _chasing(user):
    """What of slips, circulars and appeals is the bureau's turn."""
    slips = ChasingSlip.objects.visible_to(user)
    circulars = Circular.objects.visible_to(user).aggregate(
        to_check=Count("pk", filter=Q(state=CircularState.DRAFT)),
        to_issue=Count("pk", filter=Q(state=CircularState.CHECKED)),
    )
    return {
        "to_judge": slips.to_judge().count(),
        "settled": slips.settled().count(),
        "appeals": Appeal.objects.visible_to(user).pending().count(),
        **circulars,
    }


def admin(user, at):
    _template, context = reviewer(user, at)
    seal = reading.last_seal()
    return "tasks/home_admin.html", {
        **context,
        **_jobs(at),
        "campaigns": Campaign.objects.visible_to(user).newest_first()[:5],
        "seal": seal,
        "unsealed": reading.unsealed(seal),
    }


def leader(user, at):
    return "tasks/home_leader.html", {
        "at": at,
        "goals": goals.goals(user),
        "turns": turns(user),
        "lines": progress(user, at),
        **_objections(user),
    }


def _submissions(user, at):
    """What came up and waits for the bureau, and what it sent back."""
    on = timezone.localdate(at)
    owed = Task.objects.visible_to(user).owed()
    counts = owed.aggregate(
        came_up=Count("pk", filter=Q(first_submitted_at__isnull=False)),
        waiting=Count("pk", filter=Q(state=State.SUBMITTED)),
        waiting_lists=Count(
            "pk",
            filter=Q(state=State.SUBMITTED)
            & ~Q(obligation__kind__in=[ObligationKind.CHECK, ObligationKind.ROSTER]),
        ),
        returned=Count("pk", filter=Q(state=State.RETURNED)),
        returned_late=Count("pk", filter=Q(state=State.RETURNED, correction_due_at__lt=at)),
    )
    return {
        **counts,
        "oldest": waiting.oldest_wait(owed, on=on),
        "late_reviews": waiting.late_reviews(owed, on=on),
    }


def _rows(user):
    """Rows under review by the gravest thing found in them, the gravest first."""
    rows = Entry.objects.visible_to(user).filter(state=RowState.SUBMITTED)
    counts = dict(rows.order_by().values_list("severity").annotate(n=Count("pk")))
    severities = [
        {
            "label": severity.label if severity else _("无疑点"),
            "query": f"?severity={severity.value}",
            "tone": TONES[severity] if counts.get(severity) else "",
            "count": counts.get(severity, 0),
        }
        for severity in sorted(Severity, reverse=True)
    ]
    return {"severities": severities, "rows_waiting": sum(counts.values())}


def _objections(user):
    objections = Objection.objects.visible_to(user)
    return {
        "objections": objections.pending().count(),
        "objections_ours": objections.waiting_for(Turn.BUREAU).count(),
        "objections_all": objections.count(),
    }


def _jobs(at):
    """How many jobs of the last days did not get to their end; whose they are stays theirs."""
    recent = Job.objects.filter(asked_at__gt=at - RECENT)
    runs = RoutineRun.objects.filter(occasion__gt=at - RECENT)
    return {
        **recent.aggregate(
            jobs=Count("pk"), jobs_failed=Count("pk", filter=Q(state=JobState.FAILED))
        ),
        **runs.aggregate(
            runs=Count("pk"), runs_failed=Count("pk", filter=Q(state=RunState.FAILED))
        ),
    }


def progress(user, at):
    """What the published campaigns ask of anybody, with the days left."""
    campaigns = Campaign.objects.visible_to(user).current()
    lines = [line for line in overview(campaigns, at=at) if line.units]
    for line in lines:
        line.time_left = deadlines.left_in_words(
            line.obligation.due_at, line.obligation.campaign, on=timezone.localdate(at)
        )
    return lines


TURNS = (
    (frozenset({State.ISSUED}), "issued"),
    (frozenset({State.ACKNOWLEDGED, State.FILLING, State.FOR_HEAD, State.COLLECTED}), "filling"),
    (frozenset({State.RETURNED}), "returned"),
    (frozenset({State.SUBMITTED}), "submitted"),
    (frozenset({State.APPROVED}), "approved"),
)


def turns(user) -> dict:
    """Of all that units owe in the campaigns that run: how many tasks are whose turn."""
    owed = Task.objects.visible_to(user).owed()
    owed = owed.filter(obligation__campaign__in=Campaign.objects.current())
    counts = {name: Count("pk", filter=Q(state__in=states)) for states, name in TURNS}
    return owed.aggregate(total=Count("pk"), **counts)
