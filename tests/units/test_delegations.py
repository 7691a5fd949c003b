"""Substitutes: named for some days, with exactly one role's rights, ended at once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests import factories
from units import inbox
from units.delegations import appointing
from units.delegations.standing_in import principals_of, recognise
from units.models import Action, Delegation, Event, Message, Role
from units.permissions import Permission, may

LIST = reverse("units:delegation-list")
NEW = reverse("units:delegation-create")


def today(offset=0):
    return timezone.localdate() + timedelta(days=offset)


@pytest.fixture
def delegate(head, filler):
    """`delegate()`: the head names the filler from today until tomorrow."""

    def name(principal=head, substitute=filler, starts_on=None, ends_on=None):
        delegation = Delegation(
            principal=principal,
            substitute=substitute,
            starts_on=starts_on or today(),
            ends_on=ends_on or today(1),
            reason="出差",
        )
        return appointing.appoint(delegation, by=principal, at=timezone.now())

    return name


def rights_of(person, on):
    recognise(person, on=on)
    return {permission for permission in Permission if may(person, permission)}


def test_a_substitute_has_the_rights_of_the_role_on_these_days_only(delegate, filler):
    delegate(starts_on=today(1), ends_on=today(2))
    assert Permission.SUBMIT not in rights_of(filler, today())
    assert Permission.SUBMIT in rights_of(filler, today(1))
    assert Permission.SUBMIT in rights_of(filler, today(2))
    assert Permission.SUBMIT not in rights_of(filler, today(3))


def test_a_delegation_that_was_taken_back_gives_nothing(delegate, filler, head):
    delegation = delegate()
    assert appointing.end(delegation, by=head, at=timezone.now())
    assert Permission.SUBMIT not in rights_of(filler, today())
    assert not appointing.end(delegation, by=head, at=timezone.now())


def test_an_account_switched_off_entrusts_nobody(delegate, filler, head):
    delegate()
    head.is_active = False
    head.save()
    assert principals_of(filler, on=today()) == []


def test_whoever_left_the_unit_stands_in_for_nobody(delegate, filler, town):
    delegate()
    filler.unit = town.gongan
    filler.save()
    assert principals_of(filler, on=today()) == []


def test_nothing_is_handed_on(delegate, collector, town):
    """上官汇 stands in at the district; who stands in for a filler gains nothing of it."""
    middle = factories.user("middle", unit=town.shangcheng, name="中间人")
    last = factories.user("last", unit=town.shangcheng, name="末位人")
    delegate(collector, middle)
    delegate(middle, last)
    assert Permission.COLLECT in rights_of(middle, today())
    assert rights_of(last, today()) == {Permission.FILL}


def test_an_own_right_comes_first(delegate, filler, head):
    delegate()
    recognise(filler, on=today())
    assert may(filler, Permission.FILL)
    assert filler.acting_for is None
    assert may(filler, Permission.SUBMIT)
    assert filler.acting_for == head


def test_nobody_is_asked_twice(delegate, filler, django_assert_num_queries):
    delegate()
    recognise(filler, on=today())
    with django_assert_num_queries(1):
        assert [may(filler, permission) for permission in Permission].count(True) == 2


def test_both_people_are_told_and_it_is_on_record(delegate, filler, head):
    delegation = delegate()
    told = Message.objects.filter(subject__startswith="何处长委托方填报代办")
    assert {message.to for message in told} == {filler, head}
    appointing.end(delegation, by=head, at=timezone.now())
    actions = [event.action for event in Event.objects.of(delegation)]
    assert actions == [Action.END_DELEGATION, Action.DELEGATE]


def test_what_the_head_is_told_the_substitute_hears(delegate, filler, head):
    delegate()
    Message.objects.all().delete()
    inbox.tell([head], subject="请审核", at=timezone.now())
    assert Message.objects.get(to=filler).subject == "代何处长：请审核"
    inbox.tell([head, filler], subject="大家好", at=timezone.now())
    assert Message.objects.filter(to=filler, subject__contains="大家好").count() == 1


def test_whoever_left_the_unit_hears_no_more_of_it(delegate, filler, head, town):
    delegate()
    type(filler).objects.filter(pk=filler.pk).update(unit=town.gongan)
    inbox.tell([head], subject="有新留言", body="内部留言", at=timezone.now())
    assert not Message.objects.filter(to=filler, body="内部留言").exists()


def sent(**changes):
    return {
        "substitute": "",
        "starts_on": today().isoformat(),
        "ends_on": today(2).isoformat(),
        "reason": "出差",
        **changes,
    }


def form(head, substitute, **changes):
    return sent(principal=head.pk, substitute=substitute.pk, **changes)


def test_a_head_names_a_substitute_and_takes_it_back(as_user, head, filler):
    browser = as_user(head)
    assert browser.post(NEW, form(head, filler)).url == LIST
    delegation = Delegation.objects.get()
    assert (delegation.principal, delegation.substitute) == (head, filler)
    browser.post(reverse("units:delegation-end", args=[delegation.pk]))
    delegation.refresh_from_db()
    assert delegation.ended_by == head


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"starts_on": today(-1).isoformat()}, "委托不能从过去的日期开始"),
        ({"ends_on": today(-1).isoformat()}, "结束日期不能早于开始日期"),
        ({"ends_on": today(200).isoformat()}, "一次最多委托三个月"),
        ({"reason": ""}, "这个字段是必填项"),
    ],
)
def test_days_that_cannot_be_are_refused_in_words(as_user, head, filler, changes, sentence):
    answer = as_user(head).post(NEW, form(head, filler, **changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Delegation.objects.exists()


def test_a_stranger_or_a_second_substitute_is_refused(as_user, head, filler, stranger, delegate):
    browser = as_user(head)
    assert browser.post(NEW, form(head, stranger)).status_code == 422
    delegate()
    answer = browser.post(NEW, form(head, filler))
    assert "这段时间已委托方填报" in answer.content.decode()


def test_a_head_cannot_give_away_the_duty_of_another(as_user, head, filler, collector):
    answer = as_user(head).post(NEW, form(collector, filler))
    assert answer.status_code == 422
    assert as_user(filler).post(NEW, form(head, filler)).status_code == 403


def test_an_administrator_names_one_for_a_head_who_fell_ill(as_user, admin, head, filler):
    assert as_user(admin).post(NEW, form(head, filler)).status_code == 302
    assert Delegation.objects.get().created_by == admin


def test_a_colleague_reads_it_and_cannot_end_it(as_user, delegate, filler, head, town, stranger):
    delegation = delegate()
    colleague = factories.user("colleague", unit=town.renshe, role=Role.FILLER, name="同事")
    end = reverse("units:delegation-end", args=[delegation.pk])
    assert as_user(colleague).post(end).status_code == 403
    assert as_user(stranger).post(end).status_code == 404
    assert as_user(filler).post(end).status_code == 302


def test_the_head_of_every_page_says_for_whom_one_acts(as_user, delegate, filler):
    delegate()
    assert "代何处长" in as_user(filler).get(LIST).content.decode()


def test_the_database_refuses_a_delegation_to_oneself(head):
    with pytest.raises(IntegrityError):
        Delegation.objects.create(
            principal=head,
            substitute=head,
            starts_on=today(),
            ends_on=today(),
            reason="无",
            created_at=timezone.now(),
            created_by=head,
        )


def test_a_long_list_costs_no_more_queries(as_user, delegate, head, filler):
    browser = as_user(head)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(LIST).status_code == 200
        return len(queries)

    delegate(starts_on=today(10), ends_on=today(11))
    few = cost()
    for day in range(20, 40, 2):
        delegate(starts_on=today(day), ends_on=today(day + 1))
    assert cost() == few <= 14
