"""A new library version: only rows whose facts changed open again, nothing else moves (A3-4)."""

import pytest

from matters.models import Matter, MatterState
from tasks.filling import checking, submitting
from tasks.library.effects import EffectKind
from tasks.library.telling import SENTENCES
from tasks.models import (
    Entry,
    LeftBecause,
    Objection,
    ObjectionReason,
    ObjectionState,
    RankedMatter,
    RowState,
    State,
    Task,
)
from tasks.review import decisions
from tests.factories import DURING
from tests.matters.library_books import line
from units.models import Action, Event, Message

from .acts import because, fresh, rows, submit
from .new_library import AT, ON, changed, lines_with, matters_of, receive, row_of, states_of

NAME = "事项名称"
CONTACT = {"contact_name": "方填报", "contact_phone": "19900000011"}


# A matter leaves.


def test_case_19_a_suspended_matter_leaves_the_denominator_from_its_date(city_list, admin):
    matter = matters_of(city_list)[0]
    changed(admin, {matter: {"状态": "暂停"}})
    row = row_of(matter)
    assert (row.state, row.left_on, row.left_because) == ("cancelled", ON, "suspended")
    assert row.state_label == "库已暂停（不计入），2018-04-03起"
    assert Entry.objects.filter(task=city_list).counted().count() == 7
    event = Event.objects.of(row).first()
    assert (event.action, event.changes) == (
        Action.LIBRARY_CHANGE,
        {"state": ["draft", "cancelled"]},
    )
    assert "V2" in event.reason and "2018-04-03" in event.reason


def test_case_6_a_cancelled_matter_keeps_its_answers_and_is_not_deleted(submitted, admin):
    matter = matters_of(submitted)[0]
    changed(admin, gone=[matter])
    row = row_of(matter)
    assert (row.state, row.left_because) == (RowState.CANCELLED, LeftBecause.CANCELLED)
    assert row.system_name == "杭州市人社一体化系统"
    assert row.state_label == "库已取消（不计入），2018-04-03起"


def test_the_pending_objection_of_a_cancelled_row_ends_with_the_reason(city_list, filler, admin):
    matter = matters_of(city_list)[0]
    objection = Objection(entry=row_of(matter), reason=ObjectionReason.RARE, text="极少", **CONTACT)
    checking.object_to(city_list, objection, by=filler, at=DURING)
    changed(admin, gone=[matter])
    objection.refresh_from_db()
    assert objection.state == ObjectionState.WITHDRAWN
    assert "事项已取消" in objection.decision
    assert Event.objects.of(objection).first().reason == objection.decision


def test_a_row_whose_objection_was_accepted_stays_what_it_is(city_list, admin):
    matter = matters_of(city_list)[0]
    Entry.objects.filter(matter=matter).update(state=RowState.EXCLUDED)
    changed(admin, gone=[matter])
    assert row_of(matter).state == RowState.EXCLUDED


def test_a_task_is_approved_when_its_last_waiting_row_goes(submitted, reviewer, admin):
    first, *others = rows(submitted, RowState.SUBMITTED)
    decisions.approve_rows(submitted, [row.pk for row in others], by=reviewer, at=DURING)
    changed(admin, gone=[first.matter])
    assert fresh(submitted).state == State.APPROVED


def test_a_task_is_ready_when_its_last_returned_row_goes(submitted, reviewer, admin):
    first = rows(submitted, RowState.SUBMITTED)[0]
    decisions.send_back_rows(submitted, {first.pk: because("请核实")}, by=reviewer, at=DURING)
    changed(admin, gone=[first.matter])
    task = fresh(submitted)
    assert (task.state, task.correction_due_at) == (State.SUBMITTED, None)


def test_a_list_is_ready_when_its_last_unfilled_row_goes(city_list, admin):
    first, *others = matters_of(city_list)
    Entry.objects.filter(matter__in=others).update(complete=True)
    assert submitting.blockers(city_list)
    changed(admin, gone=[first])
    assert submitting.blockers(fresh(city_list)) == []


def test_an_approved_task_stays_approved(approved, admin):
    changed(admin, gone=matters_of(approved)[:1])
    assert fresh(approved).state == State.APPROVED


def test_a_unit_without_any_matter_left_owes_nothing(tasks, stranger, admin):
    changed(admin, gone=matters_of(tasks.stranger_list))
    task = fresh(tasks.stranger_list)
    late = task.due_at.replace(year=2019)
    assert task.state == State.APPROVED
    assert not task.is_overdue(at=late)
    assert task not in Task.objects.overdue(at=late)


# It comes back.


def test_an_untouched_row_comes_back_as_it_was(city_list, admin):
    matter = matters_of(city_list)[0]
    changed(admin, {matter: {"状态": "暂停"}})
    changed(admin, {matter: {"状态": "在用"}})
    row = row_of(matter)
    assert (row.state, row.left_on, row.left_because) == (RowState.DRAFT, None, "")
    assert Event.objects.of(row).count() == 2


def test_an_answered_row_comes_back_to_be_checked(submitted, admin):
    matter = matters_of(submitted)[0]
    Entry.objects.filter(matter=matter).update(version=3)
    changed(admin, {matter: {"状态": "暂停"}})
    changed(admin, {matter: {"状态": "在用"}})
    row = row_of(matter)
    assert row.state == RowState.RETURNED
    assert row.return_reason == "权力事项库已更新（V3）：事项恢复使用，请复核。"
    assert row.system_name == "杭州市人社一体化系统"
    assert fresh(submitted).state == State.RETURNED


# Its facts change.


