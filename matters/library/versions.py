"""Versions of the library: what one changed, what lies between any two, one matter's way."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from matters.models import LibraryVersion, Matter, MatterState, VersionState
from units.history import change
from units.models import Action, Event, Unit, User

# Every version leaves one event per matter it writes, at its own moment: they are its rows.
WRITTEN = (Action.CREATE, Action.IMPORT)


class Kind(TextChoices):
    ADDED = "added", _("新增")
    CHANGED = "changed", _("变更")
    CANCELLED = "cancelled", _("取消")
    RESTORED = "restored", _("恢复")


TONES = {Kind.ADDED: "ok", Kind.CHANGED: "info", Kind.CANCELLED: "warn", Kind.RESTORED: "ok"}


@dataclass
class Difference:
    """What became of one matter between two versions; `changes` is {field: [old, new]}."""

    matter_id: int
    label: str
    unit: str
    kind: Kind
    changes: dict = field(default_factory=dict)

    @property
    def tone(self):
        return TONES[self.kind]

    @property
    def text(self) -> str:
        """What a search box matches."""
        fields = " ".join(str(one["label"]) for one in self.words)
        return f"{self.label} {self.unit} {fields}".lower()

    @property
    def words(self) -> list[dict]:
        return [change(Matter, name, *pair) for name, pair in self.changes.items()]


def applied():
    return LibraryVersion.objects.filter(state=VersionState.APPLIED).order_by("-number")


def between(older: LibraryVersion | None, newer: LibraryVersion):
    """The versions that led from `older`, which is not among them, to `newer`."""
    return applied().filter(number__gt=older.number if older else 0, number__lte=newer.number)


def compare(older: LibraryVersion | None, newer: LibraryVersion, *, user: User) -> list[Difference]:
    """What differs, matter by matter; what was changed and changed back does not."""
    moments = list(between(older, newer).values_list("applied_at", flat=True))
    units = {unit.pk: unit.full_label for unit in Unit.objects.select_related("parent")}
    return [
        Difference(pk, label, units.get(unit, ""), kind, changes)
        for pk, (label, unit, kind, changes) in _net(_events(user, moments)).items()
        if kind
    ]


def _events(user: User, moments: list) -> Iterable[tuple]:
    events = Event.objects.visible_to(user).filter(
        subject=Matter._meta.label_lower, action__in=WRITTEN, at__in=moments
    )
    return (
        events.order_by("pk")
        .values_list("subject_id", "label", "unit_id", "action", "changes")
        .iterator(chunk_size=2_000)
    )


def _net(events: Iterable[tuple]) -> dict[int, tuple]:
    """Label and unit as they were last, the kind of difference and its first and last values."""
    created, found = set(), {}
    for pk, label, unit, action, changes in events:
        if action == Action.CREATE:
            created.add(pk)
        before = found.get(pk, ("", None, {}))[2]
        merged = before | {
            name: [before.get(name, pair)[0], pair[1]] for name, pair in changes.items()
        }
        found[pk] = label, unit, merged
    return {
        pk: (label, unit, *_kind_of(pk in created, merged))
        for pk, (label, unit, merged) in found.items()
    }


def _kind_of(created: bool, merged: dict) -> tuple[Kind | None, dict]:
    changes = {name: pair for name, pair in merged.items() if pair[0] != pair[1]}
    was, now = changes.get("state", (None, None))
    if created:
        return (None if now == MatterState.CANCELLED else Kind.ADDED), {}
    if now == MatterState.CANCELLED:
        return Kind.CANCELLED, changes
    if was == MatterState.CANCELLED:
        return Kind.RESTORED, changes
    return (Kind.CHANGED if changes else None), changes


@dataclass
class Step:
    """One version that wrote a matter."""

    version: LibraryVersion
    difference: Difference


def history_of(matter: Matter) -> list[Step]:
    """The versions that added or changed `matter`, newest first."""
    versions = {version.applied_at: version for version in applied()}
    events = Event.objects.of(matter).filter(action__in=WRITTEN, at__in=versions)
    steps = []
    for event in events:
        kind, changes = _kind_of(event.action == Action.CREATE, event.changes)
        if kind:
            found = Difference(matter.pk, event.label, matter.unit.full_label, kind, changes)
            steps.append(Step(versions[event.at], found))
    return steps
