"""Returning rows, or opening approved ones: one reason for all, another where one is given."""

from collections import defaultdict
from datetime import datetime

from tasks.filling import rights
from tasks.models import Task
from tasks.suspicion.reading import sentences
from units.models import User

from . import decisions, phrases
from .forms import ReasonForm, WayForm
from .reasons import Reason


class OwnReasonForm(ReasonForm):
    """The reason of one row where it is not that of all: both fields, or neither."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, empty_permitted=True, use_required_attribute=False, **kwargs)


class ReturnForms:
    """What is asked before `rows` are returned."""

    def __init__(self, sent, rows):
        self.rows = list(rows)
        offered = phrases.choices()
        self.common = ReasonForm(sent, prefix="all", phrases=offered)
        self.way = WayForm(sent) if any(row.task.parent_id for row in self.rows) else None
        found = sentences(self.rows)
        self.lines = [
            {
                "row": row,
                "key": f"{row.pk}:{row.version}",
                "findings": found.get(row.pk, ()),
                "form": OwnReasonForm(sent, prefix=row.pk, phrases=offered),
            }
            for row in self.rows
        ]

    def is_valid(self) -> bool:
        """The common reason may be missing when every row has its own."""
        valid = [form.is_valid() for form in self._forms()]
        return all(valid)

    def _forms(self):
        yield from (line["form"] for line in self.lines)
        if not all(line["form"].has_changed() for line in self.lines):
            yield self.common
        if self.way:
            yield self.way

    def reasons(self) -> dict[int, Reason]:
        """By the key of the row; the forms are valid."""
        forms = {line["row"].pk: line["form"] for line in self.lines}
        return {
            pk: (form if form.has_changed() else self.common).reason() for pk, form in forms.items()
        }

    @property
    def to_collector(self) -> bool:
        return self.way is not None and self.way.cleaned_data["to_collector"]

    def send_back(self, *, by: User, at: datetime) -> int:
        by_owed, reasons = defaultdict(dict), self.reasons()
        for row in self.rows:
            by_owed[row.task.parent_id or row.task_id][row.pk] = reasons[row.pk]
        tasks = Task.objects.for_page().in_bulk(by_owed)
        for task in tasks.values():
            rights.refuse_own_unit(task, by)
        way = {"to_collector": self.to_collector}
        return sum(
            decisions.send_back_rows(tasks[pk], own, **way, by=by, at=at)
            for pk, own in sorted(by_owed.items())
        )
