"""Workbooks opened and saved by a real office program on their way."""

import pytest

from tasks.models import Entry, WorkbookState
from tasks.workbooks import marks
from tests.office import saved_as
from tests.tasks.acts import page
from tests.tasks.export_books import downloaded

from .books import bring, file, line, sheet, summary, uploaded

pytestmark = pytest.mark.libreoffice


def test_my_workbook_saved_by_an_office_program_is_no_change(city_list, filler, as_user):
    mine = downloaded(as_user(filler).post(page("my-workbook", city_list))).getvalue()
    upload = bring(city_list, uploaded(saved_as(mine, "xlsx")), filler)
    assert (upload.state, summary(upload).unchanged) == (WorkbookState.UNCHANGED, 8)


@pytest.mark.parametrize("suffix", ["xls", "csv"])
def test_an_own_table_is_read_in_older_formats_too(city_list, filler, suffix):
    rows = Entry.objects.filter(task=city_list).select_related("matter", "task__unit").in_order()
    own = file(sheet([line(row) for row in rows])).read()
    upload = bring(city_list, uploaded(saved_as(own, suffix), f"填报.{suffix}"), filler)
    assert (summary(upload).changed, summary(upload).refused) == (8, 0)


def test_a_marked_file_saved_by_an_office_program_loses_its_marks(city_list, filler):
    row = Entry.objects.filter(task=city_list).select_related("matter", "task__unit").in_order()[0]
    upload = bring(city_list, file(sheet([line(row, volume="约300")])), filler)
    again = bring(city_list, uploaded(saved_as(marks.marked(upload), "xlsx")), filler)
    assert summary(again).rows == 1
    assert [sheet["name"] for sheet in again.plan["sheets"]] == ["Sheet1"]
