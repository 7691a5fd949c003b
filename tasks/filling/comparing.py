"""What changed between two contents of a task, row by row, as the head sees it before signing."""

from tasks.models import Entry, NearbyEntry, ObligationKind, RankedMatter
from units.models import RosterMember

from .history import Words

_MODELS = {
    ObligationKind.CITY_LIST: Entry,
    ObligationKind.DISTRICT_LIST: Entry,
    ObligationKind.NEARBY: NearbyEntry,
    ObligationKind.CHECK: RankedMatter,
    ObligationKind.ROSTER: RosterMember,
}
_IDENTITY = {"code", "name", "unit", "rank"}


def compare(before: dict, after: dict, words: Words) -> list[dict]:
    """Rows that differ, in the order of `after`, rows that are gone last.

    Each is `{"kind": "added" | "removed" | "changed", "title", "note", "changes"}`.
    """
    model = _MODELS[after["obligation"]]
    old = {_key(row): row for row in before.get("rows", [])}
    new = {_key(row): row for row in after["rows"]}
    differing = []
    for key, row in new.items():
        if key not in old:
            differing.append(_line("added", row, []))
        elif changes := _changes(model, old[key], row, words):
            differing.append(_line("changed", row, changes))
    gone = [_line("removed", row, []) for key, row in old.items() if key not in new]
    return differing + gone


def _key(row):
    return row.get("code") or (row.get("duty"), row.get("name"))


def _line(kind, row, changes):
    return {
        "kind": kind,
        "title": row.get("name", ""),
        "note": row.get("code", ""),
        "changes": changes,
    }


def _changes(model, old, new, words):
    return [
        words.change(model, name, old.get(name), new[name])
        for name in new
        if name not in _IDENTITY and old.get(name) != new[name]
    ]
