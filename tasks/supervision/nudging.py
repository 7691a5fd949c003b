"""Nudging (催办): those whose work is still missing are told once a workday, nobody else (F5)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import attrgetter

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tasks.models import State, Task
from tasks.models.tasks import WITH_THE_DISTRICT
from units import inbox
from units.models import Action, Event, MessageKind, Unit, User
from units.workdays import last_workday_until

from . import deadlines

# 报送 is what a nudge asks for: what went up, or was approved, is nobody's to chase.
MISSING = frozenset(State) - WITH_THE_DISTRICT


@dataclass
class Nudged:
    """The units that were told, those told earlier this workday, those nobody can be told of."""

    told: list[Unit] = field(default_factory=list)
    before: list[Unit] = field(default_factory=list)
    unreachable: list[Unit] = field(default_factory=list)


def last_nudges(tasks: Iterable[Task]) -> dict[int, Event]:
    """The latest nudge of each task, by its id."""
    events = Event.objects.filter(
        action=Action.NUDGE, subject=Task._meta.label_lower, subject_id__in=[t.pk for t in tasks]
    )
    return {event.subject_id: event for event in events.select_related("by").order_by("pk")}


def is_recent(event: Event | None, *, on: date) -> bool:
    """Whether the nudge was on this workday, or on the days off that follow it."""
    return event is not None and timezone.localdate(event.at) >= last_workday_until(on)


@inbox.in_chinese
@transaction.atomic
def nudge(tasks: Iterable[Task], *, by: User, at: datetime) -> Nudged:
    """Tell the people of every unit whose task is missing, one message a notice, and record it.

    Of two who press at the same time the second finds the units told. What has come in since
    the page was opened is not chased.
    """
    pks = [task.pk for task in tasks]
    held = Task.objects.filter(pk__in=pks, state__in=MISSING).for_page().order_by("pk")
    missing = list(held.select_for_update(of=("self",), no_key=True))
    nudges, on = last_nudges(missing), timezone.localdate(at)
    people = _people_by_unit(missing)
    due, told = [], Nudged()
    for task in sorted(missing, key=lambda task: (task.unit.sort_order, task.unit_id, task.pk)):
        if is_recent(nudges.get(task.pk), on=on):
            _add(told.before, task.unit)
        elif task.unit_id not in people:
            _add(told.unreachable, task.unit)
        else:
            _add(told.told, task.unit)
            due.append(task)
    _tell(due, people, by=by, at=at)
    Event.objects.bulk_create(
        Event(**Event.objects.row(Action.NUDGE, by=by, at=at, subject=task, unit=task.unit))
        for task in due
    )
    return told


def _add(units: list[Unit], unit: Unit) -> None:
    if unit not in units:
        units.append(unit)


def _people_by_unit(tasks: list[Task]) -> dict[int, list[User]]:
    """Who fills in and signs for the units, not those who collect above them."""
    people = defaultdict(list)
    for person in inbox.people_of({task.unit_id for task in tasks}).order_by("pk"):
        people[person.unit_id].append(person)
    return dict(people)


def _tell(tasks: list[Task], people: dict[int, list[User]], *, by: User, at: datetime) -> None:
    owed_by = defaultdict(list)
    for task in tasks:
        owed_by[task.unit_id, task.obligation.campaign_id].append(task)
    for (unit_id, _campaign), owed in owed_by.items():
        inbox.tell(
            people[unit_id],
            kind=MessageKind.CHASING,
            subject=_("催办：请尽快报送 %(title)s") % {"title": owed[0].obligation.campaign.title},
            body="\n".join(_sentence(task, by) for task in owed),
            url=owed[0].get_absolute_url(),
            at=at,
        )


def _sentence(task: Task, by: User) -> str:
    return _("“%(task)s”目前为“%(state)s”，%(due)s。催办人：%(by)s。") % {
        "task": task.obligation,
        "state": task.get_state_display(),
        "due": deadlines.sentence_of(task),
        "by": by.label,
    }


@inbox.in_chinese
def text_for_chat(tasks: Iterable[Task], *, sender: str) -> str:
    """What is pasted into a chat group: who is missing, where they stand, until when.

    A paragraph for each notice. A task may bring its own words for where it stands, in `said`.
    """
    by_campaign = defaultdict(list)
    for task in tasks:
        by_campaign[task.obligation.campaign_id].append(task)
    if not by_campaign:
        return ""
    return "\n".join([*map(_paragraph, by_campaign.values()), sender])


def _paragraph(tasks: list[Task]) -> str:
    by_unit = defaultdict(list)
    several = len({task.obligation_id for task in tasks}) > 1
    dates = len({task.clock_at for task in tasks}) > 1
    for task in tasks:
        by_unit[task.unit].append(_stand_of(task, named=several, dated=dates))
    head = _(
        "【催办】%(title)s：以下 %(n)s 家尚未报送或退回后尚未重报，%(due)s，请抓紧在平台办理。"
    ) % {
        "title": tasks[0].obligation.campaign.title,
        "n": len(by_unit),
        "due": deadlines.sentence_of(min(tasks, key=attrgetter("clock_at"))),
    }
    # A district knows its departments by their short names; the bureau has fifteen of each.
    apart = len({unit.parent_id for unit in by_unit}) > 1
    lines = [
        _("%(number)s. %(unit)s（%(state)s）")
        % {
            "number": number,
            "unit": unit.full_label if apart else unit.short_name,
            "state": "；".join(stands),
        }
        for number, (unit, stands) in enumerate(by_unit.items(), start=1)
    ]
    return "\n".join([head, *lines])


def _stand_of(task: Task, *, named: bool, dated: bool) -> str:
    """Where it stands; of which obligation and until when, where that differs among them."""
    said = [getattr(task, "said", "") or _state_of(task)]
    if named:
        said.insert(0, str(task.obligation))
    if dated:
        said.append(deadlines.sentence_of(task))
    return " ".join(said)


def _state_of(task: Task) -> str:
    """“填报中 5/12” where rows are counted, else the state alone."""
    state = task.get_state_display()
    total = getattr(task, "total", None)
    return f"{state} {task.complete}/{total}" if total else state
