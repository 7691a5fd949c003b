"""The spring of 2018 in small: who owes what, and what everybody did until 20 April."""

from datetime import date, datetime, timedelta

from tasks.campaigns import publishing, ranking
from tasks.models import Campaign, Obligation, ObligationKind, State, Task
from tasks.supervision import deadlines
from tests import factories
from tests.factories import CITY_TIME, DUE, ISSUED
from units.models import Action, Role, RosterDuty, RosterMember, UnitKind

# What the notice asks for, besides the check of attachment 1.
ASKED = (ObligationKind.CITY_LIST, ObligationKind.DISTRICT_LIST, ObligationKind.ROSTER)

# Unit: who has an account there. 市司法局 has none, 市公安局 no head, 市外办 owes nothing.
DEPARTMENTS = {
    "人社": "填报 处长",
    "公安": "填报",
    "民政": "填报 处长",
    "国土": "填报 处长",
    "教育": "填报 处长",
    "卫计": "填报 处长",
    "规划": "填报 处长",
    "司法": "",
    "外办": "填报 处长",
}
DISTRICTS = {"上城": {"区人社": "填报 处长", "区卫计": ""}, "下城": {"区民政": "填报"}}
ROLES = {"填报": Role.FILLER, "处长": Role.HEAD}


def at(day: str, clock: str) -> datetime:
    """“04-06”, “18:00”, in 2018."""
    return datetime.fromisoformat(f"2018-{day}T{clock}").replace(tzinfo=CITY_TIME)


class Spring:
    """The units, their people, and the published notice."""

    def __init__(self, **rule):
        root = factories.unit("杭州市", UnitKind.CITY)
        bureau = factories.unit("市数据资源局", UnitKind.BUREAU, root, sort_order=1)
        self.reviewer = self._person("沈审核", bureau, Role.REVIEWER)
        self.admin = self._person("管理员", bureau, Role.ADMIN)
        self.units = {}
        with factories.library_open() as version:
            for rank, (name, people) in enumerate(DEPARTMENTS.items()):
                unit = self._unit(f"市{name}局", UnitKind.DEPARTMENT, root, rank, people, name)
                for number in range(2 if name != "外办" else 0):
                    factories.matter(version, unit, f"许可-9{rank}00{number}-000")
            for rank, (name, parts) in zip((100, 200), DISTRICTS.items(), strict=True):
                district = self._unit(f"{name}区", UnitKind.DISTRICT, root, rank, "", name)
                self._person(f"{name}汇总", district, Role.COLLECTOR)
                for place, (part, people) in enumerate(parts.items(), rank + 1):
                    kind = UnitKind.DISTRICT_DEPARTMENT
                    unit = self._unit(f"{part}局", kind, district, place, people, part)
                    factories.matter(version, unit, f"确认-9{place:04}-000")
        RosterMember.objects.create(
            unit=self.units["教育"], duty=RosterDuty.LEADER, name="教育分管"
        )
        self.campaign = self._publish(**rule)

    def _unit(self, short_name, kind, parent, rank, people, name):
        unit = factories.unit(short_name, kind, parent, sort_order=10 + rank)
        self.units[name] = unit
        for role in people.split():
            self._person(name + role, unit, ROLES[role])
        return unit

    def _person(self, name, unit, role):
        address = f"{role}-{unit.pk}@example.gov.cn"
        return factories.user(f"{role}-{unit.pk}", unit=unit, role=role, name=name, email=address)

    def _publish(self, **rule):
        campaign = Campaign.objects.create(
            number="杭智办〔2018〕2号",
            title="关于2018年杭州“一窗受理”平台工作要点",
            issuer="领导小组办公室",
            issued_on=ISSUED.date(),
            help_contact="19900000001",
            top_n=4,
            candidates=10,
            **rule,
        )
        campaign.addressees.set([unit for unit in self.units.values() if unit.sort_order >= 10])
        for kind in ASKED:
            Obligation.objects.create(campaign=campaign, kind=kind, title=kind.label, due_at=DUE)
        ranking.freeze(campaign, by=self.admin, at=ISSUED)
        campaign.refresh_from_db()
        publishing.publish(campaign, by=self.admin, at=ISSUED)
        return campaign

    def tasks(self, name: str):
        return Task.objects.filter(unit=self.units[name])

    # --- what units and the bureau do ---

    def report(self, name: str, moment: datetime) -> None:
        """Everything the unit owes goes up; a district's goes with the parts that are ready."""
        tasks = self.tasks(name).exclude(state=State.APPROVED)
        if tasks.filter(parent__isnull=False).exists():
            tasks.move(Action.SUBMIT_TO_COLLECTOR, by=self.admin, at=moment)
        else:
            ready = Task.objects.filter(parent__in=tasks, state=State.COLLECTED)
            ready.move(Action.PASS_UP, by=self.admin, at=moment)
            tasks.move(Action.SUBMIT, by=self.admin, at=moment)
        tasks.filter(first_submitted_at=None).update(first_submitted_at=moment)
        tasks.update(correction_due_at=None)

    def acknowledge(self) -> None:
        """Everybody has seen what is asked, the day after it was."""
        Task.objects.all().move(Action.ACKNOWLEDGE, by=self.admin, at=at("03-22", "09:00"))

    def send_back(self, name: str, moment: datetime) -> None:
        """The list, not the roster; one workday to correct it (domain case 17)."""
        lists = self.tasks(name).filter(obligation__kind=ObligationKind.CITY_LIST)
        lists.move(Action.SEND_BACK, by=self.admin, at=moment, note="请核对办件量")
        lists.update(correction_due_at=deadlines.correction_deadline(moment))

    def extend(self, name: str, until: date, moment: datetime) -> None:
        deadlines.extend(self.tasks(name), until, reason="机构调整", by=self.admin, at=moment)

    def note_missing(self, name: str) -> None:
        self.tasks(name).update(missing_reason="机构改革，事项待定")


def days(first: str, last: str):
    """Every day from `first` to `last`, as “04-06”."""
    day, end = at(first, "00:00").date(), at(last, "00:00").date()
    while day <= end:
        yield f"{day:%m-%d}"
        day += timedelta(days=1)
