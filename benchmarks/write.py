"""Attachment 3 with 20,000 styled rows as a file, and what memory it takes for ten times that."""

from collections.abc import Iterator

from benchmarks.books import ROWS
from benchmarks.frame import Case, Measure, alternate
from benchmarks.places import Place, embedded

ROUNDS = 5
FEW, MANY = 2_000, 200_000
FLAT_MEGABYTES = 40


def rows() -> Iterator[Measure]:
    with embedded() as place:
        names = ("data", "printed", "openpyxl", "raw")
        runs = alternate({name: _case(place, name, ROWS) for name in names}, rounds=ROUNDS)
        yield _against("data edition, 20,000 rows", runs["data"], runs, bar_peer=3)
        yield _against("print edition, 20,000 rows", runs["printed"], runs, bar_peer=1)
        yield from _memory(place)


def _memory(place: Place) -> Iterator[Measure]:
    for name, edition in (("data", "data"), ("printed", "print")):
        cases = {str(count): _case(place, name, count) for count in (FEW, MANY)}
        sizes = alternate(cases, rounds=1)
        few, many = sizes[str(FEW)].megabytes, sizes[str(MANY)].megabytes
        yield Measure(
            f"memory of the {edition} edition, 200,000 rows",
            many,
            limit=FLAT_MEGABYTES,
            bar_limit=1,
            unit="MB",
            note=f"{few:.1f} MB at 2,000 rows",
        )


def _case(place: Place, name: str, count: int) -> Case:
    return place.case(f"benchmarks.sheets:{name}", count=count)


def _against(name, ours, runs, *, bar_peer) -> Measure:
    return Measure(
        name, ours.seconds, runs["openpyxl"].seconds, runs["raw"].seconds, bar_peer=bar_peer
    )
