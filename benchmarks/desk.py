"""Pages of the review desk over 9,600 reported rows: the first one, filtered, searched, sorted."""

from collections.abc import Iterator

from benchmarks.frame import Measure, alternate
from benchmarks.places import READY, Place, places

ROUNDS = 3
# performance.md: CPU per full page, and per page of a list that is narrowed by one filter.
MOST_SECONDS = 0.025
PAGES = {
    "first page": "",
    "gravest": "severity=3",
    "city departments": "region=city",
    "search": "q=9231",
    "sorted by volume": "sort=-volume",
}


def rows() -> Iterator[Measure]:
    with places() as found:
        for place in found:
            yield from _measured(place)


def _measured(place: Place) -> Iterator[Measure]:
    place.prepare("benchmarks.reviewed:prepare", READY)
    cases = {
        name: place.case("benchmarks.reviewed:desk", query=query) for name, query in PAGES.items()
    }
    runs = alternate(cases, rounds=ROUNDS)
    for name, run in runs.items():
        yield Measure(
            f"desk of 9,600 rows, {name}, {place.name}",
            run.seconds / run.said["pages"],
            limit=MOST_SECONDS,
            bar_limit=1,
            note=f"{run.said['rows']} rows shown, {run.said['size']:.0f} kB",
        )
