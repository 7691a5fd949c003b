"""Saving cells: what is stored, what is refused in which words, who was quicker."""

import json

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from matters.models import Matter
from tasks.filling import grid, submitting
from tasks.filling.forms import EntryForm
from tasks.filling.judging import Surroundings
from tasks.models import Entry, State, Task
from tests import factories
from tests.factories import DURING
from units.models import Action, Event


@pytest.fixture
def task(tasks, filler):
    """市人力社保局's list, acknowledged."""
    submitting.acknowledge(tasks.city_list, by=filler, at=DURING)
    return Task.objects.for_page().get(pk=tasks.city_list.pk)


@pytest.fixture
def row(task):
    return task.entry_rows.select_related("matter").first()


def cell(row, field, now, was=""):
    return {"id": row.pk, "field": field, "was": was, "now": now}


def send(client, task, *cells, name="cells"):
    body = json.dumps({"cells": cells})
    return client.post(reverse(f"tasks:{name}", args=[task.pk]), body, "application/json")


def judged(task, row, **facts):
    """The form over a row with these facts, as page, grid and workbook use it."""
    complete = {
        "system_level": "city_built",
        "system_name": "杭州市人力资源和社会保障信息系统",
        "volume": row.matter.volume,
        "contact": "方填报",
        "phone": "19900000011",
        "scope": "whole_city",
    }
    form = EntryForm({**complete, **facts}, instance=row, around=Surroundings.of(task))
    form.is_valid()
    return form


def test_a_saved_cell_is_stored_with_its_event_and_moves_the_task(task, row, filler, as_user):
    response = send(as_user(filler), task, cell(row, "contact", "方填报"))
    row.refresh_from_db()
    task.refresh_from_db()
    event = Event.objects.of(row).get()
    assert response.status_code == 200
    assert (row.contact, row.updated_by, row.version) == ("方填报", filler, 1)
    assert (event.by, event.changes) == (filler, {"contact": ["", "方填报"]})
    assert task.state == State.FILLING


def test_the_answer_tells_progress_and_the_row_as_stored(task, row, filler, as_user):
    answer = send(as_user(filler), task, cell(row, "volume", "12,345")).json()
    assert answer["rows"][0]["values"]["volume"] == 12345
    assert answer["progress"] == {"done": 0, "total": 8}


def test_a_row_is_complete_once_all_facts_are_there(task, row, filler):
    facts = judged(task, row).data
    cells = [cell(row, name, value) for name, value in facts.items()]
    answer = grid.save_cells(task, cells, by=filler, at=DURING)
    assert answer["rows"][0]["complete"] is True
    assert answer["progress"] == {"done": 1, "total": 8}


# Domain case 5.
def test_case_5_changing_a_fixed_column_is_forbidden_and_recorded(task, row, filler, as_user):
    response = send(as_user(filler), task, cell(row, "name", "改了的名称", row.matter.name))
    event = Event.objects.filter(action=Action.REFUSED).get()
    assert response.status_code == 403
    assert "不得新增、变更、删除" in response.json()["message"]
    assert event.changes == {"name": [row.matter.name, "改了的名称"]}
    assert Matter.objects.get(pk=row.matter_id).name != "改了的名称"


def test_case_5_nothing_of_such_a_request_is_saved(task, row, filler, as_user):
    send(as_user(filler), task, cell(row, "contact", "方填报"), cell(row, "base_code", "许可-1"))
    row.refresh_from_db()
    assert row.contact == ""


def test_case_5_the_database_refuses_a_direct_save_outside_a_version(row):
    row.matter.name = "改了的名称"
    with pytest.raises(DatabaseError), transaction.atomic():
        row.matter.save()


def test_case_5_a_library_version_may_change_it(row):
    with factories.library_open() as version:
        Matter.objects.filter(pk=row.matter_id).update(name="库内新名称", version=version)
    assert Matter.objects.get(pk=row.matter_id).name == "库内新名称"


# Domain case 8.
@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("85250000、19900000001", "85250000、19900000001"),
        ("８５２５００００，19900000001", "85250000、19900000001"),
        ("667788", "667788"),
    ],
)
def test_case_8_phones_are_understood(task, row, filler, typed, stored):
    grid.save_cells(task, [cell(row, "phone", typed)], by=filler, at=DURING)
    row.refresh_from_db()
    assert row.phone == stored


