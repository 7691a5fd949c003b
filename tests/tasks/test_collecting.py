"""A district collects its departments' parts and submits them as one."""

import pytest

from tasks.collecting import collecting
from tasks.filling import submitting
from tasks.filling.content import content_of
from tasks.models import Entry, RowState, State, Task
from tasks.review import decisions
from tests.factories import DURING

from .acts import because, fill_in, submit


def test_case_16_one_department_in_draft_blocks_the_district(two_of_three, tasks, collector):
    submitting.acknowledge(tasks.district_list, by=collector, at=DURING)
    with pytest.raises(submitting.NotReady) as refusal:
        submit(tasks.district_list, collector)
    assert two_of_three[2].unit.short_name in str(refusal.value)
    collecting.mark_missing(two_of_three[2], note="机构调整，下周补报", by=collector, at=DURING)
    submission = submit(tasks.district_list, collector)
    assert len(submission.content["rows"]) == 4


def test_case_16_the_missing_part_keeps_its_rows_open(two_of_three, tasks, collector):
    submitting.acknowledge(tasks.district_list, by=collector, at=DURING)
    collecting.mark_missing(two_of_three[2], note="机构调整，下周补报", by=collector, at=DURING)
    submit(tasks.district_list, collector)
    states = dict(Task.objects.values_list("pk", "state"))
    assert states[two_of_three[0].pk] == states[two_of_three[1].pk] == State.SUBMITTED
    late = Entry.objects.filter(task=two_of_three[2])
    assert set(late.values_list("state", flat=True)) == {RowState.DRAFT}


def test_the_late_part_follows_in_a_second_submission(two_of_three, tasks, collector, reviewer):
    district = tasks.district_list
    submitting.acknowledge(district, by=collector, at=DURING)
    collecting.mark_missing(two_of_three[2], note="机构调整，下周补报", by=collector, at=DURING)
    submit(district, collector)
    decisions.approve_rest(district, expected=4, by=reviewer, at=DURING)
    district.refresh_from_db()
    assert district.state == State.FILLING
    fill_in(two_of_three[2], collector)
    submit(two_of_three[2], collector)
    assert submit(district, collector).number == 2
    decisions.approve_rest(district, expected=2, by=reviewer, at=DURING)
    district.refresh_from_db()
    assert district.state == State.APPROVED


def test_a_part_is_sent_back_with_its_reason(two_of_three, collector):
    part = two_of_three[0]
    assert collecting.send_back_part(part, note="系统名称请写全称", by=collector, at=DURING)
    part.refresh_from_db()
    assert (part.state, part.return_note) == (State.RETURNED, "系统名称请写全称")
    assert not collecting.send_back_part(part, note="再退一次", by=collector, at=DURING)


def test_a_returned_row_opens_the_part_and_the_district(parts, tasks, collector, reviewer):
    for part in parts:
        fill_in(part, collector)
        submit(part, collector)
    submitting.acknowledge(tasks.district_list, by=collector, at=DURING)
    submit(tasks.district_list, collector)
    row = Entry.objects.filter(task=parts[1]).first()
    decisions.send_back_rows(
        tasks.district_list, {row.pk: because("层级与系统不符")}, by=reviewer, at=DURING
    )
    states = dict(Task.objects.values_list("pk", "state"))
    assert states[parts[1].pk] == states[tasks.district_list.pk] == State.RETURNED
    assert states[parts[0].pk] == State.SUBMITTED


def test_the_districts_content_is_that_of_the_parts_that_go_up(two_of_three, tasks):
    units = {row["unit"] for row in content_of(tasks.district_list)["rows"]}
    assert units == {part.unit.short_name for part in two_of_three[:2]}
