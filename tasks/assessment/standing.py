"""The sheet as it is read: by unit group, ranked, with what appeals have given back."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from tasks.models import AssessmentSheet, Deduction, Score
from units.models import UnitKind

from .counting import NOTHING
from .wording import plain

TENTH = Decimal("0.1")
KINDS = (("city", _("市级部门"), False), ("district", _("区、县（市）"), True))


@dataclass(frozen=True)
class Cell:
    """One criterion of one unit, appeals included; `score` is None where it is not assessed."""

    criterion: str
    points: int
    score: Decimal | None
    why: str


class Standing:
    """The points of one unit now: what the sheet says, and what appeals gave back."""

    rank = 0
    of = 0

    def __init__(self, score: Score, deductions: Iterable[Deduction]):
        self.score, self.unit = score, score.unit
        self.deductions = list(deductions)
        self.given_back = self._given_back()
        self.points = score.points + self.given_back
        self.out_of = score.out_of

    def _given_back(self, criterion: str | None = None) -> Decimal:
        appeals = (
            one.appeal
            for one in self.deductions
            if hasattr(one, "appeal") and criterion in (None, one.criterion)
        )
        return sum((appeal.given_back for appeal in appeals), NOTHING)

    @property
    def shown(self) -> str:
        """Points with their denominator: a figure alone starts a quarrel (domain §10)."""
        return f"{plain(self.points)}/{self.out_of}"

    @property
    def cells(self) -> list[Cell]:
        return [self._cell(line) for line in self.score.lines]

    def _cell(self, line) -> Cell:
        score = line["score"]
        if score is not None:
            score = Decimal(score) + self._given_back(line["criterion"])
        return Cell(line["criterion"], line["points"], score, line["why"])

    @property
    def exact(self) -> Decimal:
        """Per hundred, to rank by; nothing where nothing was assessed."""
        return self.points * 100 / self.out_of if self.out_of else NOTHING

    @property
    def percent(self) -> Decimal | None:
        """None where nothing was assessed: that is no zero."""
        return self.exact.quantize(TENTH, ROUND_HALF_UP) if self.out_of else None

    @property
    def place(self) -> int | None:
        """The rank to be shown; who was not assessed has none, and stands below."""
        return self.rank if self.out_of else None


@dataclass(frozen=True)
class Group:
    """市级部门 or 区、县（市）, the best first."""

    key: str
    title: str
    standings: tuple[Standing, ...]


def groups(sheet: AssessmentSheet) -> list[Group]:
    """As the sheet says it, with what appeals gave back; three queries."""
    scores = _scores(sheet.scores.all())
    return grouped([Standing(score, score.deductions.all()) for score in scores])


def grouped(standings: list[Standing]) -> list[Group]:
    """Two unit groups, never compared with each other, in official order or better."""
    found = []
    for key, title, of_districts in KINDS:
        own = [one for one in standings if (one.unit.kind == UnitKind.DISTRICT) is of_districts]
        if own:
            found.append(Group(key, title, tuple(ranked(own))))
    return found


def ranked(standings: Iterable[Standing]) -> list[Standing]:
    """By points per hundred; equal ones share a rank and stand in official order."""
    ordered = sorted(standings, key=lambda one: (not one.out_of, -one.exact))
    rank = 0
    for place, one in enumerate(ordered, 1):
        if place == 1 or one.exact != ordered[place - 2].exact:
            rank = place
        one.rank, one.of = rank, len(ordered)
    return ordered


def standing_of(score: Score) -> Standing:
    """One unit with its rank in its group."""
    for group in groups(score.sheet):
        for one in group.standings:
            if one.score.pk == score.pk:
                return one
    raise Score.DoesNotExist


def _scores(scores):
    deductions = Deduction.objects.select_related("appeal").order_by("pk")
    return (
        scores.in_official_order()
        .select_related("unit__parent")
        .prefetch_related(Prefetch("deductions", deductions))
    )
