"""Where taken-over facts came from: shown, confirmed, and forgotten once somebody writes anew."""

from collections.abc import Iterable

from tasks.models import FilledRow

TAKEN_OVER = "taken_over"


def waits(row: FilledRow) -> bool:
    """Whether the row holds taken-over facts nobody of the unit has confirmed yet."""
    return getattr(row, "unconfirmed", False)


def forget(row: FilledRow, written: Iterable[str]) -> None:
    """Facts written by hand are the writer's own; with the last of them goes the question."""
    origin = getattr(row, "origin", None)
    if not origin:
        return
    kept = [name for name in origin["fields"] if name not in set(written)]
    row.origin = {**origin, "fields": kept} if kept else {}
    row.unconfirmed = row.unconfirmed and bool(kept)


def confirm(row: FilledRow) -> None:
    """The unit says that the facts are so for it, too; where they came from stays."""
    row.unconfirmed = False


def as_dict(row: FilledRow) -> dict:
    """`origin` ({"label", "fields"} or None) and `unconfirmed` as the grid wants them."""
    origin = getattr(row, "origin", None)
    shown = {"label": origin["label"], "fields": origin["fields"]} if origin else None
    return {"origin": shown, "unconfirmed": waits(row)}