def test_case_8_a_number_made_by_a_spreadsheet_is_refused_with_a_hint(task, row, filler):
    answer = grid.save_cells(task, [cell(row, "phone", "1.990000E+10")], by=filler, at=DURING)
    (refused,) = answer["refused"]
    row.refresh_from_db()
    assert "单元格被转成了数字" in refused["message"]
    assert (refused["text"], row.phone) == ("1.990000E+10", "")


# Domain case 9.
def test_case_9_ten_thousands_are_converted_and_to_be_confirmed(task, row, filler):
    answer = grid.save_cells(task, [cell(row, "volume", "1.2万")], by=filler, at=DURING)
    (saved,) = answer["rows"]
    assert saved["values"]["volume"] == 12000
    assert "volume_converted" in [warning["code"] for warning in saved["warnings"]]


def test_case_9_a_confirmation_is_kept_with_name_and_time(task, row, filler, as_user):
    grid.save_cells(task, [cell(row, "volume", "0.8万")], by=filler, at=DURING)
    body = json.dumps({"id": row.pk, "code": "volume_converted"})
    url = reverse("tasks:confirm", args=[task.pk])
    as_user(filler).post(url, body, "application/json")
    row.refresh_from_db()
    assert row.settled == ["volume_converted"]
    assert Event.objects.of(row).filter(action=Action.CONFIRM, by=filler).count() == 1


def test_case_9_an_explanation_becomes_the_remark(task, row, filler, as_user):
    grid.save_cells(task, [cell(row, "volume", "90000")], by=filler, at=DURING)
    body = json.dumps({"id": row.pk, "code": "volume_deviation", "note": "含下放窗口的件"})
    url = reverse("tasks:confirm", args=[task.pk])
    answer = as_user(filler).post(url, body, "application/json").json()
    row.refresh_from_db()
    assert row.remark == "含下放窗口的件"
    assert answer["rows"][0]["warnings"][0]["settled"] is True


@pytest.mark.parametrize(("typed", "stored"), [("12,345", 12345), ("0", 0), ("", None)])
def test_case_9_plain_figures_and_blank_which_is_not_zero(task, row, filler, typed, stored):
    Entry.objects.filter(pk=row.pk).update(volume=7)
    grid.save_cells(task, [cell(row, "volume", typed, 7)], by=filler, at=DURING)
    row.refresh_from_db()
    assert row.volume == stored


@pytest.mark.parametrize("typed", ["约300", "-5", "1.5", "99999999999"])
def test_case_9_what_is_no_figure_is_refused(task, row, filler, typed):
    answer = grid.save_cells(task, [cell(row, "volume", typed)], by=filler, at=DURING)
    assert [refused["text"] for refused in answer["refused"]] == [typed]


# Domain case 10.
def test_case_10_the_whole_city_needs_no_districts(task, row, town):
    form = judged(task, row, scope="whole_city", districts=[town.shangcheng.pk])
    assert form.judge_row().problems == {}
    assert form.instance.districts == []


def test_case_10_some_districts_need_at_least_one(task, row):
    form = judged(task, row, scope="some_districts", districts=[])
    assert form.judge_row().gaps == ["districts"]
    assert form.instance.complete is False


def test_case_10_the_city_level_with_districts_is_a_contradiction(task, row, town):
    form = judged(task, row, scope="city_level", districts=[town.shangcheng.pk])
    assert list(form.judge_row().problems) == ["districts"]


# Domain case 11.
def test_case_11_a_city_row_built_by_a_district_is_a_warning(task, row):
    form = judged(task, row, system_level="district_built", system_name="区级审批系统")
    codes = [warning.code for warning in form.judge_row().warnings]
    assert "level_district_on_city" in codes
    assert form.errors == {}


# Domain case 27.
def test_case_27_the_second_clerk_sees_the_first_ones_value(task, row, filler, head, as_user):
    send(as_user(filler), task, cell(row, "contact", "甲某"))
    answer = send(as_user(head), task, cell(row, "contact", "乙某")).json()
    (conflict,) = answer["conflicts"]
    row.refresh_from_db()
    assert (conflict["theirs"], conflict["yours"], conflict["by"]) == ("甲某", "乙某", "方填报")
    # The browser shows the hour as it stands there: it must be the hour of the city.
    assert conflict["at"] == timezone.localtime(row.updated_at).isoformat()
    assert conflict["at"].endswith("+08:00")
    assert row.contact == "甲某"


