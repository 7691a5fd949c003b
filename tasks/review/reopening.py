"""Signed work that opens again: which tasks move, until when it is corrected, who is told."""

from collections import Counter, defaultdict
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from tasks.models import State, Task
from tasks.supervision import deadlines
from tasks.supervision.deadlines import correction_deadline
from units import inbox
from units.models import Action, Event, MessageKind, User


def open_rows_again(task: Task, rows, action: Action, *, said: str, by: User, at: datetime) -> None:
    """The same for `rows` that came back: every part reads how many of its own they are."""
    counts = Counter(row.task_id for row in rows)
    notes = {pk: said % {"n": n} for pk, n in counts.items()}
    note = said % {"n": len(rows)}
    open_again(task, set(counts), action, note=note, notes=notes, by=by, at=at)


def open_again(
    task: Task,
    parts: set[int],
    action: Action,
    *,
    note: str,
    notes: dict[int, str] | None = None,
    by: User,
    at: datetime,
) -> list[Task]:
    """The task and those of its `parts` whose rows opened move by `action`; the clock of the
    correction starts, or starts anew. Returns those who have to act.

    Only the parts may be returned to the collector; the district's own task comes back to it.
    """
    above = Action.SEND_BACK if action == Action.RETURN_TO_COLLECTOR else action
    due_at = correction_deadline(at, task.obligation.campaign.correction_workdays)
    below = defaultdict(set)
    for pk in parts - {task.pk}:
        below[(notes or {}).get(pk, note)].add(pk)
    steps = [(pks, action, said) for said, pks in below.items()]
    for pks, move, said in [*steps, ({task.pk}, above, note)]:
        tasks = Task.objects.filter(pk__in=pks)
        _say_again(tasks.filter(state=State.RETURNED), above, due_at, note=said, by=by, at=at)
        tasks.move(move, by=by, at=at, note=said)
        tasks.update(return_note=said, correction_due_at=due_at)
    opened = Task.objects.filter(pk__in=parts | {task.pk}).exclude(state=State.COLLECTED)
    return list(opened.for_page())


def _say_again(tasks, action, due_at, *, note, by, at):
    """What is with the unit already does not move, but its clock starts anew."""
    tasks = list(tasks.select_related("unit", "obligation"))
    Event.objects.bulk_create(
        Event(
            **Event.objects.row(
                action, by=by, at=at, subject=task, unit=task.unit, reason=note,
                changes=clock_change(task, due_at),
            )
        )
        for task in tasks
    )  # fmt: skip
    Task.objects.filter(pk__in=[task.pk for task in tasks]).update(version=F("version") + 1)


def clock_change(task: Task, due_at: datetime) -> dict:
    """The last day of the correction, before and after, for the trail."""
    before = task.correction_due_at
    days = [moment and deadlines.last_day(moment).isoformat() for moment in (before, due_at)]
    return {"correction_due_at": days}


def tell_of_rows(task: Task, rows, *, at: datetime, said: str = "") -> None:
    """Every unit that has to act reads which of its rows came back, why, and until when."""
    opened = Task.objects.filter(pk__in={row.task_id for row in rows} | {task.pk})
    for one in opened.exclude(state=State.COLLECTED).for_page():
        own = [row for row in rows if one.is_collected or row.task_id == one.pk]
        if own:
            lines = [f"{row.matter.full_name}：{row.return_text}" for row in own[:20]]
            subject = (said or _("市数据资源局退回 %(n)s 行，请于%(day)s前修改后重新报送")) % {
                "n": len(own),
                "day": _day(one),
            }
            _tell(one, subject, "\n".join(lines), at)


def tell_of_tasks(opened: list[Task], note: str, *, at: datetime) -> None:
    for one in opened:
        subject = _("市数据资源局退回：%(task)s，请于%(day)s前修改") % {
            "task": one.obligation,
            "day": _day(one),
        }
        _tell(one, subject, note, at)


def _day(task):
    return deadlines.short_date(deadlines.last_day(task.correction_due_at))


def _tell(task, subject, body, at):
    people = inbox.people_of([task.unit_id])
    words = {"subject": subject, "body": body, "url": task.get_absolute_url()}
    inbox.tell(people, **words, kind=MessageKind.REVIEW, at=at)
