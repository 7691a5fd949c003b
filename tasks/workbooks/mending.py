"""Mending on line: the faulty rows of an upload in the grid, with what the file wanted to say."""

from tasks.filling.grid import same
from tasks.models import FilledRow, Task, WorkbookUpload

from .comparing import rows_for
from .plan import Plan

FACT_FAULTS = frozenset({"value"})


def focus(upload: WorkbookUpload, task: Task, label: str) -> dict:
    """What the grid of `task` opens with: the faulty rows and the texts of their cells.

    A text that was refused stands in its cell with the reason, until somebody has changed the row;
    the good ones of the same row, which were not written either, wait there to be saved.
    """
    plan = Plan.restored(upload.plan)
    rows = {row.pk: row for row in rows_for(upload.task) if row.task_id == task.pk}
    lines = [line for line in plan.refused if line["kind"] in FACT_FAULTS and line["id"] in rows]
    return {
        "label": label,
        "rows": list(dict.fromkeys(line["id"] for line in lines)),
        "refused": [
            cell
            for line in lines
            if not _changed_since(rows[line["id"]], upload)
            for cell in _refused(line)
        ],
        "pending": [
            {"id": line["id"], "field": name, "was": old, "now": new}
            for line in lines
            for name, (old, new) in line["good"].items()
            if same(getattr(rows[line["id"]], name), old)
        ],
    }


def _changed_since(row: FilledRow, upload: WorkbookUpload) -> bool:
    return row.updated_at is not None and row.updated_at > upload.uploaded_at


def _refused(line: dict):
    reasons: dict[str, str] = {}
    for name, _column, sentence in line["problems"]:
        reasons[name] = f"{reasons[name]} {sentence}" if name in reasons else sentence
    for name, text in line["texts"].items():
        yield {"id": line["id"], "field": name, "text": text, "message": reasons[name]}
