"""The versions of a row: what it said at each time, compared, and brought back as a new change."""

import pytest

from tasks.filling import grid, rights, versions
from tasks.filling.history import Words
from tasks.filling.submitting import Stale
from tasks.models import Entry, RowState
from tests.factories import DURING
from units.models import Action, Event

from .acts import fresh, page


@pytest.fixture
def row(city_list, filler):
    """A row whose system was named twice, its volume once in between."""
    row = city_list.entry_rows.first()
    write(city_list, row, filler, "system_name", "人社系统")
    write(city_list, row, filler, "volume", "8000")
    write(city_list, row, filler, "system_name", "金保工程")
    return Entry.objects.get(pk=row.pk)


def write(task, row, by, name, value):
    row.refresh_from_db()
    cell = {"id": row.pk, "field": name, "was": getattr(row, name), "now": value}
    assert grid.save_cells(task, [cell], by=by, at=DURING)["refused"] == []


def bring_back(task, row, number, by):
    row.refresh_from_db()
    return versions.restore(task, row.pk, number, seen=row.version, by=by, at=DURING)


def test_every_version_says_what_the_row_said_then(row):
    said = [(v.values["system_name"], v.values["volume"]) for v in versions.versions_of(row)]
    assert said == [("金保工程", 8000), ("人社系统", 8000), ("人社系统", None), ("", None)]


def test_two_versions_are_compared_fact_by_fact(row):
    newest, _second, third, _first = versions.versions_of(row)
    changes = versions.differences(Entry, third, newest, Words())
    assert {one["label"]: (one["old"], one["new"]) for one in changes} == {
        "系统名称": ("人社系统", "金保工程"),
        "办件量（件）": ("", "8,000"),
    }


def test_restoring_is_a_new_change_with_its_reason(row, city_list, filler):
    third = versions.versions_of(row)[2]
    assert bring_back(city_list, row, third.number, filler)
    row.refresh_from_db()
    event = Event.objects.of(row)[0]
    assert (row.system_name, row.volume) == ("人社系统", None)
    assert event.action == Action.RESTORE
    assert event.changes == {"system_name": ["金保工程", "人社系统"], "volume": [8000, None]}
    assert "恢复为：2018-04-02 10:00:00　方填报" in event.reason
    assert Event.objects.of(row).count() == 4


def test_a_restored_row_is_judged_anew(row, city_list, filler):
    bring_back(city_list, row, versions.FIRST, filler)
    row.refresh_from_db()
    assert not row.complete
    assert row.system is None


def test_restoring_what_is_there_already_changes_nothing(row, city_list, filler):
    newest = versions.versions_of(row)[0]
    assert not bring_back(city_list, row, newest.number, filler)
    assert Event.objects.of(row).count() == 3


def test_what_no_longer_fits_is_refused_with_the_form_s_sentence(row, city_list, filler):
    event = Event.objects.of(row)[2]
    Event.objects.create(
        **Event.objects.row(
            Action.EDIT, by=filler, at=DURING, subject=row, changes={"phone": ["12345", ""]}
        )
    )
    with pytest.raises(versions.Refused, match="不是有效的电话号码"):
        bring_back(city_list, row, event.pk, filler)


def test_who_looked_at_an_older_row_is_told(row, city_list, filler):
    seen, number = row.version, versions.FIRST
    write(city_list, row, filler, "contact", "新人")
    with pytest.raises(Stale):
        versions.restore(city_list, row.pk, number, seen=seen, by=filler, at=DURING)


@pytest.mark.parametrize("state", [RowState.SUBMITTED, RowState.EXCLUDED])
def test_a_locked_row_is_not_restored(state, row, city_list, filler):
    Entry.objects.filter(pk=row.pk).update(state=state)
    with pytest.raises(rights.Closed):
        bring_back(city_list, row, versions.FIRST, filler)


def test_somebody_from_elsewhere_restores_nothing(row, city_list, stranger):
    with pytest.raises(rights.Closed):
        bring_back(city_list, row, versions.FIRST, stranger)


class TestPages:
    def test_the_history_is_narrowed_to_one_fact(self, row, filler, as_user):
        url = page("entry-history", row)
        context = as_user(filler).get(url, {"field": "volume"}).context
        assert [item["changes"][0]["new"] for item in context["history"]] == ["8,000"]

    def test_the_grid_s_dialog_shows_each_fact_with_who_when_and_why(self, row, filler, as_user):
        response = as_user(filler).get(page("entry-history", row), headers={"HX-Request": "true"})
        html = response.content.decode()
        assert "<html" not in html
        assert "改过 2 次" in html

    def test_what_will_change_is_shown_before_and_done_on_demand(self, row, filler, as_user):
        client, number = as_user(filler), versions.versions_of(row)[1].number
        url = page("entry-restore", row, number)
        context = client.get(url).context
        assert [(c["old"], c["new"]) for c in context["changes"]] == [("金保工程", "人社系统")]
        response = client.post(url, {"seen": context["seen"]})
        assert response.url == page("entry-history", row)
        row.refresh_from_db()
        assert row.system_name == "人社系统"

    def test_a_stale_page_is_shown_again(self, row, city_list, filler, as_user):
        url = page("entry-restore", row, versions.FIRST)
        response = as_user(filler).post(url, {"seen": row.version - 1})
        assert response.status_code == 409
        assert "又有修改" in response.content.decode()

    def test_a_closed_task_offers_no_restoring(self, row, city_list, filler, head, as_user):
        fresh(city_list)
        Entry.objects.filter(pk=row.pk).update(state=RowState.SUBMITTED)
        assert as_user(filler).get(page("entry-restore", row, 0)).status_code == 403
        html = as_user(filler).get(page("entry-history", row)).content.decode()
        assert "恢复到以前的版本" not in html
