"""How far each task is: rows, answers or duties done, what came back, who is still awaited."""

from dataclasses import dataclass, field

from django.db.models import Count, F, Q

from tasks.models import (
    Entry,
    NearbyEntry,
    ObligationKind,
    RankedMatter,
    ReturnClass,
    RowState,
    Task,
)
from tasks.models.rows import COUNTED
from tasks.models.tasks import WITH_THE_DISTRICT
from units.models import RosterMember


@dataclass
class Tally:
    done: int = 0
    total: int = 0
    returned: int = 0
    corrected: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    parts: int = 0
    parts_here: int = 0
    parts_out: int = 0

    @property
    def left(self):
        return self.total - self.done

    @property
    def uncorrected(self):
        """Returned rows nobody has touched since."""
        return self.returned - self.corrected


def tallies(tasks) -> dict[int, Tally]:
    """The progress of each task, with a number of queries that does not depend on theirs."""
    tasks = list(tasks)
    found = {task.pk: Tally() for task in tasks}
    _count_rows(found, Entry, "task_id", [t.pk for t in tasks if t.has_rows])
    collected = [task.pk for task in tasks if task.is_collected]
    _count_rows(found, Entry, "task__parent_id", collected)
    _count_parts(found, collected)
    nearby = [task.pk for task in tasks if task.kind == ObligationKind.NEARBY]
    _count_rows(found, NearbyEntry, "task_id", nearby)
    _count_answers(found, [task for task in tasks if task.kind == ObligationKind.CHECK])
    _count_duties(found, [task for task in tasks if task.kind == ObligationKind.ROSTER])
    return found


def _count_rows(found, model, key, pks):
    if not pks:
        return
    counts = model.objects.filter(**{f"{key}__in": pks}).values_list(key).order_by()
    returned = Q(state=RowState.RETURNED)
    for pk, *figures in counts.annotate(
        done=Count("pk", filter=COUNTED & Q(complete=True)),
        total=Count("pk", filter=COUNTED),
        returned=Count("pk", filter=returned),
        corrected=Count("pk", filter=returned & Q(updated_at__gt=F("task__moved_at"))),
    ):
        found[pk] = Tally(*figures)
    _count_reasons(found, model, key)


def _count_reasons(found, model, key):
    """By class, in the order the classes are offered in."""
    back = [pk for pk, tally in found.items() if tally.returned]
    if not back:
        return
    rows = model.objects.filter(**{f"{key}__in": back}, state=RowState.RETURNED)
    counts = rows.order_by().values_list(key, "return_class").annotate(n=Count("pk"))
    numbers = {(pk, kind): n for pk, kind, n in counts}
    for pk in back:
        for kind in ReturnClass:
            if n := numbers.get((pk, kind.value)):
                found[pk].reasons[str(kind.label)] = n


def _count_parts(found, pks):
    """Departments of a district: all, those that reported, those still awaited."""
    if not pks:
        return
    here = Q(state__in=WITH_THE_DISTRICT)
    for pk, parts, reported, awaited in (
        Task.objects.filter(parent_id__in=pks)
        .order_by()
        .values_list("parent_id")
        .annotate(
            parts=Count("pk"),
            reported=Count("pk", filter=here),
            awaited=Count("pk", filter=~here & Q(missing_reason="")),
        )
    ):
        tally = found[pk]
        tally.parts, tally.parts_here, tally.parts_out = parts, reported, awaited


def _count_answers(found, tasks):
    if not tasks:
        return
    ranked = RankedMatter.objects.filter(unit__in=[task.unit_id for task in tasks])
    counts = {
        (unit, campaign): Tally(done, total)
        for unit, campaign, done, total in ranked.values_list("unit_id", "campaign_id")
        .order_by()
        .annotate(done=Count("pk", filter=~Q(answer="")), total=Count("pk"))
    }
    for task in tasks:
        found[task.pk] = counts.get((task.unit_id, task.obligation.campaign_id), Tally())


def _count_duties(found, tasks):
    if not tasks:
        return
    required = RosterMember.REQUIRED_DUTIES
    members = RosterMember.objects.filter(
        unit__in=[task.unit_id for task in tasks], duty__in=required
    )
    counts = dict(members.values_list("unit_id").annotate(n=Count("duty", distinct=True)))
    for task in tasks:
        found[task.pk] = Tally(counts.get(task.unit_id, 0), len(required))
