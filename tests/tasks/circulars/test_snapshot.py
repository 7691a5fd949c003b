"""A report compiled while others write is of one instant (trust C6)."""

import threading

import pytest
from django.db import connection

from tasks.circulars import counting
from tasks.circulars.figures import figures
from tasks.circulars.snapshot import one_snapshot
from tasks.models import Entry, RowState
from tests.tasks.acts import FACTS

from .conftest import CUT_OFF

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


def in_a_thread(act):
    """Do `act` on a connection of its own and wait for it."""
    failures = []

    def run():
        try:
            act()
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert not failures


def test_what_others_commit_meanwhile_is_not_seen(reported):
    rows = Entry.objects.filter(state=RowState.SUBMITTED)
    with one_snapshot():
        before = rows.count()
        in_a_thread(lambda: rows.update(state=RowState.APPROVED))
        assert rows.count() == before > 0
    assert rows.count() == 0


def test_nothing_can_be_written_in_a_snapshot(reported):
    with pytest.raises(Exception, match="read-only transaction"), one_snapshot():
        Entry.objects.update(**FACTS)


def test_totals_are_the_rows_though_everything_moves_between_two_readings(
    campaign, reported, monkeypatch
):
    """Half-way, all rows are approved and the tasks emptied: the report knows nothing of it."""
    plain = counting.rows_of

    def rows_of(tasks, campaign, at):
        in_a_thread(lambda: Entry.objects.update(state=RowState.APPROVED))
        return plain(tasks, campaign, at)

    before = figures(campaign, at=CUT_OFF)
    monkeypatch.setattr(counting, "rows_of", rows_of)
    assert figures(campaign, at=CUT_OFF) == before
    monkeypatch.undo()
    approved = sum(one["all"]["approved"] for one in figures(campaign, at=CUT_OFF)["obligations"])
    assert approved == Entry.objects.filter(task=reported.city_list).count() == 8
