"""The pages of filling in: home, task, check, objections, roster, signing, receipt, history."""

import json
import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from tasks.filling import roster, submitting
from tasks.filling.content import checksum_of, content_of
from tasks.filling.labels import labels
from tasks.models import Entry, Objection, RankedMatter, RowState, State, Submission, Task
from tasks.review import decisions
from tests.factories import DUE, DURING
from units.models import Action, Event, Message, RosterDuty, RosterMember
from yichuang.settings import BASE_DIR

FACTS = {
    "system_level": "city_built",
    "system_name": "杭州市人力资源和社会保障信息系统",
    "contact": "方填报",
    "phone": "19900000011",
    "scope": "whole_city",
    "complete": True,
}
CONTACT = {"contact_name": "何处长", "contact_phone": "19900000012", "feedback": ""}
OBJECTION = {
    "reason": "upper_level",
    "text": "法定由省级部门直接受理。",
    "contact_name": "方填报",
    "contact_phone": "19900000011",
}


def page(name, *args):
    return reverse(f"tasks:{name}", args=[getattr(arg, "pk", arg) for arg in args])


def fresh(task):
    return Task.objects.for_page().get(pk=task.pk)


def acknowledged(task, by):
    submitting.acknowledge(task, by=by, at=DURING)
    return fresh(task)


def filled_in(task):
    """Every row of `task` has all its facts."""
    for row in Entry.objects.filter(task=task).select_related("matter"):
        Entry.objects.filter(pk=row.pk).update(**FACTS, volume=row.matter.volume)
    return fresh(task)


def signature(task, **more):
    return {**CONTACT, "checksum": checksum_of(content_of(fresh(task))), **more}


@pytest.fixture
def city_list(tasks, filler):
    return acknowledged(tasks.city_list, filler)


@pytest.fixture
def check(tasks, filler):
    return acknowledged(tasks.check, filler)


@pytest.fixture
def group(tasks, filler):
    """The roster task of 市人力社保局, acknowledged."""
    return acknowledged(tasks.roster, filler)


# ── Home ───────────────────────────────────────────────────────────────────────────────────


def test_home_lists_what_the_unit_owes_with_progress(tasks, filler, as_user):
    html = as_user(filler).get("/").content.decode()
    assert "核对前150事项清单" in html
    assert "0/8（0.0%）" in html
    assert "公安事项" not in html


def test_home_of_the_head_begins_with_what_waits_for_a_signature(city_list, check, head, as_user):
    filled_in(city_list)
    submitting.send_to_head(city_list, by=head, at=DURING)
    todos = as_user(head).get("/").context["todos"]
    assert todos[0].task == city_list
    assert todos[0].action[0] == "审核并报送"


def test_home_puts_what_came_back_before_what_is_new(city_list, check, filler, head, as_user):
    submit_rows(city_list, head)
    row = Entry.objects.filter(task=city_list).first()
    decisions.send_back_rows(city_list, {row.pk: "系统名称不完整"}, by=head, at=DURING)
    todos = as_user(filler).get("/").context["todos"]
    assert todos[0].task == city_list
    assert todos[0].next.startswith("待本单位修改 1 行")


def submit_rows(task, by):
    filled_in(task)
    return submitting.submit(fresh(task), by=by, at=DURING, **{**signature(task), "feedback": ""})


def test_home_of_a_unit_without_tasks_says_why(contractor, tasks, as_user):
    assert "目前没有贵公司承担的系统" in as_user(contractor).get("/").content.decode()


def test_home_takes_the_same_queries_however_many_rows(
    tasks, filler, as_user, django_assert_max_num_queries
):
    client = as_user(filler)
    with django_assert_max_num_queries(12):
        client.get("/")


def test_home_of_a_collector_takes_few_queries(
    tasks, collector, as_user, django_assert_max_num_queries
):
    client = as_user(collector)
    with django_assert_max_num_queries(14):
        client.get("/")


