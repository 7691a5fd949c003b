"""The lists a person takes over answers for, with what their rows are planned and judged by."""

from collections.abc import Iterable
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from tasks.filling import rights
from tasks.filling.judging import Surroundings
from tasks.models import Entry, State, Task
from units.models import User

from .planning import Choice, Line, plan
from .sources import Sources

ORDER = ("task__unit__sort_order", "task_id", "sort_order", "pk")


def lists_of(task: Task, parts: Iterable[int] | None = None) -> list[Task]:
    """The lists with rows that `task` is about: itself, or its parts (or the named ones)."""
    if not task.is_collected:
        return [task]
    found = Task.objects.for_page().filter(parent=task).order_by("unit__sort_order", "unit_id")
    return list(found if parts is None else found.filter(pk__in=parts))


class Desk:
    """One person before the lists of one task; each question costs a fixed number of queries."""

    def __init__(self, task: Task, user: User, *, parts: Iterable[int] | None = None):
        self.task, self.user = task, user
        self.lists = lists_of(task, parts)
        # What a department has signed stays as it signed it, even for its district.
        self.open_tasks = {
            one.pk
            for one in self.lists
            if one.state != State.COLLECTED and rights.may_edit(one, user)
        }

    def refuse_closed(self) -> None:
        """Say so when nothing of it may be changed at present."""
        if not self.open_tasks:
            raise rights.Closed

    def rows(self, wanted: Iterable[int] | None = None):
        rows = Entry.objects.filter(task__in=[one.pk for one in self.lists])
        rows = rows if wanted is None else rows.filter(pk__in=wanted)
        return rows.select_related("matter", "updated_by__unit").order_by(*ORDER)

    @cached_property
    def around(self) -> Surroundings:
        """What the rows of all lists are judged against: they are of one campaign."""
        return Surroundings.of(self.task)

    @cached_property
    def sources(self) -> Sources:
        return Sources(self.task, self.lists, districts=self.around.districts)

    def lines(self, rows: Iterable[Entry], choice: Choice) -> list[Line]:
        """What `choice` would do to each of `rows`; refused when not all chosen ones are here."""
        lines = plan(rows, self.sources, choice, around=self.around, open_tasks=self.open_tasks)
        if choice.rows is not None and len(lines) != len(choice.rows):
            raise PermissionDenied(_("所选的行不都属于本任务，没有接用，请刷新页面后再试。"))
        return lines
