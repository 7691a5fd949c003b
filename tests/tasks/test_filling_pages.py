"""The pages of filling in: home, task, one row and its history."""

import json
import re
from datetime import date

from django.utils import translation

from tasks.filling import submitting
from tasks.filling.labels import labels
from tasks.models import Entry, State, Submission
from tasks.review import decisions
from tests.factories import DUE, DURING
from units.models import Action, Event
from yichuang.settings import BASE_DIR

from .acts import acknowledged, because, filled_in, fresh, page, submit_filled

# ── Home ────────────────────────────────────────────────────────────────────────────────────


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
    submit_filled(city_list, head)
    row = Entry.objects.filter(task=city_list).first()
    decisions.send_back_rows(city_list, {row.pk: because("系统名称不完整")}, by=head, at=DURING)
    todos = as_user(filler).get("/").context["todos"]
    assert todos[0].task == city_list
    assert todos[0].next.startswith("待本单位修改 1 行")


def test_home_of_a_unit_without_tasks_says_why(contractor, tasks, as_user):
    assert "目前没有贵公司承担的系统" in as_user(contractor).get("/").content.decode()


def test_home_takes_the_same_queries_however_many_rows(
    tasks, filler, as_user, django_assert_max_num_queries
):
    client = as_user(filler)
    with django_assert_max_num_queries(15):
        client.get("/")


def test_home_of_a_collector_takes_few_queries(
    tasks, collector, as_user, django_assert_max_num_queries
):
    client = as_user(collector)
    with django_assert_max_num_queries(18):
        client.get("/")


def test_home_of_the_bureau_shows_shares_with_denominators(tasks, reviewer, as_user):
    assert "0/2（0.0%）" in as_user(reviewer).get("/").content.decode()


# ── Task ────────────────────────────────────────────────────────────────────────────────────


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
    submit_filled(city_list, head)
    row = Entry.objects.filter(task=city_list).first()
    decisions.send_back_rows(city_list, {row.pk: because("系统名称不完整")}, by=head, at=DURING)
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


def test_the_deadline_names_the_holiday_it_falls_on(tasks, filler, as_user):
    html = as_user(filler).get(page("task-detail", tasks.city_list)).content.decode()
    assert tasks.city_list.due_at == DUE
    assert "截止 2018年4月6日 24:00，逢清明假期，节前最后工作日4月4日" in html


# ── One row ─────────────────────────────────────────────────────────────────────────────────


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
    with django_assert_max_num_queries(16):
        client.get(page("grid", city_list))


def test_every_sentence_of_the_grid_comes_from_the_server():
    script = (BASE_DIR / "static/js/grid/labels.js").read_text()
    script = re.sub(r'" \+\s+"', "", script)
    in_the_browser = dict(re.findall(r'^  (\w+):\s+"(.*)",$', script, re.MULTILINE))
    with translation.override("zh-hans"):
        assert labels() == in_the_browser


def test_a_leader_sees_phones_masked(city_list, head, leader, as_user):
    submit_filled(city_list, head)
    client, row = as_user(leader), city_list.entry_rows.first()
    receipt = Submission.objects.get()
    for address in (page("grid", city_list), page("entry-form", row), page("receipt", receipt)):
        html = client.get(address).content.decode()
        assert "199****00" in html
        assert "1990000001" not in html
