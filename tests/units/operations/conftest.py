"""Who operates the portal, jobs of others, a schedule; no broker is asked."""

from datetime import time, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from tests.factories import DURING
from units import jobs, routines
from units.models import Job, JobState, Routine
from units.models.jobs import SILENCE
from units.operations import health


@pytest.fixture(autouse=True)
def quiet(monkeypatch):
    """No broker is asked and no message sent."""
    monkeypatch.setattr(health, "_ask_broker", lambda: "ok")
    monkeypatch.setattr(jobs, "ring", lambda pk: None)
    monkeypatch.setattr(routines, "ring", lambda pk: None)
    cache.delete("broker")


@pytest.fixture
def browser(as_user, admin):
    return as_user(admin)


def job(owner, title, state=JobState.DONE, *, minutes=0, **fields):
    asked_at = DURING - timedelta(minutes=minutes)
    fields.setdefault("kind", "report")
    return Job.objects.create(title=title, owner=owner, state=state, asked_at=asked_at, **fields)


@pytest.fixture
def silent(filler):
    """A job whose worker was killed."""
    seen = timezone.now() - SILENCE - timedelta(seconds=5)
    return job(filler, "静默的导出", JobState.RUNNING, minutes=60, seen_at=seen, attempts=1)


@pytest.fixture
def weekly(monkeypatch, db):
    monkeypatch.setitem(routines.ROUTINES, "weekly", lambda *, occasion, at: "汇总完成")
    return Routine.objects.create(code="weekly", name="周五汇总", weekdays=[4], hour=time(17))
