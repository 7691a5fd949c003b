"""What somebody with bad intentions, a broken client or a quick finger sends to the portal."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import connection, connections
from django.test.client import encode_multipart
from django.urls import reverse

from tasks.campaigns import drafting, publishing
from tasks.campaigns.forms import CampaignForm
from tasks.filling import checking, grid, submitting
from tasks.filling import roster as working_group
from tasks.models import (
    Entry,
    Objection,
    ObjectionReason,
    RankedMatter,
    RowState,
    State,
    Submission,
    Task,
)
from tasks.review import decisions
from tests import factories
from tests.factories import DURING
from units.models import Action, Event, Job, Message, RosterDuty, RosterMember

from .tasks.acts import acknowledged, fill_in, fresh, rows, submit

TOO_LONG_A_NUMBER = "9" * 5000
HALF_A_CHARACTER = "\ud800"


@pytest.fixture
def task(tasks, filler):
    """市人力社保局's list, acknowledged."""
    return acknowledged(tasks.city_list, filler)


@pytest.fixture
def row(task):
    return task.entry_rows.select_related("matter").first()


@pytest.fixture
def submitted(tasks, filler, head):
    fill_in(tasks.city_list, filler)
    submit(tasks.city_list, head)
    return fresh(tasks.city_list)


def send(client, task, body, name="cells"):
    if not isinstance(body, str):
        body = json.dumps(body)
    return client.post(reverse(f"tasks:{name}", args=[task.pk]), body, "application/json")


def objection(**about):
    return Objection(
        **about,
        reason=ObjectionReason.RARE,
        text="全年只有个别办件",
        contact_name="方填报",
        contact_phone="19900000011",
    )


# ── What no field may hold ─────────────────────────────────────────────────────────────────


def test_no_text_in_a_cell_ends_in_an_error(task, row, filler, as_user):
    client = as_user(filler)
    for field in ("contact", "remark", "phone", "volume", "scope", "districts", "name"):
        for text in (HALF_A_CHARACTER, "\0", "\x1b[31m", "9" * 3999, "1e400", 10**20, [10**30]):
            cells = [{"id": row.pk, "field": field, "was": "", "now": text}]
            response = send(client, task, {"cells": cells})
            assert response.status_code in {200, 400, 403}, (field, text)
    for value in ([TOO_LONG_A_NUMBER], ["\0"], [HALF_A_CHARACTER]):
        cells = [{"id": row.pk, "field": "districts", "was": [], "now": value}]
        assert send(client, task, {"cells": cells}).status_code == 400
    note = {"id": row.pk, "code": "volume_deviation", "note": HALF_A_CHARACTER}
    assert send(client, task, note, "confirm").status_code == 400


def test_malformed_json_is_refused_with_a_sentence(task, filler, as_user):
    client = as_user(filler)
    for body in (
        "[" * 100_000,
        '{"cells":' * 50_000,
        "null",
        '{"cells": [{"id": 1e400, "field": "remark", "was": NaN, "now": Infinity}]}',
        '{"cells": [{"id": true, "field": [], "was": {}, "now": {}}]}',
        '{"id": 99999999999999999999, "code": "x"}',
    ):
        for name in ("cells", "confirm"):
            response = send(client, task, body, name)
            assert (response.status_code, name) == (400, name), body[:40]
            assert response.json()["message"]


def test_no_number_in_a_form_ends_in_an_error(submitted, people, as_user):
    desk, unit = as_user(people.reviewer), as_user(people.filler)
    first = submitted.entry_rows.first()
    for number in (TOO_LONG_A_NUMBER, "99999999999999999999", "²", "-1"):
        sent = {"was": '{"contact": ""}', "districts": number, "next_row": number, "contact": "方"}
        form = reverse("tasks:entry-form", args=[first.pk])
        assert unit.post(form, sent).status_code in {302, 422}
        for name, data in (
            ("approve-rows", {"row": number}),
            ("return-rows", {"row": number}),
            ("approve-rest", {"expected": number, "with_odd": "yes"}),
        ):
            address = reverse(f"tasks:{name}", args=[submitted.pk])
            assert desk.post(address, data).status_code < 500, (name, number)
    assert len(rows(submitted, RowState.SUBMITTED)) == 8


