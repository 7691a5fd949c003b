"""The rows of the desk as lines: the facts, what was found, what changed after a return."""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from html import escape

from django.utils import timezone
from django.utils.translation import gettext as _

from matters.models import SystemLevel
from tasks.filling import rights
from tasks.filling.history import Words
from tasks.models import Entry, Objection, RowState, Scope
from tasks.supervision.deadlines import workdays_between
from tasks.suspicion.reading import sentences
from tasks.threads.listed import counts_of
from units.models import Event, User

from . import desk_cells
from .desk_columns import DeskColumn
from .desk_filters import OPENED_AGAIN

CHANGED = ("remark", *Entry.FACTS)
SHOWN = (
    "version", "state", "return_class", "return_reason", "settled", "remark", *Entry.FACTS,
    "matter__base_code", "matter__name", "matter__sub_item", "matter__type", "matter__client",
    "matter__volume", "task__parent_id", "task__submitted_at", "task__parent__submitted_at",
    "task__unit__kind", "task__unit__short_name", "task__unit__parent__short_name",
)  # fmt: skip


def fetched(rows):
    """`rows` with everything a line shows."""
    return rows.select_related("matter", "task__unit__parent", "task__parent")


def shown(rows, ordering) -> list[Entry]:
    """A page of `rows` with what a line shows and nothing beside it.

    Only the rows of the page are joined with the rest: a database that sorts rows does so after
    joining them.
    """
    page = fetched(Entry.objects.filter(pk__in=rows.values("pk")))
    return list(page.only(*SHOWN).order_by(*ordering))


class Lines:
    """The lines of some rows, and what they need, read once for all of them."""

    def __init__(
        self, rows: Iterable[Entry], columns: list[DeskColumn], *, reader: User, at, districts=None
    ):
        self.rows, self.columns, self.reader, self.at = list(rows), columns, reader, at
        self.found = sentences(self.rows)
        self.before = changed_since_return(self.rows)
        self.words = Words(masked=True, districts=districts)
        self._readers = [getattr(self, f"_{column.key}", self._fact) for column in columns]
        self._starts = [desk_cells.start_of_cell(column) for column in columns]
        self._labels = {
            name: {value: str(label) for value, label in choices}
            for name, choices in CHOICES.items()
        }
        self._history = desk_cells.Address("tasks:entry-history")
        self._review = desk_cells.Address("tasks:review")
        self._known = _("库内 %(n)s")
        self._units: dict[int, str] = {}
        self._waits: dict[datetime, str] = {}

    def __iter__(self):
        return map(self._line, self.rows)

    @cached_property
    def _objections(self) -> dict[int, Objection]:
        """The undecided objections by row."""
        pending = Objection.objects.pending().filter(entry__in=[row.pk for row in self.rows])
        return {objection.entry_id: objection for objection in pending.only("entry", "state")}

    @cached_property
    def _talks(self) -> dict[int, tuple[int, int]]:
        """{row: (posts, how many of them are new to the reader)}."""
        return counts_of(self.rows, self.reader)

    def _line(self, row):
        line = {
            "row": row,
            "key": f"{row.pk}:{row.version}",
            "url": self._history.of(row.pk),
            "again": row.pk in self.before,
            "waits": row.state == RowState.SUBMITTED,
            "unknown": row.system_level == SystemLevel.UNKNOWN,
            "objection": self._objections.get(row.pk),
            "talk": self._talks.get(row.pk),
        }
        readers = zip(self.columns, self._readers, strict=True)
        contents = [read(row, column) for column, read in readers]
        return line | {
            "tick": desk_cells.tick(line),
            "matter": desk_cells.matter(line),
            "cells": desk_cells.cells(self._starts, contents),
        }

    def _fact(self, row, column):
        """A fact in words; of one that was changed after a return also what it was."""
        now, before = self._word(column.fact, row), self.before.get(row.pk, {})
        if column.fact not in before:
            return desk_cells.word(now)
        old = self.words.value(Entry, column.fact, before[column.fact])
        return desk_cells.change(old, now)

    def _word(self, name, row):
        value = getattr(row, name)
        if name in CHOICES:
            return self._labels[name].get(value, value)
        return self.words.value(Entry, name, value) if name in _SPECIAL else value

    def _unit(self, row, column):
        if row.task_id not in self._units:
            url = self._review.of(row.task.parent_id or row.task_id)
            self._units[row.task_id] = desk_cells.unit(url, row.task.unit.full_label)
        return self._units[row.task_id]

    def _findings(self, row, column):
        return desk_cells.findings(self.found.get(row.pk, ()))

    def _volume(self, row, column):
        library = row.matter.volume
        known = "" if library is None else self._known % {"n": f"{library:,}"}
        return desk_cells.with_sub(self._fact(row, column), known)

    def _scope(self, row, column):
        some = row.scope == Scope.SOME_DISTRICTS
        chosen = self._word("districts", row) if some else ""
        return desk_cells.with_sub(self._fact(row, column), chosen)

    def _phone(self, row, column):
        return desk_cells.phone(row, reveals=rights.may_reveal_phones(row.task, self.reader))

    def _type(self, row, column):
        return escape(row.matter.get_type_display())

    def _client(self, row, column):
        return escape(row.matter.get_client_display())

    def _waiting(self, row, column):
        owed = row.task.parent or row.task
        if row.state != RowState.SUBMITTED or not owed.submitted_at:
            return desk_cells.NOTHING
        return self._waited(owed.submitted_at)

    def _state(self, row, column):
        drawn = desk_cells.tag(str(row.get_state_display()), row.tone)
        return desk_cells.with_sub(drawn, row.return_text)

    def _waited(self, since: datetime) -> str:
        if since not in self._waits:
            span = timezone.localdate(since), timezone.localdate(self.at)
            self._waits[since] = desk_cells.days(workdays_between(*span))
        return self._waits[since]


# Facts whose values have words of their own, and those that need more than a word.
CHOICES = {"system_level": SystemLevel.choices, "scope": Scope.choices}
_SPECIAL = frozenset({"volume", "districts"})


def changed_since_return(rows: Iterable[Entry]) -> dict[int, dict]:
    """For rows that opened again: each changed fact as it was when they did (E4).

    Read from the history of the rows; what was signed before holds the whole list of a unit and
    would have to be read for every unit on the page.
    """
    events = Event.objects.filter(
        subject=Entry._meta.label_lower, subject_id__in=[row.pk for row in rows]
    )
    opened = events.filter(action__in=OPENED_AGAIN).order_by("pk")
    since = dict(opened.values_list("subject_id", "pk"))  # the last one stays
    if not since:
        return {}
    before: dict[int, dict] = {pk: {} for pk in since}
    later = events.filter(subject_id__in=since, pk__gt=min(since.values())).order_by("pk")
    for number, pk, changes in later.values_list("pk", "subject_id", "changes"):
        for name in CHANGED if number > since[pk] else ():
            if name in changes:
                before[pk].setdefault(name, changes[name][0])
    now = {row.pk: row for row in rows}
    return {
        pk: {name: old for name, old in facts.items() if old != getattr(now[pk], name)}
        for pk, facts in before.items()
    }
