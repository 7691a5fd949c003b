"""Steps that are skipped, repeated or taken on what belongs to others."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.urls import reverse

from tasks.campaigns import drafting, publishing
from tasks.campaigns.forms import CampaignForm
from tasks.filling import checking, submitting
from tasks.filling import roster as working_group
from tasks.models import (
    Entry,
    Handing,
    Objection,
    Post,
    RankedMatter,
    RowState,
    State,
)
from tasks.review import decisions
from tests.factories import DURING
from tests.tasks.acts import because, fill_in, fresh, objection, rows, submit
from tests.tasks.objections.acts import accept
from units.models import Action, Event, Job, Message, RosterDuty, RosterMember

from .means import HALF_A_CHARACTER, send


def test_what_was_signed_meanwhile_is_no_longer_answered(tasks, filler, head):
    """The page was open while the head signed: the check list stays as it was signed."""
    submitting.acknowledge(tasks.check, by=filler, at=DURING)
    seen = fresh(tasks.check)
    first = RankedMatter.objects.filter(unit=filler.unit).first()
    raised = checking.object_to(seen, objection(ranked=first), by=filler, at=DURING)
    checking.answer_rest(seen, by=filler, at=DURING)
    receipt = submit(tasks.check, head)
    for act in (
        lambda: checking.answer(seen, [first.pk], by=filler, at=DURING),
        lambda: checking.answer_rest(seen, by=filler, at=DURING),
        lambda: checking.withdraw(raised, by=filler, at=DURING),
        lambda: checking.object_to(seen, objection(ranked=first), by=filler, at=DURING),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert submitting.content_of(seen) == receipt.content


def test_a_roster_is_not_changed_while_the_bureau_has_it(tasks, filler, head):
    submitting.acknowledge(tasks.roster, by=filler, at=DURING)
    seen = fresh(tasks.roster)
    for duty in RosterMember.REQUIRED_DUTIES:
        one = RosterMember(duty=duty, name="方填报", mobile="19900000011")
        working_group.add(seen, one, by=filler, at=DURING)
    receipt = submit(tasks.roster, head)
    one.name = "改后"
    for act in (
        lambda: working_group.add(seen, RosterMember(duty="head", name="新"), by=filler, at=DURING),
        lambda: working_group.change(seen, one, by=filler, at=DURING),
        lambda: working_group.remove(seen, one, by=filler, at=DURING),
        lambda: working_group.move(seen, one, -1, by=filler, at=DURING),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert submitting.content_of(seen) == receipt.content


def test_a_line_of_the_roster_is_removed_once(tasks, filler):
    submitting.acknowledge(tasks.roster, by=filler, at=DURING)
    one = RosterMember(duty=RosterDuty.HEAD, name="方填报")
    working_group.add(tasks.roster, one, by=filler, at=DURING)
    again = RosterMember.objects.get()
    assert working_group.remove(tasks.roster, one, by=filler, at=DURING)
    assert not working_group.remove(tasks.roster, again, by=filler, at=DURING)
    assert not working_group.change(tasks.roster, again, by=filler, at=DURING)
    assert not working_group.move(tasks.roster, again, 1, by=filler, at=DURING)
    assert Event.objects.filter(action=Action.DELETE).count() == 1


def test_the_second_editor_of_a_line_of_the_roster_is_told(tasks, people, as_user):
    submitting.acknowledge(tasks.roster, by=people.filler, at=DURING)
    one = RosterMember(duty=RosterDuty.HEAD, name="方填报")
    working_group.add(tasks.roster, one, by=people.filler, at=DURING)
    address = reverse("tasks:roster-edit", args=[one.pk])
    first, second = as_user(people.filler), as_user(people.head)
    seen = {"duty": "head", "was": first.get(address).context["was"]}
    assert f'value="{seen["was"]}"' in second.get(address).text
    assert first.post(address, {**seen, "name": "方先改"}).status_code == 302
    answer = second.post(address, {**seen, "name": "何后改"})
    assert (answer.status_code, RosterMember.objects.get().name) == (422, "方先改")
    assert "方先改" in answer.text
    assert "何后改" in answer.text
    again = {"duty": "head", "was": answer.context["was"], "name": "何后改"}
    assert second.post(address, again).status_code == 302
    assert RosterMember.objects.get().name == "何后改"


def test_rows_of_others_in_a_body_are_not_reached(task, tasks, people, as_user, submitted):
    """The address is one's own, the keys inside are not."""
    foreign = tasks.stranger_list.entry_rows.first()
    cells = [{"id": foreign.pk, "field": "contact", "was": "", "now": "改后"}]
    client = as_user(people.filler)
    assert foreign.matter.name not in send(client, task, {"cells": cells}).text
    code = {"id": foreign.pk, "code": "volume_deviation", "note": "改后"}
    assert send(client, task, code, "confirm").status_code == 403
    desk = as_user(people.reviewer)
    Entry.objects.filter(pk=foreign.pk).update(state=RowState.SUBMITTED)
    for name in ("approve-rows", "return-rows"):
        sent = {"row": foreign.pk, "given": "", f"{foreign.pk}-kind": "other"}
        sent[f"{foreign.pk}-text"] = "请核对内容"
        desk.post(reverse(f"tasks:{name}", args=[submitted.pk]), sent)
    foreign.refresh_from_db()
    assert (foreign.contact, foreign.remark, foreign.state) == ("", "", RowState.SUBMITTED)