def test_home_of_the_bureau_shows_shares_with_denominators(tasks, reviewer, as_user):
    assert "0/2（0.0%）" in as_user(reviewer).get("/").content.decode()


# ── Task ───────────────────────────────────────────────────────────────────────────────────


def test_acknowledging_is_kept_with_person_and_time(tasks, filler, as_user):
    as_user(filler).post(page("acknowledge", tasks.city_list))
    task = fresh(tasks.city_list)
    assert (task.state, task.acknowledged_by) == (State.ACKNOWLEDGED, filler)


def test_an_unfinished_list_is_not_sent_to_the_head(city_list, filler, as_user):
    answer = as_user(filler).post(page("send-to-head", city_list), follow=True)
    assert "还有 8/8 行未填完整" in answer.content.decode()
    assert answer.redirect_chain[-1][0] == page("grid", city_list)
    assert fresh(city_list).state == State.ACKNOWLEDGED


def test_the_head_hands_back_with_a_reason(city_list, filler, head, as_user):
    submitting.send_to_head(city_list, by=filler, at=DURING)
    as_user(head).post(page("hand-back", city_list), {"note": "联系人请填经办人"})
    task = fresh(city_list)
    assert (task.state, task.return_note) == (State.FILLING, "联系人请填经办人")
    assert filler.inbox.filter(body="联系人请填经办人").exists()


def test_what_the_head_handed_back_says_so_on_the_first_page(city_list, filler, head, as_user):
    filled_in(city_list)
    submitting.send_to_head(city_list, by=filler, at=DURING)
    submitting.hand_back(city_list, note="联系人请填经办人", by=head, at=DURING)
    html = as_user(filler).get("/").content.decode()
    assert "联系人请填经办人" in html
    assert "处室已退回，请按原因修改后再送审" in html
    assert page("grid", city_list) in html


def test_without_a_reason_nothing_is_handed_back(city_list, filler, head, as_user):
    submitting.send_to_head(city_list, by=filler, at=DURING)
    response = as_user(head).post(page("hand-back", city_list), {"note": ""})
    assert response.status_code == 422
    assert fresh(city_list).state == State.FOR_HEAD


def test_a_returned_row_stands_on_the_task_with_its_reason(city_list, filler, head, as_user):
    submit_rows(city_list, head)
    row = Entry.objects.filter(task=city_list).first()
    decisions.send_back_rows(city_list, {row.pk: "系统名称不完整"}, by=head, at=DURING)
    html = as_user(filler).get(page("task-detail", city_list)).content.decode()
    assert "系统名称不完整" in html
    assert page("entry-form", row) in html


def test_the_office_confirmation_of_a_pilot_is_kept(tasks, collector, as_user):
    nearby = acknowledged(tasks.nearby, collector)
    data = {"office_contact": "上城审管办孙某", "office_confirmed_on": "2018-04-02"}
    as_user(collector).post(page("office-confirm", nearby), data)
    assert fresh(nearby).office_confirmed_on == date(2018, 4, 2)
    assert Event.objects.of(nearby).filter(action=Action.CONFIRM).exists()
    # The browser's calendar understands nothing but ISO dates.
    assert 'value="2018-04-02"' in as_user(collector).get(page("task-detail", nearby)).text


# ── One row ────────────────────────────────────────────────────────────────────────────────


def row_data(row, **changed):
    was = {name: getattr(row, name) for name in (*row.FACTS, "remark")}
    now = {name: value for name, value in was.items() if value not in (None, [])}
    return {**now, **changed, "was": json.dumps(was)}


def test_a_row_is_saved_by_a_plain_form(city_list, filler, as_user):
    row = city_list.entry_rows.first()
    as_user(filler).post(page("entry-form", row), row_data(row, contact="方填报"))
    row.refresh_from_db()
    assert row.contact == "方填报"


