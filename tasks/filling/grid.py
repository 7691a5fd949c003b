"""The fill-in grid: its rows out, many changed cells in, nothing overwritten."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tasks.models import Entry, NearbyEntry, ObligationKind, RowState, Task
from units.models import Action, Event, User
from units.phones import mask

from . import origins, rights
from .columns import columns, groups
from .forms import EntryForm, NearbyForm
from .judging import Surroundings, apply, is_settled, judge
from .storing import JUDGED, store
from .undoing import last_import

MOST_CELLS = 4000


def row_model(task: Task):
    return NearbyEntry if task.kind == ObligationKind.NEARBY else Entry


def row_form(task: Task):
    return NearbyForm if task.kind == ObligationKind.NEARBY else EntryForm


def rows_of(task: Task):
    return row_model(task).objects.filter(task=task).select_related("matter").in_order()


def sheet(task: Task, user: User, *, at: datetime) -> dict:
    """Everything the grid in the browser needs, as plain values."""
    around = Surroundings.of(task)
    shown = columns(task, around.districts)
    open_for_user = rights.may_edit(task, user)
    stored = list(rows_of(task))
    rows = [as_dict(row, around, open_for_user) for row in stored]
    if not rights.may_read_phones(task, user):
        for row in rows:
            row["values"]["phone"] = mask(row["values"].get("phone", ""))
    return {
        "columns": shown,
        "groups": groups(shown),
        "rows": rows,
        "progress": _progress_of(rows),
        "readonly": not open_for_user,
        "undo": last_import(task, stored, user, at=at),
        "user": user.pk,
        "kind": task.kind,
        "storage_key": f"task-{task.pk}-user-{user.pk}",
    }


def as_dict(row, around: Surroundings, open_for_user: bool) -> dict:
    verdict = judge(row, around)
    return {
        "id": row.pk,
        "state": row.state,
        "state_label": str(row.state_label),
        "tone": row.tone,
        "locked": not (open_for_user and row.is_open),
        "return_reason": row.return_text,
        "return_class": row.get_return_class_display(),
        "values": values(row),
        "errors": verdict.problems,
        "gaps": verdict.gaps,
        "warnings": [
            {
                "code": warning.code,
                "field": warning.field,
                "text": warning.text,
                "needs": warning.needs,
                "settled": is_settled(warning, row),
            }
            for warning in verdict.warnings
        ],
        **origins.as_dict(row),
        "handing": row.handing_id,
        "complete": row.complete,
        "left_out": row.state in {RowState.EXCLUDED, RowState.CANCELLED},
    }


def values(row) -> dict:
    matter = row.matter
    facts = {name: getattr(row, name) for name in (*row.FACTS, "remark")}
    return {
        "name": matter.name,
        "sub_item": matter.sub_item,
        "base_code": matter.base_code,
        "type": matter.get_type_display(),
        "client": matter.get_client_display(),
        "library_volume": matter.volume,
        **facts,
    }


def _progress_of(rows):
    counted = [row for row in rows if not row["left_out"]]
    return {"done": sum(row["complete"] for row in counted), "total": len(counted)}


def progress(task: Task) -> dict:
    tally = row_model(task).objects.filter(task=task).tally()
    return {"done": tally["complete"], "total": tally["total"]}


@transaction.atomic
def save_cells(task: Task, cells: list[dict], *, by: User, at: datetime) -> dict:
    """Save changed cells `{"id", "field", "was", "now"}` of one task.

    A cell whose stored value is no longer `was` is a conflict: it is left as it is and both
    values are returned. A value the form refuses is returned with the sentence that says why.
    Everything else is stored, with one event per row.
    """
    task = Task.objects.held(task.pk)
    batch = _Batch(task, by, at)
    by_row = defaultdict(list)
    for cell in cells:
        by_row[cell["id"]].append(cell)
    rows = rows_of(task).filter(pk__in=by_row).select_for_update(of=("self",))
    for row in rows.select_related("matter", "updated_by__unit"):
        batch.take(row, by_row[row.pk])
    batch.store()
    return batch.answer()


class _Batch:
    """The rows of one save: what changed, what was refused, who was quicker."""

    def __init__(self, task, by, at):
        self.task, self.by, self.at = task, by, at
        self.around = Surroundings.of(task)
        self.open_for_user = rights.may_edit(task, by)
        self.rows, self.changed = [], []
        self.refused, self.conflicts = [], []

    def take(self, row, cells):
        self.rows.append(row)
        if not (self.open_for_user and row.is_open):
            self._refuse_all(row, cells, _("该行已锁定，不能修改。"))
            return
        wanted = self._wanted(row, cells)
        if not wanted:
            return
        before = {name: getattr(row, name) for name in (*row.FACTS, "remark")}
        form = self._valid_form(row, before, wanted)
        after = {name: getattr(row, name) for name in before}
        changes = {
            name: [before[name], after[name]] for name in before if before[name] != after[name]
        }
        if form is None or not changes:
            return
        form.judge_row()
        self.changed.append((row, changes))

    def _wanted(self, row, cells):
        """The cells to try; those somebody else changed meanwhile become conflicts."""
        wanted = {}
        for cell in cells:
            name = cell["field"]
            if name not in (*row.FACTS, "remark"):
                self._refuse_all(row, [cell], _("该列由市数据资源局预置，不得修改。"))
                continue
            stored = getattr(row, name)
            if same(stored, cell.get("was")) or same(stored, cell.get("now")):
                wanted[name] = cell.get("now")
            else:
                self._conflict(row, cell, stored)
        return wanted

    def _valid_form(self, row, before, wanted):
        """A valid form over what can be stored; refused values are left out and reported."""
        wanted = dict(wanted)
        while wanted:
            form = row_form(self.task)({**before, **wanted}, instance=row, around=self.around)
            if form.is_valid():
                return form
            bad = set(form.errors) & set(wanted) or set(wanted)
            for name in bad:
                text = " ".join(form.errors.get(name) or form.non_field_errors())
                value = wanted.pop(name)
                self.refused.append({"id": row.pk, "field": name, "message": text, "text": value})
            for name, value in before.items():
                setattr(row, name, value)
        return None

    def _refuse_all(self, row, cells, sentence):
        self.refused += [
            {"id": row.pk, "field": cell["field"], "message": sentence, "text": cell.get("now")}
            for cell in cells
        ]

    def _conflict(self, row, cell, stored):
        self.conflicts.append(
            {
                "id": row.pk,
                "field": cell["field"],
                "yours": cell.get("now"),
                "theirs": stored,
                "by": str(row.updated_by or ""),
                "at": timezone.localtime(row.updated_at).isoformat() if row.updated_at else "",
            }
        )

    def store(self):
        store(self.changed, by=self.by, at=self.at)

    def answer(self):
        return {
            "saved_at": timezone.localtime(self.at).isoformat(),
            "rows": [as_dict(row, self.around, self.open_for_user) for row in self.rows],
            "refused": self.refused,
            "conflicts": self.conflicts,
            "progress": progress(self.task),
        }


def same(stored, sent) -> bool:
    """Whether the browser's value is the stored one; a missing fact is null, "" or []."""
    if stored in (None, "", []):
        return sent in (None, "", [])
    if isinstance(stored, list):
        return isinstance(sent, list) and sorted(map(str, stored)) == sorted(map(str, sent))
    return str(stored) == str(sent)


@transaction.atomic
def settle(task: Task, row_id: int, code: str, *, by: User, at: datetime, note: str = "") -> dict:
    """Confirm that an odd value is right; the confirmation is kept with name and time.

    A warning that wants an explanation gets it as the remark of the row, if there is none yet.
    """
    task = Task.objects.held(task.pk)
    if note:
        cell = {"id": row_id, "field": "remark", "was": "", "now": note}
        save_cells(task, [cell], by=by, at=at)
    row = rows_of(task).select_for_update(of=("self",)).get(pk=row_id)
    around = Surroundings.of(task)
    open_for_user = rights.may_edit(task, by)
    if open_for_user and row.is_open and code in row.warnings and code not in row.settled:
        row.settled = [*row.settled, code]
        if code == origins.TAKEN_OVER:
            origins.confirm(row)
        apply(row, judge(row, around))
        row.save(update_fields=[*JUDGED, *row.TRACES])
        Event.objects.record(
            Action.CONFIRM,
            by=by,
            at=at,
            subject=row,
            unit=task.unit,
            changes={"settled": ["", code]},
        )
    return {"rows": [as_dict(row, around, open_for_user)], "progress": progress(task)}
