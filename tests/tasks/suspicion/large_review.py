"""A city whose 9,600 rows are all with the bureau, and sixty seeded oddities among them."""

from dataclasses import dataclass, field

from matters.models import Matter, SystemLevel
from tasks.models import (
    Campaign,
    CampaignState,
    Entry,
    Obligation,
    ObligationKind,
    RowState,
    Scope,
    State,
    SuspicionRule,
    System,
    SystemName,
    Task,
    system_key,
)
from tests import factories
from tests.factories import DUE, DURING, ISSUED
from units.models import Action, Event, Unit, UnitKind

DISTRICTS, DEPARTMENTS, CITY_DEPARTMENTS, MATTERS = 15, 10, 5, 62
CITY_MATTERS = 60
ROWS = DISTRICTS * DEPARTMENTS * MATTERS + CITY_DEPARTMENTS * CITY_MATTERS
SYSTEMS, ROWS_OF_A_CONTACT = 40, 3
# No two names share a character besides 杭州市 and 系统.
CHARACTERS = "".join(chr(0x4E00 + 37 * step) for step in range(4 * SYSTEMS))
EXPLAINED = "含街道代收件，库内未统计。"


@dataclass
class LargeReview:
    """Seeds oddities by rule, each on a matter of its own; `seeded` are the rows they are on."""

    campaign: Campaign
    systems: list[System]
    seeded: set[int] = field(default_factory=set)
    _next: int = 310

    def district_rows(self, count) -> list[Entry]:
        """Rows of the next matters, each of another district."""
        rows = []
        for step in range(count):
            self._next += 1
            same = Entry.objects.filter(matter__base_code=code_of(self._next))
            rows.append(same.exclude(matter__district=None).order_by("pk")[step % DISTRICTS])
        return rows

    def city_rows(self, *numbers) -> list[Entry]:
        codes = map(code_of, numbers)
        return list(Entry.objects.filter(matter__base_code__in=codes, matter__district=None))

    def change(self, rows, **facts):
        for row in rows:
            given = {
                name: value(row) if callable(value) else value for name, value in facts.items()
            }
            if given:
                Entry.objects.filter(pk=row.pk).update(**given)
            self.seeded.add(row.pk)

    def system(self, name, level) -> dict:
        """The facts of a row on a system that others do not use."""
        system = System.objects.create(name=name, level=level, created_at=DURING)
        SystemName.objects.create(system=system, name=name)
        return {"system": system, "system_name": name, "system_level": level}


def code_of(number) -> str:
    return f"许可-{92000 + number}-000"


def large_review(town) -> LargeReview:
    campaign = Campaign.objects.create(
        number="杭智办〔2018〕9号", title="大规模审核", issuer="领导小组办公室",
        issued_on=ISSUED.date(), state=CampaignState.PUBLISHED, ranking_frozen_at=ISSUED,
    )  # fmt: skip
    systems = _systems()
    _lists(campaign, town, systems)
    SuspicionRule.objects.filter(code="contact_many_rows").update(threshold=ROWS_OF_A_CONTACT)
    return LargeReview(campaign, systems)


def _systems():
    names = [f"杭州市{CHARACTERS[4 * step : 4 * step + 4]}系统" for step in range(SYSTEMS)]
    systems = System.objects.bulk_create(
        System(name=name, level=SystemLevel.CITY_BUILT, created_at=DURING) for name in names
    )
    SystemName.objects.bulk_create(
        SystemName(system=one, name=one.name, key=system_key(one.name)) for one in systems
    )
    return systems


def _lists(campaign, town, systems):
    """Every district's list, then those of some departments of the city, all reported."""
    city, districts = (
        Obligation.objects.create(campaign=campaign, kind=kind, title=kind.label, due_at=DUE)
        for kind in (ObligationKind.CITY_LIST, ObligationKind.DISTRICT_LIST)
    )
    with factories.library_open("大库") as version:
        for number in range(DISTRICTS):
            district = factories.unit(f"第{number}区", UnitKind.DISTRICT, town.root)
            whole = _task(districts, district)
            for place in range(DEPARTMENTS):
                own = factories.unit(f"区{place}局", UnitKind.DISTRICT_DEPARTMENT, district)
                part = _task(districts, own, parent=whole)
                _rows(version, part, range(place * MATTERS, (place + 1) * MATTERS), systems)
        for place in range(CITY_DEPARTMENTS):
            own = factories.unit(f"市第{place}局", UnitKind.DEPARTMENT, town.root)
            numbers = range(place * CITY_MATTERS, (place + 1) * CITY_MATTERS)
            _rows(version, _task(city, own), numbers, systems)


def _task(obligation, unit, **fields):
    return Task.objects.create(
        obligation=obligation, unit=unit, state=State.SUBMITTED, due_at=DUE, late_at=DUE,
        first_submitted_at=DURING, submitted_at=DURING, **fields,
    )  # fmt: skip


