"""The demo: the city of spring 2018, its library workbook, and a story that really happened."""

from collections import Counter
from datetime import date, datetime
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Max, Sum
from openpyxl import load_workbook

from matters import catalogue
from matters.models import LibraryUpload, Matter, UploadState
from tasks.campaigns import publishing, ranking
from tasks.circulars import circulars
from tasks.circulars.compiling import is_unchanged
from tasks.circulars.reading import Frozen
from tasks.collecting.mapping import mapping_of
from tasks.demo import facts, library, people, story
from tasks.demo.timetable import Timetable
from tasks.filling.content import checksum_of
from tasks.models import (
    AssessmentSheet,
    Campaign,
    CampaignState,
    ChangeSlip,
    Circular,
    CircularState,
    Entry,
    Handing,
    NearbyEntry,
    Objection,
    ObjectionState,
    ObligationKind,
    OverdueReport,
    Post,
    RankedMatter,
    RowState,
    State,
    Submission,
    System,
    Task,
)
from units.models import Delegation, Event, Role, Unit, UnitKind, User
from units.phones import clean_phones

pytestmark = pytest.mark.django_db

CITY_TIME = ZoneInfo("Asia/Shanghai")
TODAY = date(2018, 5, 16)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The whole demo, built once and taken back after the last test of this module."""
    outer = transaction.atomic()
    # Like pytest-django's own: figures are read in a transaction that allows no other around it.
    outer._from_testcase = True
    with django_db_blocker.unblock(), outer:
        out = StringIO()
        call_command("demo", today=TODAY, stdout=out)
        yield out.getvalue()
        transaction.set_rollback(True)


@pytest.fixture
def notice(demo):
    return Campaign.objects.get(state=CampaignState.PUBLISHED)


def test_every_figure_of_the_file_is_shared_out_exactly():
    for matter in facts.table("matters"):
        assert sum(library.share_out(matter).values()) == int(matter["volume_2017"])


def test_the_library_has_the_rows_of_the_dossier():
    """Domain 7.1: 233 city rows and 299 x 15 district rows."""
    regions = Counter(row.region for row in library.library_rows())
    assert regions.pop("市本级") == 233
    assert list(regions.values()) == [299] * 15


def test_the_story_lasts_until_yesterday_and_leaves_three_workdays():
    timetable = Timetable.around(date(2018, 4, 4))
    assert timetable.days[-1] == date(2018, 4, 3)
    # 5 to 7 April are the holiday, Sunday the 8th is worked.
    assert timetable.deadline == date(2018, 4, 10)


def test_the_notices_own_dates():
    timetable = Timetable.of_the_notice()
    assert timetable.due_at == datetime(2018, 4, 6, 23, 59, 59, 999999, CITY_TIME)
    assert timetable.moment(0) == datetime(2018, 3, 28, 9, 0, tzinfo=CITY_TIME)


def test_the_catalogue_came_in_as_a_workbook_with_nothing_refused(demo):
    upload = LibraryUpload.objects.get()
    assert upload.state == UploadState.APPLIED
    assert upload.plan["counts"]["added"] == Matter.objects.count() == 4718
    assert upload.plan["refused"] == []


def test_fifteen_districts_in_the_citys_own_order_two_without_a_code(notice):
    districts = Unit.objects.districts().in_official_order()
    assert [district.short_name for district in districts][:3] == ["上城区", "下城区", "江干区"]
    assert [d.name for d in districts if not d.gb_code] == [
        "杭州经济技术开发区",
        "杭州大江东产业集聚区",
    ]
    pilots = notice.pilots.in_official_order()
    assert [pilot.short_name for pilot in pilots] == ["上城区", "下城区", "西湖区", "富阳区"]


def test_names_fit_and_the_old_urban_districts_have_branch_offices(demo):
    assert Unit.objects.filter(name="杭州市公安局上城区分局").exists()
    assert Unit.objects.filter(name="桐庐县公安局").exists()
    assert max(len(name) for name in Unit.objects.values_list("name", flat=True)) <= 80


def test_a_bureau_of_a_zone_answers_to_several_city_departments(demo):
    bureau = Unit.objects.get(parent__short_name="大江东产业集聚区", short_name="社会发展局")
    assert {"市民政局", "市教育局"} <= {unit.short_name for unit in bureau.counterparts.all()}


def test_attachment_1_is_the_ranking_of_the_file(notice):
    lines = sorted(
        facts.table("matters"), key=lambda line: (-int(line["volume_2017"]), line["code"])
    )
    expected = [(line["code"], int(line["volume_2017"]), line["department"]) for line in lines]
    ranked = RankedMatter.objects.in_rank().values_list("base_code", "volume", "unit__short_name")
    assert list(ranked) == expected[:150]


def test_a_department_without_matters_is_addressed_and_owes_nothing(notice):
    """Domain case 15."""
    unit = Unit.objects.get(short_name="市统计局")
    assert notice.addressees.contains(unit)
    assert not Task.objects.filter(unit=unit).exists()


def test_every_unit_stands_where_the_story_puts_it(notice):
    reached = {
        "acknowledged": State.ACKNOWLEDGED,
        "for_head": State.FOR_HEAD,
        "submitted": State.SUBMITTED,
        "partly": State.SUBMITTED,
        "returned": State.RETURNED,
        "approved": State.APPROVED,
        "corrected": State.SUBMITTED,
        "issued": State.ISSUED,
        "collecting": State.ACKNOWLEDGED,
        "ready": State.ACKNOWLEDGED,
    }
    names = {line["slug"]: line["short_name"] for line in facts.table("departments")}
    names |= {line["slug"]: line["short_name"] for line in facts.table("districts")}
    wanted = {(names[line["unit"]], column): reached.get(stage, State.FILLING)
              for line in facts.table("story")
              for column, stage in line.items() if column != "unit" and stage}  # fmt: skip
    found = {}
    for task in Task.objects.owed().for_page():
        is_list = task.kind in {ObligationKind.CITY_LIST, ObligationKind.DISTRICT_LIST}
        found[task.unit.short_name, "list" if is_list else task.kind] = task.state
    assert found == wanted


def test_tasks_and_rows_are_in_every_state(notice):
    assert set(Task.objects.values_list("state", flat=True)) == set(State.values)
    expected = {*RowState.values} - {RowState.CANCELLED}
    assert set(Entry.objects.values_list("state", flat=True)) == expected
    assert set(Objection.objects.values_list("state", flat=True)) == set(ObjectionState.values)
    assert NearbyEntry.objects.filter(complete=True).exists()
    assert Entry.objects.filter(complete=False, version__gt=0).exists()


def test_only_complete_rows_went_up(notice):
    left = [RowState.DRAFT, RowState.EXCLUDED]
    assert not Entry.objects.exclude(state__in=left).filter(complete=False).exists()


def test_every_receipt_is_that_of_its_content(notice):
    receipts = Submission.objects.all()
    assert len(receipts) > 100
    assert [r.pk for r in receipts if checksum_of(r.content) != r.checksum] == []


def test_the_history_happened_in_order_before_today(notice):
    latest = Event.objects.aggregate(Max("at"))["at__max"]
    assert latest.astimezone(CITY_TIME).date() < TODAY
    row = Entry.objects.filter(state=RowState.APPROVED).first()
    moments = list(Event.objects.of(row).values_list("at", flat=True))
    assert len(moments) >= 3
    assert moments == sorted(moments, reverse=True)


def test_only_checks_are_overdue_when_the_demo_begins(notice):
    """The desk has somebody to chase, and every list can still be reported in time."""
    start = datetime.combine(TODAY, datetime.min.time(), CITY_TIME)
    late = Task.objects.overdue(at=start).values_list("obligation__kind", flat=True)
    assert late.count() == 10
    assert set(late) == {ObligationKind.CHECK}


def test_slips_wait_are_known_and_are_overdue(demo):
    states = ChangeSlip.objects.order_by("pk").values_list("unit__short_name", "kind", "state")
    assert list(states) == [
        ("市公安局", "cancel", "known"),
        ("市人力社保局", "change", "open"),
        ("市人力社保局", "add", "open"),
    ]
    assert ChangeSlip.objects.standing().filter(operate_on__lt=TODAY).count() == 1


def test_a_circular_is_out_and_the_next_waits_to_be_checked(demo):
    """What the bureau finds on its first look: figures, an issued circular, a draft, points."""
    out, draft = Circular.objects.order_by("pk")
    assert (out.state, out.number, out.readings.count()) == (CircularState.ISSUED, "第1期", 4)
    assert draft.state == CircularState.DRAFT
    assert circulars.obstacle_to_check(draft, User.objects.get(username="reviewer")) == ""
    assert [is_unchanged(report) for report in OverdueReport.objects.all()] == [True, True]
    named = {unit["short_name"] for unit in Frozen(out.report.figures).named}
    assert {"市农业局", "市安监局", "市人力社保局"} <= named
    assert out.situation != draft.situation
    sheet = AssessmentSheet.objects.get()
    assert sheet.is_draft and sheet.scores.count() > 30


def test_a_collector_finds_departments_to_map(demo):
    fuyang = Unit.objects.get(short_name="富阳区")
    proposed = mapping_of(fuyang, on=TODAY).proposed
    assert [line.unit.short_name for line in proposed] == [
        "区人力社保局",
        "区住建局",
        "区市场监管局",
    ]


def test_accepted_objections_pull_the_next_ranks_up(notice):
    accepted = Objection.objects.filter(state=ObjectionState.ACCEPTED, ranked__isnull=False)
    obligated = RankedMatter.objects.obligated(notice)
    assert accepted.count() == 3
    assert len(obligated) == 100
    assert not {o.ranked_id for o in accepted} & {ranked.pk for ranked in obligated}


def test_the_next_campaign_only_waits_for_its_ranking(demo):
    draft = Campaign.objects.get(state=CampaignState.DRAFT)
    ranking.freeze(draft, by=User.objects.get(username="admin"), at=datetime.now(CITY_TIME))
    draft.refresh_from_db()
    assert publishing.blockers(draft) == []


def test_people_are_invented_and_their_numbers_are_nobodys(demo):
    given = set(facts.document("people")["given_names"])
    for person in User.objects.exclude(unit__kind=UnitKind.BUREAU):
        assert person.name[1:] in given
    for person in User.objects.all():
        assert clean_phones(person.phone) == person.phone
        assert person.phone.startswith("8525") and "、1990000" in person.phone
    assert User.objects.count() == User.objects.values("name").distinct().count()


def test_the_sign_in_page_shows_somebody_of_every_role(demo):
    groups = people.demo_accounts()
    assert {group["role"] for group in groups} == {str(role.label) for role in Role}
    shown = [person["username"] for group in groups for person in group["people"]]
    assert set(shown) == set(facts.document("people")["shown"])
    assert all(name in demo for name in shown) and people.PASSWORD in demo


def test_the_demo_password_signs_in_and_is_a_good_one(demo):
    person = User.objects.get(username="renshe")
    validate_password(people.PASSWORD, person)
    assert authenticate(username="renshe", password=people.PASSWORD) == person


def test_the_accounts_on_the_sign_in_page_have_something_to_do(notice):
    """The filler fills in, the head signs, the bureau has a queue."""
    lists = Task.objects.filter(obligation__kind__in=["city_list", "district_list"])
    assert lists.get(unit__users__username="renshe").state == State.FILLING
    assert lists.get(unit__users__username="gongan-head").state == State.FOR_HEAD
    assert lists.get(unit__users__username="minzheng").state == State.RETURNED
    assert lists.get(unit__users__username="shangcheng-renshe").state == State.FILLING
    assert lists.get(unit__users__username="xihu-minzheng-head").state == State.FOR_HEAD


def test_the_next_version_of_the_workbook_shows_every_kind_of_change(demo, tmp_path):
    path = tmp_path / "next.xlsx"
    call_command("demo", workbook=path, changed=True, stdout=StringIO())
    with path.open("rb") as stream:
        plan = catalogue.read_library(stream)
    counts = plan.counts
    assert (counts["added"], counts["changed"], counts["withdrawn"]) == (3, 4, 2)
    assert plan.unmatched == {library.NOT_FROM_HERE: 1}


def test_the_workbook_has_a_title_above_its_header_and_codes_as_text(tmp_path):
    path = tmp_path / "library.xlsx"
    with path.open("wb") as stream:
        assert library.write_workbook(stream) == 4718
    sheet = load_workbook(path).active
    assert [cell.value for cell in sheet[3]] == [column[0] for column in library.COLUMNS]
    assert sheet.max_row == 4718 + 3
    assert sheet["A4"].data_type == "s" and sheet["I4"].data_type == "n"


def test_the_demo_is_refused_in_production(settings):
    settings.PRODUCTION = True
    before = Unit.objects.count()
    with pytest.raises(CommandError, match="正式环境"):
        call_command("demo")
    assert Unit.objects.count() == before


def test_the_demo_leaves_a_filled_database_alone(town):
    before = Unit.objects.count()
    with pytest.raises(CommandError, match="空"):
        call_command("demo")
    call_command("demo", keep=True, stdout=StringIO())
    assert Unit.objects.count() == before


def test_the_volumes_of_all_regions_add_up_to_the_file(demo):
    total = sum(int(line["volume_2017"]) for line in facts.table("matters"))
    assert Matter.objects.aggregate(total=Sum("volume"))["total"] == total


def test_every_stage_of_the_story_is_known():
    kinds = {"check": "check", "roster": "roster", "nearby": "nearby"}
    districts = {line["slug"] for line in facts.table("districts")}
    for line in facts.table("story"):
        own = "district_list" if line["unit"] in districts else "city_list"
        for column, kind in {**kinds, "list": own}.items():
            assert not line[column] or line[column] in story.STAGES[kind]


def test_the_register_is_filled_with_levels_and_some_names_are_nearly_equal(notice):
    systems = System.objects.standing()
    assert systems.count() > 100
    assert not systems.filter(level="").exclude(pk__in=_only_in_drafts()).exists()
    named = Entry.objects.exclude(system_name="")
    assert not named.filter(system=None).exists()
    assert named.filter(warnings__icontains="system_near_duplicate").exists()


def _only_in_drafts():
    reported = Entry.objects.reported().filter(system__isnull=False)
    given = reported.exclude(system_level__in=["", "unknown", "no_system"])
    return System.objects.exclude(pk__in=given.values("system"))


def test_colleagues_ask_hand_out_and_stand_in(demo):
    assert Post.objects.count() == 3
    handing = Handing.objects.open().get()
    assert (handing.task.unit.short_name, handing.count) == ("市人力社保局", 6)
    assert Delegation.objects.get().ends_on > TODAY
