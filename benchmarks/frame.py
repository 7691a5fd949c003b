"""The frame of a measurement: cases in processes of their own, turn by turn, and one line each.

A module of this folder is a benchmark when it has `rows() -> list[Measure]`. It stays light
(no Django at import), because `rows` runs in the small parent; the work is done by case functions
`case(meter, **arguments)` that `alternate` calls in fresh processes.
"""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Measure:
    """One line: `ours` against what offices use (`peer`) and against what is possible (`limit`).

    `bar_peer` says how many times better than the peer ours must be (peer / ours), `bar_limit`
    how many times the limit it may cost (ours / limit). A figure that is absent is None; a bar
    that is None is not judged. Smaller is better unless `more_is_better` (frames per second).
    """

    name: str
    ours: float
    peer: float | None = None
    limit: float | None = None
    bar_peer: float | None = None
    bar_limit: float | None = None
    unit: str = "s"
    note: str = ""
    more_is_better: bool = False

    @property
    def times_peer(self) -> float | None:
        """How many times better than the peer."""
        return _ratio(self.peer, self.ours, upside_down=self.more_is_better)

    @property
    def times_limit(self) -> float | None:
        """How many times the limit it costs."""
        return _ratio(self.ours, self.limit, upside_down=self.more_is_better)

    @property
    def reaches_bars(self) -> bool:
        peer = self.bar_peer is None or (self.times_peer or 0) >= self.bar_peer
        return peer and (self.bar_limit is None or self.times_limit <= self.bar_limit)


def _ratio(upper: float | None, lower: float | None, *, upside_down: bool) -> float | None:
    if upper is None or lower is None:
        return None
    if upside_down:
        upper, lower = lower, upper
    return upper / lower if lower else float("inf")


@dataclass
class Runs:
    """All rounds of one case; what it returned in the last of them."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak: list[float] = field(default_factory=list)  # MB above what stood before the work
    said: dict = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """CPU of the process and of its database session: what a shared machine can repeat."""
        return statistics.median(self.cpu)

    @property
    def elapsed(self) -> float:
        return statistics.median(self.wall)

    @property
    def megabytes(self) -> float:
        return statistics.median(self.peak)


@dataclass(frozen=True)
class Case:
    """`call` is "package.module:function"; `every` leaves dear cases out of most rounds."""

    call: str
    arguments: Mapping = field(default_factory=dict)
    env: Mapping[str, str] = field(default_factory=dict)
    every: int = 1


def alternate(cases: Mapping[str, Case], *, rounds: int = 5) -> dict[str, Runs]:
    """Run the cases in turn, round after round, each time in a process of its own."""
    results = {name: Runs() for name in cases}
    for number in range(rounds):
        for name, case in cases.items():
            if number % case.every == 0:
                _add(results[name], run(case))
    return results


def _add(runs: Runs, found: dict) -> None:
    for name in ("wall", "cpu", "peak"):
        getattr(runs, name).append(found[name])
    runs.said = found["said"]


def run(case: Case) -> dict:
    """One process: {"wall": s, "cpu": s, "peak": MB, "said": what the function returned}."""
    command = [sys.executable, "-m", "benchmarks.case", case.call, json.dumps(dict(case.arguments))]
    env = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"} | dict(case.env)
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{case.call} failed:\n{done.stderr[-3000:]}")
    return json.loads(done.stdout.splitlines()[-1])
