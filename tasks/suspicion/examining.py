"""Examining rows by the bureau's rules; only findings that differ are written.

Rows under review are judged. Approved rows and rows that were returned keep the findings they
had, so that everybody still sees why; what is a draft again or left the list loses them.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction

from tasks.filling.judging import Surroundings
from tasks.models import Campaign, Entry, ObligationKind, RowState, Task

from . import rules
from .findings import Struck, forget, write
from .gathering import concerned, line_of, lines_of, neighbourhood, pieces, whole
from .returns import returns_of
from .rule import Line, Scene

OUT_OF_REVIEW = (RowState.DRAFT, RowState.EXCLUDED, RowState.CANCELLED)


@transaction.atomic
def examine(task: Task) -> None:
    """Examine what is under review of `task`, and whoever is compared with it.

    The caller holds the task. Call it after rows came up, went back to the unit or left.
    """
    if task.kind == ObligationKind.NEARBY or not (task.has_rows or task.is_collected):
        return
    _examine(Entry.objects.of_submission(task), task.obligation.campaign)


@transaction.atomic
def examine_rows(pks: Iterable[int]) -> None:
    """Examine single rows of whatever lists; the register or the library changed beneath them."""
    for some in pieces(pks):
        rows = Entry.objects.filter(pk__in=some)
        tasks = rows.values("task__obligation__campaign")
        for campaign in Campaign.objects.filter(pk__in=tasks):
            _examine(rows.filter(task__obligation__campaign=campaign), campaign)


@transaction.atomic
def examine_all(campaign: Campaign) -> None:
    """Examine everything under review: a rule was changed."""
    rows = Entry.objects.filter(task__obligation__campaign=campaign)
    forget(rows.filter(state__in=OUT_OF_REVIEW))
    examination = Examination(campaign, rules.complete(hold=True))
    write(examination.of_all(), held=frozenset())


def _examine(rows, campaign):
    forget(rows.filter(state__in=OUT_OF_REVIEW))
    examination = Examination(campaign, rules.complete(hold=True))
    write(examination.of(rows), held=examination.held)


class Examination:
    """What the rules, as `kept` says they are set, find in rows of a campaign. Writes nothing.

    Who writes holds the rules: two units that come up at the same moment would else not see
    each other.
    """

    def __init__(self, campaign: Campaign, kept):
        self.campaign = campaign
        self.kept = [(rules.REGISTRY[one.code], one) for one in kept if one.enabled]
        self.struck = Struck({one.pk: one.severity for _rule, one in self.kept})
        self.held: set[int] = set()

    def of(self, rows) -> Struck:
        """Look at `rows`, and by comparing rules also at those that share something with them."""
        scene = self._scene(rows)
        changed = list(whole(rows.exclude(state=RowState.APPROVED)))
        waiting = [row for row in changed if row.state == RowState.SUBMITTED]
        self.held = {row.pk for row in waiting}
        self._look(waiting, scene)
        about = concerned(changed, scene.returns)
        if about:
            self._compare(neighbourhood(self.campaign, about), scene, about)
        return self.struck

    def of_all(self) -> Struck:
        """Look at every row under review."""
        waiting = Entry.objects.reviewable().filter(task__obligation__campaign=self.campaign)
        scene = self._scene(waiting)
        self._look(whole(waiting).iterator(2000), scene)
        lines = list(lines_of(self.campaign))
        self._compare(lines, scene, lines)
        return self.struck

    def _scene(self, rows) -> Scene:
        return Scene(Surroundings.within(self.campaign), returns_of(rows))

    def _look(self, rows: Iterable[Entry], scene: Scene) -> None:
        """Rules about one row; a pending objection stands for the facts that are missing."""
        looking = [(rule.look, one) for rule, one in self.kept if rule.look]
        for row in rows:
            self.struck.sees_all_of(line_of(row))
            if row.pk in scene.around.objected:
                continue
            for look, one in looking:
                facts = look(row, scene, one.threshold)
                if facts is not None:
                    self.struck.add(row.pk, one.pk, facts)

    def _compare(self, lines: list[Line], scene: Scene, about: list[Line]) -> None:
        """Rules that compare: every group to which one of `about` belongs is whole in `lines`."""
        for rule, one in self.kept:
            if not rule.compare:
                continue
            keys = {rule.key(line) for line in about} - {None}
            groups = defaultdict(list)
            for line in lines:
                if (key := rule.key(line)) in keys:
                    groups[key].append(line)
            for group in groups.values():
                facts = rule.compare(group, scene, one.threshold)
                for line in group:
                    if line.is_waiting:
                        self.struck.sees(line, one.pk)
                        if line.pk in facts:
                            self.struck.add(line.pk, one.pk, facts[line.pk])
