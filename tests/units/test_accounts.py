"""Accounts: opened with an initial password, changed on record, ended at once."""

import re

import pytest
from django.urls import reverse

from units.models import Action, Event, Role, User

NEW = reverse("units:person-create")


def filled(town, **changes):
    return {
        "username": "xinren",
        "name": "辛人",
        "unit": town.renshe.pk,
        "role": Role.FILLER,
        "division": "信息中心",
        "phone": "１９９００００００９１",
        **changes,
    }


def edit(person):
    return reverse("units:person-edit", args=[person.pk])


def shown_password(response):
    return re.search(r'id="initial-password">([^<]+)<', response.text).group(1)


@pytest.fixture
def opened(as_user, admin, town):
    """A person just created, and the initial password the administrator was shown."""
    response = as_user(admin).post(NEW, filled(town))
    return User.objects.get(username="xinren"), shown_password(response)


def test_a_new_person_has_an_initial_password_shown_once(opened, admin):
    person, password = opened
    assert person.check_password(password)
    assert person.password_is_initial
    assert person.phone == "19900000091"
    event = Event.objects.of(person).get()
    assert (event.action, event.by) == (Action.CREATE, admin)
    assert password not in str(event.changes)
    assert event.changes["phone"] == ["", "199****0091"]


def test_an_initial_password_opens_one_page_only(client, opened):
    person, password = opened
    assert client.post(reverse("login"), {"username": "xinren", "password": password})
    response = client.get(reverse("units:inbox"))
    assert (response.status_code, response.url) == (302, reverse("password_change"))
    assert client.get(response.url).status_code == 200


def test_after_a_password_of_their_own_the_portal_is_open(client, opened):
    person, password = opened
    client.post(reverse("login"), {"username": "xinren", "password": password})
    own = "long-jing-cha-88"
    response = client.post(
        reverse("password_change"),
        {"old_password": password, "new_password1": own, "new_password2": own},
    )
    assert response.url == reverse("password_change_done")
    assert client.get(reverse("units:inbox")).status_code == 200
    assert Event.objects.of(person).filter(by=person, action=Action.EDIT).exists()


def test_extra_fields_change_nothing(as_user, admin, filler, town):
    data = filled(town, username="filler", is_staff="on", is_superuser="on", password="x")
    before = filler.password
    as_user(admin).post(edit(filler), data)
    filler.refresh_from_db()
    assert filler.name == "辛人"
    assert not filler.is_staff
    assert not filler.is_superuser
    assert filler.password == before


def test_a_change_keeps_old_and_new_on_record(as_user, admin, filler, town):
    as_user(admin).post(edit(filler), filled(town, username="filler", role=Role.HEAD))
    changes = Event.objects.of(filler).first().changes
    assert changes["role"] == ["filler", "head"]
    assert changes["phone"] == ["199****0011", "199****0091"]
    assert "unit" not in changes
    assert "处室负责人" in as_user(admin).get(edit(filler)).text


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.ADMIN, Role.LEADER, Role.COLLECTOR])
def test_a_role_has_its_place(as_user, admin, town, role):
    response = as_user(admin).post(NEW, filled(town, role=role))
    assert "该角色不能设在所选单位" in response.text
    assert not User.objects.filter(username="xinren").exists()


def test_an_account_switched_off_ends_at_the_next_request(as_user, admin, filler):
    session = as_user(filler)
    as_user(admin).post(reverse("units:person-switch", args=[filler.pk]), {"active": "0"})
    assert session.get(reverse("units:inbox")).status_code == 302
    assert Event.objects.of(filler).first().changes == {"is_active": [True, False]}


def test_an_account_is_switched_on_again(as_user, admin, filler):
    User.objects.filter(pk=filler.pk).update(is_active=False)
    as_user(admin).post(reverse("units:person-switch", args=[filler.pk]), {"active": "1"})
    filler.refresh_from_db()
    assert filler.is_active


def test_a_reset_password_ends_open_sessions(as_user, admin, filler):
    session = as_user(filler)
    response = as_user(admin).post(reverse("units:person-password", args=[filler.pk]))
    filler.refresh_from_db()
    assert filler.check_password(shown_password(response))
    assert "no-store" in response["Cache-Control"]
    assert session.get(reverse("units:inbox")).status_code == 302


def test_a_role_taken_away_counts_at_the_next_request(as_user, admin):
    session = as_user(admin)
    User.objects.filter(pk=admin.pk).update(role=Role.REVIEWER)
    assert session.get(reverse("units:people")).status_code == 403


def test_nobody_locks_themselves_out(as_user, admin, town):
    client = as_user(admin)
    client.post(edit(admin), filled(town, username="admin", role=Role.FILLER))
    response = client.post(reverse("units:person-switch", args=[admin.pk]), {"active": "0"})
    admin.refresh_from_db()
    assert response.status_code == 403
    assert admin.is_active
    assert (admin.role, admin.unit) == (Role.ADMIN, town.bureau)


@pytest.mark.parametrize("who", ["reviewer", "leader", "filler", "head", "collector"])
def test_accounts_are_the_administrators_alone(as_user, people, who):
    client = as_user(getattr(people, who))
    assert client.get(reverse("units:people")).status_code == 403
    assert client.post(NEW).status_code == 403


def test_people_are_found_by_name_role_and_state(as_user, admin, people):
    client, url = as_user(admin), reverse("units:people")
    User.objects.filter(pk=people.head.pk).update(is_active=False)
    assert list(client.get(url, {"q": "方填报"}).context["page"]) == [people.filler]
    assert list(client.get(url, {"state": "off"}).context["page"]) == [people.head]
    collectors = client.get(url, {"role": "collector"}).context["page"]
    assert list(collectors) == [people.collector, people.other_collector]


def test_the_list_of_people_costs_the_same_for_many(as_user, admin, django_assert_max_num_queries):
    client = as_user(admin)
    with django_assert_max_num_queries(8):
        client.get(reverse("units:people"))
