"""The tasks whose rows a new library version changed: held, opened again, ended or released."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from tasks.models import Campaign, Entry, NearbyEntry, State, Task
from tasks.models.rows import COUNTED, OPEN_ROWS
from tasks.review import decisions
from tasks.supervision.deadlines import correction_deadline, late_from
from units.models import Action, User

from .effects import Effect, EffectKind, Touched
from .joining import keys_of
from .places import Places

OPENING = {EffectKind.REOPENS, EffectKind.RETURNS, EffectKind.JOINS}


def hold(places: Places, batches: list[list[Touched]]) -> None:
    """Lock the tasks concerned, in the order everybody locks them, before their rows are read."""
    obligations = [one.pk for kinds in places.obligations.values() for one in kinds.values()]
    known = keys_of(obligations)
    ids = set()
    for some in batches:
        matters = [one.matter.pk for one in some if one.matter.pk]
        for model in (Entry, NearbyEntry):
            rows = model.objects.filter(matter__in=matters, task__obligation__in=obligations)
            ids.update(rows.order_by().values_list("task_id", flat=True).distinct())
        for one in some:
            for _campaign, _model, place in places.of(one.matter):
                if place is not None and place.key in known:
                    ids.add(known[place.key])
    whole = Task.objects.filter(Q(pk__in=ids) | Q(parts__in=ids)).values("pk")
    list(Task.objects.filter(pk__in=whole).order_by("pk").select_for_update(of=("self",)))


def settle(effects: list[Effect], made: list[Task], *, title: str, by: User, at: datetime) -> None:
    """Move the tasks to where their rows now are; an approved task without new work stays so."""
    opened = {one.row.task_id for one in effects if one.kind in OPENING}
    note = _("%(title)s，请按各行说明复核、补填后重新报送。") % {"title": title}
    _open_again(opened, made, note=note, by=by, at=at)
    left = [one.row for one in effects if one.kind == EffectKind.LEAVES]
    for model in (Entry, NearbyEntry):
        _close({row.task_id for row in left if isinstance(row, model)}, model, title, by, at)


def _open_again(opened, made, *, note, by, at):
    """Signed lists come back with a deadline for the correction, which is never late."""
    moved = Task.objects.filter(pk__in=opened).move(Action.LIBRARY_CHANGE, by=by, at=at, note=note)
    above = {task.parent_id for task in [*moved, *made] if task.parent_id}
    moved += Task.objects.filter(pk__in=above).move(Action.LIBRARY_CHANGE, by=by, at=at, note=note)
    returned = Task.objects.filter(pk__in=[task.pk for task in moved])
    for campaign in Campaign.objects.filter(obligations__tasks__in=returned).distinct():
        some = returned.filter(obligation__campaign=campaign)
        due_at = correction_deadline(at, campaign.correction_workdays)
        some.update(return_note=note, correction_due_at=due_at)
        # Who had been released has never submitted, and is given the same time to do so.
        some.filter(first_submitted_at=None, due_at__lt=due_at).update(
            due_at=due_at, late_at=late_from(due_at, campaign)
        )
    Task.objects.filter(pk__in=opened).update(version=F("version") + 1)


def _close(ids: set[int], model, note: str, by: User, at: datetime) -> None:
    """Lists of which rows went away may have nothing left to do, or nothing left at all."""
    lists = Task.objects.filter(pk__in=ids)
    above = Task.objects.filter(parts__in=ids)
    for tasks, path in ((lists, "task"), (above, "task__parent")):
        rows = model.objects.filter(**{path: OuterRef("pk")})
        some = Task.objects.filter(pk__in=list(tasks.values_list("pk", flat=True)))
        some.filter(~Exists(rows.filter(COUNTED))).move(Action.RELEASE, by=by, at=at, note=note)
        waiting = Task.objects.filter(parent=OuterRef("pk")).exclude(
            state__in=[State.SUBMITTED, State.APPROVED]
        )
        done = some.filter(
            ~Exists(rows.filter(state__in=OPEN_ROWS)),
            ~Exists(waiting),
            Exists(rows.filter(COUNTED)),
        )
        moved = done.move(Action.LIBRARY_SETTLED, by=by, at=at, note=note)
        Task.objects.filter(pk__in=[task.pk for task in moved]).update(correction_due_at=None)
    roots = Task.objects.filter(Q(pk__in=ids, parent=None) | Q(parts__in=ids)).distinct()
    for task in roots.filter(state=State.SUBMITTED).for_page():
        decisions.settle(task, by=by, at=at)
