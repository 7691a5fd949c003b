"""What probes are told: every part, how long ago it was seen, and nothing that is secret."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from units import pulse
from units.models import Pulse
from units.operations import health
from yichuang.celery import app as celery_app


@pytest.fixture(autouse=True)
def broker(monkeypatch):
    """`broker("down")` is what the broker answers from now on; it answers well at first."""

    def answers(state):
        cache.delete("broker")
        monkeypatch.setattr(health, "_ask_broker", lambda: state)

    answers("ok")
    yield answers
    cache.delete("broker")


@pytest.fixture
def all_well(db):
    now = timezone.now()
    for name in ("beat@vm", "worker@vm", "sweep-jobs"):
        pulse.beat(name, at=now)
    return now


def ask(client):
    response = client.get(reverse("healthz"))
    return response.status_code, response.json()


def late(name, seconds=200):
    Pulse.objects.filter(pk=name).update(at=timezone.now() - timedelta(seconds=seconds))


def test_all_well(client, all_well):
    status, answer = ask(client)
    assert status == 200
    assert answer["status"] == "ok"
    assert {answer[name] for name in health.LABELS} == {"ok"}
    assert 0 <= answer["beat_seconds"] < 20


@pytest.mark.parametrize(
    ("name", "part"), [("beat@vm", "beat"), ("worker@vm", "worker"), ("sweep-jobs", "sweep")]
)
def test_silence_is_told_and_takes_no_page_away(client, all_well, name, part):
    late(name)
    status, answer = ask(client)
    assert (status, answer["status"], answer[part]) == (200, "degraded", "late")
    others = set(health.LABELS) - {part}
    assert {answer[one] for one in others} == {"ok"}


def test_a_silent_broker_takes_no_page_away(client, all_well, broker):
    broker("down")
    status, answer = ask(client)
    assert (status, answer["status"], answer["broker"]) == (200, "degraded", "down")


def test_what_was_never_started_is_not_thought_dead(client, db):
    status, answer = ask(client)
    assert (status, answer["status"]) == (200, "degraded")
    assert (answer["beat"], answer["worker"], answer["sweep"]) == ("unseen",) * 3


def test_of_several_workers_the_last_seen_counts(client, all_well):
    pulse.beat("worker@gone", at=timezone.now() - timedelta(days=1))
    assert ask(client)[1]["worker"] == "ok"


def test_a_sweep_that_failed_is_told(client, all_well):
    pulse.beat("sweep-jobs", at=timezone.now(), error="OSError: 秘密")
    status, answer = ask(client)
    assert answer["sweep"] == "failed"
    assert "秘密" not in str(answer)


def test_a_full_disk_is_told(client, all_well, settings):
    settings.LEAST_FREE_DISK = 2**60
    status, answer = ask(client)
    assert (status, answer["status"], answer["disk"]) == (200, "degraded", "low")


def test_without_the_database_it_is_down(client, all_well, monkeypatch):
    def breaks():
        raise DatabaseError("could not connect as yichuang with password hush")

    monkeypatch.setattr(health.Pulse.objects, "all", breaks)
    status, answer = ask(client)
    assert (status, answer["status"], answer["database"]) == (503, "down", "down")
    assert answer["beat"] == "unknown"
    assert "hush" not in str(answer)


def test_a_broker_that_hangs_holds_up_one_probe_in_many(client, all_well, monkeypatch):
    asked = []
    monkeypatch.setattr(health, "_ask_broker", lambda: asked.append(1) or "down")
    for _ in range(5):
        ask(client)
    assert len(asked) == 1


ASK = health._ask_broker


def test_the_broker_of_the_embedded_default_answers():
    assert ASK() == "ok"


def test_a_broker_that_refuses_is_down(monkeypatch):
    closed = celery_app.connection("redis://127.0.0.1:1/0", connect_timeout=1)
    monkeypatch.setattr(celery_app, "connection_for_write", lambda **_how: closed)
    assert ASK() == "down"


def test_a_process_lives_whatever_the_database_does(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        response = client.get(reverse("live"))
    assert (response.status_code, response.content) == (200, b"ok")


def test_an_answer_costs_one_query(client, all_well, django_assert_num_queries):
    with django_assert_num_queries(1):
        ask(client)


def by_command(*names):
    out = StringIO()
    try:
        call_command("health", *names, stdout=out)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


def test_the_command_says_the_same_in_words(all_well):
    status, text = by_command()
    assert status == 0
    assert "定时进程：正常（" in text


def test_the_command_fails_for_the_part_that_was_asked_for(all_well):
    late("beat@vm")
    assert by_command("beat")[0] == 1
    assert by_command("worker") == (0, by_command("worker")[1])
    assert by_command()[0] == 1
