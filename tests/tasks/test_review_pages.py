"""The review desk in the browser: what is shown, what a click does, what it costs."""

import pytest
from django.urls import reverse

from tasks.collecting import collecting
from tasks.filling import submitting
from tasks.models import Entry, RankedMatter, RowState, Severity
from tasks.review import decisions
from tasks.suspicion.examining import examine
from tests.factories import DURING

from .acts import because, object_to, rows, submit


def url(name, task, **kwargs):
    return reverse(f"tasks:{name}", args=[task.pk], **kwargs)


@pytest.fixture
def desk(as_user, reviewer):
    return as_user(reviewer)


def test_the_queue_counts_what_waits(desk, submitted):
    page = desk.get(reverse("tasks:queue"))
    assert "市人力社保局" in page.text
    assert "8/8" in page.text


@pytest.mark.parametrize("name", ["queue", "review"])
def test_the_desk_costs_the_same_for_any_number_of_rows(
    desk,
    submitted,
    django_assert_max_num_queries,
    name,
):
    address = reverse("tasks:queue") if name == "queue" else url("review", submitted)
    with django_assert_max_num_queries(19):
        assert desk.get(address).status_code == 200


def test_rows_with_something_odd_come_first(desk, submitted):
    last = rows(submitted, RowState.SUBMITTED)[-1]
    Entry.objects.filter(pk=last.pk).update(volume=1, remark="系统迁移")
    examine(submitted)
    page = desk.get(url("review", submitted))
    assert page.context["lines"][0]["row"].pk == last.pk
    assert "办件量与库内相差大" in page.text and "单位已说明：系统迁移" in page.text


def test_a_leader_reads_submissions_and_objections_with_masked_phones(
    submitted, tasks, filler, leader, as_user
):
    client, line = as_user(leader), RankedMatter.objects.of_check(tasks.check).first()
    objection = object_to(line, tasks.check, filler)
    for address in (url("review", submitted), url("objection-detail", objection)):
        page = client.get(address)
        assert "199****0011" in page.text
        assert "19900000011" not in page.text


def test_a_return_asks_for_a_reason_per_row_and_loses_none(desk, submitted):
    first, second = rows(submitted, RowState.SUBMITTED)[:2]
    chosen = {"row": [first.pk, second.pk]}
    assert "退回 2 行" in desk.post(url("return-rows", submitted), chosen).text
    one = {f"{first.pk}-kind": "volume", f"{first.pk}-text": "今年办件量与库内不符"}
    half = {**chosen, **one, "given": "yes", f"{second.pk}-kind": "contact"}
    page = desk.post(url("return-rows", submitted), half)
    assert (page.status_code, "请写明退回原因" in page.text) == (422, True)
    assert "今年办件量与库内不符" in page.text
    assert len(rows(submitted, RowState.RETURNED)) == 0
    desk.post(url("return-rows", submitted), {**half, f"{second.pk}-text": "联系人不是本单位"})
    assert [row.pk for row in rows(submitted, RowState.RETURNED)] == [first.pk, second.pk]


def test_the_bulk_page_shows_the_count_before_it_is_asked_for(desk, submitted):
    assert "通过没有疑点的 8 行" in desk.get(url("rest", submitted)).text
    answer = desk.post(
        url("approve-rest", submitted), {"expected": "7", "submission": "1"}, follow=True
    )
    assert "待审行数已变化" in answer.text
    desk.post(url("approve-rest", submitted), {"expected": "8", "submission": "1"})
    assert len(rows(submitted, RowState.APPROVED)) == 8


def test_a_row_with_a_finding_is_never_in_the_bulk_of_its_submission(desk, submitted):
    odd = rows(submitted, RowState.SUBMITTED)[0]
    Entry.objects.filter(pk=odd.pk).update(severity=Severity.LOW)
    assert "批量通过没有疑点的 7 行" in desk.get(url("review", submitted)).text
    asked = {"submission": "1", "with_odd": "yes"}
    desk.post(url("approve-rest", submitted), {**asked, "expected": "8"})
    assert not rows(submitted, RowState.APPROVED)
    desk.post(url("approve-rest", submitted), {**asked, "expected": "7"})
    assert rows(submitted, RowState.SUBMITTED) == [odd]
    page = desk.get(url("rest", submitted))
    assert page.context["plain"] == 0
    assert url("approve-rest", submitted) not in page.text
    assert "批量通过没有疑点" not in desk.get(url("review", submitted)).text


def test_nothing_chosen_is_said(desk, submitted):
    answer = desk.post(url("approve-rows", submitted), {"submission": "1"}, follow=True)
    assert "请先勾选要处理的行" in answer.text


def test_a_draft_is_not_on_the_desk(desk, tasks):
    assert desk.get(url("review", tasks.city_list)).status_code == 404


def test_nobody_approves_a_submission_he_has_not_seen(desk, submitted, reviewer, head):
    old_page = {"submission": "1", "expected": "8"}
    decisions.send_back_task(submitted, reason=because("请补充备注"), by=reviewer, at=DURING)
    submit(submitted, head)
    answer = desk.post(url("approve-rest", submitted), old_page)
    assert answer.status_code == 302
    chosen = {"submission": "1", "row": [row.pk for row in rows(submitted, RowState.SUBMITTED)]}
    answer = desk.post(url("approve-rows", submitted), chosen, follow=True)
    assert "该单位已重新报送" in answer.text
    assert len(rows(submitted, RowState.SUBMITTED)) == 8


def test_a_missing_departments_draft_is_not_read(desk, two_of_three, tasks, collector):
    late = two_of_three[2]
    submitting.acknowledge(tasks.district_list, by=collector, at=DURING)
    collecting.mark_missing(late, note="机构调整，下周补报", by=collector, at=DURING)
    submit(tasks.district_list, collector)
    shown = desk.get(url("review", tasks.district_list)).context["lines"]
    assert {line["row"].task_id for line in shown} == {part.pk for part in two_of_three[:2]}
    assert desk.get(url("grid", two_of_three[0])).status_code == 200
    assert desk.get(url("grid", late)).status_code == 403
