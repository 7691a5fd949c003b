"""Whom a rung tells of a task: the people of the unit by role, of its district, or the bureau."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from tasks.models import Recipient, Rung, Task
from units import inbox
from units.models import Role, RosterDuty, RosterMember, UnitKind, User

Pair = tuple[Rung, Task]


@dataclass
class Audience:
    """Who is told, by (rung, task) as ids: people of units in one text, the bureau in another."""

    units: dict[tuple[int, int], list[User]] = field(default_factory=dict)
    bureau: dict[tuple[int, int], list[User]] = field(default_factory=dict)

    def reaches(self, rung: Rung, task: Task) -> bool:
        key = (rung.pk, task.pk)
        return bool(self.units.get(key) or self.bureau.get(key))


def audience(pairs: Iterable[Pair]) -> Audience:
    """The audience of each pair, from three queries however many there are."""
    pairs = list(pairs)
    people, leaders = _people(pairs), _leaders(pairs)
    bureau = list(inbox.reviewers().select_related("unit").order_by("pk"))
    found = Audience()
    for rung, task in pairs:
        key = (rung.pk, task.pk)
        told = _told(rung, task, people, leaders)
        if told:
            found.units[key] = told
        if Recipient.BUREAU in rung.recipients and not task.is_part:
            found.bureau[key] = bureau
    return found


def _told(rung: Rung, task: Task, people, leaders) -> list[User]:
    """Those the rung names; where the unit has none of them, whoever it has (domain case 24)."""
    wanted = set(rung.recipients) - {Recipient.BUREAU}
    if not wanted:
        return []
    own = people[task.unit_id]
    told = [person for person in own if _is_meant(person, wanted, leaders[task.unit_id])]
    if Recipient.COLLECTORS in wanted and task.is_part:
        above = people[task.parent.unit_id]
        told += [person for person in above if person.role == Role.COLLECTOR]
    return told or own


def _is_meant(person: User, wanted: set[str], leaders: set[str]) -> bool:
    """In a district office the collectors fill in and sign."""
    collects = person.role == Role.COLLECTOR and person.unit.kind == UnitKind.DISTRICT
    if Recipient.LEADER in wanted:
        # The leader in charge rarely has an account: whoever has one in the unit is told, too,
        # and the text names the leader.
        return person.name in leaders or person.role in {Role.FILLER, Role.HEAD} or collects
    if Recipient.COLLECTORS in wanted and collects:
        return True
    if Recipient.FILLERS in wanted and (person.role == Role.FILLER or collects):
        return True
    return Recipient.HEADS in wanted and (person.role == Role.HEAD or collects)


def _people(pairs: list[Pair]) -> dict[int, list[User]]:
    units = {task.unit_id for _rung, task in pairs}
    units |= {task.parent.unit_id for _rung, task in pairs if task.is_part}
    found = defaultdict(list)
    for person in inbox.people_of(units).select_related("unit").order_by("pk"):
        found[person.unit_id].append(person)
    return found


def _leaders(pairs: list[Pair]) -> dict[int, set[str]]:
    units = {task.unit_id for rung, task in pairs if Recipient.LEADER in rung.recipients}
    found = defaultdict(set)
    members = RosterMember.objects.filter(unit__in=units, duty=RosterDuty.LEADER)
    for unit, name in members.values_list("unit_id", "name"):
        found[unit].add(name)
    return found
