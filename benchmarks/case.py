"""Run one case in this process and print what it took; `frame.run` starts it."""

import gc
import importlib
import json
import os
import sys
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


class Meter:
    """Measures the part of a case inside its `with` block; set-up before it is free."""

    def __init__(self):
        self.wall = self.cpu = self.peak = 0.0
        self._watched: list[int] = []

    def watch(self, pid: int) -> None:
        """Count the CPU of a helping process, a database session for instance, as well."""
        if _cpu_of(pid) is not None:
            self._watched.append(pid)

    def __enter__(self):
        gc.collect()  # a full collection of what starting up left behind is nobody's work
        self._before = _start_peak()
        self._wall, self._cpu = time.perf_counter(), self._seconds()
        return self

    def __exit__(self, *_):
        self.wall += time.perf_counter() - self._wall
        self.cpu += self._seconds() - self._cpu
        self.peak = max(self.peak, (_peak() - self._before) / 1024)

    def _seconds(self) -> float:
        return time.process_time() + sum(_cpu_of(pid) or 0.0 for pid in self._watched)


def _cpu_of(pid: int) -> float | None:
    """CPU seconds of another process, None where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / TICKS


def _start_peak() -> int:
    """Forget the highest memory so far; kB in use now."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return _peak()
    return _status("VmRSS")


def _peak() -> int:
    """The highest memory in kB. Not `ru_maxrss`: a child's starts from its parent's peak."""
    return _status("VmHWM")


def _status(name: str) -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    raise LookupError(name)


def main(call: str, arguments: str) -> None:
    if os.environ.get("DJANGO_SETTINGS_MODULE"):
        import django

        django.setup()
    module, _, name = call.partition(":")
    meter = Meter()
    said = getattr(importlib.import_module(module), name)(meter, **json.loads(arguments))
    print(
        json.dumps({"wall": meter.wall, "cpu": meter.cpu, "peak": meter.peak, "said": said or {}})
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