def test_no_query_ends_in_an_error(task, people, as_user):
    pages = {
        "filler": ["tasks:home", "matters:matter-list", "units:inbox", "units:unit-list"],
        "admin": [
            "tasks:queue", "tasks:objection-list", "tasks:export-list", "matters:upload-list",
            "units:people", "units:person-create", "units:job-list", "admin:units_user_changelist",
        ],
    }  # fmt: skip
    keys = ("q", "page", "unit", "state", "kind", "sort", "district", "role", "table")
    for name, addresses in pages.items():
        client = as_user(getattr(people, name))
        for text in ("\0", TOO_LONG_A_NUMBER, "99999999999999999999"):
            for address in map(reverse, addresses):
                response = client.get(address, dict.fromkeys(keys, text))
                assert response.status_code < 500, address
    client = as_user(people.filler)
    assert client.get(reverse("tasks:system-names", args=[task.pk]), {"q": "\0"}).json() == {
        "results": []
    }


def test_another_character_set_is_refused(client, as_user, people):
    """UTF-7 can spell half a character, which no database stores."""
    body = encode_multipart("edge", {"username": "+2AA-", "password": "x"})
    kind = "multipart/form-data; boundary=edge; charset=utf-7"
    assert client.post(reverse("login"), body, kind).status_code == 400
    address = reverse("units:unit-list") + "?q=%2B2AA-"
    assert as_user(people.filler).get(address, CONTENT_TYPE=kind).status_code == 400
    assert "没有看懂这次请求" in client.post(reverse("login"), body, kind).text


PAYLOAD = "<img src=x onerror=alert(1)>\"'</script>"


def test_hostile_names_stay_text_on_every_page(submitted, tasks, people, as_user, campaign):
    """Stored in every text field; the pages of all rooms show it escaped."""
    for person in vars(people).values():
        person.name = PAYLOAD[:40]
        person.save()
    Entry.objects.filter(task=submitted).update(
        system_name=PAYLOAD, remark=PAYLOAD, contact=PAYLOAD, phone=PAYLOAD
    )
    type(campaign).objects.update(title=PAYLOAD, help_contact=PAYLOAD, summary=PAYLOAD)
    Task.objects.update(return_note=PAYLOAD, feedback=PAYLOAD, missing_reason=PAYLOAD)
    Message.objects.update(subject=PAYLOAD, body=PAYLOAD)
    RosterMember.objects.create(
        unit=submitted.unit, duty=RosterDuty.HEAD, name=PAYLOAD[:40], remark=PAYLOAD
    )
    Event.objects.record(
        Action.EDIT, by=people.filler, at=DURING, subject=submitted.entry_rows.first(),
        unit=submitted.unit, changes={"remark": [PAYLOAD, PAYLOAD]}, reason=PAYLOAD,
    )  # fmt: skip
    own = Entry.objects.filter(task=submitted).first()
    pages = [
        reverse("tasks:home"), reverse("units:inbox"), reverse("units:unit-list"),
        reverse("tasks:grid", args=[submitted.pk]), reverse("tasks:roster", args=[tasks.roster.pk]),
        reverse("tasks:grid", args=[submitted.pk]) + "?view=list",
        reverse("tasks:task-detail", args=[submitted.pk]),
        reverse("tasks:entry-form", args=[own.pk]), reverse("tasks:entry-history", args=[own.pk]),
        reverse("tasks:receipt", args=[Submission.objects.get().pk]),
        reverse("units:unit-detail", args=[submitted.unit_id]),
    ]  # fmt: skip
    desk = [
        reverse("tasks:review", args=[submitted.pk]), reverse("tasks:rest", args=[submitted.pk]),
        reverse("tasks:campaign-detail", args=[campaign.pk]), reverse("tasks:queue"),
        reverse("units:people"), reverse("admin:tasks_entry_change", args=[own.pk]),
        reverse("admin:units_event_changelist"),
    ]  # fmt: skip
    for person, addresses in ((people.filler, pages), (people.admin, pages + desk)):
        client = as_user(person)
        for address in addresses:
            page = client.get(address)
            assert page.status_code == 200, address
            assert "<img src=x" not in page.text, address


