"""What the ladder has said in a campaign: rung × unit, with what became of it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F

from tasks.models import Campaign, Reminder, Rung, Task
from units.models import Channel, Delivery, DeliveryState, Unit

from . import ledger
from .ladder import in_order

# The worst first: that is what a cell shows.
GRAVITY = [
    DeliveryState.FAILED,
    DeliveryState.UNKNOWN,
    DeliveryState.QUEUED,
    DeliveryState.SENDING,
    DeliveryState.SENT,
]


@dataclass
class Cell:
    """What one rung said to one unit, about however many tasks."""

    at: datetime
    tasks: set[int] = field(default_factory=set)
    channels: set[str] = field(default_factory=set)
    states: set[str] = field(default_factory=set)
    # Why nothing was said at all; a channel nobody has is no such reason.
    skipped: str = ""

    @property
    def state(self) -> DeliveryState | None:
        return next((one for one in GRAVITY if one in self.states), None)

    @property
    def tone(self) -> str:
        if self.skipped:
            return "muted"
        return Delivery(state=self.state).tone if self.state else "ok"

    @property
    def label(self) -> str:
        return self.skipped or str((self.state or DeliveryState.SENT).label)

    @property
    def ways(self) -> str:
        return "、".join(str(one.label) for one in Channel if one in self.channels)


@dataclass
class Line:
    unit: Unit
    cells: list[Cell | None]
    parts: int = 0


def table(campaign: Campaign, *, district: Unit | None = None) -> tuple[list[Rung], list[Line]]:
    """The rungs that have spoken, and a line for each unit of the campaign, or for each of the
    departments of one `district`; five queries, however many there are."""
    tasks = Task.objects.of_campaign(campaign)
    tasks = tasks.filter(parent__unit=district) if district else tasks.owed()
    rows = Reminder.objects.filter(task__in=tasks)
    states = _states(rows)
    cells = {}
    facts = ("pk", "task_id", "task__unit_id", "rung_id", "channel", "at", "skipped")
    for pk, task, unit, rung, channel, at, skipped in rows.order_by("pk").values_list(*facts):
        cell = cells.setdefault((unit, rung), Cell(at))
        _add(cell, task, channel, skipped, states[pk])
        cell.at = max(cell.at, at)
    spoken = {rung for _unit, rung in cells}
    rungs = in_order(Rung.objects.filter(pk__in=spoken))
    return rungs, _lines(tasks, rungs, cells)


def _add(cell: Cell, task: int, channel: str, skipped: str, states: Iterable[str]) -> None:
    cell.tasks.add(task)
    if not skipped:
        cell.channels.add(channel)
        cell.states.update(states)
        cell.skipped = ""
    elif not cell.channels and channel == Channel.INBOX:
        cell.skipped = skipped


def _states(rows) -> dict[int, set[str]]:
    """How each row's messages went, by the newest try of each."""
    found = defaultdict(set)
    # In one filter, so that it is one and the same delivery.
    personal = rows.filter(
        messages__deliveries__resent__isnull=True, messages__deliveries__channel=F("channel")
    )
    groups = rows.filter(deliveries__resent__isnull=True, deliveries__isnull=False)
    for rows, state in ((personal, "messages__deliveries__state"), (groups, "deliveries__state")):
        for pk, said in rows.order_by().values_list("pk", state).distinct():
            found[pk].add(said)
    return found


def _lines(tasks, rungs, cells) -> list[Line]:
    units = Unit.objects.filter(pk__in=tasks.values("unit")).select_related("parent")
    parents = tasks.filter(parts__isnull=False).values_list("unit_id", "parts__pk")
    parts = defaultdict(int)
    for unit, _part in parents:
        parts[unit] += 1
    return [
        Line(unit, [cells.get((unit.pk, rung.pk)) for rung in rungs], parts[unit.pk])
        for unit in units.in_official_order()
    ]


def without_account(campaign: Campaign) -> list[Unit]:
    """Units that still owe something and of whom nobody could be told: for the phone round."""
    waiting = Task.objects.of_campaign(campaign).outstanding()
    deaf = Reminder.objects.filter(task__in=waiting, skipped=ledger.NO_ACCOUNT)
    return list(
        Unit.objects.filter(pk__in=deaf.values("task__unit"))
        .select_related("parent")
        .in_official_order()
    )
