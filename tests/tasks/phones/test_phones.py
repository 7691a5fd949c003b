"""Numbers of other units' people: masked on every page, shown on demand, each look recorded."""

import re

import pytest
from django.urls import reverse

from tasks.models import Entry, Submission, Task
from tests.page_world import world_of
from tests.tasks.acts import page
from tests.test_pages import CAST, PAGES, address
from units.models import Action, Event, RosterMember, User

MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


@pytest.fixture
def world(town, people, campaign, tasks):
    """The world of the page table, with a number in every place that can hold one."""
    world = world_of(town, people, campaign, tasks)
    numbers = {person.unit_id: person.phone for person in User.objects.exclude(phone="")}
    for unit, number in numbers.items():
        Entry.objects.filter(task__unit=unit).update(contact="某人", phone=number)
        Task.objects.filter(unit=unit).update(contact_name="某人", contact_phone=number)
        Submission.objects.filter(task__unit=unit).update(contact_phone=number)
        RosterMember.objects.filter(unit=unit).update(mobile=number)
    return world


def foreign(text, person):
    """Numbers in `text` that are not those of people of the branch of `person`."""
    own = set() if person.sees_everything else {
        other.phone for other in User.objects.all() if person.unit.contains(other.unit)
    }  # fmt: skip
    return set(MOBILE.findall(text)) - own - {person.phone}


@pytest.mark.parametrize("who", [name for name in CAST if name != "anonymous"])
def test_no_page_shows_anybody_a_number_of_another_unit(who, world, people, as_user):
    person, shown = getattr(people, who), {}
    client = as_user(person)
    for one in PAGES:
        # Who keeps the accounts edits the number itself.
        if one.method == "GET" and one.name != "units:person-edit":
            html = client.get(address(one, world)).getvalue().decode(errors="replace")
            if found := foreign(html, person):
                shown[str(one)] = found
    assert shown == {}


def test_the_own_branch_sees_its_numbers_in_full(world, filler, as_user):
    html = as_user(filler).get(page("objection-detail", world["objection"])).content.decode()
    assert "19900000011" in html


class TestReveal:
    @pytest.fixture
    def objection(self, world):
        return world["objection"]

    def test_a_reviewer_presses_once_and_it_is_recorded_whose_it_was(
        self, objection, reviewer, as_user
    ):
        client = as_user(reviewer)
        html = client.get(page("objection-detail", objection)).content.decode()
        url = reverse("tasks:phone", args=["objection", objection.pk])
        assert f'action="{url}"' in html
        shown = client.post(url, headers={"HX-Request": "true"}).content.decode()
        assert "19900000011" in shown
        assert "<html" not in shown
        event = Event.objects.get(action=Action.REVEAL)
        assert (event.by, event.label) == (reviewer, "方填报（市人力社保局）")
        assert event.unit == objection.unit

    def test_without_javascript_a_page_shows_it_and_leads_back(self, objection, reviewer, as_user):
        back = page("objection-detail", objection)
        url = reverse("tasks:phone", args=["objection", objection.pk])
        response = as_user(reviewer).post(url, headers={"Referer": f"http://testserver{back}"})
        html = response.content.decode()
        assert "19900000011" in html
        assert f'href="http://testserver{back}"' in html

    @pytest.mark.parametrize("who", ["leader", "filler", "stranger", "collector", "hall"])
    def test_nobody_else_may(self, who, objection, people, as_user):
        url = reverse("tasks:phone", args=["objection", objection.pk])
        assert as_user(getattr(people, who)).post(url).status_code == 403
        assert not Event.objects.filter(action=Action.REVEAL).exists()

    def test_a_draft_s_number_stays_the_unit_s_own(self, world, reviewer, as_user):
        url = reverse("tasks:phone", args=["row", world["entry"].pk])
        assert as_user(reviewer).post(url).status_code == 403

    @pytest.mark.parametrize("address", ["/phones/nothing/1/", "/phones/member/999999/"])
    def test_what_does_not_exist_is_not_found(self, address, reviewer, as_user):
        assert as_user(reviewer).post(address).status_code == 404

    def test_every_look_is_one_event(self, objection, admin, as_user):
        client, url = as_user(admin), reverse("tasks:phone", args=["objection", objection.pk])
        for _ in range(2):
            client.post(url)
        assert Event.objects.filter(action=Action.REVEAL, by=admin).count() == 2


def test_a_row_on_the_desk_has_its_button(world, reviewer, as_user):
    row = Entry.objects.filter(task=world["stranger_list"]).first()
    html = as_user(reviewer).get(page("review", world["stranger_list"])).content.decode()
    assert reverse("tasks:phone", args=["row", row.pk]) in html
    assert "199****0021" in html


def test_the_bureau_finds_the_number_of_who_is_missing_beside_the_state(world, reviewer, as_user):
    Task.objects.filter(pk=world["part"].pk).update(contact_name="")
    html = as_user(reviewer).get(page("matrix", world["district_list"])).content.decode()
    url = reverse("tasks:phone", args=["person", world["district_filler"].pk])
    form = html[html.index(f'action="{url}"') :][:400]
    assert "csrfmiddlewaretoken" in form
