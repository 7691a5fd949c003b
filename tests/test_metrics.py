"""Figures for Prometheus: for who brings the token only, and the same as on the pages."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from tasks.models import Task
from tests import factories
from units import pulse
from units.models import Job, JobState, Routine, RoutineRun, RunState
from yichuang import metrics

TOKEN = "a-token-of-many-characters"


@pytest.fixture
def scrape(client, settings, db):
    """`scrape()` is {name: {labels: value}} of what Prometheus reads."""
    settings.METRICS_TOKEN = TOKEN

    def read():
        response = client.get(reverse("metrics"), headers={"Authorization": f"Bearer {TOKEN}"})
        assert response.status_code == 200
        families = text_string_to_metric_families(response.text)
        samples = [sample for family in families for sample in family.samples]
        found = {}
        for one in samples:
            found.setdefault(one.name, {})[tuple(one.labels.values())] = one.value
        return found

    return read


@pytest.mark.parametrize("brought", ["", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", TOKEN])
def test_without_the_token_nothing_is_told(client, settings, db, brought):
    settings.METRICS_TOKEN = TOKEN
    response = client.get(reverse("metrics"), headers={"Authorization": brought})
    assert (response.status_code, response.content) == (401, b"")


@pytest.mark.parametrize("brought", ["", "Bearer ", f"Bearer {TOKEN}"])
def test_with_no_token_set_there_is_no_such_page(client, db, brought):
    response = client.get(reverse("metrics"), headers={"Authorization": brought})
    assert response.status_code == 404


def test_even_an_administrator_needs_the_token(as_user, admin, settings):
    settings.METRICS_TOKEN = TOKEN
    assert as_user(admin).get(reverse("metrics")).status_code == 401


def test_jobs_by_state_and_the_oldest_that_waits(scrape, admin):
    now = timezone.now()
    for state, minutes in ((JobState.QUEUED, 5), (JobState.QUEUED, 2), (JobState.DONE, 60)):
        Job.objects.create(
            kind="k", title="t", owner=admin, state=state, asked_at=now - timedelta(minutes=minutes)
        )
    figures = scrape()
    assert figures["yichuang_jobs"] == {
        ("queued",): 2,
        ("running",): 0,
        ("done",): 1,
        ("failed",): 0,
    }
    assert figures["yichuang_job_oldest_queued_seconds"][()] == pytest.approx(300, abs=10)


def test_runs_and_when_each_routine_last_ended_well(scrape):
    ended = timezone.now() - timedelta(hours=1)
    routine = Routine.objects.create(code="weekly-report", name="汇总", hour="17:00")
    for state, hours in ((RunState.DONE, 0), (RunState.FAILED, 1)):
        RoutineRun.objects.create(
            routine=routine,
            occasion=ended + timedelta(hours=hours),
            state=state,
            finished_at=ended + timedelta(hours=hours),
        )
    figures = scrape()
    assert figures["yichuang_routine_runs"][("failed",)] == 1
    last = figures["yichuang_routine_last_success_timestamp_seconds"][("weekly-report",)]
    assert last == pytest.approx(ended.timestamp())


def test_tasks_and_overdue_ones_are_those_of_the_pages(scrape, tasks):
    figures = scrape()
    owed = Task.objects.owed()
    assert figures["yichuang_tasks"][("issued",)] == owed.count()
    # The campaign of the tests is of 2018.
    overdue = owed.overdue(at=timezone.now()).count()
    assert 0 < overdue == figures["yichuang_tasks_overdue"][()]


def test_processes_and_how_long_ago_they_were_seen(scrape):
    pulse.beat("beat@vm", at=timezone.now() - timedelta(seconds=300))
    pulse.beat("worker@vm", at=timezone.now())
    figures = scrape()
    assert figures["yichuang_part_up"][("beat",)] == 0
    assert figures["yichuang_part_up"][("worker",)] == 1
    assert figures["yichuang_pulse_age_seconds"][("beat@vm",)] == pytest.approx(300, abs=10)


def test_no_name_and_no_number_of_a_person_is_told(scrape, tasks, people):
    text = str(scrape())
    assert not [one.name for one in vars(people).values() if one.name in text]
    assert "199000" not in text


def test_queries_do_not_grow(scrape, admin, django_assert_max_num_queries):
    for number in range(30):
        routine = Routine.objects.create(code=f"r{number}", name="r", hour="17:00")
        RoutineRun.objects.create(routine=routine, occasion=factories.DURING)
        Job.objects.create(kind="k", title="t", owner=admin, asked_at=factories.DURING)
    with django_assert_max_num_queries(18):
        scrape()


def test_files_of_processes_that_are_gone_are_forgotten(tmp_path, monkeypatch):
    monkeypatch.setenv(metrics.FOLDER, str(tmp_path))
    alive = tmp_path / "histogram_1.db"
    alive.touch()
    (tmp_path / "histogram_4194999.db").touch()
    metrics.forget_the_dead()
    assert list(tmp_path.iterdir()) == [alive]
