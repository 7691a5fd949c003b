"""What was taken over is a proposal until the unit has confirmed it."""

import pytest

from tasks.filling import grid, submitting
from tasks.models import Entry
from tasks.taking_over import taking
from tests.factories import DURING
from units.models import Action, Event

from .acts import fresh, submit
from .taken import DISTRICTS_ONLY, OTHER, SYSTEM, answer, completed, row_of, take, write


@pytest.fixture
def taken(part, tasks, town, neighbour, district_filler):
    """Both rows of the part hold taken-over answers that are complete but not confirmed."""
    answer(tasks.city_list, **SYSTEM)
    answer(neighbour, DISTRICTS_ONLY)
    extras = completed(town.shangcheng_renshe)
    take(part, district_filler, extras=extras)
    take(part, district_filler, "majority", extras=extras)
    return fresh(part)


def test_what_is_not_confirmed_is_not_submitted(taken, district_head):
    assert set(Entry.objects.filter(task=taken).values_list("complete", "unconfirmed")) == {
        (False, True)
    }
    with pytest.raises(submitting.NotReady) as refusal:
        submit(taken, district_head)
    assert "其中 2 行接用了他处的答案" in str(refusal.value)


def test_one_click_confirms_the_department(taken, district_filler, district_head):
    done = taking.confirm(taken, by=district_filler, at=DURING)
    assert (len(done.rows), done.complete) == (2, 2)
    assert submit(taken, district_head).counts == {"rows": 2}


def test_a_single_row_is_confirmed_like_other_warnings(taken, district_filler):
    row = row_of(taken)
    answer = grid.settle(taken, row.pk, "taken_over", by=district_filler, at=DURING)
    assert answer["rows"][0]["unconfirmed"] is False
    row.refresh_from_db()
    assert (row.complete, row.unconfirmed, row.warnings) == (True, False, [])
    assert row.origin["label"]


def test_a_field_written_by_hand_is_no_longer_taken_over(taken, district_filler):
    row = row_of(taken)
    fields = row.origin["fields"]
    assert fields == ["system_level", "system_name", "volume", "contact", "phone"]
    write(taken, row, "contact", "新人", district_filler)
    row.refresh_from_db()
    assert row.origin["fields"] == [name for name in fields if name != "contact"]
    assert row.unconfirmed


def test_with_the_last_taken_field_the_question_goes(part, tasks, district_filler):
    answer(tasks.city_list)
    take(part, district_filler)
    for name, value in OTHER.items():
        write(part, row_of(part), name, value, district_filler)
    row = row_of(part)
    assert (row.origin, row.unconfirmed, "taken_over" in row.warnings) == ({}, False, False)


def test_taking_over_again_asks_again(taken, tasks, district_filler):
    taking.confirm(taken, by=district_filler, at=DURING)
    answer(tasks.city_list, **OTHER)
    take(taken, district_filler, replace=True)
    row = row_of(taken)
    assert (row.system_name, row.unconfirmed, row.complete) == ("区社保系统", True, False)


def test_the_history_says_who_gave_the_answer(part, tasks, district_filler):
    answer(tasks.city_list)
    take(part, district_filler)
    event = Event.objects.of(row_of(part)).get()
    assert (event.action, event.reason, event.by) == (
        Action.TAKE_OVER, "市人力社保局", district_filler,
    )  # fmt: skip
    assert event.changes["system_name"] == ["", SYSTEM["system_name"]]


def test_the_grid_is_told_where_a_value_came_from(part, tasks, district_filler):
    answer(tasks.city_list)
    take(part, district_filler)
    rows = {row["id"]: row for row in grid.sheet(part, district_filler, at=DURING)["rows"]}
    row = rows[row_of(part).pk]
    assert row["origin"] == {"label": "市人力社保局", "fields": ["system_level", "system_name"]}
    assert (row["unconfirmed"], row["warnings"][0]["code"]) == (True, "taken_over")
