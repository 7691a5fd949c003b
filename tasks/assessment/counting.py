"""From the facts of a unit to its points: pure, so that a preview counts as the sheet will."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from .rule import Facts, Source, Taken, Unassessed
from .rules import rule_of

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Line:
    """One criterion of one unit: `score` out of `points`, or why it was not assessed.

    `taken` never comes to more than `points`; what the rule would have taken off besides stands
    in `beyond`.
    """

    criterion: str
    rule: str
    points: int
    score: Decimal | None
    why: str = ""
    taken: tuple[Taken, ...] = ()
    beyond: tuple[Taken, ...] = ()
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True)
class Total:
    lines: tuple[Line, ...]

    @cached_property
    def out_of(self) -> int:
        return sum(line.points for line in self.lines if line.score is not None)

    @cached_property
    def points(self) -> Decimal:
        return sum((line.score for line in self.lines if line.score is not None), NOTHING)


# The part of a unit's facts that each rule reads, to be frozen beside its points.
READS = {"on_time": ("tasks",), "filled_well": ("rows", "unreachable"), "organised": ("group",)}


def total(scheme: list[dict], facts: Facts, marks: dict[str, dict] | None = None) -> Total:
    """`scheme` has {name, rule, points, parameters} per criterion; `marks` are by criterion."""
    marks = marks or {}
    return Total(tuple(count(one, facts, marks.get(one["name"])) for one in scheme))


def count(criterion: dict, facts: Facts, mark: dict | None = None) -> Line:
    rule = rule_of(criterion["rule"])
    read = {name: facts[name] for name in READS.get(rule.code, ())}
    if rule.source is Source.MARK:
        read = {"mark": mark, "out_of": criterion["points"]}
    head = {name: criterion[name] for name in ("rule", "points")}
    head |= {"criterion": criterion["name"], "facts": read}
    if rule.count is None:
        return Line(**head, score=None, why=str(rule.aim))
    found = rule.count(read, criterion["parameters"])
    if isinstance(found, Unassessed):
        return Line(**head, score=None, why=found.why)
    taken, beyond = _within(found, Decimal(criterion["points"]))
    score = criterion["points"] - sum((one.points for one in taken), NOTHING)
    return Line(**head, score=score, taken=taken, beyond=beyond)


def _within(found: list[Taken], points: Decimal) -> tuple[tuple[Taken, ...], tuple[Taken, ...]]:
    """What is taken off until nothing is left, and what would have been besides."""
    taken, beyond, left = [], [], points
    for one in found:
        here = min(one.points, left)
        if here:
            taken.append(Taken(here, one.sentence, one.evidence))
        if one.points > here:
            beyond.append(Taken(one.points - here, one.sentence, one.evidence))
        left -= here
    return tuple(taken), tuple(beyond)