def test_a_refused_value_stays_in_the_form(city_list, filler, as_user):
    row = city_list.entry_rows.first()
    data = row_data(row, contact="方填报", volume="约300")
    response = as_user(filler).post(page("entry-form", row), data)
    row.refresh_from_db()
    assert response.status_code == 422
    assert "约300" in response.content.decode()
    assert (row.contact, row.volume) == ("方填报", None)


def test_a_row_changed_meanwhile_is_not_overwritten_by_the_form(city_list, filler, as_user):
    row = city_list.entry_rows.first()
    data = row_data(row, contact="乙某")
    Entry.objects.filter(pk=row.pk).update(contact="甲某")
    response = as_user(filler).post(page("entry-form", row), data)
    row.refresh_from_db()
    assert row.contact == "甲某"
    assert "甲某" in response.content.decode()
    assert response.context["form"]["contact"].value() == "乙某"


def test_the_history_of_a_row_speaks_in_labels(city_list, filler, as_user):
    row = city_list.entry_rows.first()
    as_user(filler).post(page("entry-form", row), row_data(row, system_level="city_built"))
    html = as_user(filler).get(page("entry-history", row)).content.decode()
    assert "市级自建" in html
    assert "方填报（市人力社保局）" in html
    assert "city_built" not in html


def test_the_history_in_a_dialog_is_a_fragment(city_list, filler, as_user):
    row = city_list.entry_rows.first()
    html = as_user(filler).get(page("entry-history", row), headers={"HX-Request": "true"})
    assert "<html" not in html.content.decode()


def test_the_plain_list_pages_and_filters(city_list, filler, as_user):
    Entry.objects.filter(pk=city_list.entry_rows.first().pk).update(complete=True)
    response = as_user(filler).get(page("grid", city_list), {"view": "list", "show": "gaps"})
    assert response.context["page"].paginator.count == 7


def test_the_grid_page_takes_the_same_queries_however_many_rows(
    city_list, filler, as_user, django_assert_max_num_queries
):
    client = as_user(filler)
    with django_assert_max_num_queries(14):
        client.get(page("grid", city_list))


def test_every_sentence_of_the_grid_comes_from_the_server():
    script = (BASE_DIR / "static/js/grid/labels.js").read_text()
    script = re.sub(r'" \+\s+"', "", script)
    in_the_browser = dict(re.findall(r'^  (\w+):\s+"(.*)",$', script, re.MULTILINE))
    with translation.override("zh-hans"):
        assert labels() == in_the_browser


def test_a_leader_sees_phones_masked(city_list, head, leader, as_user):
    submit_rows(city_list, head)
    client, row = as_user(leader), city_list.entry_rows.first()
    receipt = Submission.objects.get()
    for address in (page("grid", city_list), page("entry-form", row), page("receipt", receipt)):
        html = client.get(address).content.decode()
        assert "199****00" in html
        assert "1990000001" not in html


# ── Check and objections ───────────────────────────────────────────────────────────────────


def ranked_of(task):
    return RankedMatter.objects.filter(unit=task.unit).in_rank()


def test_a_matter_is_answered_and_the_rest_confirmed_with_its_count(check, filler, as_user):
    first, *rest = ranked_of(check)
    as_user(filler).post(page("check-answer", first))
    response = as_user(filler).post(page("check-rest", check), follow=True)
    assert f"已确认其余 {len(rest)} 项无疑义" in response.content.decode()
    assert not ranked_of(check).filter(answer="").exists()


def test_silence_is_not_consent(check, head, as_user):
    html = as_user(head).get(page("sign", check)).content.decode()
    assert "项未核对" in html


def test_candidates_are_marked_beyond_the_top(check, filler, as_user):
    lines = as_user(filler).get(page("check", check)).context["rows"]
    assert [line["is_candidate"] for line in lines] == [line["row"].rank > 4 for line in lines]


