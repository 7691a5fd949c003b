"""Import of the same library again where 1 % of its 20,000 matters changed."""

from collections.abc import Iterator

from benchmarks import books
from benchmarks.frame import Measure, alternate
from benchmarks.library import ROUNDS, compared, workbooks
from benchmarks.places import Place, places

EDITED = 0.01
FULL = "full"


def rows() -> Iterator[Measure]:
    with places() as found:
        for place in found:
            yield from _measured(place)


def _measured(place: Place) -> Iterator[Measure]:
    book, _peer_book = workbooks(place)
    edited, peer_edited = workbooks(place, edited=EDITED)
    place.prepare("benchmarks.imports:prepare")
    place.prepare("benchmarks.imports:fill", name=FULL, book=book)
    how = {"ready": FULL}
    runs = alternate(
        {
            "ours": place.case("benchmarks.imports:ours", book=edited, **how),
            "limit": place.case("benchmarks.imports:plain", book=edited, **how),
            "peer": place.case("benchmarks.imports:stock", book=peer_edited, every=ROUNDS, **how),
        },
        rounds=ROUNDS,
    )
    said, changed = runs["ours"].said, round(books.ROWS * EDITED)
    assert (said["changed"], said["unchanged"]) == (changed, books.ROWS - changed), said
    assert runs["limit"].said["written"] == changed, runs["limit"].said
    yield from compared(place, "import again, 1 % changed", runs, bar_peer=25)
