"""What no field may hold: hostile text, numbers, JSON and character sets."""

from django.test.client import encode_multipart
from django.urls import reverse

from tasks.models import (
    Entry,
    RowState,
    Submission,
    Task,
)
from tests.factories import DURING
from tests.tasks.acts import rows
from units.models import Action, Event, Message, RosterDuty, RosterMember

from .means import HALF_A_CHARACTER, TOO_LONG_A_NUMBER, send


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
        " " * 6_000_000,
        '{"cells":' * 50_000,
        "null",
        '{"cells": [{"id": 1e400, "field": "remark", "was": NaN, "now": Infinity}]}',
        '{"cells": [{"id": true, "field": [], "was": {}, "now": {}}]}',
        '{"cells": [{"id": 1, "field": [], "was": "", "now": ""}], "id": 1, "code": []}',
        '{"id": 99999999999999999999, "code": "x"}',
    ):
        for name in ("cells", "confirm"):
            response = send(client, task, body, name)
            assert (response.status_code, name) == (400, name), body[:40]
            assert response.json()["message"]


def test_brackets_in_a_form_are_no_reason_to_fall_over(row, filler, as_user):
    sent = {"was": "[" * 100_000, "contact": "方"}
    form = reverse("tasks:entry-form", args=[row.pk])
    assert as_user(filler).post(form, sent).status_code in {302, 422}


def test_the_first_and_the_last_day_of_the_calendar_find_what_they_find(submitted, people, as_user):
    """They have no day before or after them, and no hour in another zone."""
    admin = as_user(people.admin)
    for day in ("0001-01-01", "9999-12-31"):
        page = admin.get(reverse("tasks:audit"), {"since": day, "until": day})
        assert page.status_code == 200
        for moment in (f"{day}T00:00:00+14:00", f"{day}T23:59:59-12:00"):
            sent = {"all": "yes", "shown": moment}
            assert admin.post(reverse("tasks:desk-approve"), sent).status_code == 200, moment


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
            ("approve-rest", {"expected": number}),
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
