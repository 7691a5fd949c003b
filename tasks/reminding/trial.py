"""A rung's texts filled with what a real unit owes, before they are saved."""

from dataclasses import dataclass

from tasks.models import Basis, Rung, Task
from units import inbox
from units.models import Unit

from . import days, owed
from .digests import Paragraph, about_a_unit, about_all
from .facts import Facts


@dataclass
class Trial:
    """What the unit and the bureau (or a group) would read; either may be missing."""

    unit: Unit
    to_unit: Paragraph | None = None
    to_all: Paragraph | None = None


@inbox.in_chinese
def trial(rung: Rung, unit: Unit | None) -> Trial | None:
    """`rung` as a form has set it, about `unit` or the first that owes anything; None when nobody
    owes what it speaks of."""
    tasks = _spoken_of(rung)
    own = [task for task in tasks if unit is None or task.unit_id == unit.pk]
    if not own:
        return None
    first = own[0]
    moment = days.moment_of(rung, first)
    same = [t for t in own if (t.unit_id, _campaign(t)) == (first.unit_id, _campaign(first))]
    facts = Facts(tasks, at=moment)
    found = Trial(first.unit)
    if not rung.is_for_the_bureau:
        found.to_unit = about_a_unit(rung, same, facts)
    listed = [task for task in tasks if not task.is_part and _campaign(task) == _campaign(first)]
    if rung.list_body and listed:
        found.to_all = about_all(rung, listed, facts)
    return found


def _campaign(task: Task) -> int:
    return task.obligation.campaign_id


def _spoken_of(rung: Rung) -> list[Task]:
    """What the rung could ever speak of, whether or not it is due, in official order."""
    correction = rung.basis == Basis.CORRECTION
    tasks = owed.tasks().order_by("unit__sort_order", "unit_id", "obligation_id", "pk")
    return [
        task
        for task in tasks
        if task.is_correction == correction and not (rung.is_for_the_bureau and task.is_part)
    ]
