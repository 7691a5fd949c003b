"""Whom to call or to address in a unit: the roster by duty, then its accounts (case 24)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from tasks.models import CallNote, ChasingKind
from units.models import Role, RosterDuty, RosterMember, User

LIAISON_FIRST = (RosterDuty.STAFF, RosterDuty.HEAD, RosterDuty.LEADER)
# 蓝 → 联络员, 橙 → 处室负责人, 红 → 分管领导 (domain §5.3); whoever is missing is stood in for.
DUTIES = {
    ChasingKind.ASSIGN: LIAISON_FIRST,
    ChasingKind.URGE: (RosterDuty.HEAD, RosterDuty.LEADER, RosterDuty.STAFF),
    ChasingKind.SUPERVISE: (RosterDuty.LEADER, RosterDuty.HEAD, RosterDuty.STAFF),
}
FILLER_FIRST = (Role.FILLER, Role.HEAD, Role.COLLECTOR)
ROLES = {
    ChasingKind.ASSIGN: FILLER_FIRST,
    ChasingKind.URGE: (Role.HEAD, Role.COLLECTOR, Role.FILLER),
    ChasingKind.SUPERVISE: (Role.HEAD, Role.COLLECTOR, Role.FILLER),
}


@dataclass(frozen=True)
class Contact:
    """Somebody to be called; `holder` has the numbers in `fields`."""

    holder: RosterMember | User
    duty: str
    fields: tuple[str, ...]
    wrong: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        return self.holder.name

    @property
    def numbers(self) -> list[tuple[str, str]]:
        """(field, number) of every number given."""
        given = ((field, getattr(self.holder, field)) for field in self.fields)
        return [(field, number) for field, number in given if number]

    def key(self, field: str) -> str:
        """Names a number of the contact in a form: “member-3-mobile”, “person-7-phone”."""
        kind = "member" if isinstance(self.holder, RosterMember) else "person"
        return f"{kind}-{self.holder.pk}-{field}"

    @property
    def field(self) -> str:
        """The number to try first: the first that was not wrong when it was last called."""
        right = [field for field, number in self.numbers if number not in self.wrong]
        return next(iter(right or [field for field, _number in self.numbers]), "")

    @property
    def wrong_fields(self) -> list[str]:
        return [field for field, number in self.numbers if number in self.wrong]

    @property
    def is_unreachable(self) -> bool:
        """Every number was found wrong when it was last called, or there is none."""
        return all(number in self.wrong for _field, number in self.numbers)


@dataclass(frozen=True)
class Contacts:
    """The people of one unit in the order in which they are called."""

    people: tuple[Contact, ...] = ()
    lacks_staff: bool = False
    has_account: bool = True

    @property
    def first(self) -> Contact | None:
        """Who is called first: the first who can be reached at all."""
        reachable = (one for one in self.people if not one.is_unreachable)
        return next(reachable, self.people[0] if self.people else None)

    @property
    def others(self) -> list[Contact]:
        return [one for one in self.people if one is not self.first]


def contacts_of(units: Iterable[int], kind: ChasingKind = ChasingKind.ASSIGN) -> dict:
    """{unit id: Contacts} with an entry for each of `units`; three queries, however many."""
    units = set(units)
    roster, accounts, wrong = _roster(units), _accounts(units), _wrong(units)
    return {
        unit: Contacts(
            people=tuple(_people(roster[unit], accounts[unit], wrong[unit], kind)),
            lacks_staff=all(one.duty != RosterDuty.STAFF for one in roster[unit]),
            has_account=bool(accounts[unit]),
        )
        for unit in units
    }


def addressees(units: Iterable[int], kind: ChasingKind) -> dict[int, tuple[str, str]]:
    """{unit id: (name, duty)} of who a slip of `kind` names; a unit without anybody is left out."""
    found = contacts_of(units, kind)
    return {
        unit: (contacts.people[0].name, contacts.people[0].duty)
        for unit, contacts in found.items()
        if contacts.people
    }


def _people(roster, accounts, wrong, kind):
    rank, seen = DUTIES[kind], set()
    for member in sorted(roster, key=lambda one: _place(one.duty, rank)):
        seen.add(member.name)
        yield Contact(member, member.get_duty_display(), ("mobile", "office_phone"), wrong)
    for person in sorted(accounts, key=lambda one: ROLES[kind].index(one.role)):
        if person.name not in seen:
            yield Contact(person, person.get_role_display(), ("phone",), wrong)


def _place(duty, rank):
    """Technicians come last: they connect systems, they do not report."""
    return rank.index(duty) if duty in rank else len(rank)


def _roster(units) -> dict[int, list[RosterMember]]:
    found = defaultdict(list)
    members = RosterMember.objects.filter(unit__in=units).select_related("unit__parent")
    for member in members.order_by("rank", "pk"):
        found[member.unit_id].append(member)
    return found


def _accounts(units) -> dict[int, list[User]]:
    found = defaultdict(list)
    people = User.objects.filter(unit__in=units, role__in=FILLER_FIRST, is_active=True)
    for person in people.select_related("unit__parent").order_by("pk"):
        found[person.unit_id].append(person)
    return found


def _wrong(units) -> dict[int, frozenset[str]]:
    found = defaultdict(frozenset)
    notes = CallNote.objects.wrong_numbers().filter(unit__in=units)
    for unit, phone in notes.values_list("unit_id", "phone"):
        found[unit] |= {phone}
    return found
