"""Taking over: whose answer a row gets, what stays, and how it is confirmed (domain story 2)."""

import pytest
from django.core.exceptions import PermissionDenied

from tasks.filling import grid
from tasks.models import Entry, RowState, Task
from tasks.taking_over.planning import differing
from tests import factories
from tests.factories import DURING
from units.models import Action, Event

from .acts import acknowledged, object_to_row
from .taken import (
    DISTRICTS_ONLY,
    OTHER,
    SHARED,
    SYSTEM,
    answer,
    completed,
    give,
    row_of,
    take,
    write,
)


def test_a_row_takes_the_answer_of_the_city(part, tasks, district_filler):
    answer(tasks.city_list)
    done = take(part, district_filler)
    row = row_of(part)
    assert (row.system_level, row.system_name) == tuple(SYSTEM.values())
    assert row.origin == {
        "kind": "city",
        "label": "市人力社保局",
        "fields": ["system_level", "system_name"],
    }
    assert done.counts == {
        "rows": 2, "taken": 1, "same": 0, "differing": 0, "unanswered": 1, "locked": 0,
        "partly": 0,
    }  # fmt: skip


def test_what_others_have_not_reported_is_not_shown(part, tasks, neighbour, district_filler):
    answer(tasks.city_list, state=RowState.DRAFT)
    answer(
        neighbour, **SYSTEM, state=RowState.RETURNED, return_class="other", return_reason="请核对"
    )
    answer(
        neighbour, **SYSTEM, state=RowState.RETURNED, return_class="other", return_reason="请核对"
    )
    assert take(part, district_filler).counts["unanswered"] == 2
    assert take(part, district_filler, "majority").counts["unanswered"] == 2


def test_a_counterpart_is_asked_before_other_departments(part, tasks, town, district_filler):
    answer(tasks.city_list)
    stranger = Entry.objects.filter(task=tasks.stranger_list).first()
    with factories.library_open() as version:
        matter = factories.matter(version, town.gongan, SHARED, inner_code="gongan-1")
    Entry.objects.filter(pk=stranger.pk).update(matter=matter, **OTHER)
    Entry.objects.filter(pk=stranger.pk).update(state=RowState.APPROVED)
    town.gongan.sort_order = 1
    town.gongan.save()
    take(part, district_filler)
    assert row_of(part).origin["label"] == "市人力社保局"


def test_待核实_answers_nothing(part, tasks, district_filler):
    answer(tasks.city_list, system_level="unknown", system_name="")
    assert take(part, district_filler).counts["taken"] == 0


def test_the_majority_of_other_districts_counts_districts(part, campaign, town, district_filler):
    third = _third_district(town, campaign)
    answer(_task_of(town.xiacheng_renshe), DISTRICTS_ONLY)
    answer(third, DISTRICTS_ONLY, **{**SYSTEM, "system_name": "浙江省 社会保险系统"})
    take(part, district_filler, "majority")
    row = row_of(part, DISTRICTS_ONLY)
    assert row.system_level == SYSTEM["system_level"]
    assert row.origin["label"] == "区县多数（2/2）"


def test_an_even_split_is_no_majority(part, campaign, town, district_filler):
    answer(_task_of(town.xiacheng_renshe), DISTRICTS_ONLY)
    answer(_third_district(town, campaign), DISTRICTS_ONLY, **OTHER)
    assert take(part, district_filler, "majority").counts["taken"] == 0


def test_the_own_district_has_no_vote(part, tasks, district_filler):
    other = tasks.district_list.parts.exclude(pk=part.pk).first()
    row = Entry.objects.filter(task=other).first()
    Entry.objects.filter(pk=row.pk).update(
        matter=row_of(part).matter, state=RowState.SUBMITTED, **SYSTEM
    )
    assert take(part, district_filler, "majority").counts["taken"] == 0


def _task_of(unit):
    return Task.objects.for_page().get(unit=unit)


