"""The second quarter of 2018 as four units lived it; what each deserves is written in the tests."""

from datetime import datetime

from tasks.assessment import sheets
from tasks.filling import funding, submitting
from tasks.models import (
    AssessmentSheet,
    CallNote,
    CallOutcome,
    Entry,
    Extension,
    ObligationKind,
    RowState,
    State,
    Submission,
    Task,
)
from tasks.review import decisions
from tests.factories import CITY_TIME, DURING
from tests.tasks.acts import because, fill_in, submit
from units.models import RosterDuty, RosterMember

APRIL_12 = datetime(2018, 4, 12, 9, 0, tzinfo=CITY_TIME)
# 4月8日 is a Sunday on which people work: the third workday after the deadline is the 10th.
THREE_WORKDAYS_LATE = datetime(2018, 4, 10, 16, 0, tzinfo=CITY_TIME)
RETURNED = datetime(2018, 4, 11, 10, 0, tzinfo=CITY_TIME)
IN_JULY = datetime(2018, 7, 3, 9, 0, tzinfo=CITY_TIME)
FIRST_OF_APRIL = datetime(2018, 4, 1).date()
LAST_OF_JUNE = datetime(2018, 6, 30).date()


def task_of(campaign, unit, kind) -> Task:
    return Task.objects.of_campaign(campaign).for_page().get(unit=unit, obligation__kind=kind)


def reported(task, by, at, rows=()):
    """`task` came up at `at`; what stood in it is `rows`."""
    Task.objects.filter(pk=task.pk).update(
        state=State.SUBMITTED, first_submitted_at=at, submitted_at=at
    )
    return Submission.objects.create(
        task=task, number=1, at=at, by=by, contact_name=by.name, contact_phone=by.phone,
        content={"rows": list(rows)}, checksum="0" * 64,
    )  # fmt: skip


def members(*duties):
    return [{"duty": duty.value, "name": str(duty.label)} for duty in duties]


def renshe(campaign, tasks, people):
    """Check and roster in time, the list three workdays late, one of eight rows returned."""
    for duty in RosterMember.REQUIRED_DUTIES:
        RosterMember.objects.create(
            unit=people.filler.unit, duty=duty, name=str(duty.label), mobile="19900000011"
        )
    submitting.acknowledge(tasks.roster, by=people.filler, at=DURING)
    submit(tasks.roster, people.head)
    reported(tasks.check, people.head, DURING)
    funding.state(tasks.roster, state="secured", note="", by=people.filler, at=DURING)
    fill_in(tasks.city_list, people.filler)
    submit(tasks.city_list, people.head, at=THREE_WORKDAYS_LATE)
    row = tasks.city_list.entry_rows.in_order().first()
    reasons = {row.pk: because("办件量有误，请核对")}
    decisions.send_back_rows(tasks.city_list, reasons, by=people.reviewer, at=RETURNED)


def shangcheng(campaign, tasks, people):
    """The list within its extension, the rest in time; a wrong number, no clerk, money applied."""
    unit = people.collector.unit
    moved = datetime(2018, 4, 14, tzinfo=CITY_TIME)
    Extension.objects.create(
        task=tasks.district_list, was=tasks.district_list.due_at, until=moved,
        reason="汇总系统停机", at=DURING, by=people.admin,
    )  # fmt: skip
    Task.objects.filter(pk=tasks.district_list.pk).update(due_at=moved, late_at=moved)
    reported(tasks.district_list, people.collector, APRIL_12)
    reported(tasks.part, people.district_head, APRIL_12)
    Entry.objects.filter(task=tasks.part).update(state=RowState.SUBMITTED)
    reported(tasks.nearby, people.collector, DURING)
    roster = task_of(campaign, unit, ObligationKind.ROSTER)
    reported(roster, people.collector, DURING, members(RosterDuty.LEADER, RosterDuty.HEAD))
    funding.state(roster, state="applied", note="已报财政", by=people.collector, at=DURING)
    CallNote.objects.create(
        campaign=campaign, unit=unit, person="上官汇", phone="19900000031",
        outcome=CallOutcome.WRONG_NUMBER, at=APRIL_12, by=people.reviewer,
    )  # fmt: skip


def xiacheng(campaign, town):
    """All its matters are gone: it owes nothing."""
    Task.objects.of_campaign(campaign).filter(unit=town.xiacheng).update(state=State.APPROVED)


def opened(campaign, admin, **fields) -> AssessmentSheet:
    days = {"starts_on": FIRST_OF_APRIL, "ends_on": LAST_OF_JUNE} | fields
    days.setdefault("name", "2018年第二季度")
    return sheets.open_sheet(campaign, **days, by=admin, at=IN_JULY)
