"""9,600 rows with forty seeded faults: all found at their cells, none damaged, mended for good."""

import io
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook

from tasks.filling import submitting
from tasks.models import Entry, Task, WorkbookState
from tasks.workbooks import marks, receiving, writing
from tasks.workbooks.plan import Plan
from tests import factories
from tests.factories import DURING

from . import large_list
from .books import uploaded
from .large_list import FIRST_ROW, Book
from .seeded_faults import ORDER, seed


@pytest.fixture
def large(town, people, library):
    large_list.large_district(town)
    notice = factories.campaign(town, people)
    task = large_list.district_task(notice, town.xiacheng)
    for one in (task, *task.parts.all()):
        submitting.acknowledge(one, by=people.other_collector, at=DURING)
    return SimpleNamespace(task=Task.objects.for_page().get(pk=task.pk), by=people.other_collector)


def bring(large, content):
    upload, job = receiving.receive(
        large.task, uploaded(content), language="zh-hans", by=large.by, at=DURING
    )
    assert job is not None, "a file of this size is read by a worker"
    receiving.read(upload, by=large.by)
    assert Plan.restored(upload.plan).adds_up
    return upload


def found_in(plan):
    """Every place the portal complains about, as (sheet, row, column, kind)."""
    refused = {
        (line["sheet"], line["row"], column, line["kind"])
        for line in plan["refused"]
        for _name, column, _sentence in line["problems"]
    }
    return refused | {(line["code"], None, None, "missing") for line in plan["missing"]}


def facts(rows):
    return {
        row.pk: (row.system_name, row.volume, row.contact, row.phone, row.scope, row.version)
        for row in rows
    }


def test_forty_of_forty_faults_are_found_and_mended(large):
    rows = [
        row for row in large_list.rows_of(large.task) if row.task.unit.short_name.startswith("区第")
    ]
    assert len(rows) == 9600
    book = Book(large.task, rows)
    faults = seed(book)
    assert len(faults) == 40
    others = Entry.objects.of_submission(large.task).exclude(pk__in=book.rows).count()

    upload = bring(large, book.content(order=ORDER))
    expected = {(one.sheet, one.row, one.column, one.kind) for one in faults}
    found = {place for place in found_in(upload.plan) if place[0] in expected_sheets(expected)}
    assert found == expected
    assert upload.plan["counts"]["missing"] == 2 + others

    # The good rows are written, the faulty ones stay exactly as they were.
    before = facts(rows)
    faulty = {line["id"] for line in upload.plan["refused"] if line["id"]}
    count = writing.write(upload, stale=False, by=large.by, at=DURING)
    after = facts(large_list.rows_of(large.task))
    written = [pk for pk in before if after[pk] != before[pk]]
    assert len(written) == count
    assert not faulty & set(written) - {pk for pk in faulty if pk in repeated(upload.plan)}
    first = rows[0]
    assert after[first.pk][:4] == (
        "杭州市人社一体化系统", first.matter.volume, "方填报", "19900000011",
    )  # fmt: skip

    # The person's own file comes back with marks; mended, it goes through clean.
    mended = mend(marks.marked(upload), book, faults)
    again = bring(large, mended)
    assert found_in(again.plan) == {
        place
        for place in found_in(again.plan)
        if place[3] == "missing" and place[0] not in {one.sheet for one in faults}
    }
    assert (again.state, again.plan["refused"]) == (WorkbookState.PREVIEWED, [])
    writing.write(again, stale=False, by=large.by, at=DURING)
    open_rows = Entry.objects.of_submission(large.task).filter(matter__name__startswith="第")
    assert open_rows.filter(system_name="").count() == 1, "only the approved row is untouched"


def expected_sheets(expected):
    return {sheet for sheet, _row, _column, _kind in expected}


def repeated(plan):
    """Rows whose first line was good and whose second was not."""
    return {line["id"] for line in plan["refused"] if line["kind"] == "repeated"}


def mend(content, book, faults):
    """What the clerk does with the marked file: correct the red cells, delete the strange rows."""
    workbook = load_workbook(io.BytesIO(content))
    for fault in sorted(faults, key=lambda one: -(one.row or 0)):
        if fault.kind == "missing":
            continue
        sheet = workbook[fault.sheet]
        fields = ORDER if list(book.sheets).index(fault.sheet) == 1 else large_list.FIELDS
        if fault.kind in {"added", "foreign", "repeated", "nameless"}:
            sheet.delete_rows(fault.row)
            continue
        good = good_line(book, fault)
        for column, field in enumerate(fields, 1):
            if fault.kind != "locked":
                sheet.cell(fault.row, column).value = good.get(field)
            elif field not in {"serial", "key"} and field in LOCKED_BLANK:
                sheet.cell(fault.row, column).value = None
    put_back(workbook, book)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


LOCKED_BLANK = {
    "system_level", "system_name", "volume", "contact", "phone", "remark", "scope", "districts",
}  # fmt: skip


def good_line(book, fault):
    lines = book.sheets[fault.sheet]
    row = book.rows[int(lines[fault.row - FIRST_ROW]["key"])]
    return Book._line(row, fault.row - FIRST_ROW + 1)


def put_back(workbook, book):
    """The two deleted rows are entered again below the others."""
    name = next(iter(book.sheets))
    known = {values["key"] for values in book.sheets[name]}
    gone = [
        row
        for row in book.rows.values()
        if row.task.unit.short_name == name and str(row.pk) not in known
    ]
    assert len(gone) == 2
    sheet = workbook[name]
    at = FIRST_ROW + len(book.sheets[name])
    sheet.insert_rows(at, len(gone))
    for offset, row in enumerate(gone):
        values = Book._line(row, at + offset)
        for column, field in enumerate(large_list.FIELDS, 1):
            sheet.cell(at + offset, column, values.get(field))
