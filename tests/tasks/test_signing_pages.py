"""Signing: what the head sees, what is submitted, what is refused, the receipt."""

from django.utils import translation

from tasks.filling import submitting, withdrawing
from tasks.models import Entry, RowState, State, Submission
from tasks.review import decisions
from tests.factories import DURING
from units.models import Message

from .acts import FACTS, acknowledged, because, filled_in, fresh, page, signature, submit_filled


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
    submit_filled(city_list, head)
    row = city_list.entry_rows.first()
    decisions.send_back_rows(city_list, {row.pk: because("系统名称不完整")}, by=head, at=DURING)
    Entry.objects.filter(pk=row.pk).update(system_name="杭州市社会保险系统")
    (line,) = as_user(head).get(page("sign", city_list)).context["statement"].changed
    assert line["changes"][0]["label"] == "系统名称"
    assert line["changes"][0]["new"] == "杭州市社会保险系统"


def test_only_the_returned_rows_go_up_again(city_list, head):
    submit_filled(city_list, head)
    decisions.approve_rows(
        city_list, list(city_list.entry_rows.values_list("pk", flat=True)[:3]), by=head, at=DURING
    )
    row = city_list.entry_rows.last()
    decisions.send_back_rows(city_list, {row.pk: because("系统名称不完整")}, by=head, at=DURING)
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


def test_the_head_sees_what_came_back_and_nobody_changed(city_list, head, as_user):
    submit_filled(city_list, head)
    first, second = city_list.entry_rows.in_order()[:2]
    reasons = dict.fromkeys([first.pk, second.pk], because("系统名称不完整"))
    decisions.send_back_rows(city_list, reasons, by=head, at=DURING)
    Entry.objects.filter(pk=first.pk).update(system_name="杭州市社会保险系统")
    shown = as_user(head).get(page("sign", city_list))
    assert shown.context["statement"].untouched == [second]
    assert "有 1 行退回后没有修改" in shown.text


def test_what_was_taken_back_is_nothing_to_compare_with(city_list, head, as_user):
    submit_filled(city_list, head)
    withdrawing.withdraw(city_list, by=head, at=DURING)
    Entry.objects.filter(task=city_list).update(contact="换了的人")
    statement = as_user(head).get(page("sign", city_list)).context["statement"]
    assert (statement.last, statement.changed_total) == (None, 0)
