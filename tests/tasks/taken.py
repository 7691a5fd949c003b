"""What the tests of taking over arrange: answers elsewhere and here, and a choice."""

from tasks.filling import grid
from tasks.models import Entry, RowState
from tasks.taking_over.planning import Choice, Extras
from tasks.taking_over.taking import take_over
from tests.factories import DURING

SHARED = "许可-90001-000"  # in the city and in every district
DISTRICTS_ONLY = "确认-90001-001"
SYSTEM = {"system_level": "province_vertical", "system_name": "浙江省社会保险系统"}
OTHER = {"system_level": "district_built", "system_name": "区社保系统"}


def answer(task, code=SHARED, state=RowState.SUBMITTED, **facts):
    """The row of `task` for `code` says this, and was reported."""
    rows = Entry.objects.filter(task=task, matter__base_code=code)
    assert rows.update(**(facts or SYSTEM), state=state) == 1


def row_of(task, code=SHARED):
    return Entry.objects.select_related("matter").get(task=task, matter__base_code=code)


def give(row, **facts):
    """Somebody of the own unit filled this in before."""
    Entry.objects.filter(pk=row.pk).update(**facts, version=1)


def take(task, by, source="city", *, at=DURING, parts=None, **choice):
    return take_over(task, Choice(source, **choice), by=by, at=at, parts=parts)


def completed(unit, **more):
    """What makes a row complete beside the answer."""
    contacts = {unit.pk: ("区填报", "19900000032")}
    return Extras(volume=True, contacts=contacts, scope=True, **more)


def write(task, row, field, value, by):
    cell = {"id": row.pk, "field": field, "was": getattr(row, field), "now": value}
    assert not grid.save_cells(task, [cell], by=by, at=DURING)["refused"]
