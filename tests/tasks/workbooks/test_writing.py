"""A confirmed workbook is written as one step, once, and can be taken back."""

import pytest

from tasks.models import ColumnMapping, Entry, RowState, State, Task, WorkbookState
from tasks.workbooks import receiving, writing
from tests.factories import DURING
from tests.tasks.acts import acknowledged, object_to_row
from units.models import Action, Event

from .books import bring, file, line, sheet


@pytest.fixture
def rows(city_list):
    return list(
        Entry.objects.filter(task=city_list).select_related("matter", "task__unit").in_order()
    )


@pytest.fixture
def upload(city_list, rows, filler):
    """Eight good rows, previewed."""
    return bring(city_list, file(sheet([line(row) for row in rows])), filler)


def write(upload, by, *, stale=False):
    return writing.write(upload, stale=stale, by=by, at=DURING)


def state_of(upload):
    upload.refresh_from_db()
    return upload.state


def test_the_good_rows_are_written_judged_and_traced(upload, city_list, filler):
    assert write(upload, filler) == 8
    first = Entry.objects.filter(task=city_list).in_order().first()
    assert (first.system_level, first.volume, first.phone) == ("city_built", 8000, "19900000011")
    assert first.complete
    event = Event.objects.of(first).first()
    assert (event.action, event.reason) == (Action.IMPORT, "填报.xlsx")
    assert event.changes["volume"] == [None, 8000]
    assert Task.objects.get(pk=city_list.pk).state == State.FILLING
    assert state_of(upload) == WorkbookState.APPLIED


def test_faulty_rows_stay_as_they_were(city_list, rows, filler):
    lines = [line(rows[0], volume="约300"), *[line(row) for row in rows[1:]]]
    upload = bring(city_list, file(sheet(lines)), filler)
    assert write(upload, filler) == 7
    rows[0].refresh_from_db()
    assert (rows[0].version, rows[0].system_level) == (0, "")


def test_confirming_twice_writes_once(upload, filler):
    write(upload, filler)
    with pytest.raises(writing.AlreadyDecided):
        write(upload, filler)
    assert Event.objects.filter(action=Action.IMPORT, subject="tasks.workbookupload").count() == 1


def test_the_untouched_file_again_is_no_change(upload, city_list, rows, filler):
    write(upload, filler)
    again = bring(city_list, file(sheet([line(row) for row in rows])), filler)
    assert again.plan["counts"]["unchanged"] == 8
    assert again.plan["changed"] == []


def test_what_changed_after_the_preview_is_never_overwritten(upload, rows, filler):
    Entry.objects.filter(pk=rows[3].pk).update(contact="别人")
    with pytest.raises(writing.ChangedSince):
        write(upload, filler)
    assert not Entry.objects.filter(task=upload.task, system_level="city_built").exists()
    receiving.compare_again(upload, by=filler)
    changed = next(one for one in upload.plan["changed"] if one["id"] == rows[3].pk)
    assert changed["changes"]["contact"] == ["别人", "方填报"]


def test_a_row_reported_meanwhile_keeps_the_whole_file_out(upload, rows, filler):
    Entry.objects.filter(pk=rows[0].pk).update(state=RowState.SUBMITTED)
    with pytest.raises(writing.ChangedSince):
        write(upload, filler)


def test_rows_changed_after_the_download_are_written_only_on_purpose(city_list, rows, filler, head):
    fields = ("key", "name", "contact")
    Entry.objects.filter(pk=rows[0].pk).update(version=3, contact="同事", updated_by=head)
    lines = [
        {"key": f"{rows[0].pk}:2", "name": rows[0].matter.name, "contact": "我"},
        {"key": f"{rows[1].pk}:0", "name": rows[1].matter.name, "contact": "我"},
    ]
    upload = bring(city_list, file(sheet(lines, fields)), filler)
    assert upload.plan["counts"]["stale"] == 1
    assert upload.plan["stale"][0]["edited_by"] == str(head)
    write(upload, filler)
    rows[0].refresh_from_db()
    assert rows[0].contact == "同事"
    second = bring(city_list, file(sheet(lines, fields)), filler)
    write(second, filler, stale=True)
    rows[0].refresh_from_db()
    assert rows[0].contact == "我"


