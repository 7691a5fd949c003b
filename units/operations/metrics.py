"""The portal's figures for Prometheus, read from the database when they are asked for.

Whatever process answers, the figures are the same; none is counted in a process of its own.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db.models import Count, Max, Min
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from units.models import (
    Action,
    Delivery,
    DeliveryState,
    Event,
    Job,
    JobState,
    Pulse,
    RoutineRun,
    RunState,
    User,
)

from . import health

# Sign-ins, deliveries and the like are looked back at for so long.
RECENT = timedelta(hours=24)

Figures = Callable[[datetime], Iterator[Metric]]


class Figure(Collector):
    """A collector over one function of the moment; a room gives its own to the registry."""

    def __init__(self, figures: Figures):
        self.figures = figures

    def collect(self):
        yield from self.figures(timezone.now())


def gauge(name: str, text: str, label: str, values: dict) -> GaugeMetricFamily:
    """One gauge by the values of `label`; without a label, of the one value under ""."""
    family = GaugeMetricFamily(f"yichuang_{name}", text, labels=[label] if label else [])
    for key, value in values.items():
        family.add_metric([str(key)] if label else [], value)
    return family


def by_state(rows, states, field="state") -> dict:
    """{state: how many of `rows`}, none left out: a series that vanishes raises no alarm."""
    counted = dict(rows.order_by().values_list(field).annotate(n=Count("pk")))
    return {state.value: counted.get(state.value, 0) for state in states}


def operations(at: datetime) -> Iterator[Metric]:
    """Jobs, routines, deliveries, processes and people."""
    yield from _jobs(at)
    yield from _routines(at)
    yield from _deliveries(at)
    yield from _processes(at)
    yield from _people(at)


def _age(moment, at) -> float:
    return max(0.0, (at - moment).total_seconds()) if moment else 0.0


def _jobs(at):
    yield gauge("jobs", "Jobs by state.", "state", by_state(Job.objects, JobState))
    broken = Job.objects.broken_off(at=at).count()
    yield gauge("jobs_broken_off", "Jobs that broke off and may be retried.", "", {"": broken})
    oldest = Job.objects.filter(state=JobState.QUEUED).aggregate(at=Min("asked_at"))["at"]
    text = "Age of the oldest job that waits for a worker; 0 when none does."
    yield gauge("job_oldest_queued_seconds", text, "", {"": _age(oldest, at)})


def _routines(at):
    runs = RoutineRun.objects
    yield gauge("routine_runs", "Runs of routines by state.", "state", by_state(runs, RunState))
    done = runs.filter(state=RunState.DONE).order_by()
    last = done.values_list("routine__code").annotate(at=Max("finished_at"))
    text = "When each routine last ended well."
    ended = {code: moment.timestamp() for code, moment in last}
    yield gauge("routine_last_success_timestamp_seconds", text, "routine", ended)


def _deliveries(at):
    counts = by_state(Delivery.objects, DeliveryState)
    yield gauge("deliveries", "Messages on their way or gone, by state.", "state", counts)
    waiting = Delivery.objects.filter(state=DeliveryState.QUEUED, due_at__lte=at)
    oldest = waiting.aggregate(at=Min("due_at"))["at"]
    text = "How long the message that should have left first is late; 0 when none is."
    yield gauge("delivery_oldest_due_seconds", text, "", {"": _age(oldest, at)})


def _processes(at):
    found = health.parts(at=at)
    well = {part.name: int(part.state == "ok") for part in found}
    yield gauge("part_up", "Whether a part of the portal is well.", "part", well)
    pulses = {one.pk: _age(one.at, at) for one in Pulse.objects.all()}
    text = "How long ago a process or a tick of beat was last seen."
    yield gauge("pulse_age_seconds", text, "name", pulses)


def _people(at):
    open_sessions = Session.objects.filter(expire_date__gt=at).count()
    yield gauge("sessions", "Sessions that have not expired.", "", {"": open_sessions})
    recent = Event.objects.filter(at__gt=at - RECENT)
    wanted = (Action.SIGN_IN, Action.SIGN_IN_FAILED)
    counts = by_state(recent.filter(action__in=wanted), wanted, field="action")
    yield gauge("sign_ins_last_day", "Sign-ins of the last 24 hours.", "outcome", counts)
    active = User.objects.filter(is_active=True).count()
    yield gauge("accounts", "Accounts in use.", "", {"": active})
