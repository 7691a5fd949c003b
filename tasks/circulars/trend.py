"""How a campaign went from report to report (H6): the points of a line, and what is new."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet

from tasks.models import OverdueReport

from .reading import sums_of_lists

# The latest reports that a line shows.
MOST = 16
# The line's own coordinates; the page scales them.
WIDTH, HEIGHT, EDGE = 640, 160, 8


@dataclass
class Point:
    """One report: its sums over the lists, and by how much they grew since the one before."""

    pk: int
    number: str
    cut_off_at: datetime
    sums: dict
    more: dict | None = None
    x: float = 0
    reported_y: float = 0
    approved_y: float = 0


def points(reports: QuerySet[OverdueReport], most: int = MOST) -> list[Point]:
    """The points of `reports`, those of one campaign, in the order of their cut-offs; of
    the figures only the sums are read."""
    newest = reports.newest_first().defer("figures").annotate(sums=F("figures__obligations"))
    found = [
        Point(one.pk, one.number, one.cut_off_at, sums_of_lists(one.sums))
        for one in reversed(newest[: most + 1])
    ]
    for before, point in zip(found, found[1:], strict=False):
        point.more = {name: point.sums[name] - before.sums[name] for name in point.sums}
    found = found[-most:]
    _place(found)
    return found


def _place(found: list[Point]) -> None:
    """Time runs to the right, as it really passed; 100 % is above."""
    if not found:
        return
    first, last = found[0].cut_off_at, found[-1].cut_off_at
    span = (last - first).total_seconds() or 1
    for point in found:
        passed = (point.cut_off_at - first).total_seconds() / span
        point.x = round(EDGE + passed * (WIDTH - 2 * EDGE), 1)
        point.reported_y = _height(point.sums["reported"], point.sums["should"])
        point.approved_y = _height(point.sums["approved"], point.sums["should"])


def _height(done: int, total: int) -> float:
    return round(HEIGHT - EDGE - (done / total if total else 0) * (HEIGHT - 2 * EDGE), 1)


def line_of(found: list[Point], name: str) -> str:
    """The attribute `points` of an SVG polyline."""
    return " ".join(f"{point.x},{getattr(point, name)}" for point in found)