def test_only_the_row_whose_name_changed_opens_again(approved, admin):
    matter = matters_of(approved)[0]
    changed(admin, {matter: {NAME: "人社事项甲"}})
    row = row_of(matter)
    assert row.state == RowState.RETURNED
    assert row.return_reason == (
        "权力事项库已更新（V2）：事项名称由“人社事项1”改为“人社事项甲”，请复核。"
    )
    assert row.system_name == "杭州市人社一体化系统" and row.complete
    assert states_of(approved) == ["approved"] * 7 + ["returned"]


def test_the_task_comes_back_with_a_correction_that_is_never_late(approved, admin):
    submitted_at = approved.first_submitted_at
    changed(admin, {matters_of(approved)[0]: {"办理对象": "法人"}})
    task = fresh(approved)
    assert (task.state, task.first_submitted_at) == (State.RETURNED, submitted_at)
    assert task.correction_due_at.astimezone(AT.tzinfo).date().isoformat() == "2018-04-04"
    assert not task.is_overdue(at=task.correction_due_at.replace(year=2019))


def test_the_row_goes_up_again_after_it_was_checked(approved, head, reviewer, admin):
    changed(admin, {matters_of(approved)[0]: {NAME: "人社事项甲"}})
    submit(approved, head, at=AT)
    assert states_of(approved) == ["approved"] * 7 + ["submitted"]
    decisions.approve_rest(fresh(approved), expected=1, by=reviewer, at=AT)
    assert fresh(approved).state == State.APPROVED


def test_a_draft_only_shows_the_new_facts(city_list, admin):
    matter = matters_of(city_list)[0]
    changed(admin, {matter: {NAME: "人社事项甲"}})
    row = row_of(matter)
    assert (row.state, row.return_reason, row.version) == (RowState.DRAFT, "", 0)
    assert row.matter.name == "人社事项甲"
    assert fresh(city_list).state == State.ACKNOWLEDGED


@pytest.mark.parametrize(
    "facts",
    [{"2017年办件量": 20_000}, {"系统名称": "人社系统"}, {"系统层级": "省级自建"}],
)
def test_volume_and_hints_open_nothing(approved, admin, facts):
    matter = matters_of(approved)[0]
    changed(admin, {matter: facts})
    assert row_of(matter).state == RowState.APPROVED
    assert fresh(approved).state == State.APPROVED


def test_a_changed_volume_is_judged_anew(submitted, admin):
    matter = matters_of(submitted)[0]
    assert row_of(matter).suspicion == 0
    changed(admin, {matter: {"2017年办件量": 20_000}})
    row = row_of(matter)
    assert (row.suspicion, row.warnings) == (1, ["volume_deviation"])


def test_the_ranking_stays_frozen(campaign, tasks, admin):
    before = list(RankedMatter.objects.order_by("rank").values())
    first, second, *_rest = matters_of(tasks.city_list)
    changed(admin, {first: {NAME: "人社事项甲", "2017年办件量": 1}}, gone=[second])
    assert list(RankedMatter.objects.order_by("rank").values()) == before


# As a whole.


def test_each_unit_is_told_once_with_its_counts(approved, filler, stranger, collector, admin):
    Message.objects.all().delete()
    first, second, third, *_rest = matters_of(approved)
    changed(
        admin, {first: {NAME: "甲"}, third: {"2017年办件量": 5}}, gone=[second],
        added=[line("N1", "许可-95001-000")],
    )  # fmt: skip
    message = Message.objects.get(to=filler)
    assert message.subject == "权力事项库已更新（V2），请查看本单位清单"
    assert message.body == (
        "1 行事项信息有变更，请复核后重新报送；新增 1 行，请补填；1 行移出清单（不计入）；"
        "1 行库内信息有更新，原有填写不变。"
    )
    assert not Message.objects.filter(to__in=[stranger, collector]).exists()


def test_the_campaign_follows_the_version(campaign, tasks, admin):
    version = changed(admin, gone=matters_of(tasks.city_list)[:1])
    campaign.refresh_from_db()
    assert campaign.library_version == version


def test_the_lists_of_a_campaign_being_published_follow_without_a_word(
    campaign, city_list, filler, admin
):
    campaign.state, campaign.published_at, campaign.published_by = "draft", None, None
    campaign.save()
    Message.objects.all().delete()
    matter = matters_of(city_list)[0]
    changed(admin, gone=[matter])
    assert row_of(matter).state == RowState.CANCELLED
    assert not Message.objects.filter(to=filler).exists()


def test_a_closed_campaign_is_left_alone(campaign, tasks, admin):
    campaign.state = "closed"
    campaign.save()
    matter = matters_of(tasks.city_list)[0]
    changed(admin, gone=[matter])
    assert Matter.objects.get(pk=matter.pk).state == MatterState.CANCELLED
    assert row_of(matter).state == RowState.DRAFT


def test_a_version_whose_lists_cannot_follow_is_not_written(tasks, admin, monkeypatch):
    matter = matters_of(tasks.city_list)[0]
    monkeypatch.setattr("tasks.library.telling.tell", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        changed(admin, gone=[matter])
    assert Matter.objects.get(pk=matter.pk).state == MatterState.IN_USE
    assert row_of(matter).state == RowState.DRAFT


def test_nothing_follows_twice(approved, admin):
    changed(admin, {matters_of(approved)[0]: {NAME: "甲"}})
    events = Event.objects.count()
    upload = receive(lines_with(), admin)
    assert upload.plan["counts"]["changed"] == 0
    assert Event.objects.count() == events + 1  # the upload itself


def test_every_kind_of_effect_has_words():
    assert set(SENTENCES) == set(EffectKind)
