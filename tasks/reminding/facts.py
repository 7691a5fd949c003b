"""What the texts of a rung are filled with, read for all tasks at once."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property

from django.db.models import Q

from tasks.filling.tally import Tally, tallies
from tasks.models import ChasingSlip, Rung, State, Task
from tasks.models.tasks import WITH_THE_DISTRICT
from units.models import RosterDuty, RosterMember

from .slips import KIND_OF


class Facts:
    """About `tasks`, at `at`; each kind of fact is read when it is first asked for, once."""

    def __init__(self, tasks: Iterable[Task], *, at: datetime):
        self.tasks, self.at = list({task.pk: task for task in tasks}.values()), at

    def tally(self, task: Task) -> Tally:
        return self._tallies[task.pk]

    def departments_out(self, task: Task) -> list[str]:
        """The departments a district still waits for, in official order."""
        return self._departments[task.pk]

    def leaders(self, task: Task) -> list[str]:
        """分管领导 by the roster of the unit; often they have no account."""
        return self._leaders[task.unit_id]

    def slip(self, rung: Rung, task: Task) -> ChasingSlip | None:
        """The standing slip of the rung's colour about `task`, whoever issued it."""
        return self._slips.get((task.pk, KIND_OF.get(rung.colour)))

    def units_asked(self, obligation: int) -> int:
        """How many units owe it; released ones are none of them (domain case 15)."""
        return len(self._asked[obligation])

    def units_of(self, campaign: int) -> int:
        """How many units owe anything the tasks of the campaign are about."""
        obligations = {task.obligation for task in self.tasks}
        own = (one.pk for one in obligations if one.campaign_id == campaign)
        return len(set().union(*(self._asked[pk] for pk in own)))

    @cached_property
    def _tallies(self):
        return tallies(self.tasks)

    @cached_property
    def _departments(self):
        found = defaultdict(list)
        out = Task.objects.filter(parent__in=[t.pk for t in self.tasks if t.is_collected])
        out = out.exclude(state__in=WITH_THE_DISTRICT).filter(missing_reason="")
        ordered = out.order_by("unit__sort_order", "unit_id")
        for parent, name in ordered.values_list("parent_id", "unit__short_name"):
            found[parent].append(name)
        return found

    @cached_property
    def _leaders(self):
        found = defaultdict(list)
        units = {task.unit_id for task in self.tasks}
        members = RosterMember.objects.filter(unit__in=units, duty=RosterDuty.LEADER)
        for unit, name in members.order_by("rank", "pk").values_list("unit_id", "name"):
            found[unit].append(name)
        return found

    @cached_property
    def _slips(self):
        standing = ChasingSlip.objects.standing().filter(task__in=[t.pk for t in self.tasks])
        return {(slip.task_id, slip.kind): slip for slip in standing.select_related("issuer")}

    @cached_property
    def _asked(self):
        obligations = {task.obligation_id for task in self.tasks}
        owed = Task.objects.owed().filter(obligation__in=obligations)
        released = Q(first_submitted_at__isnull=True, state=State.APPROVED)
        found = defaultdict(set)
        for obligation, unit in owed.exclude(released).values_list("obligation_id", "unit_id"):
            found[obligation].add(unit)
        return found
