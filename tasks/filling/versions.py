"""The versions of a row: read back from its events, compared, restored as a new change (P5)."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from tasks.models import FilledRow, Task
from units.models import Action, Event, User
from yichuang.templatetags.ui import to_the_second

from . import rights
from .grid import row_form, rows_of
from .history import Words
from .judging import Surroundings
from .storing import store
from .submitting import Stale

# The version before the first change: what the list was given out with.
FIRST = 0
MOST_VERSIONS = 200


@dataclass
class Version:
    """The facts of a row after one event, or before all of them."""

    number: int
    values: dict
    event: Event | None = None

    @property
    def label(self):
        if self.event is None:
            return _("最初下达的内容")
        who = self.event.by.label_for(self.event.acting_for) if self.event.by_id else _("系统")
        at = to_the_second(self.event.at)
        return f"{at}　{who}　{self.event.get_action_display()}"


@dataclass
class Restoration:
    """What bringing a version back would change in the row, and what the form says to it."""

    row: FilledRow
    version: Version
    changes: dict = field(default_factory=dict)
    refused: dict = field(default_factory=dict)

    @property
    def may_go(self):
        return bool(self.changes) and not self.refused


class Refused(Exception):
    """The earlier content cannot be stored any more; `sentences` say why."""

    def __init__(self, sentences):
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def fact_names(row: FilledRow) -> tuple[str, ...]:
    return (*row.FACTS, "remark")


def facts_of(row: FilledRow) -> dict:
    return {name: getattr(row, name) for name in fact_names(row)}


def versions_of(row: FilledRow) -> list[Version]:
    """Newest first: from what is stored now every event is taken back in turn."""
    values, found = facts_of(row), []
    events = Event.objects.of(row).select_related("by__unit", "acting_for")
    for event in events[:MOST_VERSIONS]:
        changed = [name for name in event.changes if name in values]
        if not changed:
            continue
        found.append(Version(event.pk, dict(values), event))
        for name in changed:
            values[name] = event.changes[name][0]
    if found and len(events) <= MOST_VERSIONS:
        found.append(Version(FIRST, dict(values)))
    return found


def version_of(row: FilledRow, number: int) -> Version | None:
    return next((one for one in versions_of(row) if one.number == number), None)


def differences(model, old: Version, new: Version, words: Words) -> list[dict]:
    """What `new` says otherwise than `old`, in words."""
    return [
        words.change(model, name, old.values[name], value)
        for name, value in new.values.items()
        if _differ(old.values[name], value)
    ]


def _differ(one, other):
    empty = (None, "", [])
    return one != other and not (one in empty and other in empty)


def restoration(task: Task, row: FilledRow, version: Version) -> Restoration:
    """Judge what `version` would make of `row`; the row is changed in memory, nothing is stored."""
    _form, found = _judged(task, row, version)
    return found


def _judged(task, row, version):
    before = facts_of(row)
    wanted = {n: value for n, value in version.values.items() if _differ(before[n], value)}
    form = row_form(task)({**before, **wanted}, instance=row, around=Surroundings.of(task))
    if not form.is_valid():
        refused = {name: " ".join(sentences) for name, sentences in form.errors.items()}
        return form, Restoration(row, version, refused=refused)
    after = facts_of(row)
    changes = {n: [before[n], after[n]] for n in before if _differ(before[n], after[n])}
    return form, Restoration(row, version, changes)


@transaction.atomic
def restore(task: Task, pk: int, number: int, *, seen: int, by: User, at: datetime) -> bool:
    """Bring back the facts of version `number` as a new change; False when they are so already.

    `seen` is the row's version on the page that was confirmed: `Stale` when somebody has changed
    it since. What may no longer be stored, or does not fit today's rules, is `Refused`.
    """
    task = rights.hold(task, by)
    row = rows_of(task).select_for_update(of=("self",)).get(pk=pk)
    if not row.is_open:
        raise rights.Closed
    version = version_of(row, number)
    if row.version != seen or version is None:
        raise Stale
    form, found = _judged(task, row, version)
    if found.refused:
        raise Refused(list(found.refused.values()))
    if not found.changes:
        return False
    form.judge_row()
    with override("zh-hans"):
        reason = _("恢复为：%(version)s") % {"version": version.label}
    store([(row, found.changes)], by=by, at=at, action=Action.RESTORE, reason=reason)
    return True
