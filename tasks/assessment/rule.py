"""What a rule of assessment is: what it measures, what can be set, what it takes off and why."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto

Facts = dict
Parameters = dict[str, int]


class Source(Enum):
    """Where the points of a rule come from."""

    FACTS = auto()  # counted from what the portal knows
    MARK = auto()  # given by the bureau, with a reason
    NOTHING_YET = auto()  # the portal knows nothing of it; never guessed


@dataclass(frozen=True)
class Parameter:
    """A whole number of a rule that an administrator sets; `counts` is its unit."""

    name: str
    label: str
    default: int
    counts: str = ""
    least: int = 0
    most: int = 100


@dataclass(frozen=True)
class Taken:
    """Points off, why, and the evidence: a list of {kind, pk, label}."""

    points: Decimal
    sentence: str
    evidence: tuple[dict, ...] = ()


@dataclass(frozen=True)
class Unassessed:
    """Why a unit has no points here: the criterion leaves the denominator."""

    why: str


@dataclass(frozen=True)
class Rule:
    """`count(facts of the unit, parameters)` gives what is taken off, or why nothing is judged.

    `aim` is the sentence of the scheme, filled with the parameters.
    """

    code: str
    title: str
    aim: str
    points: int
    parameters: tuple[Parameter, ...] = ()
    source: Source = Source.FACTS
    count: Callable[[Facts, Parameters], list[Taken] | Unassessed] | None = None

    def defaults(self) -> Parameters:
        return {one.name: one.default for one in self.parameters}