# ── Steps that are skipped ─────────────────────────────────────────────────────────────────


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
        sent = {"row": foreign.pk, "given": "", f"{foreign.pk}-reason": "请核对"}
        desk.post(reverse(f"tasks:{name}", args=[submitted.pk]), sent)
    foreign.refresh_from_db()
    assert (foreign.contact, foreign.remark, foreign.state) == ("", "", RowState.SUBMITTED)


def test_the_last_row_left_out_by_an_objection_ends_the_task(tasks, filler, head, reviewer):
    fill_in(tasks.city_list, filler)
    first = Entry.objects.filter(task=tasks.city_list).select_related("task").first()
    raised = checking.object_to(tasks.city_list, objection(entry=first), by=filler, at=DURING)
    submit(tasks.city_list, head)
    others = [row.pk for row in rows(tasks.city_list, RowState.SUBMITTED) if row.pk != first.pk]
    decisions.approve_rows(tasks.city_list, others, by=reviewer, at=DURING)
    raised = Objection.objects.get(pk=raised.pk)
    assert decisions.decide(raised, accepted=True, text="办件极少", by=reviewer, at=DURING)
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
    decisions.send_back_rows(tasks.city_list, {other.pk: "请核对"}, by=reviewer, at=DURING)
    as_user(filler).post(reverse("tasks:objection-withdraw", args=[raised.pk]))
    raised.refresh_from_db()
    assert raised.state == "pending"


def test_nothing_is_returned_twice(submitted, reviewer):
    assert decisions.send_back_task(submitted, note="请全部核对", by=reviewer, at=DURING)
    assert not decisions.send_back_task(submitted, note="换个理由", by=reviewer, at=DURING)
    assert fresh(submitted).return_note == "请全部核对"


