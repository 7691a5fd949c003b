"""What an uploaded workbook would change, every row of it accounted for; small enough for JSON."""

from dataclasses import dataclass, field

# A line of the plan: {"id", "sheet", "row", "title", "code", "changes": {field: [old, new]},
# "warnings": [[field, column, sentence]]}; a refused one has "kind" and "problems": [[field or
# None, column or None, sentence]] instead, "texts": {field: text} of what it wanted to say there,
# and "good": the changes of its other cells.
Line = dict


@dataclass
class Plan:
    """The identity no file may break:
    rows = changed + unchanged + stale + refused + skipped (trust D3)."""

    rows: int = 0
    unchanged: int = 0
    changed: list[Line] = field(default_factory=list)
    # Somebody changed these rows after the workbook had been downloaded.
    stale: list[Line] = field(default_factory=list)
    refused: list[Line] = field(default_factory=list)
    skipped: list[Line] = field(default_factory=list)
    # Rows of the list that the file does not have; nothing happens to them.
    missing: list[Line] = field(default_factory=list)
    missing_count: int = 0
    # Blank cells that leave a given answer as it is.
    blanks: int = 0
    clears: bool = False
    sheets: list[dict] = field(default_factory=list)
    total: int = 0  # rows of the list that count
    # When the comparison was made, as text: who confirms an older one is shown this one first.
    made_at: str = ""

    @property
    def counts(self) -> dict[str, int]:
        return {
            "rows": self.rows,
            "changed": len(self.changed),
            "unchanged": self.unchanged,
            "stale": len(self.stale),
            "refused": len(self.refused),
            "skipped": sum(line.get("rows", 1) for line in self.skipped),
            "missing": self.missing_count,
            "warnings": sum(bool(line["warnings"]) for line in self.changed + self.stale),
            "cells": sum(len(line["changes"]) for line in self.changed),
        }

    @property
    def adds_up(self) -> bool:
        counts = self.counts
        parts = ("changed", "unchanged", "stale", "refused", "skipped")
        return counts["rows"] == sum(counts[name] for name in parts)

    @property
    def asks_something(self) -> bool:
        """There is something to write or to mend."""
        return bool(self.changed or self.stale or self.refused)

    @property
    def kinds(self) -> dict[str, int]:
        """Refused lines by what is wrong with them."""
        kinds: dict[str, int] = {}
        for line in self.refused:
            kinds[line["kind"]] = kinds.get(line["kind"], 0) + 1
        return kinds

    def stored(self) -> dict:
        return vars(self) | {"counts": self.counts}

    @classmethod
    def restored(cls, data: dict) -> "Plan":
        return cls(**{name: value for name, value in data.items() if name != "counts"})
