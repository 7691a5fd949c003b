"""Every sign-in, sign-out and failed attempt is on record, with the address it came from."""

from django.urls import reverse

from tests import factories
from units.models import Action, Event

LOGIN = reverse("login")


def sign_in(client, username, password):
    return client.post(LOGIN, {"username": username, "password": password})


def test_a_sign_in_is_recorded_with_unit_and_address(client, filler, town):
    assert sign_in(client, "filler", factories.PASSWORD).status_code == 302
    event = Event.objects.get()
    assert (event.action, event.by, event.unit) == (Action.SIGN_IN, filler, town.renshe)
    assert event.ip == "127.0.0.1"


def test_a_sign_out_is_recorded(as_user, filler):
    as_user(filler).post(reverse("logout"))
    assert Event.objects.filter(action=Action.SIGN_OUT, by=filler).count() == 1


def test_a_wrong_password_is_recorded_against_the_account(client, filler):
    sign_in(client, "filler", "wrong")
    event = Event.objects.get()
    assert (event.action, event.by, event.subject_id) == (Action.SIGN_IN_FAILED, None, filler.pk)


def test_what_was_typed_as_an_unknown_name_is_not_kept(client, people):
    sign_in(client, "my-secret-password", "filler")
    event = Event.objects.get()
    assert event.action == Action.SIGN_IN_FAILED
    assert "secret" not in f"{event.label}{event.changes}{event.reason}"


def test_both_failures_answer_alike(client, people):
    unknown = sign_in(client, "nobody", "wrong").context["form"].non_field_errors()
    known = sign_in(client, "filler", "wrong").context["form"].non_field_errors()
    assert unknown == known


def test_a_strange_name_is_refused_without_an_error(client, people):
    assert sign_in(client, "a\0b\r\n" * 80, "wrong").status_code == 200


def test_the_next_page_is_never_another_site(client, people):
    response = client.post(
        f"{LOGIN}?next=https://elsewhere.example/",
        {"username": "filler", "password": factories.PASSWORD},
    )
    assert response.url == reverse("tasks:home")
