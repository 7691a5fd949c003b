"""How an attempt to send a letter can end."""

from dataclasses import dataclass
from enum import Enum

from yichuang.xlsx.columns import clean

LONGEST_ANSWER = 300


class End(Enum):
    TAKEN = "taken"  # the other side has it
    AGAIN = "again"  # it certainly was not taken; later it may be
    REFUSED = "refused"  # it was not taken, and never will be
    OPEN = "open"  # nobody knows: sending it again could be sending it twice


@dataclass(frozen=True)
class Outcome:
    """`answer` says in words how it ended, fit for the register: no address, no secret.

    `for_all`: the other side itself is out of order, the next letter would fare no better.
    """

    end: End
    answer: str
    for_all: bool = False


def _fit(answer: str) -> str:
    """What the other side says may hold signs that no database stores."""
    return clean(answer)[:LONGEST_ANSWER]


def taken(answer: str) -> Outcome:
    return Outcome(End.TAKEN, _fit(answer))


def again(answer: str, *, for_all: bool = False) -> Outcome:
    return Outcome(End.AGAIN, _fit(answer), for_all)


def refused(answer: str) -> Outcome:
    return Outcome(End.REFUSED, _fit(answer))


def left_open(answer: str) -> Outcome:
    return Outcome(End.OPEN, _fit(answer))
