"""When the story happens: six workdays from the notice to the last day before the holiday."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from units.workdays import end_of, is_workday, workdays_after

from .facts import document

MORNING = time(9, 0)
MINUTES_A_DAY = 480
WORKDAYS_LEFT = 3


@dataclass(frozen=True)
class Timetable:
    """The story's workdays and the deadline (docs/decisions/0003)."""

    days: tuple[date, ...]
    deadline: date

    @classmethod
    def of_the_notice(cls) -> "Timetable":
        facts = document("campaign")
        days = tuple(date.fromisoformat(day) for day in facts["days"])
        return cls(days, date.fromisoformat(facts["deadline"]))

    @classmethod
    def around(cls, today: date) -> "Timetable":
        """The same story, its last workday yesterday and the deadline a few workdays ahead."""
        days, day = [], today
        while len(days) < len(document("campaign")["days"]):
            day -= timedelta(days=1)
            if is_workday(day):
                days.insert(0, day)
        return cls(tuple(days), workdays_after(today, WORKDAYS_LEFT))

    @property
    def due_at(self) -> datetime:
        return end_of(self.deadline)

    def moment(self, day: int, minute: int = 0) -> datetime:
        """A minute of office time on the `day`-th day of the story."""
        start = timezone.make_aware(datetime.combine(self.days[day], MORNING))
        return start + timedelta(minutes=minute % MINUTES_A_DAY)
