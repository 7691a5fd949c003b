"""People of the demo: every role, obviously invented names, telephone numbers nobody has."""

from django.contrib.auth.hashers import make_password

from units.models import Role, Unit, UnitKind, User

from .facts import document

# One password for everybody: the demo refuses to run in production.
PASSWORD = "yichuang-demo-2018"

DIVISIONS = {
    Role.FILLER: "信息中心",
    Role.HEAD: "行政审批处",
    Role.COLLECTOR: "电子政务办",
}


def build_people(units: dict[str, Unit]) -> dict[str, User]:
    """Store everybody and return them by user name."""
    names = invented_names()
    drafts = _bureau(units["bureau"])
    for slug, unit in units.items():
        for username, role in _accounts(slug, unit):
            drafts.append(
                User(
                    username=username,
                    role=role,
                    unit=unit,
                    name=next(names),
                    division=DIVISIONS.get(role, ""),
                )
            )
    password = make_password(PASSWORD)
    for number, person in enumerate(drafts, 1):
        person.password = password
        person.phone = f"8525{number // 1000:02d}{number % 100:02d}、1990000{number:04d}"
    return {person.username: person for person in User.objects.bulk_create(drafts)}


def invented_names():
    """陈示例, 褚演示 …: every surname before one comes again, no name twice."""
    facts = document("people")
    surnames, given = facts["surnames"], facts["given_names"]
    for turn in range(len(given)):
        for place, surname in enumerate(surnames):
            yield surname + given[(turn + place) % len(given)]


def _bureau(bureau: Unit) -> list[User]:
    people = [User(**facts, unit=bureau) for facts in document("people")["bureau"]]
    for person in people:
        person.is_staff = person.is_superuser = person.role == Role.ADMIN
    return people


def _accounts(slug: str, unit: Unit) -> list[tuple[str, Role]]:
    """User names and roles of one unit."""
    if unit.kind in {UnitKind.DEPARTMENT, UnitKind.DISTRICT_DEPARTMENT}:
        return [(slug, Role.FILLER), (f"{slug}-head", Role.HEAD)]
    if unit.kind == UnitKind.DISTRICT:
        return [(slug, Role.COLLECTOR), (f"{slug}-2", Role.COLLECTOR)]
    role = {UnitKind.HALL: Role.HALL, UnitKind.CONTRACTOR: Role.CONTRACTOR}.get(unit.kind)
    return [(slug, role)] if role else []


def demo_accounts() -> list[dict]:
    """The accounts worth remembering, by role, for the sign-in page of a demo."""
    shown = document("people")["shown"]
    people = User.objects.filter(username__in=shown).select_related("unit__parent")
    groups: dict[str, dict] = {}
    for person in sorted(people, key=lambda person: shown.index(person.username)):
        group = groups.setdefault(person.role, {"role": person.get_role_display(), "people": []})
        group["people"].append(
            {
                "username": person.username,
                "name": person.name,
                "unit": person.unit.full_label,
            }
        )
    return list(groups.values())
