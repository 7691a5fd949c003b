"""Opening approved work again: only the bureau does, with a reason, and the unit is told (E12)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext as _

from tasks.filling.row_moves import move_rows
from tasks.models import RowState, State, Task
from units import inbox
from units.models import Action, Event, User

from . import reopening
from .decisions import rows_in_review
from .reasons import Reason

# What a unit does to a fact; the register of systems writes names alone, see tasks/0014.
WRITING = (Action.EDIT, Action.IMPORT, Action.REVERT, Action.TAKE_OVER, Action.RESTORE)


@inbox.in_chinese
@transaction.atomic
def unlock_rows(task: Task, reasons: dict[int, Reason], *, by: User, at: datetime) -> int:
    """Approved rows open again, each with its reason; returns how many still were approved."""
    task = Task.objects.held(task.pk)
    rows = rows_in_review(task).filter(state=RowState.APPROVED, pk__in=reasons)
    moved = move_rows(rows, Action.UNLOCK, RowState.RETURNED, by=by, at=at, reasons=reasons)
    if moved:
        note = _("解锁 %(n)s 行，请按各行原因修改。")
        reopening.open_rows_again(task, moved, Action.UNLOCK, said=note, by=by, at=at)
        said = _("市数据资源局解锁 %(n)s 行，请于%(day)s前修改后重新报送")
        reopening.tell_of_rows(task, moved, at=at, said=said)
    return len(moved)


@inbox.in_chinese
@transaction.atomic
def unlock_task(task: Task, *, reason: Reason, by: User, at: datetime) -> bool:
    """An approved check list or roster opens again as a whole."""
    task = Task.objects.held(task.pk)
    if task.has_rows or task.is_collected or task.state != State.APPROVED:
        return False
    opened = reopening.open_again(task, set(), Action.UNLOCK, note=str(reason), by=by, at=at)
    reopening.tell_of_tasks(opened, str(reason), at=at)
    return True


def unlocked(task: Task) -> int:
    """How many rows of the submission were ever opened again after their approval."""
    rows = rows_in_review(task)
    events = Event.objects.filter(
        action=Action.UNLOCK,
        subject=rows.model._meta.label_lower,
        subject_id__in=rows.values("pk"),
    )
    return events.order_by().values("subject_id").distinct().count()


def changed_after_approval(task: Task) -> int:
    """Approved rows of which the trail knows a change since; the database lets there be none."""
    rows = rows_in_review(task)
    label = rows.model._meta.label_lower
    own = Event.objects.filter(subject=label, subject_id=OuterRef("pk"))
    approval = own.filter(action=Action.APPROVE).order_by("-pk").values("pk")[:1]
    facts = [*(name for name in rows.model.FACTS if name != "system_name"), "remark"]
    later = own.filter(pk__gt=OuterRef("last_approval"), action__in=WRITING)
    approved = rows.filter(state=RowState.APPROVED).annotate(last_approval=Subquery(approval))
    return approved.filter(Exists(later.filter(changes__has_any_keys=facts))).count()
