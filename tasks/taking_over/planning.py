"""What taking over would do to each row: filled, the same, different, unanswered or locked."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from matters.models import SystemLevel
from tasks.filling.history import Words
from tasks.filling.judging import Surroundings
from tasks.models import Entry, Scope
from units.models import normalise_name

from .sources import Answer, Sources

# Facts that belong together: half of one answer and half of another would say nothing.
GROUPS = (("system_level", "system_name"), ("contact",), ("phone",), ("scope", "districts"))
OUTCOMES = ("taken", "same", "differing", "unanswered", "locked")


@dataclass(frozen=True)
class Extras:
    """What completes the rows beside the answer taken over; only where nothing stands yet.

    `contacts` is {unit id: (name, phone)}; `scope` presets a district's rows to that district.
    """

    volume: bool = False
    contacts: dict[int, tuple[str, str]] = field(default_factory=dict)
    scope: bool = False


@dataclass(frozen=True)
class Choice:
    """What a person chose: a source, for which rows (None: all), whether answers give way."""

    source: str
    district: int | None = None
    rows: frozenset[int] | None = None
    replace: bool = False
    extras: Extras = Extras()


@dataclass
class Line:
    """One row: its answer, the facts it would get, and where it says something else."""

    row: Entry
    answer: Answer | None = None
    facts: dict = field(default_factory=dict)
    differing: list[tuple[str, ...]] = field(default_factory=list)
    is_locked: bool = False
    # Who gave the facts, in words: the source, the library, whoever filled in the contact.
    givers: list[str] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        if self.is_locked:
            return "locked"
        if self.answer is None:
            return "unanswered"
        if self.facts:
            return "taken"
        return "differing" if self.differing else "same"


def plan(
    rows: Iterable[Entry],
    sources: Sources,
    choice: Choice,
    *,
    around: Surroundings,
    open_tasks: set[int],
) -> list[Line]:
    """One Line per row, in their order; nothing is written."""
    rows = list(rows)
    answers = sources.answers(rows, choice.source, choice.district)
    return [_line(row, answers.get(row.pk), sources, choice, around, open_tasks) for row in rows]


def _line(row, answer, sources, choice, around, open_tasks):
    line = Line(row, answer)
    # A row somebody objects to waits for the decision; it owes no answer meanwhile.
    line.is_locked = not row.is_open or row.task_id not in open_tasks or row.pk in around.objected
    if line.is_locked or answer is None:
        return line
    for group in GROUPS:
        wanted = {name: answer.facts[name] for name in group if name in answer.facts}
        _take(line, group, wanted, choice.replace)
    if line.facts:
        line.givers.append(answer.label)
    _complete(line, choice.extras, sources)
    return line


def _take(line, group, wanted, replace):
    row = line.row
    stored = {name: getattr(row, name) for name in group}
    new = {name: value for name, value in wanted.items() if not _alike(stored[name], value)}
    if not new or not any(wanted.values()):
        return
    if replace or _is_preset(row, group) or not _contradicts(stored, wanted):
        line.facts |= new
    else:
        line.differing.append(group)


def _contradicts(stored, wanted):
    """Whether what stands in the row says something else than the answer."""
    given = {name: value for name, value in stored.items() if value not in ("", None, [])}
    if any(name in wanted and not _alike(value, wanted[name]) for name, value in given.items()):
        return True
    # The library may know the name of a system only.
    without = given.get("system_level") == SystemLevel.NO_SYSTEM
    return without and bool(wanted.get("system_name"))


def _alike(one, other):
    if isinstance(one, str) and isinstance(other, str):
        return normalise_name(one) == normalise_name(other)
    return one == other


def _is_preset(row, group):
    """A scope nobody has looked at yet is no answer (domain §4.3)."""
    return "scope" in group and row.is_untouched


def _complete(line, extras, sources):
    row, facts = line.row, line.facts

    def lacks(name):
        return (facts[name] if name in facts else getattr(row, name)) in ("", None, [])

    if extras.volume and lacks("volume") and row.matter.volume is not None:
        facts["volume"] = row.matter.volume
        line.givers.append(_("库内办件量"))
    contact = extras.contacts.get(sources.unit_of[row.task_id])
    if contact and all(contact) and lacks("contact") and lacks("phone"):
        # A name with somebody else's number would mislead: both or none.
        facts["contact"], facts["phone"] = contact
        line.givers.append(_("补填的联系人"))
    if extras.scope and row.matter.district_id in sources.districts:
        _own_scope(line, lacks)


def _own_scope(line, lacks):
    """适用区县 of a district's row is the district itself, unless it says otherwise."""
    scope = line.facts.get("scope", line.row.scope)
    if lacks("scope"):
        line.facts["scope"] = scope = Scope.SOME_DISTRICTS
    if scope == Scope.SOME_DISTRICTS and lacks("districts"):
        line.facts["districts"] = [line.row.matter.district_id]


def counts(lines: list[Line]) -> dict[str, int]:
    """How many rows have which outcome, adding up to the rows; `partly` are taken rows of which
    something else was there and stays."""
    found = Counter(line.outcome for line in lines)
    partly = sum(line.outcome == "taken" and bool(line.differing) for line in lines)
    return {outcome: found[outcome] for outcome in OUTCOMES} | {
        "rows": len(lines),
        "partly": partly,
    }


def differing(lines: list[Line], words: Words | None = None, most: int | None = None) -> list[dict]:
    """The rows that say something else than the source: both answers in words, row by row."""
    words = words or Words()
    found = [(line, group) for line in lines for group in line.differing]
    return [_difference(line, group, words) for line, group in found[:most]]


def _difference(line, group, words):
    row, facts = line.row, line.answer.facts
    label = words.label(Entry, _heading(row, group))
    return {
        "id": row.pk,
        "task": row.task_id,
        "matter": row.matter.full_name,
        "field": label,
        "yours": _text(words, {name: getattr(row, name) for name in group}),
        "theirs": _text(words, {name: facts[name] for name in group if name in facts}),
        "source": line.answer.label,
    }


def _heading(row, group):
    """What a pair of facts goes by: the system's name where the row gives one, else its level."""
    return "system_name" if "system_name" in group and row.system_name else group[0]


def _text(words, facts):
    texts = [words.value(Entry, name, value) for name, value in facts.items()]
    return " ".join(filter(None, texts)) or _("空")