def _third_district(town, campaign):
    """大江东 has the same matter, and a list of its own."""
    renshe = factories.unit("区人力社保局", "district_department", town.dajiangdong)
    with factories.library_open() as version:
        matter = factories.matter(version, renshe, DISTRICTS_ONLY)
    obligation = campaign.obligations.get(kind="district_list")
    due = {"obligation": obligation, "due_at": factories.DUE, "late_at": factories.DUE}
    parent = Task.objects.create(unit=town.dajiangdong, **due)
    task = Task.objects.create(unit=renshe, parent=parent, **due)
    Entry.objects.create(task=task, matter=matter)
    return task


def test_a_chosen_district_gives_system_and_level_but_not_its_people(
    part, neighbour, town, district_filler
):
    facts = {**SYSTEM, "contact": "夏某", "phone": "19900000042", "volume": 5, "remark": "注"}
    answer(neighbour, **facts)
    take(part, district_filler, "district", district=town.xiacheng.pk)
    row = row_of(part)
    assert row.system_name == SYSTEM["system_name"]
    assert (row.contact, row.phone, row.volume, row.remark) == ("", "", None, "")
    assert row.origin["label"] == "下城区"


def test_a_second_notice_offers_the_own_answers_of_the_first(tasks, town, people, filler):
    facts = {"scope": "city_level", "contact": "方填报", "phone": "19900000011", "volume": 77}
    rows = Entry.objects.filter(task=tasks.city_list)
    rows.update(**SYSTEM, **facts, remark="去年的说明", complete=True)
    rows.update(state=RowState.APPROVED)
    second = factories.campaign(town, people, number="杭智办〔2019〕3号")
    task = acknowledged(factories.tasks_of(second, town).city_list, filler)
    done = take(task, filler, "campaign")
    assert done.counts["taken"] == 8
    row = row_of(task)
    assert (row.system_name, row.scope, row.contact) == (
        SYSTEM["system_name"], "city_level", "方填报",
    )  # fmt: skip
    # The volume and the remark speak of that year.
    assert (row.volume, row.remark) == (None, "")
    assert row.origin["label"] == "杭智办〔2018〕2号"


def test_the_first_notice_has_no_earlier_answers(city_list, filler, town, people):
    factories.campaign(town, people, number="杭智办〔2019〕3号")
    assert take(city_list, filler, "campaign").counts["unanswered"] == 8


def test_the_library_may_know_half_an_answer(city_list, town, filler):
    with factories.library_open() as version:
        for matter in [row.matter for row in Entry.objects.filter(task=city_list)][:2]:
            matter.system_hint, matter.version = "杭州市人社系统", version
            matter.save()
    done = take(city_list, filler, "library")
    assert done.counts["taken"] == 2
    assert done.rows[0].origin["fields"] == ["system_name"]
    assert done.rows[0].system_level == ""


def test_the_city_is_asked_first_and_the_districts_for_the_rest(
    part, tasks, neighbour, district_filler
):
    answer(tasks.city_list)
    answer(neighbour, **OTHER)
    answer(neighbour, DISTRICTS_ONLY, **OTHER)
    take(part, district_filler, "city_first")
    origins = [row_of(part, code).origin for code in (SHARED, DISTRICTS_ONLY)]
    assert [(one["kind"], one["label"]) for one in origins] == [
        ("city", "市人力社保局"),
        ("majority", "区县多数（1/1）"),
    ]


# --- what stands stays ---


def test_what_was_filled_in_stays_and_the_difference_is_listed(part, tasks, district_filler):
    answer(tasks.city_list)
    give(row_of(part), **OTHER)
    done = take(part, district_filler)
    assert row_of(part).system_name == OTHER["system_name"]
    assert done.counts["differing"] == 1
    (one,) = differing(done.lines)
    assert (one["yours"], one["theirs"], one["source"]) == (
        "区县（市）自建 区社保系统",
        "省级垂管 浙江省社会保险系统",
        "市人力社保局",
    )


def test_a_row_without_a_system_differs_by_its_level(part, tasks, district_filler):
    answer(tasks.city_list)
    give(row_of(part), system_level="unknown", system_name="")
    (one,) = differing(take(part, district_filler).lines)
    assert (one["field"], one["yours"]) == ("事项所在系统层级", "待核实")


def test_half_an_answer_is_completed_only_when_it_agrees(part, tasks, district_filler):
    answer(tasks.city_list)
    give(row_of(part), system_level=SYSTEM["system_level"])
    take(part, district_filler)
    assert row_of(part).system_name == SYSTEM["system_name"]


