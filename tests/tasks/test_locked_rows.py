"""The database itself keeps what was approved; only the register still names systems in it."""

import pytest
from django.db import DatabaseError, connection, transaction

from tasks.models import Entry, NearbyEntry, RowState
from tasks.systems import merging, naming, register
from tests.factories import DURING

from .acts import rows

CHANGED = {
    "system_level": "province_built",
    "system_name": "别的系统",
    "volume": 1,
    "contact": "别人",
    "phone": "19900000099",
    "scope": "city_level",
    "districts": [1],
    "remark": "事后补充",
}


def refused(rows, **fields):
    with pytest.raises(DatabaseError, match="an approved row is locked"), transaction.atomic():
        rows.update(**fields)


@pytest.mark.parametrize("fact", CHANGED)
def test_no_fact_of_an_approved_row_changes(approved, fact):
    refused(Entry.objects.filter(task=approved), **{fact: CHANGED[fact]})


def test_a_row_does_not_change_at_the_moment_it_is_approved(submitted):
    refused(Entry.objects.filter(task=submitted), state=RowState.APPROVED, volume=1)


def test_an_approved_row_is_not_deleted(approved):
    delete = "DELETE FROM tasks_entry WHERE task_id = %s"
    with pytest.raises(DatabaseError, match="locked"), transaction.atomic():
        connection.cursor().execute(delete, [approved.pk])


@pytest.mark.parametrize("fact", [{"status": "opened"}, {"points": 3}, {"remark": "补充"}])
def test_the_pilots_rows_are_kept_as_well(tasks, fact):
    NearbyEntry.objects.filter(task=tasks.nearby).update(state=RowState.APPROVED)
    refused(NearbyEntry.objects.filter(task=tasks.nearby), **fact)


def test_what_is_opened_again_may_change(approved):
    opened = {"state": RowState.RETURNED, "return_class": "volume", "return_reason": "请核对"}
    Entry.objects.filter(task=approved).update(**opened, volume=1)
    Entry.objects.filter(task=approved).update(volume=2)
    assert {row.volume for row in rows(approved, RowState.RETURNED)} == {2}


def names_of(task):
    return set(Entry.objects.filter(task=task).values_list("system_name", flat=True))


def test_the_register_still_names_systems_in_approved_rows(approved, reviewer):
    by = {"by": reviewer, "at": DURING}
    known = register.resolve(["杭州市人社一体化系统", "金保工程"], **by)
    absorbed, kept = sorted(known.values(), key=lambda system: -len(system.name))
    Entry.objects.filter(task=approved).update(system=absorbed)
    done = merging.merge(absorbed, kept, reason="同一系统", **by)
    assert names_of(approved) == {"金保工程"}
    naming.rename(kept, "金保工程二期", reason="统一", **by)
    assert names_of(approved) == {"金保工程二期"}
    naming.rename(kept, "金保工程", reason="改回", **by)
    merging.split(done, reason="不是同一系统", **by)
    assert names_of(approved) == {"杭州市人社一体化系统"}
