"""Colleagues of the demo: rows handed out, a question and its answer, a head on leave."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from tasks.handings import handing
from tasks.models import Audience, Entry, ObligationKind, RowState, Task
from tasks.threads import threads
from units.delegations import appointing
from units.models import Delegation, Unit, User

from .timetable import Timetable

ASKED, ANSWERED = 3, 4  # days of the story
ROWS_HANDED = 6


def scenes_of(
    units: dict[str, Unit], team: dict[int, list[User]], timetable: Timetable
) -> Iterator[tuple[int, int, Callable]]:
    """(day, minute, act) of what goes on inside a unit and between a unit and the bureau."""
    filler, head = team[units["renshe"].pk][:2]
    yield (
        ASKED,
        200,
        partial(_ask, units["renshe"], "这一项以哪个系统的名称为准？", head, by=filler),
    )
    yield (
        ANSWERED,
        30,
        partial(_ask, units["renshe"], "以业务系统台账的全称为准。", filler, by=head),
    )
    due = timetable.deadline - timedelta(days=1)
    yield ANSWERED, 60, partial(_hand_out, units["renshe"], filler, due, by=head)
    clerk = team[units["minzheng"].pk][0]
    question = "库内办件量含补证件数，是否按省库口径扣除？"
    yield ANSWERED, 400, partial(_ask_the_bureau, units["minzheng"], question, by=clerk)
    yield ANSWERED, 90, partial(_go_on_leave, *team[units["gongjijin"].pk][:2], timetable)


def _list_of(unit) -> Task:
    tasks = Task.objects.for_page().filter(unit=unit)
    return tasks.get(obligation__kind=ObligationKind.CITY_LIST)


def _rows(unit):
    return Entry.objects.filter(task=_list_of(unit)).select_related("matter", "task__unit")


def _ask(unit, text, person, *, by, at):
    """Always about the first row, so that the second post answers the first."""
    row = _rows(unit).in_order().first()
    threads.post(row, text=text, audience=Audience.UNIT, mentions=[person], by=by, at=at)


def _ask_the_bureau(unit, text, *, by, at):
    row = _rows(unit).filter(state=RowState.RETURNED).in_order().first()
    row = row or _rows(unit).in_order().first()
    threads.post(row, text=text, audience=Audience.BUREAU, by=by, at=at)


def _hand_out(unit, person, due_on, *, by, at):
    gaps = _rows(unit).filter(complete=False).in_order().values_list("pk", flat=True)
    chosen = list(gaps[:ROWS_HANDED])
    note = "请在节前补齐，拿不准的留言。"
    handing.hand_out(_list_of(unit), chosen, to=person, note=note, due_on=due_on, by=by, at=at)


def _go_on_leave(filler, head, timetable, *, at):
    delegation = Delegation(
        principal=head,
        substitute=filler,
        starts_on=at.date(),
        ends_on=timetable.deadline + timedelta(days=1),
        reason="外出参加培训",
    )
    appointing.appoint(delegation, by=head, at=at)