def test_case_27_having_seen_it_the_second_may_replace_it(task, row, filler, head, as_user):
    send(as_user(filler), task, cell(row, "contact", "甲某"))
    send(as_user(head), task, cell(row, "contact", "乙某", was="甲某"))
    row.refresh_from_db()
    assert row.contact == "乙某"


def test_case_27_two_cells_of_one_row_do_not_disturb_each_other(task, row, filler, head, as_user):
    send(as_user(filler), task, cell(row, "contact", "甲某"))
    answer = send(as_user(head), task, cell(row, "phone", "19900000012")).json()
    row.refresh_from_db()
    assert answer["conflicts"] == []
    assert (row.contact, row.phone) == ("甲某", "19900000012")


def test_sending_the_same_cell_twice_stores_one_event(task, row, filler, as_user):
    for _ in range(2):
        send(as_user(filler), task, cell(row, "contact", "方填报"))
    assert Event.objects.of(row).count() == 1


def test_a_refused_value_does_not_keep_the_others_from_being_saved(task, row, filler):
    cells = [cell(row, "contact", "方填报"), cell(row, "phone", "不知道")]
    answer = grid.save_cells(task, cells, by=filler, at=DURING)
    row.refresh_from_db()
    assert [refused["field"] for refused in answer["refused"]] == ["phone"]
    assert row.contact == "方填报"


def test_before_it_is_acknowledged_a_task_takes_nothing(tasks, filler, as_user):
    row = tasks.city_list.entry_rows.first()
    answer = send(as_user(filler), tasks.city_list, cell(row, "contact", "方填报")).json()
    row.refresh_from_db()
    assert answer["refused"][0]["message"] == "该行已锁定，不能修改。"
    assert row.contact == ""


def test_a_row_of_another_task_is_not_touched(task, tasks, filler, as_user):
    foreign = tasks.stranger_list.entry_rows.first()
    answer = send(as_user(filler), task, cell(foreign, "contact", "方填报")).json()
    foreign.refresh_from_db()
    assert (answer["rows"], foreign.contact) == ([], "")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        '{"cells": []}',
        '{"cells": [1]}',
        '{"cells": [{"id": "1", "field": "contact", "now": ""}]}',
        '{"cells": [{"id": 1, "field": "state", "now": "approved"}]}',
        '{"cells": [{"id": 1, "field": "contact", "now": {"a": 1}}]}',
    ],
)
def test_a_malformed_request_is_answered_with_a_sentence(task, filler, as_user, body):
    url = reverse("tasks:cells", args=[task.pk])
    response = as_user(filler).post(url, body, "application/json")
    assert response.status_code == 400
    assert response.json()["message"].endswith("。")


def test_too_many_cells_at_once_are_refused(task, row, filler, as_user):
    cells = [cell(row, "contact", "方填报")] * (grid.MOST_CELLS + 1)
    assert send(as_user(filler), task, *cells).status_code == 400


def test_a_foreign_task_is_not_found_in_words(task, row, stranger, as_user):
    response = send(as_user(stranger), task, cell(row, "contact", "莫生人"))
    assert response.status_code == 404
    assert response.json()["message"]


def test_saving_many_rows_takes_few_queries(task, filler, django_assert_max_num_queries):
    rows = list(task.entry_rows.all())
    cells = [cell(row, "contact", "方填报") for row in rows]
    with django_assert_max_num_queries(20):
        grid.save_cells(task, cells, by=filler, at=DURING)


def test_names_of_systems_are_proposed_most_used_first(task, filler, as_user):
    rows = list(task.entry_rows.all()[:3])
    names = ["社保系统", "社保旧系统", "社保系统"]
    for row, name in zip(rows, names, strict=True):
        grid.save_cells(task, [cell(row, "system_name", name)], by=filler, at=DURING)
    url = reverse("tasks:system-names", args=[task.pk])
    results = as_user(filler).get(url, {"q": "社保"}).json()["results"]
    assert [result["text"] for result in results] == ["社保系统", "社保旧系统"]
    assert results[0]["note"] == "已用于 2 行"
