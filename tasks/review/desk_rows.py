"""The rows of the desk as lines: the facts, what was found, what changed after a return."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone

from matters.models import SystemLevel
from tasks.filling.history import Words
from tasks.models import Entry, Objection, RowState, Scope, Severity
from tasks.models.suspicion import TONES
from tasks.supervision.deadlines import workdays_between
from tasks.suspicion.reading import sentences
from units.models import Event, User

from .desk_columns import DeskColumn
from .desk_filters import OPENED_AGAIN

CHANGED = ("remark", *Entry.FACTS)


def fetched(rows):
    """`rows` with everything a line shows."""
    return rows.select_related("matter", "task__unit__parent", "task__parent")


class Lines:
    """What the lines of some rows need, read once for all of them."""

    def __init__(self, rows: Iterable[Entry], columns: list[DeskColumn], *, reader: User, at):
        self.rows, self.columns, self.at = list(rows), columns, at
        self.words = Words(masked=True)
        self.found = sentences(self.rows)
        self.before = changed_since_return(self.rows)
        self._workdays: dict[date, int] = {}

    def __iter__(self):
        return iter([self._line(row) for row in self.rows])

    @cached_property
    def _objections(self) -> dict[int, Objection]:
        """The undecided objections by row."""
        pending = Objection.objects.pending().filter(entry__in=[row.pk for row in self.rows])
        return {objection.entry_id: objection for objection in pending}

    def _line(self, row):
        before = self.before.get(row.pk, {})
        return {
            "row": row,
            "key": f"{row.pk}:{row.version}",
            "owed": row.task.parent_id or row.task_id,
            "cells": [self._cell(column, row, before) for column in self.columns],
            "again": row.pk in self.before,
            "waits": row.state == RowState.SUBMITTED,
            "unknown": row.system_level == SystemLevel.UNKNOWN,
            "objection": self._objections.get(row.pk),
        }

    def _cell(self, column, row, before):
        cell = {"column": column, "key": column.key}
        if column.fact:
            cell["text"] = self._fact(column.fact, row)
            if column.fact in before:
                cell["old"] = self.words.value(Entry, column.fact, before[column.fact]) or "—"
        return cell | getattr(self, f"_{column.key}", _nothing)(row)

    def _fact(self, name, row):
        return self.words.value(Entry, name, getattr(row, name))

    def _unit(self, row):
        return {"text": row.task.unit.full_label}

    def _findings(self, row):
        severity = Severity(row.severity)
        return {
            "sentences": self.found.get(row.pk, ()),
            "label": severity.label if severity else "",
            "tone": TONES[severity],
        }

    def _volume(self, row):
        return {"library": row.matter.volume}

    def _scope(self, row):
        some = row.scope == Scope.SOME_DISTRICTS
        return {"sub": self._fact("districts", row) if some else ""}

    def _type(self, row):
        return {"text": row.matter.get_type_display()}

    def _client(self, row):
        return {"text": row.matter.get_client_display()}

    def _waiting(self, row):
        owed = row.task.parent or row.task
        days = self._waited(owed.submitted_at) if row.state == RowState.SUBMITTED else None
        return {"days": days}

    def _state(self, row):
        return {"label": row.get_state_display(), "tone": row.tone, "sub": row.return_reason}

    def _waited(self, since: datetime | None) -> int | None:
        if since is None:
            return None
        day = timezone.localdate(since)
        if day not in self._workdays:
            self._workdays[day] = workdays_between(day, timezone.localdate(self.at))
        return self._workdays[day]


def _nothing(row):
    return {}


def changed_since_return(rows: Iterable[Entry]) -> dict[int, dict]:
    """For rows that opened again: each changed fact as it was when they did (E4).

    Read from the history of the rows; what was signed before holds the whole list of a unit and
    would have to be read for every unit on the page.
    """
    events = (
        Event.objects.filter(
            subject=Entry._meta.label_lower, subject_id__in=[row.pk for row in rows]
        )
        .order_by("pk")
        .values_list("subject_id", "action", "changes")
    )
    before: dict[int, dict] = {}
    for pk, action, changes in events:
        if action in OPENED_AGAIN:
            before[pk] = {}
        elif pk in before:
            for name in CHANGED:
                if name in changes:
                    before[pk].setdefault(name, changes[name][0])
    now = {row.pk: row for row in rows}
    return {
        pk: {name: old for name, old in facts.items() if old != getattr(now[pk], name)}
        for pk, facts in before.items()
    }
