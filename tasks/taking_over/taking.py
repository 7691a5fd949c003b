"""Taking over answers as proposals, and confirming them for a department."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tasks.filling import origins, rights
from tasks.filling.judging import Surroundings, apply, judge
from tasks.filling.storing import store
from tasks.models import Entry, Task
from units import inbox
from units.models import Action, User

from .desk import Desk
from .planning import Choice, Line, counts


@dataclass
class Taking:
    """One taking over: what it did to each row, and the cells as they were and are."""

    lines: list[Line]
    around: Surroundings
    cells: list[dict] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        return counts(self.lines)

    @property
    def rows(self) -> list[Entry]:
        return [line.row for line in self.lines if line.outcome == "taken"]


@inbox.in_chinese
@transaction.atomic
def take_over(
    task: Task, choice: Choice, *, by: User, at: datetime, parts: Iterable[int] | None = None
) -> Taking:
    """Fill rows of `task` with the chosen answers and mark them to be confirmed.

    What was given meanwhile stays unless the person said that it shall give way: the rows are
    planned anew under the lock. One event per row holds old and new and who gave the answer.
    """
    desk = Desk(Task.objects.held(task.pk), by, parts=parts)
    desk.refuse_closed()
    rows = desk.rows(choice.rows).select_for_update(of=("self",))
    taking = Taking(desk.lines(rows, choice), desk.around)
    changed, reasons = [], {}
    for line in taking.lines:
        if line.outcome == "taken":
            changed.append((line.row, _put(line, taking)))
            reasons[line.row.pk] = line.row.origin["label"]
    store(changed, by=by, at=at, action=Action.TAKE_OVER, reason=reasons)
    return taking


def _put(line, taking) -> dict:
    """Give the row its new facts and their origin, judge it, and say what changed."""
    row, facts = line.row, line.facts
    changes = {name: [getattr(row, name), value] for name, value in facts.items()}
    taking.cells += [
        {"id": row.pk, "field": name, "before": before, "after": after}
        for name, (before, after) in changes.items()
    ]
    for name, value in facts.items():
        setattr(row, name, value)
    earlier = row.origin
    row.origin = _origin(line, earlier)
    if earlier:
        changes["origin"] = [{**earlier, "confirmed": not row.unconfirmed}, row.origin]
    row.unconfirmed = True
    apply(row, judge(row, taking.around))
    return changes


def _origin(line, earlier) -> dict:
    """{"kind", "label", "fields"}; facts taken over before keep their mark beside the new ones."""
    fields = [name for name in Entry.FACTS if name in {*line.facts, *earlier.get("fields", ())}]
    names = line.givers
    if set(earlier.get("fields", ())) - set(line.facts):
        names = [*earlier["label"].split("、"), *names]
    label = "、".join(dict.fromkeys(names))
    return {"kind": line.answer.kind.value, "label": label, "fields": fields}


@dataclass(frozen=True)
class Confirmed:
    """The rows confirmed, and what they were judged against."""

    rows: list[Entry]
    around: Surroundings

    @property
    def complete(self) -> int:
        return sum(row.complete for row in self.rows)


@inbox.in_chinese
@transaction.atomic
def confirm(task: Task, *, by: User, at: datetime, parts: Iterable[int] | None = None) -> Confirmed:
    """The unit says that what it took over is so; a collector says it for the departments.

    One event per row, with the act of the collector named as such.
    """
    desk = Desk(Task.objects.held(task.pk), by, parts=parts)
    desk.refuse_closed()
    waiting = desk.rows().filter(unconfirmed=True, task__in=desk.open_tasks)
    rows = [row for row in waiting.select_for_update(of=("self",)) if row.is_open]
    for row in rows:
        origins.confirm(row)
        apply(row, judge(row, desk.around))
    on_behalf = desk.task.is_collected or rights.collects(desk.task, by)
    store(
        [(row, {"settled": ["", origins.TAKEN_OVER]}) for row in rows],
        by=by,
        at=at,
        action=Action.CONFIRM,
        reason=_("区县电子政务办代为确认") if on_behalf else "",
    )
    return Confirmed(rows, desk.around)
