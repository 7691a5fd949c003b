"""Export of 20,000 rows through the web: attachment 3 and the catalogue, to the last byte."""

from collections.abc import Iterator

from benchmarks.books import ROWS
from benchmarks.frame import Case, Measure, alternate
from benchmarks.library import workbooks
from benchmarks.places import READY, Place, places
from benchmarks.reimport import FULL

ROUNDS = 3
USER = "admin"  # of the tests' city
NEARLY = 20  # head, notes and the few rows of the smallest city beside the 20,000


def rows() -> Iterator[Measure]:
    for measured in (_attachment, _catalogue):
        with places() as found:
            for place in found:
                yield from measured(place)


def _attachment(place: Place) -> Iterator[Measure]:
    """What the bureau exports: a list of the notice, with everything units filled in."""
    place.prepare("benchmarks.reported:prepare")
    peers = {"ready": READY, "user": USER}
    runs = _alternated(
        {
            "ours": place.case("benchmarks.reported:exported", user=USER, edition="data"),
            "printed": place.case("benchmarks.reported:exported", user=USER, edition="print"),
            "peer": place.case("benchmarks.downloads:stock", every=ROUNDS, **peers),
            "limit": place.case("benchmarks.downloads:raw", **peers),
        }
    )
    yield from _compared(f"attachment 3, data edition, {place.name}", runs)
    yield from _compared(
        f"attachment 3, print edition, {place.name}", runs | {"ours": runs["printed"]}, bar_peer=1
    )


def _catalogue(place: Place) -> Iterator[Measure]:
    """The table of matters from the admin site, as the peer exports it."""
    book, _peer_book = workbooks(place)
    place.prepare("benchmarks.imports:prepare")
    place.prepare("benchmarks.imports:fill", name=FULL, book=book)
    runs = _alternated(
        {
            "ours": place.case("benchmarks.downloads:ours"),
            "peer": place.case("benchmarks.downloads:stock", every=ROUNDS),
            "limit": place.case("benchmarks.downloads:raw"),
        }
    )
    yield from _compared(f"catalogue, data edition, {place.name}", runs)


def _alternated(cases: dict[str, Case]) -> dict:
    runs = alternate(cases, rounds=ROUNDS)
    for name, found in runs.items():
        assert ROWS <= found.said["rows"] <= ROWS + NEARLY, (name, found.said)
    return runs


def _compared(name: str, runs: dict, *, bar_peer: float = 6) -> Iterator[Measure]:
    three = ("ours", "peer", "limit")
    yield Measure(
        f"{name}, CPU",
        *(runs[one].seconds for one in three),
        bar_peer=bar_peer,
        note=f"{runs['ours'].said['size']:.1f} MB, memory +{runs['ours'].megabytes:.0f} MB",
    )
    yield Measure(
        f"{name}, clock",
        *(runs[one].elapsed for one in three),
        note="medians; the clock of a shared machine is not judged",
    )