def test_the_level_of_one_never_meets_the_system_of_another(part, tasks, district_filler):
    answer(tasks.city_list)
    give(row_of(part), system_level="city_built")
    take(part, district_filler)
    assert (row_of(part).system_level, row_of(part).system_name) == ("city_built", "")


def test_answers_give_way_when_somebody_says_so(part, tasks, district_filler):
    answer(tasks.city_list)
    give(row_of(part), **OTHER)
    take(part, district_filler, replace=True)
    assert row_of(part).system_name == SYSTEM["system_name"]


def test_spaces_make_no_difference(part, tasks, district_filler):
    answer(tasks.city_list)
    give(row_of(part), **{**SYSTEM, "system_name": "浙江省 社会保险系统"})
    assert take(part, district_filler).counts["same"] == 1


def test_locked_and_objected_rows_are_skipped_and_counted(part, tasks, district_filler):
    answer(tasks.city_list)
    first, second = Entry.objects.filter(task=part)
    object_to_row(second, part, district_filler)
    Entry.objects.filter(pk=first.pk).update(state=RowState.SUBMITTED)
    assert take(part, district_filler).counts["locked"] == 2


def test_the_rows_are_completed_only_where_they_are_empty(part, tasks, town, district_filler):
    answer(tasks.city_list)
    give(row_of(part), contact="老张", phone="19900000099")
    take(part, district_filler, extras=completed(town.shangcheng_renshe))
    row = row_of(part)
    assert (row.contact, row.volume, row.districts) == ("老张", 1000, [town.shangcheng.pk])
    assert row.origin["label"] == "市人力社保局、库内办件量"


def test_what_completes_a_row_with_an_answer_of_its_own_is_not_called_the_citys(
    part, tasks, town, district_filler
):
    answer(tasks.city_list)
    give(row_of(part), **OTHER)
    done = take(part, district_filler, extras=completed(town.shangcheng_renshe))
    assert (done.counts["taken"], done.counts["partly"]) == (1, 1)
    row = row_of(part)
    assert (row.system_name, row.volume) == (OTHER["system_name"], 1000)
    assert row.origin["label"] == "库内办件量、补填的联系人"


# --- who may ---


def test_a_clerk_who_types_meanwhile_keeps_the_word(part, tasks, district_filler, collector):
    answer(tasks.city_list)
    row = row_of(part)
    write(part, row, "system_name", "区里自己的系统", district_filler)
    assert take(part, collector).counts["differing"] == 1
    assert row_of(part).system_name == "区里自己的系统"


def test_a_clerk_who_saves_later_is_told_of_the_value_taken_over(
    part, tasks, district_filler, collector
):
    answer(tasks.city_list)
    row = row_of(part)
    take(part, collector)
    cell = {"id": row.pk, "field": "system_name", "was": "", "now": "区里自己的系统"}
    (conflict,) = grid.save_cells(part, [cell], by=district_filler, at=DURING)["conflicts"]
    assert conflict["theirs"] == SYSTEM["system_name"]


def test_the_second_of_two_finds_nothing_left(part, tasks, district_filler, collector):
    answer(tasks.city_list)
    assert take(part, collector).counts["taken"] == 1
    assert take(part, district_filler).counts["same"] == 1
    assert Event.objects.filter(action=Action.TAKE_OVER).count() == 1


def test_rows_of_another_list_are_refused(part, tasks, district_filler):
    answer(tasks.city_list)
    foreign = row_of(tasks.city_list).pk
    with pytest.raises(PermissionDenied):
        take(part, district_filler, rows=frozenset({foreign, row_of(part).pk}))
    assert row_of(part).system_name == ""


def test_only_chosen_rows_are_filled(part, tasks, district_filler):
    answer(tasks.city_list)
    other = row_of(part, DISTRICTS_ONLY)
    assert take(part, district_filler, rows=frozenset({other.pk})).counts["rows"] == 1
    assert row_of(part).system_name == ""


def test_a_list_nobody_acknowledged_is_closed(tasks, district_filler):
    answer(tasks.city_list)
    with pytest.raises(PermissionDenied):
        take(tasks.part, district_filler)
