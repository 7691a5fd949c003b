"""Import of 20,000 matters from a library workbook: upload, preview, confirmed, written."""

from collections.abc import Iterator

from benchmarks import books
from benchmarks.frame import Measure, alternate
from benchmarks.places import Place, places

ROUNDS = 5
MOST_MEGABYTES, MOST_PAGE = 150, 0.3


def rows() -> Iterator[Measure]:
    with places() as found:
        for place in found:
            yield from _measured(place)


def _measured(place: Place) -> Iterator[Measure]:
    book, peer_book = workbooks(place)
    place.prepare("benchmarks.imports:prepare")
    runs = alternate(
        {
            "ours": place.case("benchmarks.imports:ours", book=book),
            "limit": place.case("benchmarks.imports:plain", book=book),
            "peer": place.case("benchmarks.imports:stock", book=peer_book, every=ROUNDS),
        },
        rounds=ROUNDS,
    )
    said = runs["ours"].said
    assert said["matters"] == said["added"] == said["events"] == books.ROWS, said
    assert runs["limit"].said["written"] == books.ROWS, runs["limit"].said
    yield from compared(place, "import 20,000 new", runs, bar_peer=15)
    megabytes = runs["ours"].megabytes
    yield Measure(
        f"memory of the import, {place.name}",
        megabytes,
        runs["peer"].megabytes,
        MOST_MEGABYTES,
        bar_limit=1,
        unit="MB",
    )
    yield Measure(
        f"preview page, {place.name}",
        said["page"],
        runs["peer"].said["page"],
        MOST_PAGE,
        bar_limit=1,
        unit="MB",
    )


def workbooks(place: Place, *, edited: float = 0.0) -> tuple[str, str]:
    """The library as it comes, and the same under the peer's column names."""
    lines = books.library(edited=edited)
    return (
        books.write(f"{place.folder}/library-{edited}.xlsx", lines),
        books.write(f"{place.folder}/peer-{edited}.xlsx", lines, books.PEER_HEADER),
    )


def compared(place: Place, name: str, runs: dict, *, bar_peer: float) -> Iterator[Measure]:
    """CPU seconds, the database session's included, and what passed on the clock."""
    ours, limit, peer = runs["ours"], runs["limit"], runs["peer"]
    yield Measure(
        f"{name}, {place.name}, CPU",
        ours.seconds,
        peer.seconds,
        limit.seconds,
        bar_peer=bar_peer,
        bar_limit=1.5,
    )
    yield Measure(
        f"{name}, {place.name}, clock",
        ours.elapsed,
        peer.elapsed,
        limit.elapsed,
        note="medians; the clock of a shared machine is not judged",
    )
