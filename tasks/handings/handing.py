"""Giving rows out, giving them back, recalling them; the task itself stays with whoever has it."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from tasks.filling import handed, rights
from tasks.filling.grid import row_model
from tasks.models import Handing, Task
from tasks.models.rows import OPEN_ROWS
from tasks.supervision import deadlines
from units import inbox
from units.models import Action, Event, MessageKind, Role, User

MOST_ROWS = 4000


class NothingToHand(Exception):
    """None of the rows can be handed out: they are locked, or out already."""


def recipients(task: Task, *, without: User):
    """The people of the unit who could take rows of `task`."""
    people = inbox.people_of([task.unit_id]).exclude(pk=without.pk)
    return people.order_by("division", "role", "pk")


def rows_to_hand(task: Task):
    """Rows that are open and with nobody else at present."""
    out = Handing.objects.open().filter(task=task)
    rows = row_model(task).objects.filter(task=task, state__in=OPEN_ROWS)
    return rows.exclude(handing__in=out)


@inbox.in_chinese
@transaction.atomic
def hand_out(
    task: Task,
    rows: Iterable[int],
    *,
    to: User | None = None,
    division: str = "",
    note: str = "",
    due_on: date | None = None,
    by: User,
    at: datetime,
) -> Handing:
    """Hand the rows that can be to one person, or to a division, and tell them."""
    task = rights.hold(task, by)
    chosen = rows_to_hand(task).filter(pk__in=list(rows)[:MOST_ROWS])
    ids = list(chosen.select_for_update(of=("self",)).values_list("pk", flat=True))
    if not ids:
        raise NothingToHand
    handing = Handing.objects.create(
        task=task,
        to=to,
        division="" if to else division,
        note=note,
        due_on=due_on,
        count=len(ids),
        given_at=at,
        given_by=by,
    )
    row_model(task).objects.filter(pk__in=ids).update(handing=handing)
    _record(Action.HAND_ROWS, handing, by, at, reason=note, changes={"count": [0, len(ids)]})
    _tell_holders(handing, at)
    return handing


def _tell_holders(handing, at):
    facts = {"who": handing.given_by, "n": handing.count, "task": handing.task.obligation}
    subject = _("%(who)s分办给您 %(n)d 行：%(task)s") % facts
    lines = [handing.note]
    if handing.due_on:
        day = deadlines.short_date(handing.due_on)
        lines.append(_("请于%(day)s前交回。") % {"day": day})
    body = "\n".join(line for line in lines if line)
    words = {"subject": subject, "body": body, "url": grid_url(handing)}
    inbox.tell(holders(handing), **words, kind=MessageKind.TASK, inner=True, at=at)


def holders(handing: Handing):
    """Those the rows are with: the person, or everybody of the division but who gave them."""
    if handing.to_id:
        return User.objects.filter(pk=handing.to_id)
    people = inbox.people_of([handing.task.unit_id]).filter(division=handing.division)
    return people.exclude(pk=handing.given_by_id)


def grid_url(handing: Handing) -> str:
    """The grid with exactly the rows of `handing`."""
    return f"{reverse('tasks:grid', args=[handing.task_id])}?handing={handing.pk}"


def is_holder(handing: Handing, user: User) -> bool:
    return holders(handing).filter(pk=user.pk).exists()


@inbox.in_chinese
@transaction.atomic
def give_back(handing: Handing, *, answer: str = "", by: User, at: datetime) -> bool:
    """交回: the giver is told; False when it was given back or recalled meanwhile."""
    still_out = Handing.objects.open().filter(pk=handing.pk)
    if not still_out.update(returned_at=at, returned_by=by, answer=answer):
        return False
    _record(Action.GIVE_BACK_ROWS, handing, by, at, reason=answer)
    done, total = handed.progress_of([handing])[handing.pk]
    subject = _("%(who)s交回分办的行（已填齐 %(done)d/%(total)d）：%(task)s") % {
        "who": by,
        "done": done,
        "total": total,
        "task": handing.task.obligation,
    }
    words = {"subject": subject, "body": answer, "url": grid_url(handing)}
    inbox.tell([handing.given_by], **words, kind=MessageKind.TASK, inner=True, at=at)
    return True


@inbox.in_chinese
@transaction.atomic
def recall(handing: Handing, *, by: User, at: datetime) -> bool:
    """收回: the rows are nobody else's any more; what was filled in stays."""
    Task.objects.held(handing.task_id)
    if not Handing.objects.open().filter(pk=handing.pk).update(recalled_at=at, recalled_by=by):
        return False
    row_model(handing.task).objects.filter(handing=handing).update(handing=None)
    _record(Action.RECALL_ROWS, handing, by, at)
    subject = _("%(who)s收回了分办的 %(n)d 行：%(task)s") % {
        "who": by,
        "n": handing.count,
        "task": handing.task.obligation,
    }
    left = holders(handing).exclude(pk=by.pk)
    inbox.tell(left, kind=MessageKind.TASK, subject=subject, inner=True, at=at)
    return True


def recall_all(task: Task, *, by: User, at: datetime) -> int:
    """Recall everything of `task` that is out, before it goes on; says how many handings."""
    out = Handing.objects.open().filter(task=task).select_related("to", "task__obligation")
    return sum(recall(handing, by=by, at=at) for handing in out)


def helps_only(task: Task, user: User) -> bool:
    """`user` was handed rows of `task` by a colleague and has no say over the task as a whole:
    it goes to the head from whoever handed the rows out. A head's rows make nobody a helper."""
    given = Handing.objects.filter(task=task, recalled_at__isnull=True)
    mine = given.for_person(user).exclude(given_by=user)
    if not mine.filter(given_by__role=Role.FILLER).exists():
        return False
    return not (given.filter(given_by=user).exists() or rights.may_sign(task, user))


def _record(action, handing, by, at, *, reason="", changes=None):
    Event.objects.record(
        action,
        by=by,
        at=at,
        subject=handing,
        unit=handing.task.unit,
        reason=reason,
        changes=changes,
    )