def test_an_objection_is_raised_and_withdrawn(check, filler, as_user):
    ranked = ranked_of(check).first()
    as_user(filler).post(page("objection-create", ranked), OBJECTION)
    objection = Objection.objects.get(ranked=ranked)
    ranked.refresh_from_db()
    assert ranked.answer == "objection"
    as_user(filler).post(page("objection-withdraw", objection))
    ranked.refresh_from_db()
    assert ranked.answer == ""


# Domain case 14.
@pytest.mark.parametrize("missing", ["contact_phone", "contact_name", "text", "reason"])
def test_case_14_an_objection_lacks_nothing(check, filler, as_user, missing):
    ranked = ranked_of(check).first()
    response = as_user(filler).post(page("objection-create", ranked), {**OBJECTION, missing: ""})
    assert missing in response.context["form"].errors
    assert not Objection.objects.exists()


def test_an_objection_stands_for_the_missing_facts_of_a_row(city_list, filler, as_user):
    row = city_list.entry_rows.first()
    as_user(filler).post(page("entry-objection", row), OBJECTION)
    row.refresh_from_db()
    assert row.complete is True


def test_after_it_is_submitted_nothing_more_is_answered(check, filler, head, as_user):
    as_user(filler).post(page("check-rest", check))
    as_user(head).post(page("submit", check), signature(check))
    response = as_user(filler).post(page("objection-create", ranked_of(check).first()), OBJECTION)
    assert response.status_code == 403


# ── Roster ─────────────────────────────────────────────────────────────────────────────────


def member(unit, duty, **fields):
    return RosterMember.objects.create(unit=unit, duty=duty, name=duty.label, **fields)


# Domain case 24.
def test_case_24_a_roster_without_contact_person_is_incomplete_and_red(group, filler, as_user):
    member(group.unit, RosterDuty.LEADER)
    head_of_division = member(group.unit, RosterDuty.HEAD, office_phone="85250000")
    response = as_user(filler).get(page("roster", group))
    html = response.content.decode()
    assert html.count("tag--danger") == 1
    assert submitting.blockers(group) == ["工作小组还缺：具体工作人员（联络员）。"]
    assert response.context["contact"] == head_of_division


def test_case_24_the_contact_person_is_called_first(group):
    member(group.unit, RosterDuty.HEAD, office_phone="85250000")
    staff = member(group.unit, RosterDuty.STAFF, mobile="19900000011")
    assert roster.whom_to_call(roster.members_of(group)) == staff


def test_a_member_is_added_changed_and_removed_with_history(group, filler, as_user):
    client = as_user(filler)
    data = {"duty": "staff", "name": "方填报", "mobile": "19900000011"}
    client.post(page("roster-add", group), data)
    added = RosterMember.objects.get(unit=group.unit)
    client.post(page("roster-edit", added), {**data, "position": "科员"})
    client.post(page("roster-delete", added))
    actions = Event.objects.filter(subject="units.rostermember").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == ["create", "edit", "delete"]
    assert fresh(group).state == State.FILLING


def test_a_contact_person_without_phone_is_refused(group, filler, as_user):
    response = as_user(filler).post(page("roster-add", group), {"duty": "staff", "name": "方填报"})
    assert response.status_code == 422
    assert not RosterMember.objects.exists()


def test_the_order_of_a_roster_is_moved_by_hand(group, filler, as_user):
    first = member(group.unit, RosterDuty.LEADER, rank=1)
    second = member(group.unit, RosterDuty.HEAD, rank=2)
    as_user(filler).post(page("roster-move", second), {"direction": "up"})
    assert list(roster.members_of(group)) == [second, first]


# ── Signing ────────────────────────────────────────────────────────────────────────────────


def test_signing_leads_to_a_receipt_with_time_and_checksum(city_list, head, as_user):
    filled_in(city_list)
    response = as_user(head).post(page("submit", city_list), signature(city_list), follow=True)
    submission = Submission.objects.get()
    html = response.content.decode()
    assert response.redirect_chain[0][0] == page("receipt", submission)
    assert submission.checksum[:4] in html
    assert fresh(city_list).state == State.SUBMITTED