def test_a_stale_form_changes_no_published_campaign(campaign, town):
    """Opened as a draft, sent after publication: a full save would make it a draft again."""
    opened = type(campaign).objects.get(pk=campaign.pk)
    opened.state = "draft"
    form = CampaignForm(
        {
            "number": opened.number, "title": "改后", "issuer": "甲", "issued_on": "2018-03-21",
            "ranking_basis": "regional", "volume_tolerance": 20, "top_n": 4, "candidates": 10,
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
    publishing._open(campaign, by=admin, at=DURING)
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


# ── At the same moment ─────────────────────────────────────────────────────────────────────


def at_once(*acts):
    """Run all `acts` together, each on a connection of its own; exceptions are answers."""
    barrier = Barrier(len(acts))

    def run(act):
        barrier.wait()
        try:
            return act()
        except (submitting.Stale, PermissionDenied) as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.django_db(transaction=True)
def test_races_end_with_one_winner_and_without_a_deadlock(tasks, people, filler, head, reviewer):
    fill_in(tasks.city_list, filler)
    results = at_once(*[lambda: submit(tasks.city_list, head)] * 4)
    assert sum(isinstance(one, Submission) for one in results) == 1
    assert Submission.objects.count() == 1

    pks = [row.pk for row in rows(tasks.city_list, RowState.SUBMITTED)]
    cells = [{"id": pk, "field": "remark", "was": "", "now": "改后"} for pk in reversed(pks)]
    at_once(
        lambda: decisions.approve_rows(tasks.city_list, pks, by=reviewer, at=DURING),
        lambda: decisions.send_back_rows(
            tasks.city_list, dict.fromkeys(pks, "请核对"), by=reviewer, at=DURING
        ),
        lambda: grid.save_cells(tasks.city_list, cells, by=filler, at=DURING),
    )
    states = set(Entry.objects.filter(pk__in=pks).values_list("state", flat=True))
    decided = Event.objects.filter(action__in=["approve", "send_back"], subject="tasks.entry")
    assert states in ({"approved"}, {"returned"})
    assert decided.count() == len(pks)


@pytest.mark.django_db(transaction=True)
def test_tasks_are_locked_before_rows(tasks, collector, reviewer, django_assert_max_num_queries):
    """Everybody locks tasks first: the bureau's decision and a department's save never ring."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite locks the whole database")
    for part in tasks.district_list.parts.for_page():
        fill_in(part, collector)
        submit(part, collector)
    submitting.acknowledge(tasks.district_list, by=collector, at=DURING)
    submit(tasks.district_list, collector)
    pks = [row.pk for row in Entry.objects.filter(task=tasks.part)]
    with django_assert_max_num_queries(1000) as captured:
        decisions.send_back_rows(
            tasks.district_list, dict.fromkeys(pks, "请核对"), by=reviewer, at=DURING
        )
    locks = [query["sql"] for query in captured if " FOR UPDATE" in query["sql"]]
    assert '"parent_id" = ' in locks[0]


@pytest.mark.django_db(transaction=True)
def test_a_double_click_opens_one_account(people, town, as_user):
    clients = [as_user(people.admin) for _number in range(3)]
    sent = {"username": "twice", "name": "两次", "unit": town.renshe.pk, "role": "filler"}
    address = reverse("units:person-create")
    answers = at_once(*[partial(client.post, address, sent) for client in clients])
    assert sorted(answer.status_code for answer in answers) == [200, 422, 422]


# ── Signing in ─────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def locking(settings):
    settings.AXES_ENABLED = True


def fails(client, username, **headers):
    sent = {"username": username, "password": "wrong"}
    return client.post(reverse("login"), sent, **headers).status_code


def test_a_stranger_behind_the_same_proxy_locks_nobody_out(locking, settings, client, people):
    settings.BEHIND_PROXY = True
    stranger = {"HTTP_X_FORWARDED_FOR": "203.0.113.9"}
    assert [fails(client, "admin", **stranger) for _ in range(6)][-1] in {403, 429}
    # What the visitor claims stands before what the proxy adds.
    forged = {"HTTP_X_FORWARDED_FOR": "198.51.100.7, 203.0.113.9"}
    assert fails(client, "admin", **forged) in {403, 429}
    sent = {"username": "admin", "password": factories.PASSWORD}
    own = client.post(reverse("login"), sent, HTTP_X_FORWARDED_FOR="198.51.100.7")
    assert own.status_code == 302
    assert Event.objects.filter(action=Action.SIGN_IN).get().ip == "198.51.100.7"


def test_without_a_proxy_a_claimed_address_counts_for_nothing(locking, client, people):
    for number in range(5):
        fails(client, "admin", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
    assert fails(client, "admin", HTTP_X_FORWARDED_FOR="198.51.100.99") in {403, 429}
    assert fails(client, "nobody-of-that-name") == 200


def test_personal_pages_are_kept_by_no_cache(as_user, filler, tasks):
    client = as_user(filler)
    for address in (reverse("tasks:home"), reverse("tasks:grid", args=[tasks.city_list.pk])):
        assert "no-store" in client.get(address)["Cache-Control"]
    assert "no-store" in client.get("/tasks/999999/")["Cache-Control"]


def test_the_admin_site_has_no_second_page_for_passwords(as_user, admin):
    answer = as_user(admin).post(reverse("admin:password_change"), {"old_password": "x"})
    assert answer.url == reverse("password_change")


def test_a_foreign_host_is_refused_before_anything_else(client, db):
    assert client.get("/", HTTP_HOST="elsewhere.example").status_code == 400


def test_a_slip_in_the_kind_of_installation_starts_nothing():
    slip = {**os.environ, "YICHUANG_ENV": "prod"}
    code = "import yichuang.settings"
    started = subprocess.run([sys.executable, "-c", code], env=slip, capture_output=True, text=True)
    assert started.returncode != 0
    assert "demo, production or test" in started.stderr
