"""The last large step of a person, so that Ctrl+Z takes it back after the page has changed."""

from datetime import datetime, timedelta

from tasks.models import Task, WorkbookState, WorkbookUpload
from units.models import User

# Whoever returns later does not expect the first Ctrl+Z to undo an import.
FRESH = timedelta(minutes=15)


def last_import(task: Task, rows, user: User, *, at: datetime) -> list[dict]:
    """The cells of the workbook this person has just written into `rows`, as the grid undoes them:
    `{"id", "field", "before", "after"}`; nothing when anybody has changed a row since."""
    uploads = WorkbookUpload.objects.filter(
        task__in=filter(None, [task.pk, task.parent_id]),
        applied_by=user,
        applied_at__gt=at - FRESH,
        state=WorkbookState.APPLIED,
    )
    upload = uploads.newest_first().defer("plan").first()
    if upload is None:
        return []
    if any(row.updated_at and row.updated_at > upload.applied_at for row in rows):
        return []
    own = {row.pk for row in rows}
    return [
        {"id": pk, "field": name, "before": old, "after": new}
        for pk, changes, _before in upload.written
        if pk in own
        for name, (old, new) in changes.items()
    ]