def test_pressing_twice_submits_once(city_list, head, as_user):
    filled_in(city_list)
    data, client = signature(city_list), as_user(head)
    answers = [client.post(page("submit", city_list), data) for _ in range(2)]
    assert Submission.objects.count() == 1
    assert {answer.url for answer in answers} == {page("receipt", Submission.objects.get())}


def test_an_unfinished_list_is_not_submitted(city_list, head, as_user):
    response = as_user(head).post(page("submit", city_list), signature(city_list))
    assert "还有 8/8 行未填完整" in response.content.decode()
    assert not Submission.objects.exists()


def test_what_changed_since_the_page_was_opened_is_not_signed(city_list, head, as_user):
    filled_in(city_list)
    data = signature(city_list, feedback="请关注社保系统")
    Entry.objects.filter(pk=city_list.entry_rows.first().pk).update(contact="换了的人")
    response = as_user(head).post(page("submit", city_list), data)
    assert response.context["form"]["feedback"].value() == "请关注社保系统"
    assert response.context["form"]["checksum"].value() != data["checksum"]
    assert not Submission.objects.exists()


def test_the_head_sees_what_changed_since_the_last_submission(city_list, head, as_user):
    submit_rows(city_list, head)
    row = city_list.entry_rows.first()
    decisions.send_back_rows(city_list, {row.pk: "系统名称不完整"}, by=head, at=DURING)
    Entry.objects.filter(pk=row.pk).update(system_name="杭州市社会保险系统")
    (line,) = as_user(head).get(page("sign", city_list)).context["statement"].changed
    assert line["changes"][0]["label"] == "系统名称"
    assert line["changes"][0]["new"] == "杭州市社会保险系统"


def test_only_the_returned_rows_go_up_again(city_list, head):
    submit_rows(city_list, head)
    decisions.approve_rows(
        city_list, list(city_list.entry_rows.values_list("pk", flat=True)[:3]), by=head, at=DURING
    )
    row = city_list.entry_rows.last()
    decisions.send_back_rows(city_list, {row.pk: "系统名称不完整"}, by=head, at=DURING)
    submitting.submit(fresh(city_list), by=head, at=DURING, **signature(city_list))
    states = city_list.entry_rows.values_list("state", flat=True)
    assert sorted(states) == [RowState.APPROVED] * 3 + [RowState.SUBMITTED] * 5


def test_a_department_submits_its_part_to_the_district(tasks, district_head, as_user):
    part = acknowledged(tasks.part, district_head)
    Entry.objects.filter(task=part).update(**FACTS, volume=1000)
    as_user(district_head).post(page("submit", part), signature(part))
    assert fresh(part).state == State.COLLECTED


def test_messages_to_others_are_chinese_whatever_language_the_actor_reads(
    city_list, filler, head, as_user
):
    filled_in(city_list)
    with translation.override("en"):
        submitting.send_to_head(city_list, by=filler, at=DURING)
    message = Message.objects.filter(to=head).latest("pk")
    assert message.subject == "请审核并报送：补填对接事项清单（市级部门）"


def test_the_deadline_names_the_holiday_it_falls_on(tasks, filler, as_user):
    html = as_user(filler).get(page("task-detail", tasks.city_list)).content.decode()
    assert tasks.city_list.due_at == DUE
    assert "截止 2018年4月6日 24:00，逢清明假期，节前最后工作日4月4日" in html


def test_after_an_answer_the_keyboard_goes_on_at_the_next_matter(check, filler, as_user):
    first, second, *_rest = ranked_of(check)
    url, htmx = page("check-answer", first), {"HX-Request": "true"}
    response = as_user(filler).post(url, headers=htmx)
    assert response.context["focus"] == second.pk
    assert response.content.decode().count("autofocus") == 1
