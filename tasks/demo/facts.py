"""The facts the demo is built from: small files in `fixtures/`."""

import csv
import json
from functools import cache
from pathlib import Path

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


@cache
def table(name: str) -> list[dict[str, str]]:
    """The lines of `fixtures/<name>.csv` by column."""
    with (FIXTURES / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def document(name: str) -> dict:
    return json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))


def several(text: str) -> list[str]:
    """A cell that holds several values."""
    return [part for part in text.split(";") if part]
