"""Whom to name as contact when rows are completed: the unit's own people, nobody else's."""

from tasks.filling.roster import whom_to_call
from tasks.models import Task
from units.models import Role, RosterMember, User

Contacts = dict[int, tuple[str, str]]


def contacts_of(tasks: list[Task]) -> Contacts:
    """Name and telephone by unit: the 联络员 of the roster, else who fills in for the unit."""
    units = {task.unit_id for task in tasks}
    found = {}
    people = User.objects.filter(unit__in=units, role=Role.FILLER, is_active=True)
    for person in people.exclude(phone="").order_by("-pk"):
        found[person.unit_id] = person.name, person.phone
    members = {}
    for member in RosterMember.objects.filter(unit__in=units).in_official_order():
        members.setdefault(member.unit_id, []).append(member)
    for unit, roster in members.items():
        if person := whom_to_call(roster):
            phones = "、".join(filter(None, [person.office_phone, person.mobile]))
            found[unit] = person.name, phones
    return found


def first_proposal(task: Task, user: User) -> tuple[str, str]:
    """What the field shows at first: the unit's contact, else the person at the screen."""
    return contacts_of([task]).get(task.unit_id, (user.name, user.phone))
