"""Which departments go up with a district's submission, and which stay behind and why (case 16)."""

from dataclasses import dataclass, field

from tasks.models import State, Task
from tasks.models.tasks import WITH_THE_DISTRICT


@dataclass
class Departments:
    """The parts of a district's list, each in official order."""

    going: list[Task] = field(default_factory=list)
    # Already with the bureau, from an earlier submission.
    up: list[Task] = field(default_factory=list)
    # Left out with a reason on record; without one the district cannot submit.
    excused: list[Task] = field(default_factory=list)
    staying: list[Task] = field(default_factory=list)


def departments_of(task: Task) -> Departments | None:
    """None for a task that nobody collects."""
    if not task.is_collected:
        return None
    found = Departments()
    for part in task.parts.select_related("unit").order_by("unit__sort_order", "unit_id"):
        if part.state == State.COLLECTED:
            found.going.append(part)
        elif part.state in WITH_THE_DISTRICT:
            found.up.append(part)
        elif part.missing_reason:
            found.excused.append(part)
        else:
            found.staying.append(part)
    return found