def _rows(version, task, numbers, systems):
    unit = task.unit
    district = unit.parent_id if unit.is_district_department else None
    matters = Matter.objects.bulk_create(
        Matter(
            version=version, unit=unit, district_id=district, type="xuke", client="person",
            inner_code=f"{code_of(number)}@{unit.pk}", base_code=code_of(number),
            name=f"事项{number}", volume=100 + number * 7 % 991, sort_order=number,
        )
        for number in numbers
    )  # fmt: skip
    Entry.objects.bulk_create(
        _row(task, matter, number, systems[number % SYSTEMS], district)
        for number, matter in zip(numbers, matters, strict=True)
    )


def _row(task, matter, number, system, district):
    contact = f"{task.pk}{number // ROWS_OF_A_CONTACT:03d}"
    return Entry(
        task=task, matter=matter, sort_order=number, state=RowState.SUBMITTED, complete=True,
        version=1, system=system, system_name=system.name, system_level=system.level,
        volume=matter.volume, contact=f"联{contact}", phone=f"139{int(contact):08d}",
        scope=Scope.SOME_DISTRICTS if district else Scope.WHOLE_CITY,
        districts=[district] if district else [],
    )  # fmt: skip


def seed(review: LargeReview, reviewer) -> None:
    """Sixty rows, every rule at least once."""
    for part in (_seed_volumes, _seed_systems, _seed_scope, _seed_answers, _seed_contacts):
        part(review)
    _seed_returned(review, reviewer)


def _seed_volumes(review):
    far = {"volume": lambda row: row.matter.volume * 3}
    review.change(review.district_rows(2), **far, remark=EXPLAINED)
    review.change(review.district_rows(2), **far, remark="同上")
    review.change(review.district_rows(2), warnings=["volume_converted"])
    copied = Entry.objects.filter(task=_last_part(review)).in_order()[10:15]
    review.change(copied, volume=5000, remark=EXPLAINED)


def _seed_systems(review):
    register = {"system_level": SystemLevel.PROVINCE_BUILT}
    review.change(review.district_rows(2), **register)
    ministry = review.system("公安部人口信息系统", SystemLevel.CITY_BUILT)
    review.change(review.district_rows(2), **ministry)
    alike = review.system(review.systems[0].name.replace("系统", "平台"), SystemLevel.CITY_BUILT)
    review.change(review.district_rows(2), **alike)
    unknown = {"system_level": SystemLevel.UNKNOWN, "system": None, "system_name": ""}
    review.change(review.district_rows(2), **unknown, remark="已去函上级核实")
    review.change(review.city_rows(1, 2), system_level=SystemLevel.DISTRICT_BUILT)
    for row, name in zip(review.district_rows(3), ("甲方丁", "乙丙戊", "子丑寅"), strict=True):
        review.change([row], **review.system(f"杭州市{name}系统", SystemLevel.CITY_BUILT))


def _seed_scope(review):
    everywhere = list(Unit.objects.districts().values_list("pk", flat=True))
    some = {"scope": Scope.SOME_DISTRICTS}
    review.change(review.city_rows(3, 4), **some, districts=everywhere)
    review.change(review.district_rows(2), districts=lambda row: _others(everywhere, row))
    review.change(
        review.district_rows(2), system_level=SystemLevel.DISTRICT_BUILT, scope=Scope.WHOLE_CITY,
        districts=[],
    )  # fmt: skip
    review.change(review.city_rows(5, 6), **some, districts=everywhere[:1])
    review.change(review.district_rows(2), scope=Scope.CITY_LEVEL, districts=[])


def _others(everywhere, row):
    return [pk for pk in everywhere if pk != row.matter.district_id][:2]


def _seed_answers(review):
    other = review.systems[-1]
    elsewhere = {"system": other, "system_name": other.name}
    review.change(review.district_rows(3), **elsewhere)
    review.change(review.city_rows(7, 8), **elsewhere)
    origin = {"kind": "city", "label": "市第0局", "fields": ["system_name"]}
    review.change(review.district_rows(2), unconfirmed=True, origin=origin)


def _seed_contacts(review):
    for number in ("13911111111", "8712345", "18612345678"):
        review.change(review.district_rows(1), phone=number, contact=f"号{number}")
    for number in ("571231", "571232"):
        review.change(review.district_rows(1), phone=number, contact=f"号{number}")
    review.change(review.district_rows(6), phone="19905710000", contact="万能人")
    review.change(review.district_rows(2), contact=lambda row: f"另{row.pk}")
    first, *_two, fourth = Entry.objects.filter(task=_last_part(review)).in_order()[:4]
    same = Entry.objects.filter(task=first.task, phone=first.phone)
    review.change([*same, fourth], contact=first.contact, phone=first.phone)


def _last_part(review):
    return Task.objects.of_campaign(review.campaign).filter(parent__isnull=False).last()


def _seed_returned(review, reviewer):
    rows = review.district_rows(2)
    for row in rows:
        changes = {"state": ["submitted", "returned"], "return_class": ["", "volume"]}
        Event.objects.record(
            Action.SEND_BACK, by=reviewer, at=DURING, subject=row, unit=row.task.unit,
            reason="请核对", changes=changes,
        )  # fmt: skip
    review.change(rows)
