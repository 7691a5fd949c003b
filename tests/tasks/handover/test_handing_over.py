"""A post goes over: what hung on the person is the successor's, the rest was the unit's anyway."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tasks.handings import handing
from tasks.handover import handing_over
from tasks.models import Audience, Entry, Post, SavedView, Task, WorkbookUpload
from tasks.threads import threads
from tests import factories
from tests.factories import DURING
from units.delegations import appointing
from units.models import Action, Delegation, Event, Job, Message, RosterDuty, RosterMember, User


@pytest.fixture
def successor(town):
    return factories.user("xin", unit=town.renshe, name="辛接手", phone="19900000099")


def go(person, successor, *, switch_off=False, by=None):
    return handing_over.hand_over(
        person, successor, switch_off=switch_off, by=by or person, at=timezone.now()
    )


def moved(event):
    return {str(line.belonging.label): line.count for line in handing_over.moved_in(event)}


def test_rows_in_hand_and_rows_given_out_go_to_the_successor(city_list, filler, head, successor):
    rows = list(city_list.entry_rows.values_list("pk", flat=True))
    mine = handing.hand_out(city_list, rows[:2], to=filler, by=head, at=DURING)
    given = handing.hand_out(city_list, rows[2:4], to=head, by=filler, at=DURING)
    assert moved(go(filler, successor)) == {
        "分办给本人的行（批）": 1,
        "分办出去的行（批）": 1,
        "未读消息": Message.objects.filter(to=successor).unread().count() - 1,
    }
    mine.refresh_from_db()
    given.refresh_from_db()
    assert (mine.to, given.given_by) == (successor, successor)


def test_what_the_successor_had_handed_out_is_simply_back(city_list, filler, successor):
    rows = list(city_list.entry_rows.values_list("pk", flat=True))
    given = handing.hand_out(city_list, rows[:2], to=filler, by=successor, at=DURING)
    go(filler, successor)
    given.refresh_from_db()
    assert given.recalled_at and not Entry.objects.filter(handing=given).exists()


def test_a_review_that_was_begun_goes_on(submitted, reviewer, town):
    Task.objects.filter(pk=submitted.pk).update(
        review_started_at=DURING, review_started_by=reviewer
    )
    other = factories.user("other", unit=town.bureau, role="reviewer", name="审二")
    go(reviewer, other)
    submitted.refresh_from_db()
    assert submitted.review_started_by == other


def entrust(head, filler):
    today = timezone.localdate()
    delegation = Delegation(
        principal=head,
        substitute=filler,
        starts_on=today - timedelta(days=1),
        ends_on=today + timedelta(days=3),
        reason="出差",
    )
    return appointing.appoint(delegation, by=head, at=timezone.now())


def test_a_delegation_begins_anew_with_the_successor(head, filler, town):
    today = timezone.localdate()
    entrust(head, filler)
    new_head = factories.user("newhead", unit=town.renshe, role="head", name="新处长")
    go(head, new_head)
    old, new = Delegation.objects.order_by("pk")
    assert old.ended_by == head
    assert (new.principal, new.substitute, new.starts_on) == (new_head, filler, today)


def test_a_substitute_does_not_hand_the_trust_on(head, filler, successor):
    """Only who may name a substitute lets the successor of one be the next."""
    entrust(head, filler)
    go(filler, successor)
    assert Delegation.objects.get().ended_by == filler
    entrust(head, filler)
    go(filler, successor, by=head)
    assert Delegation.objects.get(ended_at=None).substitute == successor


def test_views_keep_their_names_and_two_of_one_name_are_told_apart(filler, successor):
    def view(owner, name):
        return SavedView.objects.create(owner=owner, page="desk", name=name, saved_at=DURING)

    for owner in (filler, successor):
        view(owner, "退回的")
        view(owner, "")
    view(filler, "大件量")
    go(filler, successor)
    names = set(SavedView.objects.filter(owner=successor).values_list("name", flat=True))
    assert names == {"", "退回的", "退回的（方填报）", "大件量"}


def test_a_question_that_waits_is_the_successors_to_answer(city_list, filler, head, successor):
    row = Entry.objects.filter(task=city_list).select_related("task__unit").first()

    def say(by, *mentions):
        return threads.post(
            row, text="？", audience=Audience.UNIT, mentions=mentions, by=by, at=DURING
        )

    answered, _reply, waiting = say(head, filler), say(filler), say(head, filler)
    assert moved(go(filler, successor))["待答复的留言"] == 1
    assert successor in waiting.mentions.all()
    assert successor not in answered.mentions.all()
    assert Post.objects.count() == 3


def test_jobs_uploads_and_unread_messages_have_another_owner(city_list, filler, successor):
    Message.objects.all().delete()
    old = Message.objects.create(to=filler, subject="旧", sent_at=DURING, read_at=DURING)
    new = Message.objects.create(to=filler, subject="新", sent_at=DURING)
    job = Job.objects.create(kind="export", title="导出", owner=filler, asked_at=DURING)
    upload = WorkbookUpload.objects.create(
        task=city_list,
        file_name="表.xlsx",
        checksum="0" * 64,
        state="previewed",
        uploaded_at=DURING,
        uploaded_by=filler,
    )
    go(filler, successor)
    for one in (old, new, job, upload):
        one.refresh_from_db()
    assert (new.to, job.owner, upload.uploaded_by, old.to) == (*[successor] * 3, filler)


def test_the_roster_names_the_successor_and_remembers_who_was_there(filler, successor, town):
    member = RosterMember.objects.create(
        unit=town.renshe, duty=RosterDuty.STAFF, name="方填报", mobile="19900000011", division="处"
    )
    go(filler, successor)
    member.refresh_from_db()
    assert (member.name, member.mobile, member.division) == ("辛接手", "19900000099", "处")
    (event,) = Event.objects.of(member)
    assert event.changes["name"] == ["方填报", "辛接手"]


def test_tasks_and_history_need_no_moving(city_list, filler, successor):
    before = list(Event.objects.of(city_list).values_list("pk", "by"))
    go(filler, successor)
    assert list(Event.objects.of(city_list).values_list("pk", "by")) == before
    assert city_list in Task.objects.visible_to(successor)


def test_the_account_ends_in_the_same_step(filler, successor, head):
    event = go(filler, successor, switch_off=True, by=head)
    assert not User.objects.get(pk=filler.pk).is_active
    assert (event.action, event.by, event.label) == (Action.HAND_OVER, head, "方填报")
    assert Message.objects.get(to=successor, subject="您接手了方填报的工作")


def test_a_second_click_hands_over_nothing_twice(city_list, filler, successor):
    first, second = go(filler, successor), go(filler, successor)
    assert first == second
    assert Event.objects.filter(action=Action.HAND_OVER).count() == 1
    assert Message.objects.filter(to=successor, subject__startswith="您接手了").count() == 1
