"""`make bench`: run the benchmarks, all or those named, and fail when a bar is missed."""

import importlib
import sys
import time
import unicodedata

from benchmarks.frame import Measure

# The order of performance.md; a name is the module's.
ALL = ("library", "reimport", "workbook", "read", "write", "export", "desk", "grid")
TITLES = ("work", "ours", "peer", "limit", "peer/ours", "bar ≥", "ours/limit", "bar ≤", "")
WIDTHS = (46, 12, 12, 12, 10, 7, 10, 7, 6)


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in ALL]
    if unknown:
        print(f"Unknown: {', '.join(unknown)}. Known: {', '.join(ALL)}.", file=sys.stderr)
        return 2
    missed = []
    for name in names or ALL:
        started = time.monotonic()
        module = importlib.import_module(f"benchmarks.{name}")
        print(f"\n── {name}: {module.__doc__.splitlines()[0]}", flush=True)
        print(_line(TITLES))
        for measure in module.rows():
            print(_line(_cells(measure)), measure.note, flush=True)
            if not measure.reaches_bars:
                missed.append(f"{name}: {measure.name}")
        print(f"   ({time.monotonic() - started:.0f} s)", flush=True)
    print("\nAll bars reached." if not missed else "\nMissed:\n  " + "\n  ".join(missed))
    return 1 if missed else 0


def _cells(measure: Measure) -> tuple[str, ...]:
    values = (measure.ours, measure.peer, measure.limit)
    return (
        measure.name,
        *("–" if value is None else f"{value:.3g} {measure.unit}" for value in values),
        _number(measure.times_peer),
        _number(measure.bar_peer),
        _number(measure.times_limit),
        _number(measure.bar_limit),
        "ok" if measure.reaches_bars else "MISSED",
    )


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _line(cells: tuple[str, ...]) -> str:
    first, *others = zip(cells, WIDTHS, strict=True)
    return _padded(*first) + "".join(f" {cell:>{width}}" for cell, width in others)


def _padded(text: str, width: int) -> str:
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return text + " " * max(0, width - len(text) - wide)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
