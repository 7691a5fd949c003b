"""Returning rows of several units at once: one reason for all, another where one is given."""

from collections import defaultdict
from datetime import datetime

from tasks.models import Task
from tasks.suspicion.reading import sentences
from units.models import User

from . import decisions
from .forms import ReasonForm


class OwnReasonForm(ReasonForm):
    """The reason of one row where it is not that of all: both fields, or neither."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, empty_permitted=True, use_required_attribute=False, **kwargs)


class ReturnForms:
    """What is asked before `rows` are returned."""

    def __init__(self, sent, rows):
        self.rows = list(rows)
        self.common = ReasonForm(sent, prefix="all", use_required_attribute=False)
        found = sentences(self.rows)
        self.lines = [
            {
                "row": row,
                "key": f"{row.pk}:{row.version}",
                "findings": found.get(row.pk, ()),
                "form": OwnReasonForm(sent, prefix=row.pk),
            }
            for row in self.rows
        ]

    def is_valid(self) -> bool:
        """The common reason may be missing when every row has its own."""
        own = [line["form"].is_valid() for line in self.lines]
        if not all(own):
            return False
        return all(line["form"].has_changed() for line in self.lines) or self.common.is_valid()

    def send_back(self, *, by: User, at: datetime) -> int:
        by_owed = defaultdict(dict)
        for line in self.lines:
            row, form = line["row"], line["form"]
            reason = form.reason() if form.has_changed() else self.common.reason()
            by_owed[row.task.parent_id or row.task_id][row.pk] = reason
        tasks = Task.objects.for_page().in_bulk(by_owed)
        return sum(
            decisions.send_back_rows(tasks[pk], reasons, by=by, at=at)
            for pk, reasons in sorted(by_owed.items())
        )
