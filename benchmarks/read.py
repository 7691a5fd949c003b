"""Reading 20,000 rows × 18 columns: ours with every hostile-file check against bare calamine."""

import tempfile

from benchmarks.frame import Case, Measure, alternate, run

ROUNDS = 5
BAR_LIMIT = 1.5
MOST_MEGABYTES = 150
DJANGO = {"DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
# The sheet is told from others of the same table by who wrote it.
WRITERS = {"office": "shared strings", "ours": "inline strings, the data edition"}


def rows() -> list[Measure]:
    """Two lines, time and memory, per way a file is written."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {kind: f"{folder}/{kind}.xlsx" for kind in WRITERS}
        run(Case("benchmarks.read:prepare", {"paths": paths}, env=DJANGO))
        return [
            *_measured(paths["office"], WRITERS["office"], peer=True),
            *_measured(paths["ours"], WRITERS["ours"], peer=False),
        ]


def _measured(path: str, note: str, *, peer: bool) -> list[Measure]:
    cases = {
        "limit": Case("benchmarks.read:bare", {"path": path}),
        "ours": Case("benchmarks.read:checked", {"path": path}, env=DJANGO),
    }
    if peer:
        cases["peer"] = Case("benchmarks.read:openpyxl_read_only", {"path": path}, every=ROUNDS)
    found = alternate(cases, rounds=ROUNDS)
    said = {name: runs.said["rows"] for name, runs in found.items()}
    if len(set(said.values())) != 1:
        raise RuntimeError(f"not the same rows: {said}")
    return [
        Measure(
            f"read 20,000 rows, {note}",
            found["ours"].seconds,
            peer=found["peer"].seconds if peer else None,
            limit=found["limit"].seconds,
            bar_limit=BAR_LIMIT,
            unit="s CPU",
        ),
        Measure(
            f"memory above the start, {note}",
            found["ours"].megabytes,
            limit=MOST_MEGABYTES,
            bar_limit=1.0,
            unit="MB",
        ),
    ]


def prepare(_meter, paths: dict[str, str]) -> None:
    """The same table, written by an office program and by us."""
    from benchmarks import books
    from yichuang.xlsx.writing import Column, write_data

    lines = books.library()
    books.write(paths["office"], lines)
    with open(paths["ours"], "wb") as stream:
        write_data(stream, [Column(title, 12) for title in books.HEADER], lines)


def bare(meter, path: str) -> dict:
    """What is possible: calamine alone, every row turned into Python values and kept."""
    import python_calamine

    with meter, python_calamine.load_workbook(path) as book:
        rows = list(book.get_sheet_by_index(0).iter_rows())
    return {"rows": len(rows)}


def checked(meter, path: str) -> dict:
    """Ours: refusals, flaws, hidden rows, clean text; all rows are kept."""
    from yichuang.xlsx.limits import Limits
    from yichuang.xlsx.reading import read_workbook

    with meter, open(path, "rb") as stream:
        [sheet] = read_workbook(stream, Limits(rows=50_000))
    return {"rows": len(sheet.rows)}


def openpyxl_read_only(meter, path: str) -> dict:
    """What most Python portals use."""
    import openpyxl

    with meter:
        book = openpyxl.load_workbook(path, read_only=True)
        count = sum(1 for _row in book.active.iter_rows(values_only=True))
        book.close()
    return {"rows": count}
