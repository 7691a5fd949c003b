"""Findings come with a submission, are read as sentences, and go when the row is mended."""

from django.urls import reverse

from tasks.filling import grid
from tasks.models import Entry, Finding, ReturnClass, RowState
from tasks.review import decisions
from tasks.review.reasons import Reason
from tasks.suspicion.reading import sentences
from tests.factories import DURING
from tests.tasks.acts import acknowledged, filled_in, fresh, rows, submit


def change(row, by, **facts):
    """As the grid saves it: judged, with its history."""
    row = Entry.objects.get(pk=row.pk)
    cells = [
        {"id": row.pk, "field": name, "was": getattr(row, name), "now": value}
        for name, value in facts.items()
    ]
    grid.save_cells(fresh(row.task), cells, by=by, at=DURING)


def submitted_with(tasks, filler, head, **facts):
    task = acknowledged(tasks.city_list, filler)
    filled_in(task)
    row = Entry.objects.filter(task=task).in_order().first()
    change(row, filler, **facts)
    submit(task, head)
    return task, Entry.objects.select_related("matter", "task").get(pk=row.pk)


ODD = {"volume": 16_000, "remark": "含街道代收件，库内未统计。"}


def codes(row):
    return set(Finding.objects.filter(entry=row).values_list("rule__code", flat=True))


def test_what_comes_up_is_examined(tasks, filler, head):
    _task, row = submitted_with(tasks, filler, head, **ODD)
    assert codes(row) == {"volume_deviation"} and row.severity == 2


def test_an_explained_finding_says_so(tasks, filler, head):
    _task, row = submitted_with(tasks, filler, head, **ODD)
    (line,) = sentences([row])[row.pk]
    assert line["text"] == (
        "填报办件量16,000件，库内8,000件（多100%）。单位已说明：含街道代收件，库内未统计。"
    )


def test_findings_are_read_in_one_query(tasks, filler, head, django_assert_num_queries):
    task, _row = submitted_with(tasks, filler, head, **ODD)
    everybody = list(Entry.objects.filter(task=task))
    with django_assert_num_queries(1):
        sentences(everybody)


def test_returned_for_its_volume_and_mended_a_row_is_plain_again(tasks, filler, head, reviewer):
    task, row = submitted_with(tasks, filler, head, **ODD)
    returned(task, row, ReturnClass.VOLUME, reviewer)
    assert codes(row) == {"volume_deviation"}
    change(row, filler, volume=8000, remark="")
    submit(task, head)
    row.refresh_from_db()
    assert codes(row) == set() and row.severity == 0


def test_returned_for_its_volume_and_left_as_it_was_it_is_graver(tasks, filler, head, reviewer):
    task, row = submitted_with(tasks, filler, head, **ODD)
    returned(task, row, ReturnClass.VOLUME, reviewer)
    change(row, filler, remark="经核对，确为此数。")
    submit(task, head)
    row.refresh_from_db()
    assert codes(row) == {"volume_deviation", "untouched_after_return"}
    first = sentences([row])[row.pk][0]
    assert (
        first["text"] == "因“办件量有误”退回，重新报送时所指内容没有改（改的是：备注/反馈意见）。"
    )


def returned(task, row, kind, reviewer):
    reasons = {row.pk: Reason(kind, "请核对后再报")}
    decisions.send_back_rows(task, reasons, by=reviewer, at=DURING)


def test_a_new_telephone_frees_whoever_was_struck_for_the_old(
    tasks, filler, head, reviewer, stranger
):
    """Two units under one mobile: once one of them gives another, neither is odd."""
    other = acknowledged(tasks.stranger_list, stranger)
    filled_in(other)
    Entry.objects.filter(task=other).update(contact="莫生人")
    submit(other, stranger)
    task, row = submitted_with(tasks, filler, head, contact="方填报")
    struck = Entry.objects.filter(findings__rule__code="phone_many_names")
    assert set(struck.values_list("task", flat=True)) == {other.pk}
    mine = rows(other, RowState.SUBMITTED)
    reasons = {one.pk: Reason(ReturnClass.CONTACT, "请核对后再报") for one in mine}
    decisions.send_back_rows(other, reasons, by=reviewer, at=DURING)
    for one in mine:
        change(one, stranger, phone="19900000021")
    submit(other, stranger)
    assert not struck.exists()


def test_a_bulk_approval_leaves_out_what_the_rules_struck(tasks, filler, head, reviewer):
    task, row = submitted_with(tasks, filler, head, phone="571234")
    assert row.severity and not row.suspicion
    approved = decisions.approve_rest(task, expected=7, by=reviewer, at=DURING)
    assert approved == 7
    row.refresh_from_db()
    assert row.state == RowState.SUBMITTED


def test_the_submission_shows_the_struck_row_first(tasks, filler, head, reviewer, as_user):
    task = acknowledged(tasks.city_list, filler)
    filled_in(task)
    last = Entry.objects.filter(task=task).in_order().last()
    change(last, filler, phone="571234")
    submit(task, head)
    page = as_user(reviewer).get(reverse("tasks:review", args=[task.pk]))
    assert page.context["lines"][0]["row"].pk == last.pk
    assert "只留了政务短号" in page.text
