"""Units of the demo: the city, its bureau and departments, 15 districts and their departments."""

from dataclasses import dataclass, field

from units.models import Unit, UnitAlias, UnitKind, UnitLevel

from .facts import document, several, table

# Left to the collector of 富阳区, whose page proposes whom they answer to.
UNMAPPED = {("fuyang", "renshe"), ("fuyang", "jianwei"), ("fuyang", "shichang")}


@dataclass
class Draft:
    """A unit to be, with the names it is known by and the slug its accounts begin with."""

    slug: str
    unit: Unit
    aliases: list[str] = field(default_factory=list)
    counterparts: list[str] = field(default_factory=list)


def build_units() -> dict[str, Unit]:
    """Store all units and return them by slug; three rounds, one per level of the tree."""
    city = Draft(
        "city",
        Unit(**document("city")["city"], level=UnitLevel.CITY, kind=UnitKind.CITY),
    )
    units = _store([city])
    units |= _store(_below_the_city(units["city"]))
    return units | _store(_below_the_districts(units))


def _store(drafts: list[Draft]) -> dict[str, Unit]:
    units = Unit.objects.bulk_create(draft.unit for draft in drafts)
    for unit in units:
        unit.path = f"{unit.parent.path if unit.parent else '/'}{unit.pk}/"
    Unit.objects.bulk_update(units, ["path"], batch_size=200)
    UnitAlias.objects.bulk_create(
        UnitAlias(unit=draft.unit, name=name) for draft in drafts for name in draft.aliases
    )
    _link_counterparts([draft for draft in drafts if draft.counterparts])
    return {draft.slug: draft.unit for draft in drafts}


def _link_counterparts(drafts: list[Draft]) -> None:
    departments = {unit.short_name: unit.pk for unit in Unit.objects.departments()}
    link = Unit.counterparts.through
    link.objects.bulk_create(
        link(from_unit_id=draft.unit.pk, to_unit_id=departments[name])
        for draft in drafts
        for name in draft.counterparts
    )


def _below_the_city(city: Unit) -> list[Draft]:
    facts = document("city")
    bureau = {name: facts["bureau"][name] for name in ("name", "short_name")}
    drafts = [
        Draft(
            "bureau",
            _city_unit(city, UnitKind.BUREAU, 10, **bureau),
            facts["bureau"]["aliases"],
        )
    ]
    drafts += [_department(city, order, line) for order, line in enumerate(table("departments"))]
    drafts += [_district(city, order, line) for order, line in enumerate(table("districts"))]
    for order, line in enumerate(facts["halls"]):
        drafts.append(_other(city, UnitKind.HALL, 9000 + order, line))
    for order, line in enumerate(facts["contractors"]):
        drafts.append(_other(city, UnitKind.CONTRACTOR, 9500 + order, line))
    return drafts


def _city_unit(city, kind, sort_order, **names) -> Unit:
    return Unit(parent=city, level=UnitLevel.CITY, kind=kind, sort_order=sort_order, **names)


def _department(city, order, line) -> Draft:
    unit = _city_unit(
        city,
        UnitKind.DEPARTMENT,
        100 + 10 * order,
        name=line["name"],
        short_name=line["short_name"],
    )
    return Draft(line["slug"], unit, several(line["aliases"]))


def _district(city, order, line) -> Draft:
    unit = Unit(
        parent=city,
        name=line["name"],
        short_name=line["short_name"],
        level=UnitLevel.DISTRICT,
        kind=UnitKind.DISTRICT,
        gb_code=line["gb_code"],
        local_code=line["local_code"],
        sort_order=2000 + 100 * order,
    )
    return Draft(line["slug"], unit, several(line["aliases"]))


def _other(city, kind, sort_order, line) -> Draft:
    unit = _city_unit(city, kind, sort_order, name=line["name"], short_name=line["short_name"])
    return Draft(line["slug"], unit)


def _below_the_districts(units: dict[str, Unit]) -> list[Draft]:
    owners = department_of_rows()
    drafts = []
    for line in table("districts"):
        district, taken = units[line["slug"]], {}
        for department in table("departments"):
            if department["short_name"] in owners:
                names = _district_names(line, department)
                draft = taken.setdefault(names["slug"], _part(district, line, names, len(taken)))
                if (line["slug"], department["slug"]) not in UNMAPPED:
                    draft.counterparts.append(department["short_name"])
        drafts += taken.values()
    return drafts


def department_of_rows() -> set[str]:
    """City departments that have matters in the districts."""
    return {line["department"] for line in table("matters") if "district" in line["level"]}


def _district_names(district, department) -> dict[str, str]:
    """Name, short name and slug of the unit that does this department's work in the district."""
    zone = not district["gb_code"]
    for bureau in table("zone_departments") if zone else ():
        if department["short_name"] in several(bureau["covers"]):
            return {
                "slug": bureau["slug"],
                "name": f"{district['name']}{bureau['short_name']}",
                "short_name": bureau["short_name"],
            }
    branch = district["branches"] and department["branch_name"]
    words = {
        "full": district["name"],
        "kind": district["kind"],
        "stem": district["stem"],
        "seat": district["stem"] if zone else district["short_name"],
    }
    columns = ("branch_name", "branch_short") if branch else ("district_name", "district_short")
    name, short_name = (department[column].format(**words) for column in columns)
    return {"slug": department["slug"], "name": name, "short_name": short_name}


def _part(district, line, names, order) -> Draft:
    unit = Unit(
        parent=district,
        name=names["name"],
        short_name=names["short_name"],
        level=UnitLevel.DISTRICT,
        kind=UnitKind.DISTRICT_DEPARTMENT,
        sort_order=district.sort_order + 1 + order,
    )
    return Draft(f"{line['slug']}-{names['slug']}", unit, [_known_as(line, names)])


def _known_as(district, names) -> str:
    """上城区人力社保局: as library workbooks and colleagues call it."""
    return district["short_name"] + names["short_name"].removeprefix(district["kind"])


def name_in_workbook(district: dict[str, str], department: str) -> str:
    """Who does the work of this city department in the district, as a workbook says it."""
    line = next(line for line in table("departments") if line["short_name"] == department)
    return _known_as(district, _district_names(district, line))
