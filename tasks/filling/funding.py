"""经费保障 (S4): what a unit says of its money, beside the roster and after that is sent, too."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from tasks.models import Funding, Task
from units.models import Action, Event, User
from units.permissions import Permission, may

from . import rights

FIELDS = ("state", "note")


class Overtaken(Exception):
    """Somebody else changed it since the form was opened; `stored` is what it says now."""

    def __init__(self, stored: Funding):
        super().__init__()
        self.stored = stored


def of(task: Task) -> Funding | None:
    return Funding.objects.filter(task=task).select_related("changed_by").first()


def may_state(task: Task, user: User) -> bool:
    """The unit itself, whatever became of its roster: money is secured in its own time."""
    return rights.owns(task, user) and may(user, Permission.FILL)


def mark_of(stored: Funding | None) -> str:
    """What a form carries to tell later whether it still shows what is stored."""
    return stored.changed_at.isoformat() if stored else ""


@transaction.atomic
def state(
    task: Task, *, state: str, note: str, seen: str | None = None, by: User, at: datetime
) -> bool:
    """Keep what is said now, with one event; False when nothing is another. Raises `Overtaken`."""
    task = Task.objects.held(task.pk)
    if not may_state(task, by):
        raise PermissionDenied(_("经费保障情况由单位自己填写。"))
    kept = of(task)
    if seen is not None and seen != mark_of(kept):
        raise Overtaken(kept)
    new = {"state": state, "note": note}
    changes = {
        name: [getattr(kept, name, ""), new[name]]
        for name in FIELDS
        if getattr(kept, name, "") != new[name]
    }
    if not changes:
        return False
    values = new | {"changed_at": at, "changed_by": by}
    kept, created = Funding.objects.update_or_create(task=task, defaults=values)
    action = Action.CREATE if created else Action.EDIT
    Event.objects.record(action, by=by, at=at, subject=kept, unit=task.unit, changes=changes)
    return True