def test_a_converted_volume_asks_to_be_confirmed(city_list, rows, filler):
    upload = bring(city_list, file(sheet([line(rows[0], volume="0.8万")])), filler)
    assert "换算" in upload.plan["changed"][0]["warnings"][0][2]
    write(upload, filler)
    rows[0].refresh_from_db()
    assert (rows[0].volume, rows[0].warnings, rows[0].complete) == (
        8000,
        ["volume_converted"],
        False,
    )


def test_taking_back_is_one_step_and_spares_what_changed_since(upload, city_list, rows, filler):
    write(upload, filler)
    Entry.objects.filter(pk=rows[2].pk).update(contact="后来的人")
    count, kept = writing.revert(upload, by=filler, at=DURING)
    assert (count, [row.pk for row in kept]) == (7, [rows[2].pk])
    rows[0].refresh_from_db()
    assert (rows[0].system_level, rows[0].volume, rows[0].complete) == ("", None, False)
    assert Event.objects.of(rows[0]).first().action == Action.REVERT
    assert state_of(upload) == WorkbookState.REVERTED
    with pytest.raises(writing.AlreadyDecided):
        writing.revert(upload, by=filler, at=DURING)


def test_giving_up_writes_nothing_and_is_final(upload, filler):
    assert receiving.cancel(upload, by=filler, at=DURING)
    assert not receiving.cancel(upload, by=filler, at=DURING)
    with pytest.raises(writing.AlreadyDecided):
        write(upload, filler)


def test_an_unknown_header_is_picked_once_and_remembered(city_list, rows, filler):
    titles = {"name": "办什么事", "system_name": "用啥软件", "contact": "找谁"}
    lines = [{"name": row.matter.name, "system_name": "软件", "contact": "甲"} for row in rows]
    content = sheet(lines, tuple(titles), titles)
    upload = bring(city_list, file(content), filler)
    assert upload.state == WorkbookState.UNCLEAR
    columns = {"name": 0, "system_name": 1, "contact": 2}
    receiving.pick(upload, {"Sheet1": {"rows": [1], "columns": columns}}, by=filler)
    assert (upload.state, upload.plan["counts"]["changed"]) == (WorkbookState.PREVIEWED, 8)
    assert ColumnMapping.objects.get().columns == columns
    again = bring(city_list, file(content), filler)
    assert again.state == WorkbookState.PREVIEWED


def test_blanks_clear_only_when_asked_to(city_list, rows, filler):
    Entry.objects.filter(pk=rows[0].pk).update(contact="原联系人")
    upload = bring(city_list, file(sheet([line(rows[0], contact=None)])), filler)
    receiving.compare_again(upload, by=filler, clears=True)
    assert upload.plan["changed"][0]["changes"]["contact"] == ["原联系人", ""]


def test_taking_back_restores_whose_answer_it_was(city_list, rows, filler):
    origin = {"kind": "campaign", "label": "上次填报", "fields": ["contact"]}
    taken = Entry.objects.filter(pk=rows[0].pk)
    taken.update(contact="上次的人", origin=origin, unconfirmed=True)
    upload = bring(city_list, file(sheet([line(rows[0])])), filler)
    write(upload, filler)
    assert (taken.get().origin, taken.get().unconfirmed) == ({}, False)
    writing.revert(upload, by=filler, at=DURING)
    assert (taken.get().origin, taken.get().unconfirmed) == (origin, True)


def test_a_row_under_objection_stays_answered_in_the_workbook_of_its_district(
    tasks, district_filler, collector
):
    part = acknowledged(tasks.part, district_filler)
    row = Entry.objects.filter(task=part).select_related("matter", "task__unit").first()
    object_to_row(row, part, district_filler)
    lines = [{"key": str(row.pk), "name": row.matter.name, "contact": "方填报"}]
    acknowledged(tasks.district_list, collector)
    content = file(sheet(lines, ("key", "name", "contact")))
    assert write(bring(tasks.district_list, content, collector), collector) == 1
    row.refresh_from_db()
    assert (row.contact, row.complete) == ("方填报", True)
