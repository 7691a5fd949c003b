"""The least valid object of each kind, and the small city the tests live in."""

import importlib
from contextlib import contextmanager
from datetime import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django.apps import apps
from django.contrib.auth.hashers import make_password

from matters.models import (
    ClientType,
    LibraryVersion,
    Matter,
    MatterType,
    VersionState,
    matter_search_text,
)
from tasks.campaigns import publishing, ranking
from tasks.models import (
    Campaign,
    LeadRule,
    Obligation,
    ObligationKind,
    Rung,
    SuspicionRule,
    Task,
)
from units import almanac
from units.models import CalendarYear, Role, Routine, Unit, UnitAlias, UnitKind, UnitLevel, User
from units.workdays import Calendar

PASSWORD = "cha-yuan-2018-xihu"
CITY_TIME = ZoneInfo("Asia/Shanghai")
ISSUED = datetime(2018, 3, 21, 9, 0, tzinfo=CITY_TIME)
DURING = datetime(2018, 4, 2, 10, 0, tzinfo=CITY_TIME)
DUE = datetime(2018, 4, 7, 0, 0, tzinfo=CITY_TIME)  # 4月6日24:00


def unit(short_name, kind=UnitKind.DEPARTMENT, parent=None, **fields):
    district = kind in {UnitKind.DISTRICT, UnitKind.DISTRICT_DEPARTMENT}
    fields.setdefault("level", UnitLevel.DISTRICT if district else UnitLevel.CITY)
    fields.setdefault("name", f"杭州{short_name}")
    return Unit.objects.create(short_name=short_name, kind=kind, parent=parent, **fields)


def user(username, *, unit, role=Role.FILLER, **fields):
    fields.setdefault("name", username)
    fields.setdefault("password", make_password(PASSWORD))
    return User.objects.create(username=username, unit=unit, role=role, **fields)


@contextmanager
def library_open(label="测试版"):
    """A library version to create matters in: at all other times the database refuses."""
    version = LibraryVersion.objects.create(
        number=LibraryVersion.objects.count() + 1,
        label=label,
        state=VersionState.APPLYING,
        applied_at=ISSUED,
    )
    yield version
    version.state = VersionState.APPLIED
    version.save(update_fields=["state"])


def matter(version, unit, base_code="许可-90001-000", name="测试事项", **fields):
    """A matter of `unit`; of the district above it when it is a district's department."""
    fields.setdefault("district", unit.parent if unit.is_district_department else None)
    fields.setdefault("inner_code", f"{base_code}@{unit.pk}")
    fields.setdefault("type", MatterType.XUKE)
    fields.setdefault("client", ClientType.PERSON)
    fields.setdefault("volume", 1000)
    fields.setdefault("sort_order", Matter.objects.count())
    search = matter_search_text(base_code, name, fields.get("sub_item", ""))
    return Matter.objects.create(
        version=version, unit=unit, base_code=base_code, name=name, search=search, **fields
    )


def matters_of(version, unit, count):
    """So many matters of `unit`, 许可-10001-000 and following."""
    Matter.objects.bulk_create(
        (
            Matter(
                version=version,
                unit=unit,
                district=unit.parent if unit.is_district_department else None,
                inner_code=f"许可-{10000 + number}-000@{unit.pk}",
                base_code=f"许可-{10000 + number}-000",
                name=f"大量事项{number}",
                type=MatterType.XUKE,
                client=ClientType.PERSON,
                volume=number * 7 % 1000,
                sort_order=number,
            )
            for number in range(1, count + 1)
        ),
        batch_size=1000,
    )


# Tables that migrations fill; a test with transactions of its own leaves them empty behind it.
FILLED = (
    (CalendarYear, "units.migrations.0010_days_off_since_2017"),
    (LeadRule, "tasks.migrations.0008_leads_by_level"),
    (SuspicionRule, "tasks.migrations.0016_rules_of_suspicion"),
    (Rung, "tasks.migrations.0026_ladder"),
    (Routine, "tasks.migrations.0027_rhythm_of_circulars"),
)


def rules():
    """The tables of rules as a new installation has them."""
    for model, migration in FILLED:
        if not model.objects.exists():
            importlib.import_module(migration).fill(apps, None)


def days_off():
    """The workday calendar of a new installation."""
    seed = importlib.import_module("units.migrations.0010_days_off_since_2017")
    years = seed.years()
    special = [one for year in years for one in almanac.special_days(year)]
    return Calendar({one.day: (one.works, one.name) for one in special}, frozenset(years))


def city():
    """杭州市 with its bureau, two departments, three districts and their departments."""
    root = unit("杭州市", UnitKind.CITY, name="杭州市人民政府", sort_order=1)
    department, district = UnitKind.DEPARTMENT, UnitKind.DISTRICT
    town = SimpleNamespace(
        root=root,
        bureau=unit("市数据资源局", UnitKind.BUREAU, root, sort_order=2),
        renshe=unit(
            "市人力社保局", department, root, name="杭州市人力资源和社会保障局", sort_order=10
        ),
        gongan=unit("市公安局", department, root, name="杭州市公安局", sort_order=20),
        shangcheng=unit("上城区", district, root, gb_code="330102", sort_order=100),
        xiacheng=unit("下城区", district, root, gb_code="330103", sort_order=200),
        # The zones have no GB/T 2260 code, and the notice itself misspells this one (Q13).
        dajiangdong=unit("大江东", district, root, name="杭州大江东产业集聚区", sort_order=300),
        builder=unit("钱江软件", UnitKind.CONTRACTOR, root, name="钱江软件公司", sort_order=900),
        hall=unit("市民中心", UnitKind.HALL, root, name="市民中心办事大厅", sort_order=910),
    )
    UnitAlias.objects.create(unit=town.renshe, name="市人社局")
    UnitAlias.objects.create(unit=town.dajiangdong, name="大江东产业聚集区")
    _departments_of(town, town.shangcheng, 100, "shangcheng")
    _departments_of(town, town.xiacheng, 200, "xiacheng")
    return town


