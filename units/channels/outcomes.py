"""How an attempt to send a letter can end."""

from dataclasses import dataclass
from enum import Enum

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


def taken(answer: str) -> Outcome:
    return Outcome(End.TAKEN, answer[:LONGEST_ANSWER])


def again(answer: str, *, for_all: bool = False) -> Outcome:
    return Outcome(End.AGAIN, answer[:LONGEST_ANSWER], for_all)


def refused(answer: str) -> Outcome:
    return Outcome(End.REFUSED, answer[:LONGEST_ANSWER])


def left_open(answer: str) -> Outcome:
    return Outcome(End.OPEN, answer[:LONGEST_ANSWER])
