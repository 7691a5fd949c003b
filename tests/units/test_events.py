"""The audit trail is only ever added to, and every test database starts empty all the same."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from tests import factories
from units.models import Action, AppendOnly, Event
from yichuang.celery import app

ROOT = Path(settings.BASE_DIR)
APPS = ("yichuang", "units", "matters", "tasks")


@pytest.fixture
def event(filler, town):
    return Event.objects.record(
        Action.EDIT, by=filler, at=factories.DURING, subject=town.renshe, changes={"a": [1, 2]}
    )


def test_an_event_names_the_unit_of_the_person_by_default(event, town):
    assert event.unit == town.renshe


def test_the_history_of_an_object_is_newest_first(event, filler, town):
    later = Event.objects.record(Action.EXPORT, by=filler, at=factories.DUE, subject=town.renshe)
    assert list(Event.objects.of(town.renshe)) == [later, event]
    assert not Event.objects.of(town.gongan).exists()


def test_an_event_cannot_be_saved_again(event):
    event.label = "另一个对象"
    with pytest.raises(AppendOnly):
        event.save()


def test_an_event_cannot_be_deleted(event):
    with pytest.raises(AppendOnly):
        event.delete()
    with pytest.raises(AppendOnly):
        Event.objects.all().delete()
    with pytest.raises(AppendOnly):
        Event.objects.update(label="")


@pytest.mark.parametrize(
    "statement", ["UPDATE units_event SET label = ''", "DELETE FROM units_event"]
)
def test_the_database_itself_refuses_to_change_an_event(event, statement):
    refused = pytest.raises(DatabaseError, match="only ever added")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Event.objects.get() == event


@pytest.mark.parametrize("action", ["send_back", "hand_back", "mark_missing", "decide"])
def test_a_return_without_a_reason_cannot_be_recorded(filler, town, action):
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.record(action, by=filler, at=factories.DURING, subject=town.renshe)


@pytest.mark.django_db(transaction=True)
class TestFlush:
    """Twice the same: the second run finds nothing of the first, and the guards are back."""

    @pytest.mark.parametrize("run", [1, 2])
    def test_a_transactional_test_starts_empty_and_guarded(self, run, event, library):
        assert Event.objects.count() == 1
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM units_event")
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM matters_matter")


def test_nothing_in_the_portal_deletes_events():
    """Kept for good, so well over the 184 days that are asked for (trust I3)."""
    purging = re.compile(
        r"Event\w*\.objects[^\n]*\.(_raw_delete|delete)\(|(DELETE FROM|TRUNCATE)[^\n]*units_event"
    )
    modules = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
    assert [str(path) for path in modules if purging.search(path.read_text("utf-8"))] == []


def test_an_event_of_last_year_is_still_there_after_every_scheduled_job(event, filler, town):
    old = Event.objects.record(
        Action.EXPORT, by=filler, at=event.at - timedelta(days=400), subject=town.renshe
    )
    app.loader.import_default_modules()
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        app.tasks[entry["task"]]()
    assert set(Event.objects.all()) == {event, old}
