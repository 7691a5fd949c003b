"""The campaign all other tests start from is what its description says."""

from tasks.models import Entry, NearbyEntry, State, Task


def test_a_department_has_its_rows_and_a_district_its_parts(tasks):
    assert tasks.city_list.entry_rows.count() == 8
    assert tasks.district_list.entry_rows.count() == 0
    assert tasks.district_list.parts.count() == 3
    assert tasks.part.entry_rows.count() == 2
    assert tasks.nearby.nearbyentry_rows.count() == NearbyEntry.objects.count() == 5


def test_everything_waits_to_be_acknowledged(tasks):
    assert set(Task.objects.values_list("state", flat=True)) == {State.ISSUED}
    assert Entry.objects.filter(complete=True).count() == 0
