"""Frozen figures in the demo: the circular on late checks is issued and read by some, the one on
how everything stands waits to be checked, and the points of the first days for their marks.

Not part of the story: figures are read from what is committed, as of a moment that is over.
"""

from tasks.assessment import sheets
from tasks.circulars import circulars
from tasks.circulars.compiling import compile_report
from tasks.models import Campaign, Circular
from units.models import User

from .campaign import CHECKED
from .timetable import Timetable

# The morning after the checks were due, and the evening of that day; minutes of office time.
NEXT = CHECKED + 1
MORNING, DRAFTED, EXAMINED, ISSUED, READ, EVENING, SCORED = 5, 15, 40, 55, 120, 470, 475
NUMBER = "第1期"
READERS = ("gongan", "minzheng", "weiji", "shangcheng")
PERIOD = "清单核对阶段"


def freeze(campaign: Campaign, people: dict[str, User], timetable: Timetable) -> None:
    """The report and the circular of the morning after the checks were due, the report and the
    draft of that evening, and a sheet of points; each as the room itself makes it."""
    _issued(campaign, people, timetable)
    _read(people, timetable)
    _drafted(campaign, timetable)
    _scored(campaign, people, timetable)


def _issued(campaign, people, timetable) -> None:
    reviewer, colleague, admin = people["reviewer"], people["reviewer2"], people["admin"]
    cut, drafted = timetable.moment(NEXT, MORNING), timetable.moment(NEXT, DRAFTED)
    report = compile_report(campaign, cut_off_at=cut, by=reviewer, at=cut)
    circular = circulars.draft(report, by=reviewer, at=drafted)
    seen = circular.version
    circulars.check(circular, seen=seen, by=colleague, at=timetable.moment(NEXT, EXAMINED))
    circulars.issue(
        circular,
        number=NUMBER,
        dated_on=timetable.days[NEXT],
        seen=seen,
        by=admin,
        at=timetable.moment(NEXT, ISSUED),
    )


def _read(people, timetable) -> None:
    """Some units have said that they took note."""
    circular = Circular.objects.get(number=NUMBER)
    for place, username in enumerate(READERS):
        reader, at = people[username], timetable.moment(NEXT, READ + 7 * place)
        circulars.read(circular, reader.unit, by=reader, at=at)


def _drafted(campaign, timetable) -> None:
    """As the schedule does it, so that whoever signs in as a reviewer may check the words."""
    cut = timetable.moment(NEXT, EVENING)
    circulars.draft(compile_report(campaign, cut_off_at=cut, at=cut), at=cut)


def _scored(campaign, people, timetable) -> None:
    at = timetable.moment(NEXT, SCORED)
    sheet = sheets.open_sheet(
        campaign,
        name=PERIOD,
        starts_on=timetable.days[0],
        ends_on=timetable.days[NEXT],
        by=people["admin"],
        at=at,
    )
    sheets.compute(sheet.pk, by=people["admin"], at=at)
