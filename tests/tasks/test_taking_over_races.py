"""Taking over while others take over, type, sign or take back at the same moment."""

from datetime import timedelta

import pytest

from tasks.filling import grid
from tasks.models import Entry
from tasks.taking_over import taking, undoing
from tests.attacks.test_races import at_once
from tests.factories import DURING
from units.models import Action, Event

from .acts import acknowledged
from .taken import SYSTEM, answer, row_of, take


@pytest.fixture
def part(tasks, district_filler):
    answer(tasks.city_list)
    return acknowledged(tasks.part, district_filler)


@pytest.mark.django_db(transaction=True)
def test_two_take_over_at_once_and_the_second_is_told(part, tasks, district_filler, collector):
    done = at_once(
        lambda: take(part, district_filler),
        lambda: take(tasks.district_list, collector),
    )
    assert sorted(one.counts["taken"] for one in done) == [0, 1]
    assert Event.objects.filter(action=Action.TAKE_OVER).count() == 1
    assert row_of(part).version == 1


@pytest.mark.django_db(transaction=True)
def test_a_typing_clerk_is_never_overwritten(part, tasks, district_filler, collector):
    row = row_of(part)
    cell = {"id": row.pk, "field": "system_name", "was": "", "now": "区里自己的系统"}
    saved, done = at_once(
        lambda: grid.save_cells(part, [cell], by=district_filler, at=DURING),
        lambda: take(tasks.district_list, collector),
    )
    # Whoever came first, the other is told: the clerk of a conflict, the collector of a difference.
    told_the_clerk, told_the_collector = bool(saved["conflicts"]), done.counts["differing"] == 1
    assert told_the_clerk != told_the_collector
    expected = SYSTEM["system_name"] if told_the_clerk else "区里自己的系统"
    assert row_of(part).system_name == expected


@pytest.mark.django_db(transaction=True)
def test_confirming_and_taking_back_at_once_leave_a_whole_row(
    part, tasks, district_filler, collector
):
    take(tasks.district_list, collector)
    at_once(
        lambda: taking.confirm(part, by=district_filler, at=DURING),
        lambda: undoing.take_back(
            tasks.district_list, seen=DURING, by=collector, at=DURING + timedelta(minutes=1)
        ),
    )
    row = row_of(part)
    assert (row.system_name, row.unconfirmed) == ("", False)
    assert not Entry.objects.filter(unconfirmed=True).exists()
