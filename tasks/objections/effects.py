"""What accepting objections does to the lists and to the denominators of the goals (D3).

Read from the database each time, with the objections supposed accepted or not: the same figures
stand on the page before a decision and after it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count
from django.utils.translation import gettext as _

from tasks.models import (
    Campaign,
    Entry,
    NearbyEntry,
    Objection,
    ObligationKind,
    RankedMatter,
    RowState,
    Task,
)
from tasks.models.objections import ObjectionState
from tasks.models.rows import LEFT_OUT
from units.models import Unit, User

# 杭智办〔2018〕2号 一: 12月底前80%以上事项接入；试点50%以上公民个人办事事项就近可办.
CONNECTED_SHARE, NEARBY_SHARE = 80, 50


@dataclass(frozen=True)
class Figure:
    """A denominator, and how many of it a goal asks for."""

    label: str
    total: int
    share: int | None = None
    unit: Unit | None = None

    @property
    def needed(self) -> int | None:
        """“50%以上” includes 50 % (domain Q11); a part of a matter is a whole one."""
        return None if self.share is None else -(-self.total * self.share // 100)


@dataclass(frozen=True)
class Lists:
    """The obligated ranks in order, and every denominator the objections touch."""

    obligated: tuple[int, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Line:
    """One denominator before and after."""

    before: Figure
    after: Figure

    @property
    def changes(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class Effect:
    """The lists without and with the objections accepted; `applied` says which of them is now."""

    before: Lists
    after: Lists
    leaves: tuple[RankedMatter, ...]
    moves_up: tuple[RankedMatter, ...]
    applied: bool

    @property
    def lines(self) -> list[Line]:
        pairs = zip(self.before.figures, self.after.figures, strict=True)
        return [Line(*pair) for pair in pairs]

    def for_reader(self, user: User) -> dict:
        """What `user` may read of it: other units' matters and lists are not a unit's business."""

        def open_to(unit):
            return user.sees_everything or (unit is not None and user.unit.contains(unit))

        lines = [line for line in self.lines if line.after.unit is None or open_to(line.after.unit)]
        moves_up = [line for line in self.moves_up if open_to(line.unit)]
        others = len(self.moves_up) - len(moves_up)
        return {
            "lines": lines,
            "leaves": self.leaves,
            "moves_up": moves_up,
            "others": others,
            "applied": self.applied,
        }


def effect_of(objections: Sequence[Objection]) -> Effect:
    """What accepting all of `objections`, which belong to one campaign, does or has done."""
    picture = _Picture(objections)
    before, after = picture.lists(accepted=False), picture.lists(accepted=True)
    return Effect(
        before=before,
        after=after,
        leaves=picture.ranked_among(set(before.obligated) - set(after.obligated)),
        moves_up=picture.ranked_among(set(after.obligated) - set(before.obligated)),
        applied=all(one.state == ObjectionState.ACCEPTED for one in objections),
    )


def lists_of(objections: Sequence[Objection]) -> Lists:
    """The lists as they are at this moment."""
    return _Picture(objections).lists()


def nearby_rows(entries):
    """The 就近可办 rows of the same matters: they leave and come back with the rows (A2-2)."""
    pairs = entries.values_list("matter_id", "task__obligation__campaign_id")
    matters, campaigns = zip(*pairs, strict=True) if pairs else ((), ())
    return NearbyEntry.objects.filter(
        matter__in=matters, task__obligation__campaign__in=set(campaigns)
    )


class _Picture:
    """The ranking and the rows around some objections, read once, pictured as often as needed."""

    def __init__(self, objections):
        self.campaign: Campaign = objections[0].campaign
        self.about = {one.ranked_id for one in objections if one.ranked_id}
        ranking = RankedMatter.objects.filter(campaign=self.campaign)
        self.ranking = list(ranking.in_rank().select_related("unit"))
        accepted = ranking.filter(objections__state=ObjectionState.ACCEPTED)
        self.out = set(accepted.values_list("pk", flat=True))
        entries = Entry.objects.filter(pk__in=[one.entry_id for one in objections if one.entry_id])
        self.rows = [
            *entries.select_related("task__unit__parent", "task__parent__unit"),
            *nearby_rows(entries).select_related("task__unit"),
        ]

    def ranked_among(self, pks) -> tuple[RankedMatter, ...]:
        return tuple(line for line in self.ranking if line.pk in pks)

    def lists(self, *, accepted: bool | None = None) -> Lists:
        """With the objections supposed accepted, supposed not accepted, or as they are."""
        out = self.out
        if accepted is not None:
            out = out | self.about if accepted else out - self.about
        obligated = self._obligated(out)
        reserve = len(self.ranking) - len(out) - len(obligated)
        figures = (*self._ranking_figures(obligated, reserve), *self._row_figures(accepted))
        return Lists(tuple(line.pk for line in obligated), figures)

    def _obligated(self, out) -> list[RankedMatter]:
        """As RankedMatter.objects.obligated says, with `out` for those that do not stand."""
        standing = [line for line in self.ranking if line.pk not in out]
        return standing[: self.campaign.top_n]

    def _ranking_figures(self, obligated, reserve):
        if not self.about:
            return
        yield Figure(_("应接入（附件1）"), len(obligated))
        yield Figure(_("候补（附件1）"), reserve)
        owed = Counter(line.unit_id for line in obligated)
        for unit in self._units_concerned:
            label = _("%(unit)s应接入（附件1）") % {"unit": unit.short_name}
            yield Figure(label, owed[unit.pk], unit=unit)

    @cached_property
    def _units_concerned(self):
        """Those whose ranks may leave or move up, in official order."""
        before = self._obligated(self.out - self.about)
        after = self._obligated(self.out | self.about)
        moving = {line.pk for line in before} ^ {line.pk for line in after}
        units = {line.unit for line in self.ranked_among(moving | self.about) if line.unit}
        return sorted(units, key=lambda unit: (unit.sort_order, unit.pk))

    def _row_figures(self, accepted):
        shift = self._shift(accepted)
        for task, total in self._totals:
            share = NEARBY_SHARE if task.kind == ObligationKind.NEARBY else None
            yield Figure(_name(task), total + shift[task.pk], share, task.unit)
        whole = sum(n for row, n in self._shifts(accepted) if isinstance(row, Entry))
        yield Figure(_("全部对接事项（附件2、3）"), self._all_rows + whole, CONNECTED_SHARE)

    def _shift(self, accepted):
        """By how much each task's list is shorter or longer than it is now."""
        shift = Counter()
        for row, n in self._shifts(accepted):
            shift[row.task_id] += n
            if row.task.parent_id:
                shift[row.task.parent_id] += n
        return shift

    def _shifts(self, accepted):
        for row in self.rows:
            if accepted and row.state not in LEFT_OUT:
                yield row, -1
            elif accepted is False and row.state == RowState.EXCLUDED:
                yield row, 1

    @cached_property
    def _totals(self) -> list[tuple[Task, int]]:
        """The counted rows of every list concerned, those of a district's whole list too."""
        pks = {row.task_id for row in self.rows} | {row.task.parent_id for row in self.rows}
        tasks = Task.objects.filter(pk__in=pks - {None}).for_page()
        totals = Counter()
        for model in (Entry, NearbyEntry):
            counted = model.objects.counted().order_by()
            for key in ("task", "task__parent"):
                rows = counted.filter(**{f"{key}__in": tasks.values("pk")})
                totals.update(dict(rows.values_list(key).annotate(n=Count("pk"))))
        return [(task, totals[task.pk]) for task in tasks.order_by("pk")]

    @cached_property
    def _all_rows(self) -> int:
        rows = Entry.objects.filter(task__obligation__campaign=self.campaign)
        return rows.counted().count()


def _name(task) -> str:
    words = {"unit": task.unit.full_label, "list": task.obligation.get_kind_display()}
    return _("%(unit)s：%(list)s") % words
