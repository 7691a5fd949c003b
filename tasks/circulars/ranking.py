"""The order of the tables: by rate, then by time of completion (domain §5.2); city departments
and districts apart, ties in official order."""

from datetime import datetime
from fractions import Fraction


def ranked(lines: list[dict]) -> list[dict]:
    """`lines` of one group in official order, sorted; each gets its `rank`, shared by equals.

    A unit without rows has no rank and is left out (domain case 15).
    """
    lines = sorted((line for line in lines if line["list"]["should"]), key=_key)
    last, rank = None, 0
    for place, line in enumerate(lines, 1):
        if _key(line) != last:
            last, rank = _key(line), place
        line["rank"] = rank
    return lines


def _key(line):
    standing = line["list"]
    rate = Fraction(standing["reported"], standing["should"])
    done = standing["done_at"]
    return -rate, done is None, datetime.fromisoformat(done).timestamp() if done else 0
