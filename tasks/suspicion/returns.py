"""What happened to rows since the bureau last returned them: why, and which facts changed."""

from collections.abc import Iterable
from typing import NamedTuple

from tasks.models import Entry
from units.models import Action, Event

RETURNS = (Action.SEND_BACK, Action.RETURN_TO_COLLECTOR, Action.UNLOCK)
# Edits are few against events: read in pieces, so that no statement has too many values.
AT_ONCE = 5_000


class Return(NamedTuple):
    """`kind` is the class of the reason, `before` what the facts changed since then were."""

    kind: str
    before: dict[str, object]


def returns_of(rows) -> dict[int, Return]:
    """The last return of each of `rows`, a queryset of entries, that was ever returned."""
    last = {}
    events = Event.objects.filter(subject=Entry._meta.label_lower, action__in=RETURNS)
    events = events.filter(subject_id__in=rows.order_by().values("pk")).order_by("pk")
    for event, row, changes in events.values_list("pk", "subject_id", "changes"):
        last[row] = event, _kind(changes)
    before = _before(last)
    return {row: Return(kind, before.get(row, {})) for row, (_event, kind) in last.items()}


def _kind(changes) -> str:
    return changes.get("return_class", ["", ""])[1]


def _before(last) -> dict[int, dict]:
    """By row: the fields changed since the return, each with its value at the return."""
    before = {}
    for row, event, changes in _later(list(last)):
        if event > last[row][0]:
            for name, (old, _new) in changes.items():
                if name in Entry.FACTS or name == "remark":
                    before.setdefault(row, {}).setdefault(name, old)
    return before


def _later(rows: list[int]) -> Iterable[tuple]:
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        events = Event.objects.filter(subject=Entry._meta.label_lower, subject_id__in=some)
        events = events.exclude(action__in=(*RETURNS, Action.SUBMIT, Action.APPROVE))
        yield from events.order_by("pk").values_list("subject_id", "pk", "changes")
