"""Which rows are handed out (分办), to whom, and how far they are: for the grid, a task, a home."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Sum
from django.utils.translation import gettext as _

from tasks.models import Entry, Handing, NearbyEntry, ObligationKind, Task
from tasks.supervision import deadlines
from units.models import User


@dataclass
class Handed:
    """One handing with its progress, as pages list it."""

    handing: Handing
    done: int
    total: int

    @property
    def label(self):
        """“分办给何处长（3/12）”, as a chip of the grid names the rows."""
        words = {"whom": self.handing.whom, "n": self.total}
        if self.handing.is_open:
            return _("分办给%(whom)s的 %(n)d 行") % words
        return _("%(whom)s交回的 %(n)d 行") % words

    @property
    def due(self):
        """The day the rows are wanted back, while they are out; empty when none was named."""
        return due_of(self.handing)


def listed(handings: Iterable[Handing]) -> list[Handed]:
    """The handings with their progress."""
    handings = list(handings)
    found = progress_of(handings)
    return [Handed(handing, *found[handing.pk]) for handing in handings]


def progress_of(handings: Iterable[Handing]) -> dict[int, tuple[int, int]]:
    """{handing id: (rows filled in, rows)} as they stand, in one query for each kind of list."""
    found = {handing.pk: (0, handing.count) for handing in handings}
    kinds = {handing.task.kind == ObligationKind.NEARBY for handing in handings}
    for model in (NearbyEntry if nearby else Entry for nearby in kinds):
        found |= model.objects.filter(handing__in=list(found)).progress_by_handing()
    return found


def of_task(task: Task):
    """What of `task` is out or came back, the newest first."""
    kept = Handing.objects.filter(task=task, recalled_at__isnull=True)
    related = ("to", "given_by", "returned_by", "task__obligation", "task__unit")
    return kept.select_related(*related).order_by("-pk")


def with_person(user: User):
    """What is with `user` at present, the most urgent first."""
    mine = Handing.objects.open().for_person(user).exclude(given_by=user)
    related = ("to", "given_by", "task__obligation__campaign", "task__unit")
    return mine.select_related(*related).order_by("due_on", "pk")


def rows_out(task: Task) -> int:
    """How many rows of `task` somebody else has at present."""
    out = Handing.objects.open().filter(task=task)
    return out.aggregate(n=Sum("count"))["n"] or 0


def due_of(handing: Handing) -> str:
    day = handing.due_on
    return deadlines.short_date(day) if day and handing.is_open else ""


def as_dict(handing: Handing) -> dict:
    """What the grid says about a row that is out or came back."""
    return {
        "whom": handing.whom,
        "open": handing.is_open,
        "due": due_of(handing),
        "answer": handing.answer,
    }


def is_with(handing: Handing, user: User) -> bool:
    """Whether `user` has these rows, by name or with the division they sit in."""
    if not handing.is_open or handing.given_by_id == user.pk:
        return False
    if handing.to_id:
        return handing.to_id == user.pk
    return bool(user.division) and handing.division == user.division
