"""Slips are numbered without gaps, issued once, addressed by duty and told to the unit (G5)."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from tasks.chasing import answering, issuing
from tasks.models import Campaign, ChasingKind, ChasingSlip, Colour, SlipSeries
from tests import factories
from tests.factories import CITY_TIME
from units.models import Action, Event, Message, RosterDuty, RosterMember

from .conftest import LATE, NEXT, SAID, issue, reported

URGE, ASSIGN, SUPERVISE = ChasingKind.URGE, ChasingKind.ASSIGN, ChasingKind.SUPERVISE


def numbers():
    return [str(slip) for slip in ChasingSlip.objects.for_page().order_by("pk")]


def test_numbers_run_per_kind_in_the_official_form(tasks, reviewer):
    issue([tasks.check, tasks.city_list], reviewer)
    issue(tasks.check, reviewer, SUPERVISE)
    issue(tasks.stranger_list, reviewer)
    assert numbers() == ["催办〔2018〕1号", "催办〔2018〕2号", "督办〔2018〕1号", "催办〔2018〕3号"]


def test_a_new_year_begins_with_one(tasks, reviewer):
    issue(tasks.check, reviewer)
    at = datetime(2019, 1, 2, 9, tzinfo=CITY_TIME)
    issue(tasks.city_list, reviewer, at=at, due_at=at + timedelta(days=1))
    assert numbers() == ["催办〔2018〕1号", "催办〔2019〕1号"]


def test_new_years_eve_counts_in_the_city_and_not_in_greenwich(tasks, reviewer):
    """At half past midnight in Hangzhou it is still the old year in Greenwich."""
    at = datetime(2019, 1, 1, 0, 30, tzinfo=CITY_TIME)
    [slip] = issue(tasks.check, reviewer, at=at, due_at=at + timedelta(days=2))
    assert str(slip) == "催办〔2019〕1号"


def test_a_slip_that_was_not_stored_leaves_no_gap(tasks, reviewer):
    issue(tasks.check, reviewer)
    with pytest.raises(IntegrityError), transaction.atomic():
        issue(tasks.city_list, reviewer, due_at=LATE - timedelta(days=1))
    issue(tasks.city_list, reviewer)
    assert numbers() == ["催办〔2018〕1号", "催办〔2018〕2号"]


def test_a_district_has_numbers_of_its_own(tasks, collector, reviewer):
    issue(tasks.check, reviewer)
    [slip] = issue(tasks.part, collector)
    assert (str(slip), slip.issuer) == ("上城区催办〔2018〕1号", collector.unit)


def test_what_the_ladder_issues_is_the_bureaus_and_speaks_for_itself(tasks, town):
    [slip] = issue(tasks.city_list, None, ASSIGN)
    assert (slip.issuer, slip.issued_by, slip.colour) == (town.bureau, None, Colour.BLUE)
    assert not Message.objects.filter(kind="chasing").exists()
    assert Event.objects.of(slip).get().by is None


def test_a_standing_slip_is_not_issued_twice(slip, tasks, reviewer):
    assert issue(tasks.city_list, reviewer) == []
    assert len(issue(tasks.city_list, reviewer, SUPERVISE)) == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        ChasingSlip.objects.create(
            **{**SAID, "kind": URGE, "task": tasks.city_list, "unit": slip.unit, "year": 2018,
               "number": 99, "issuer": slip.issuer, "campaign": slip.campaign, "item": "同一任务",
               "issued_at": LATE}
        )  # fmt: skip


def test_after_it_was_closed_another_may_follow(slip, tasks, reviewer):
    answering.close([slip], note="已完成", by=reviewer, at=LATE)
    [second] = issue(tasks.city_list, reviewer)
    assert second.number == 2


def test_nobody_gets_a_slip_for_what_was_reported_or_is_over(tasks, reviewer, campaign):
    reported(tasks.check)
    assert issue([tasks.check, tasks.city_list], reviewer)[0].task == tasks.city_list
    Campaign.objects.filter(pk=campaign.pk).update(state="closed")
    assert issue(tasks.roster, reviewer) == []


def test_each_kind_names_whom_the_ladder_names(tasks, reviewer, town):
    for duty, name in (
        (RosterDuty.LEADER, "分管"),
        (RosterDuty.HEAD, "处长"),
        (RosterDuty.STAFF, "联络"),
    ):
        RosterMember.objects.create(unit=town.renshe, duty=duty, name=name, mobile="19900000099")
    named = {kind: issue(tasks.city_list, reviewer, kind)[0].addressee for kind in ChasingKind}
    assert named == {ASSIGN: "联络", URGE: "处长", SUPERVISE: "分管"}


def test_without_a_contact_person_the_division_head_is_named(tasks, reviewer, town):
    """Domain case 24."""
    RosterMember.objects.create(unit=town.renshe, duty=RosterDuty.HEAD, name="处长")
    [slip] = issue(tasks.city_list, reviewer, ASSIGN)
    assert (slip.addressee, slip.addressee_duty) == ("处长", "责任处（科）室负责人")


def test_without_a_roster_the_accounts_are_named(tasks, reviewer, town):
    assert issue(tasks.city_list, reviewer, ASSIGN)[0].addressee == "方填报"
    assert issue(tasks.city_list, reviewer, URGE)[0].addressee == "何处长"


def test_a_message_names_its_slip_once(tasks, reviewer):
    issue(tasks.check, reviewer)
    subject = Message.objects.filter(kind="chasing").first().subject
    assert subject == "催办〔2018〕1号：报送“核对前150事项清单”"


def test_each_person_gets_one_message_however_many_slips(tasks, reviewer):
    issue([tasks.check, tasks.city_list, tasks.roster], reviewer)
    told = Message.objects.filter(kind="chasing")
    assert sorted(told.values_list("to__username", flat=True)) == ["filler", "head"]
    message = told.first()
    assert message.subject == "催办单3张，催办〔2018〕1号起"
    assert message.body.count("已超过报送时限") == 3
    assert Event.objects.filter(action=Action.ISSUE_SLIP, unit=tasks.check.unit).count() == 3


def test_a_slip_about_something_that_is_no_task(campaign, town, reviewer):
    said = {**SAID, "kind": ASSIGN, "item": "落实平台对接经费"}
    [slip] = issuing.issue_free(town.gongan, campaign, **said, by=reviewer, at=LATE)
    assert (slip.task, str(slip)) == (None, "交办〔2018〕1号")
    assert issuing.issue_free(town.gongan, campaign, **said, by=reviewer, at=LATE) == []


def test_the_text_for_the_group_names_unit_number_and_date(tasks, reviewer):
    slips = issue([tasks.city_list, tasks.stranger_list], reviewer)
    head, first, second, sender = issuing.text_for_chat(slips, sender="市数据资源局").split("\n")
    assert head.startswith("【催办单】") and "2018年4月10日" in head
    assert first == "1. 市人力社保局：催办〔2018〕1号，报送“补填对接事项清单（市级部门）”"
    assert second.startswith("2. 市公安局：催办〔2018〕2号") and sender == "市数据资源局"


@pytest.mark.parametrize(
    "broken",
    [
        {"item": ""},
        {"reason": ""},
        {"demand": ""},
        {"due_at": LATE},
        {"state": "closed"},
        {"closed_at": NEXT},
        {"state": "cancelled"},
        {"cancel_reason": "没有撤销"},
        {"number": 1},
    ],
)
def test_the_database_refuses_a_broken_slip(slip, reviewer, broken):
    other = factories.unit("市文广新局", parent=slip.unit.parent)
    fields = {
        **SAID, "kind": URGE, "unit": other, "year": 2018, "number": 7, "issuer": slip.issuer,
        "campaign": slip.campaign, "item": "事项", "issued_at": LATE, "issued_by": reviewer,
    }  # fmt: skip
    ChasingSlip.objects.create(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        ChasingSlip.objects.create(**{**fields, "number": 8, **broken})


def test_a_series_is_one_row(town):
    SlipSeries.objects.create(issuer=town.bureau, kind=URGE, year=2018)
    with pytest.raises(IntegrityError), transaction.atomic():
        SlipSeries.objects.create(issuer=town.bureau, kind=URGE, year=2018)
