"""The pulse: who was last seen alive, and how the last tick ended."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from units import jobs, pulse
from units.models import Pulse

NOW = timezone.now()


@pytest.mark.django_db
def test_a_pulse_is_one_row_that_is_written_over():
    for minutes in (2, 1, 0):
        pulse.beat("sweep-jobs", at=NOW - timedelta(minutes=minutes))
    assert Pulse.objects.get().at == NOW


@pytest.mark.django_db
def test_the_last_success_outlives_a_failure_and_the_other_way_round():
    pulse.beat("sweep-jobs", at=NOW - timedelta(minutes=2))
    pulse.beat("sweep-jobs", at=NOW, error="OSError: no route")
    one = Pulse.objects.get()
    assert (one.done_at, one.failed_at) == (NOW - timedelta(minutes=2), NOW)
    pulse.beat("sweep-jobs", at=NOW + timedelta(minutes=1))
    one.refresh_from_db()
    assert (one.error, one.failed_at) == ("", NOW)


@pytest.mark.django_db
def test_a_tick_of_beat_is_noted_by_whoever_does_it():
    jobs.sweep_jobs.apply()
    assert Pulse.objects.get(pk="sweep-jobs").done_at


@pytest.mark.django_db
def test_a_tick_that_fails_is_noted_in_words(monkeypatch):
    def breaks(at):
        raise OSError("no route")

    monkeypatch.setattr(jobs, "sweep", breaks)
    jobs.sweep_jobs.apply()
    assert Pulse.objects.get(pk="sweep-jobs").error == "OSError: no route"


@pytest.mark.django_db
def test_what_no_schedule_rings_has_no_pulse(monkeypatch):
    monkeypatch.setattr(jobs, "run", lambda pk: None)
    jobs.work_on.apply(kwargs={"pk": 1})
    assert not Pulse.objects.exists()


def test_a_process_that_shows_no_sign_of_life_has_no_pulse(monkeypatch):
    written = []
    monkeypatch.setattr(pulse, "INTERVAL_SECONDS", 0.01)
    monkeypatch.setattr(pulse.Pacemaker, "write", lambda self: written.append(self.pulse))
    pacemaker = pulse.Pacemaker("worker")
    pacemaker.start()
    time.sleep(0.1)
    assert written == []
    pacemaker.felt()
    patience = time.monotonic() + 5
    while not written and time.monotonic() < patience:
        time.sleep(0.01)
    time.sleep(0.1)
    assert len(written) == 1
    assert written[0].startswith("worker@")
