"""Chasing in the demo: who has not checked the list in time gets a slip, one has answered; a
matter without a task was assigned, answered and closed; one unit was called."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from tasks.chasing import answering, calling, issuing
from tasks.models import CallOutcome, Campaign, ChasingKind, ChasingSlip, ObligationKind, Task
from tasks.supervision import nudging
from units.models import Role, Unit, User
from units.workdays import end_of, workdays_after

from .timetable import Timetable

ASSIGNED, ANSWERED, CLOSED, CHASED = 1, 2, 3, 5  # days of the story
LATE = ("nongye", "anjian", "renshe", "ranqi")
ITEM = "落实平台对接经费，明确责任处室"


def scenes_of(
    units: dict[str, Unit], team: dict[int, list[User]], timetable: Timetable
) -> Iterator[tuple[int, int, Callable]]:
    """(day, minute, act) of every slip, what was said to it, and the call."""
    reviewer = next(one for one in team[units["bureau"].pk] if one.role == Role.REVIEWER)
    due_at = end_of(timetable.deadline)
    funded = units["jiaotong"]
    clerk = team[funded.pk][0]
    yield ASSIGNED, 60, partial(_assign, funded, end_of(timetable.days[CLOSED]), by=reviewer)
    yield ANSWERED, 60, partial(_answer, funded, "经费已列入年度预算，由信息中心负责。", by=clerk)
    yield CLOSED, 60, partial(_close, funded, "已收到经费落实情况。", by=reviewer)
    yield CHASED, 30, partial(_nudge, by=reviewer)
    late = [units[slug] for slug in LATE]
    yield CHASED, 300, partial(_urge, late, due_at, by=reviewer)
    person = team[late[0].pk][0]
    yield CHASED, 330, partial(_answer, late[0], "正在逐项核对，两天内报送。", by=person)
    promised = workdays_after(timetable.days[-1], 1)
    yield CHASED, 345, partial(_call, late[1], team[late[1].pk][0], promised, by=reviewer)


def _campaign() -> Campaign:
    return Campaign.objects.current().get()


def _assign(unit: Unit, due_at: datetime, *, by: User, at: datetime) -> None:
    issuing.issue_free(
        unit,
        _campaign(),
        kind=ChasingKind.ASSIGN,
        item=ITEM,
        reason="工作要点要求各单位落实平台对接经费。",
        demand="请报送经费来源和责任处室。",
        due_at=due_at,
        by=by,
        at=at,
    )


def _standing(unit: Unit) -> ChasingSlip:
    return ChasingSlip.objects.for_page().standing().get(unit=unit)


def _answer(unit: Unit, text: str, *, by: User, at: datetime) -> None:
    answering.feed_back(_standing(unit), text, by=by, at=at)


def _close(unit: Unit, note: str, *, by: User, at: datetime) -> None:
    answering.close([_standing(unit)], note=note, by=by, at=at)


def _late(at: datetime):
    """The checks that are overdue at `at`."""
    checks = Task.objects.of_campaign(_campaign()).filter(obligation__kind=ObligationKind.CHECK)
    return checks.overdue(at=at)


def _nudge(*, by: User, at: datetime) -> None:
    nudging.nudge(_late(at), by=by, at=at)


def _urge(units: list[Unit], due_at: datetime, *, by: User, at: datetime) -> None:
    issuing.issue(
        _late(at).filter(unit__in=units),
        kind=ChasingKind.ASSIGN,
        reason="已超过核对时限，至今未报送。",
        demand="请完成清单核对并报送；有疑义的一并提出。",
        due_at=due_at,
        by=by,
        at=at,
    )


def _call(unit: Unit, person: User, promised, *, by: User, at: datetime) -> None:
    calling.note(
        unit,
        _campaign(),
        person=person.name,
        duty=person.get_role_display(),
        phone=person.phone,
        outcome=CallOutcome.PROMISED,
        promised_on=promised,
        text="处室刚接到清单，正在分办。",
        by=by,
        at=at,
    )
