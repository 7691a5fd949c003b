"""How the work stands in figures for Prometheus; overdue is what it is on every page (B5)."""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client.metrics_core import Metric

from tasks.models import Campaign, State, Task
from units.operations.metrics import by_state, gauge


def work(at: datetime) -> Iterator[Metric]:
    """Tasks of the campaigns that run, by state, and how many are late."""
    owed = Task.objects.owed().filter(obligation__campaign__in=Campaign.objects.current())
    yield gauge("tasks", "Tasks of running campaigns by state.", "state", by_state(owed, State))
    late = owed.overdue(at=at).count()
    yield gauge("tasks_overdue", "Tasks of running campaigns that are overdue.", "", {"": late})
