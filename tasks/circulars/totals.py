"""Sums over units: how many owe and have reported an obligation, with all denominators."""

from collections.abc import Iterable

ROWS = ("should", "reported", "approved", "returned")
NAMES = (
    "units", "acknowledged", "reported_units", "in_time", "late", "overdue", "approved_units",
    "past_correction", *ROWS,
)  # fmt: skip


def sums(standings: Iterable[dict]) -> dict[str, int]:
    """Units by how they stand with one obligation, and their rows."""
    standings = list(standings)
    return {
        "units": len(standings),
        "acknowledged": _count(standings, "acknowledged"),
        "reported_units": sum(one["first_at"] is not None for one in standings),
        "in_time": _count(standings, "in_time"),
        "late": _count(standings, "is_late"),
        "overdue": _count(standings, "overdue"),
        "approved_units": _count(standings, "is_approved"),
        "past_correction": _count(standings, "past_correction"),
        **{name: sum(one[name] for one in standings) for name in ROWS},
    }


def _count(standings, name) -> int:
    return sum(one[name] for one in standings)


def added(sums: Iterable[dict[str, int]]) -> dict[str, int]:
    """Sums of different obligations, or groups, added up; zeros for none."""
    total = dict.fromkeys(NAMES, 0)
    for one in sums:
        total = {name: total[name] + one[name] for name in NAMES}
    return total
