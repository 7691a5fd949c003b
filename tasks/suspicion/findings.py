"""Keeping findings: what was found against what is stored, only the differences written."""

from collections import defaultdict

from tasks.models import Entry, Finding, RowState

from .gathering import pieces
from .rule import Facts, Line


class Struck:
    """What an examination found, and which rows and rules it looked at at all."""

    def __init__(self, severities: dict[int, int]):
        # Of the rules that are switched on, by their ids.
        self.severities = severities
        self.found: dict[tuple[int, int], Facts] = {}
        self.lines: dict[int, Line] = {}
        self._whole: set[int] = set()
        self._seen: set[tuple[int, int]] = set()

    def sees_all_of(self, line: Line) -> None:
        """Every rule looks at this row: whatever is not found there is not there."""
        self.lines[line.pk] = line
        self._whole.add(line.pk)

    def sees(self, line: Line, rule: int) -> None:
        self.lines.setdefault(line.pk, line)
        self._seen.add((line.pk, rule))

    def add(self, entry: int, rule: int, facts: Facts) -> None:
        self.found[entry, rule] = facts

    def was_seen(self, entry: int, rule: int) -> bool:
        return entry in self._whole or (entry, rule) in self._seen

    def severity_of(self, entry_rules) -> int:
        return max((self.severities.get(rule, 0) for rule in entry_rules), default=0)


def forget(rows) -> None:
    """These rows are not, or no longer, with the bureau."""
    odd = rows.filter(findings__isnull=False).order_by()
    for some in pieces(odd.values_list("pk", flat=True).distinct()):
        Finding.objects.filter(entry__in=some).delete()
        Entry.objects.filter(pk__in=some).update(severity=0)


def write(struck: Struck, *, held) -> None:
    """Store what differs. Rows besides the `held` ones are skipped when somebody is at them:
    he decides on what he saw, and nobody waits in a ring."""
    stored = _stored(struck.lines)
    gone = [key for key in stored if struck.was_seen(*key) and key not in struck.found]
    new = [key for key, facts in struck.found.items() if _differs(stored.get(key), facts)]
    severities = _severities(struck, stored)
    touched = {entry for entry, _rule in (*gone, *new)} | severities.keys()
    free = held & touched | _free(touched - held)
    deleted = [stored[key].pk for key in gone if key[0] in free]
    for some in pieces(deleted):
        Finding.objects.filter(pk__in=some).delete()
    Finding.objects.bulk_create(
        [Finding(entry_id=e, rule_id=r, facts=struck.found[e, r]) for e, r in new if e in free],
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["entry", "rule"],
        update_fields=["facts"],
    )
    _set_severities({pk: value for pk, value in severities.items() if pk in free})


def _stored(pks) -> dict[tuple[int, int], Finding]:
    found = {}
    for some in pieces(pks):
        for one in Finding.objects.filter(entry__in=some):
            found[one.entry_id, one.rule_id] = one
    return found


def _differs(finding, facts) -> bool:
    return finding is None or finding.facts != facts


def _severities(struck, stored) -> dict[int, int]:
    """The new severity of every row whose severity is another one now."""
    left = defaultdict(set)
    for entry, rule in stored:
        if not struck.was_seen(entry, rule):
            left[entry].add(rule)
    for entry, rule in struck.found:
        left[entry].add(rule)
    values = {pk: struck.severity_of(left.get(pk, ())) for pk in struck.lines}
    return {pk: value for pk, value in values.items() if value != struck.lines[pk].severity}


def _free(pks) -> set[int]:
    """Those that are still under review and that nobody else holds; held from now on."""
    free = set()
    for some in pieces(pks):
        rows = Entry.objects.filter(pk__in=some, state=RowState.SUBMITTED)
        rows = rows.select_for_update(of=("self",), no_key=True, skip_locked=True)
        free.update(rows.values_list("pk", flat=True))
    return free


def _set_severities(values: dict[int, int]) -> None:
    by_value = defaultdict(list)
    for pk, value in values.items():
        by_value[value].append(pk)
    for value, pks in by_value.items():
        for some in pieces(pks):
            Entry.objects.filter(pk__in=some).update(severity=value)