def test_rows_are_handed_out_and_spoken_of_inside_the_unit_only(task, tasks, people, as_user):
    own, foreign = (one.entry_rows.first() for one in (task, tasks.stranger_list))
    client, to = as_user(people.filler), f"person:{people.head.pk}"
    for body in (
        {"rows": [foreign.pk], "recipient": to},
        {"rows": [own.pk], "recipient": f"person:{people.stranger.pk}"},
        {"rows": [own.pk], "recipient": to, "note": HALF_A_CHARACTER},
        {"rows": [True, 10**30], "recipient": to},
    ):
        assert send(client, task, body, "hand-rows").status_code in {400, 409}, body
    post = reverse("tasks:entry-post", args=[own.pk])
    called = {"text": "请看", "audience": "unit", "mentions": [people.stranger.pk]}
    assert client.post(post, called).status_code == 422
    assert client.post(post, {"text": "请看", "audience": "bureau"}).status_code == 422
    assert as_user(people.stranger).post(post, {"text": "请看"}).status_code == 404
    assert not Handing.objects.exists() and not Post.objects.exists()


def test_the_last_row_left_out_by_an_objection_ends_the_task(tasks, filler, head, reviewer):
    fill_in(tasks.city_list, filler)
    first = Entry.objects.filter(task=tasks.city_list).select_related("task").first()
    raised = checking.object_to(tasks.city_list, objection(entry=first), by=filler, at=DURING)
    submit(tasks.city_list, head)
    others = [row.pk for row in rows(tasks.city_list, RowState.SUBMITTED) if row.pk != first.pk]
    decisions.approve_rows(tasks.city_list, others, by=reviewer, at=DURING)
    raised = Objection.objects.get(pk=raised.pk)
    assert accept(raised, reviewer)
    assert fresh(tasks.city_list).state == State.APPROVED


def test_an_objection_about_a_row_with_the_bureau_is_not_withdrawn(
    tasks, filler, head, reviewer, as_user
):
    """Its row lacks its facts; only the bureau gives it back."""
    fill_in(tasks.city_list, filler)
    first = Entry.objects.filter(task=tasks.city_list).first()
    raised = checking.object_to(tasks.city_list, objection(entry=first), by=filler, at=DURING)
    submit(tasks.city_list, head)
    other = rows(tasks.city_list, RowState.SUBMITTED)[-1]
    decisions.send_back_rows(tasks.city_list, {other.pk: because("请核对")}, by=reviewer, at=DURING)
    as_user(filler).post(reverse("tasks:objection-withdraw", args=[raised.pk]))
    raised.refresh_from_db()
    assert raised.state == "pending"


def test_nothing_is_returned_twice(submitted, reviewer):
    assert decisions.send_back_task(submitted, reason=because("请全部核对"), by=reviewer, at=DURING)
    assert not decisions.send_back_task(
        submitted, reason=because("换个理由"), by=reviewer, at=DURING
    )
    assert fresh(submitted).return_note == "其他：请全部核对"


def test_a_stale_form_changes_no_published_campaign(campaign, town):
    """Opened as a draft, sent after publication: a full save would make it a draft again."""
    opened = type(campaign).objects.get(pk=campaign.pk)
    opened.state = "draft"
    form = CampaignForm(
        {
            "number": opened.number, "title": "改后", "issuer": "甲", "issued_on": "2018-03-21",
            "ranking_basis": "regional", "volume_tolerance": 20, "top_n": 4, "candidates": 10,
            "correction_workdays": 1, "review_workdays": 2, "day_off_policy": "legal",
            "grace_workdays": 0,
            "addressees": [town.renshe.pk], "due_check": "2018-04-06",
        },
        instance=opened,
    )  # fmt: skip
    assert form.is_valid(), form.errors
    with pytest.raises(drafting.Stale):
        drafting.save(form, by=None, at=DURING)
    campaign.refresh_from_db()
    assert (campaign.state, campaign.obligations.count()) == ("published", 5)


def test_two_workers_publish_once(campaign, admin):
    before = Message.objects.count()
    publishing._open(campaign, campaign.library_version, by=admin, at=DURING)
    assert Event.objects.filter(action=Action.PUBLISH).count() == 1
    assert Message.objects.count() == before


def test_an_old_export_is_closed_to_whoever_lost_the_role(people, as_user, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    job = Job(kind="export", title="附件2", owner=people.reviewer, state="done", asked_at=DURING)
    job.file.save("2.xlsx", ContentFile(b"x"))
    address = reverse("units:job-file", args=[job.pk])
    client = as_user(people.reviewer)
    assert client.get(address).status_code == 200
    type(people.reviewer).objects.filter(pk=people.reviewer.pk).update(role="hall")
    assert client.get(address).status_code == 403
