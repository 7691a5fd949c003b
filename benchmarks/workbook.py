"""A unit's workbook comes back: 9,600 filled rows read, compared, shown, and written."""

from collections.abc import Iterator

from benchmarks.frame import Measure, alternate
from benchmarks.places import Place, places

ROUNDS = 3
ROWS = 9_600
# trust D7: 5,000 rows in 10 s and 300 MB; the same for twice as many.
MOST_SECONDS, MOST_MEGABYTES, MOST_PAGE = 10, 300, 0.3


def rows() -> Iterator[Measure]:
    with places() as found:
        for place in found:
            yield from _measured(place)


def _measured(place: Place) -> Iterator[Measure]:
    book = f"{place.folder}/list.xlsx"
    place.prepare("benchmarks.lists:prepare", book=book)
    cases = {
        "preview": place.case("benchmarks.lists:preview", book=book),
        "written": place.case("benchmarks.lists:written", book=book),
    }
    runs = alternate(cases, rounds=ROUNDS)
    preview, written = runs["preview"], runs["written"]
    assert preview.said["changed"] == written.said["written"] == ROWS, (preview, written)
    name = f"{ROWS:,} rows of a list, {place.name}"
    yield Measure(f"{name}, to preview", preview.seconds, limit=MOST_SECONDS, bar_limit=1)
    yield Measure(f"{name}, written", written.seconds, limit=MOST_SECONDS, bar_limit=1)
    most = max(preview.megabytes, written.megabytes)
    yield Measure(f"{name}, memory", most, limit=MOST_MEGABYTES, bar_limit=1, unit="MB")
    page = preview.said["page"]
    yield Measure(f"{name}, preview page", page, limit=MOST_PAGE, bar_limit=1, unit="MB")
