"""The roster of a unit, line by line."""

from tasks.filling import roster, submitting
from tasks.models import State
from units.models import Event, RosterDuty, RosterMember

from .acts import fresh, page


def member(unit, duty, **fields):
    return RosterMember.objects.create(unit=unit, duty=duty, name=duty.label, **fields)


# Domain case 24.
def test_case_24_a_roster_without_contact_person_is_incomplete_and_red(group, filler, as_user):
    member(group.unit, RosterDuty.LEADER)
    head_of_division = member(group.unit, RosterDuty.HEAD, office_phone="85250000")
    response = as_user(filler).get(page("roster", group))
    html = response.content.decode()
    assert html.count("tag--danger") == 1
    assert submitting.blockers(group) == ["工作小组还缺：具体工作人员（联络员）。"]
    assert response.context["contact"] == head_of_division


def test_case_24_the_contact_person_is_called_first(group):
    member(group.unit, RosterDuty.HEAD, office_phone="85250000")
    staff = member(group.unit, RosterDuty.STAFF, mobile="19900000011")
    assert roster.whom_to_call(roster.members_of(group)) == staff


def test_a_member_is_added_changed_and_removed_with_history(group, filler, as_user):
    client = as_user(filler)
    data = {"duty": "staff", "name": "方填报", "mobile": "19900000011"}
    client.post(page("roster-add", group), data)
    added = RosterMember.objects.get(unit=group.unit)
    client.post(page("roster-edit", added), {**data, "position": "科员"})
    client.post(page("roster-delete", added))
    actions = Event.objects.filter(subject="units.rostermember").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == ["create", "edit", "delete"]
    assert fresh(group).state == State.FILLING


def test_a_contact_person_without_phone_is_refused(group, filler, as_user):
    response = as_user(filler).post(page("roster-add", group), {"duty": "staff", "name": "方填报"})
    assert response.status_code == 422
    assert not RosterMember.objects.exists()


def test_the_order_of_a_roster_is_moved_by_hand(group, filler, as_user):
    first = member(group.unit, RosterDuty.LEADER, rank=1)
    second = member(group.unit, RosterDuty.HEAD, rank=2)
    as_user(filler).post(page("roster-move", second), {"direction": "up"})
    assert list(roster.members_of(group)) == [second, first]