def _departments_of(town, district, rank, key):
    for step, (suffix, short_name) in enumerate(
        (("renshe", "区人力社保局"), ("weiji", "区卫生计生局"), ("minzheng", "区民政局")), 1
    ):
        below = unit(
            short_name,
            UnitKind.DISTRICT_DEPARTMENT,
            district,
            name=f"{district.short_name}{short_name[1:]}",
            sort_order=rank + step,
        )
        setattr(town, f"{key}_{suffix}", below)


def cast(town):
    """The people every test knows by name; all invented."""
    people = {
        "reviewer": ("沈审核", town.bureau, Role.REVIEWER, "19900000001"),
        "admin": ("管理员", town.bureau, Role.ADMIN, "19900000002"),
        "leader": ("陆领导", town.root, Role.LEADER, ""),
        "filler": ("方填报", town.renshe, Role.FILLER, "19900000011"),
        "head": ("何处长", town.renshe, Role.HEAD, "19900000012"),
        "stranger": ("莫生人", town.gongan, Role.FILLER, "19900000021"),
        "collector": ("上官汇", town.shangcheng, Role.COLLECTOR, "19900000031"),
        "district_filler": ("区填报", town.shangcheng_renshe, Role.FILLER, "19900000032"),
        "district_head": ("区科长", town.shangcheng_renshe, Role.HEAD, "19900000033"),
        "other_collector": ("夏汇总", town.xiacheng, Role.COLLECTOR, "19900000041"),
        "contractor": ("程承建", town.builder, Role.CONTRACTOR, "19900000051"),
        "hall": ("窗负责", town.hall, Role.HALL, "19900000061"),
    }
    password = make_password(PASSWORD)
    return SimpleNamespace(
        **{
            username: user(
                username, unit=where, role=role, name=name, phone=phone, password=password
            )
            for username, (name, where, role, phone) in people.items()
        }
    )


def catalogue(town):
    """8 matters of 市人力社保局, 2 of 市公安局, and 2 for each district department."""
    with library_open() as version:
        for index in range(8):
            matter(
                version,
                town.renshe,
                f"许可-9000{index + 1}-000",
                f"人社事项{index + 1}",
                volume=8000 - 1000 * index,
            )
        for index in range(2):
            matter(version, town.gongan, f"确认-9010{index + 1}-000", f"公安事项{index + 1}")
        for key in ("shangcheng", "xiacheng"):
            _district_catalogue(version, town, key)
    return version


def _district_catalogue(version, town, key):
    """The shared base code 确认-90001-001 is in every district (case 13)."""
    renshe, weiji = getattr(town, f"{key}_renshe"), getattr(town, f"{key}_weiji")
    minzheng = getattr(town, f"{key}_minzheng")
    queren = {"type": MatterType.QUEREN, "nearby": True}
    matter(version, renshe, "确认-90001-001", "社会保险登记", **queren)
    matter(version, renshe, "许可-90001-000", "人社事项1")
    matter(version, weiji, "确认-90002-000", "生育登记", **queren)
    matter(version, weiji, "许可-90020-000", "公共场所卫生许可", client=ClientType.LEGAL)
    matter(version, minzheng, "确认-90003-000", "结婚登记", **queren)
    matter(version, minzheng, "给付-90004-000", "高龄津贴", type=MatterType.JIFU)


def campaign(town, people, *, number="杭智办〔2018〕2号"):
    """The notice of 2018 in small, published: lists, check, rosters, and one pilot district."""
    for key in ("shangcheng", "xiacheng"):
        getattr(town, f"{key}_renshe").counterparts.set([town.renshe])
    notice = Campaign.objects.create(
        number=number,
        title="关于2018年杭州“一窗受理”平台工作要点",
        issuer="领导小组办公室",
        issued_on=ISSUED.date(),
        top_n=4,
        candidates=10,
    )
    notice.addressees.set([town.renshe, town.gongan, town.shangcheng, town.xiacheng])
    notice.pilots.set([town.shangcheng])
    for kind in ObligationKind:
        Obligation.objects.create(campaign=notice, kind=kind, title=kind.label, due_at=DUE)
    ranking.freeze(notice, by=people.admin, at=ISSUED)
    notice.refresh_from_db()
    publishing.publish(notice, by=people.admin, at=ISSUED)
    return notice


def tasks_of(notice, town):
    """The tasks tests speak of, by what they are."""

    def task(kind, unit):
        return Task.objects.of_campaign(notice).for_page().get(obligation__kind=kind, unit=unit)

    return SimpleNamespace(
        check=task(ObligationKind.CHECK, town.renshe),
        city_list=task(ObligationKind.CITY_LIST, town.renshe),
        roster=task(ObligationKind.ROSTER, town.renshe),
        district_list=task(ObligationKind.DISTRICT_LIST, town.shangcheng),
        part=task(ObligationKind.DISTRICT_LIST, town.shangcheng_renshe),
        nearby=task(ObligationKind.NEARBY, town.shangcheng),
        stranger_list=task(ObligationKind.CITY_LIST, town.gongan),
    )
