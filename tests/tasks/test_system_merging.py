"""Merging systems, splitting them again, renaming: rows follow, everybody is told."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tasks.filling import grid
from tasks.filling.judging import Surroundings, judge
from tasks.models import Entry, RowState, System, SystemMerge, SystemName
from tasks.systems import merging, naming, register
from tasks.systems.following import Refused
from tests.factories import DURING
from units.models import Action, Event, Message

LONG, SHORT = "浙江省公安厅出入境管理系统", "浙江省公安厅出入境系统"


def write(row, by, **facts):
    cells = [
        {"id": row.pk, "field": name, "was": getattr(row, name), "now": value}
        for name, value in facts.items()
    ]
    grid.save_cells(row.task, cells, by=by, at=DURING)
    row.refresh_from_db()


@pytest.fixture
def rows(city_list, filler):
    """Two rows on LONG, two on SHORT, which is warned of."""
    four = list(city_list.entry_rows.select_related("task__obligation__campaign")[:4])
    for row, name in zip(four, [LONG, LONG, SHORT, SHORT], strict=True):
        write(row, filler, system_name=name, system_level="province_vertical")
    return four


@pytest.fixture
def long(rows):
    return System.objects.get(name=LONG)


@pytest.fixture
def short(rows):
    return System.objects.get(name=SHORT)


def merge(absorbed, kept, by):
    return merging.merge(absorbed, kept, reason="同一系统", by=by, at=DURING)


def names_of(rows):
    return list(
        Entry.objects.filter(pk__in=[row.pk for row in rows])
        .order_by("pk")
        .values_list("system_name", "system__name")
    )


def test_the_outlook_says_what_would_happen(long, short, filler):
    naming.add_name(short, "出入境老系统", by=filler, at=DURING)
    seen = merging.outlook(short, long)
    assert (seen.rows, seen.open_rows, seen.units) == (2, 2, 1)
    assert seen.names == [SHORT, "出入境老系统"]


def test_rows_follow_a_merge_with_an_event_each(rows, long, short, reviewer):
    Entry.objects.filter(pk=rows[2].pk).update(state=RowState.APPROVED)
    versions = [row.version for row in rows[2:]]
    merge(short, long, reviewer)
    assert names_of(rows) == [(LONG, LONG)] * 4
    for row, version in zip(rows[2:], versions, strict=True):
        row.refresh_from_db()
        assert row.version == version + 1
        event = Event.objects.of(row).first()
        assert (event.action, event.reason) == (Action.MERGE, "同一系统")
        assert event.changes == {"system_name": [SHORT, LONG]}
        assert row.warnings == []
    assert rows[2].state == RowState.APPROVED
    assert Event.objects.of(rows[0]).first().action == Action.EDIT


def test_the_name_of_a_merged_system_leads_to_the_kept_one(long, short, reviewer):
    merge(short, long, reviewer)
    found = register.resolve([SHORT, LONG], by=reviewer, at=DURING)
    assert set(found.values()) == {long}
    assert list(System.objects.standing()) == [long]
    assert "zjsgatcrjxt" in System.objects.get(pk=long.pk).search


def test_units_with_open_rows_are_told(rows, long, short, reviewer, filler, stranger):
    merge(short, long, reviewer)
    message = Message.objects.filter(subject__startswith="系统").get(to=filler)
    assert SHORT in message.subject and LONG in message.subject
    assert "2 行" in message.body
    assert not Message.objects.filter(subject__startswith="系统", to=stranger).exists()


def test_nobody_is_told_of_rows_that_are_approved(rows, long, short, reviewer, filler):
    Entry.objects.update(state=RowState.APPROVED)
    merge(short, long, reviewer)
    assert not Message.objects.filter(subject__startswith="系统").exists()


def test_a_split_gives_the_rows_their_names_back(rows, long, short, reviewer, filler):
    merged = merge(short, long, reviewer)
    rows[3].refresh_from_db()
    write(rows[3], filler, system_name="另一套系统")
    assert merging.split(merged, reason="两套系统", by=reviewer, at=DURING) == 1
    assert names_of(rows) == [(LONG, LONG), (LONG, LONG), (SHORT, SHORT), ("另一套系统",) * 2]
    event = Event.objects.of(rows[2]).first()
    assert (event.action, event.changes) == (Action.SPLIT, {"system_name": [LONG, SHORT]})
    assert set(System.objects.standing()) >= {long, short}
    assert register.resolve([SHORT], by=reviewer, at=DURING).popitem()[1] == short
    assert SystemName.objects.get(name=SHORT).system == short
    # What is nearly equal again is odd again.
    rows[2].refresh_from_db()
    assert rows[2].warnings == ["system_near_duplicate"]


def test_a_merge_that_is_already_decided_is_not_decided_again(long, short, reviewer):
    merged = merge(short, long, reviewer)
    with pytest.raises(Refused, match="已并入"):
        merge(short, long, reviewer)
    with pytest.raises(Refused, match="已并入"):
        merge(long, short, reviewer)
    merging.split(merged, reason="两套系统", by=reviewer, at=DURING)
    with pytest.raises(Refused, match="已经由他人拆分"):
        merging.split(merged, reason="两套系统", by=reviewer, at=DURING)
    assert SystemMerge.objects.count() == 1


def test_a_chain_is_split_from_its_end(rows, long, short, reviewer):
    (third,) = register.resolve(["出入境一体化平台"], by=reviewer, at=DURING).values()
    first = merge(short, long, reviewer)
    second = merge(long, third, reviewer)
    assert names_of(rows) == [("出入境一体化平台",) * 2] * 4
    with pytest.raises(Refused, match="出入境一体化平台"):
        merging.split(first, reason="两套系统", by=reviewer, at=DURING)
    merging.split(second, reason="两套系统", by=reviewer, at=DURING)
    merging.split(first, reason="两套系统", by=reviewer, at=DURING)
    assert names_of(rows) == [(LONG, LONG)] * 2 + [(SHORT, SHORT)] * 2


def test_an_alias_finds_the_system_until_it_is_removed(long, short, reviewer):
    naming.add_name(long, "出入境老系统", by=reviewer, at=DURING)
    assert register.resolve(["出入境老系统"], by=reviewer, at=DURING).popitem()[1] == long
    naming.remove_name(SystemName.objects.get(name="出入境老系统"), by=reviewer, at=DURING)
    assert not SystemName.objects.filter(name="出入境老系统").exists()
    changes = [event.changes for event in Event.objects.of(long)[:2]]
    assert changes == [{"alias": ["出入境老系统", ""]}, {"alias": ["", "出入境老系统"]}]


def test_a_name_that_is_needed_stays(rows, long, short, reviewer, filler):
    with pytest.raises(Refused, match="请用“合并”"):
        naming.add_name(long, SHORT, by=reviewer, at=DURING)
    with pytest.raises(Refused, match="统一名称"):
        naming.remove_name(long.names.get(), by=reviewer, at=DURING)
    naming.add_name(long, "出入境老系统", by=reviewer, at=DURING)
    write(rows[0], filler, system_name="出入境老系统")
    with pytest.raises(Refused, match="还有 1 行"):
        naming.remove_name(SystemName.objects.get(name="出入境老系统"), by=reviewer, at=DURING)
    merge(short, long, reviewer)
    with pytest.raises(Refused, match="拆分"):
        naming.remove_name(SystemName.objects.get(name=SHORT), by=reviewer, at=DURING)


def test_rows_take_a_new_agreed_name(rows, long, short, reviewer):
    name = "浙江省出入境业务系统"
    assert naming.rename(long, name, reason="统一名称", by=reviewer, at=DURING) == 2
    assert names_of(rows[:2]) == [(name, name)] * 2
    assert set(long.names.values_list("name", flat=True)) == {LONG, name}
    with pytest.raises(Refused, match="请用“合并”"):
        naming.rename(long, SHORT, reason="统一名称", by=reviewer, at=DURING)


def test_a_level_set_by_the_bureau_makes_other_rows_odd(rows, long, reviewer):
    assert naming.set_level(long, "ministry_vertical", by=reviewer, at=DURING) == 2
    rows[0].refresh_from_db()
    assert rows[0].warnings == ["level_conflicts_register"] and rows[0].suspicion == 1
    assert not rows[0].complete
    assert naming.set_level(long, "province_vertical", by=reviewer, at=DURING) == 2
    rows[0].refresh_from_db()
    assert rows[0].warnings == []
    changes = Event.objects.of(long).first().changes
    assert changes == {"level": ["ministry_vertical", "province_vertical"]}


def test_a_signed_row_stays_complete_when_it_becomes_odd(rows, long, reviewer):
    Entry.objects.filter(pk=rows[0].pk).update(state=RowState.SUBMITTED, complete=True)
    naming.set_level(long, "ministry_vertical", by=reviewer, at=DURING)
    rows[0].refresh_from_db()
    assert rows[0].complete and rows[0].suspicion == 1


def test_levels_are_filled_from_what_most_reported_rows_give(submitted, reviewer):
    rows = list(submitted.entry_rows.all())
    register.link(rows, by=reviewer, at=DURING)
    Entry.objects.bulk_update(rows, ["system"])
    Entry.objects.filter(pk=rows[0].pk).update(system_level="province_built")
    assert naming.fill_levels(by=reviewer, at=DURING) == 1
    assert System.objects.get().level == "city_built"
    assert naming.fill_levels(by=reviewer, at=DURING) == 0
    rows[0].refresh_from_db()
    assert "level_conflicts_register" in rows[0].warnings


def test_drafts_do_not_decide_a_level(rows, reviewer):
    assert naming.fill_levels(by=reviewer, at=DURING) == 0


def test_a_merge_costs_the_same_for_many_rows(rows, long, short, reviewer):
    def cost(absorbed, kept):
        with CaptureQueriesContext(connection) as queries:
            done = merge(absorbed, kept, reviewer)
        return len(queries), done

    few, done = cost(short, long)
    merging.split(done, reason="两套系统", by=reviewer, at=DURING)
    others = Entry.objects.filter(system__isnull=True)
    others.update(system=short, system_name=SHORT)
    many, done = cost(short, long)
    assert len(done.rows) > 15
    assert many <= few + 2
    assert few < 60
    row = Entry.objects.select_related("matter", "task__obligation__campaign").first()
    assert judge(row, Surroundings.of(row.task)).problems == {}
