"""What a library plan does to each row of the lists that are out; reads, writes nothing."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matters.library.plan import FIELDS, Plan
from matters.library.preview import WORDS
from matters.library.vocabulary import LABELS
from matters.library.writing import BATCH
from matters.models import Matter, MatterState
from tasks.models import Entry, FilledRow, LeftBecause, NearbyEntry, RowState, State
from tasks.models.rows import LEFT_OUT
from yichuang import bulk

from .places import Place, Places

# docs/decisions/0014: a signed answer is an answer about these facts.
REOPENING = ("name", "sub_item", "base_code", "type", "client")
MOVING = ("unit_id", "district_id")


class EffectKind(TextChoices):
    REOPENS = "reopens", gettext_lazy("需复核")
    JOINS = "joins", gettext_lazy("新增")
    RETURNS = "returns", gettext_lazy("恢复")
    LEAVES = "leaves", gettext_lazy("移出")
    SHOWS = "shows", gettext_lazy("只更新显示")


@dataclass
class Touched:
    """A matter with its new facts, and `{field: [old, new]}` of what changed."""

    matter: Matter
    changes: dict = field(default_factory=dict)


@dataclass
class Effect:
    """What happens to `row`, or that a row is to be made at `place`."""

    kind: EffectKind
    touched: Touched
    row: FilledRow | None = None
    place: Place | None = None
    because: str = ""
    # The row of the unit the matter came from, whose answers are proposed to the new one.
    former: FilledRow | None = None

    @property
    def campaign_id(self) -> int:
        obligation = self.place.obligation if self.row is None else self.row.task.obligation
        return obligation.campaign_id

    @property
    def unit_id(self) -> int:
        return self.place.unit_id if self.row is None else self.row.task.unit_id

    @property
    def unit_ids(self) -> set[int]:
        """Whose work it is: the unit's, and that of the district that collects it."""
        if self.row is None:
            return {self.place.unit_id, self.place.owed.unit_id}
        task = self.row.task
        return {task.unit_id, task.parent.unit_id if task.parent_id else task.unit_id}


def touched_by(plan: Plan, *, on: date) -> Iterator[list[Touched]]:
    """The matters a plan adds, changes and withdraws, with their new facts, in batches.

    The same before and after the plan is written, but that matters to be added have no key yet.
    """
    gone = [[code, {"state": [None, MatterState.CANCELLED]}] for code, *_rest in plan.withdrawn]
    known = chain(((code, changes) for code, _name, changes in plan.changed), gone)
    for some in bulk.batches(known, BATCH):
        matters = Matter.objects.in_bulk([code for code, _c in some], field_name="inner_code")
        yield [_altered(matters[code], changes, on) for code, changes in some if code in matters]
    for some in bulk.batches(plan.added, BATCH):
        codes = [values[0] for values in some]
        written = Matter.objects.in_bulk(codes, field_name="inner_code")
        yield [
            Touched(written.get(values[0]) or Matter(**dict(zip(FIELDS, values, strict=True))))
            for values in some
        ]


def _altered(matter: Matter, changes: dict, on: date) -> Touched:
    for name, (_old, new) in changes.items():
        setattr(matter, name, new)
    if "state" in changes:
        matter.state_on = None if matter.state == MatterState.IN_USE else on
    return Touched(matter, changes)


def effects_on(places: Places, touched: list[Touched], *, lock: bool = False) -> Iterator[Effect]:
    """What becomes of the rows of these matters; with `lock` the rows stay the caller's."""
    rows = _rows(places, touched, lock)
    for one in touched:
        for campaign_id, model, place in places.of(one.matter):
            yield from _on_list(one, place, rows[model, campaign_id, one.matter.pk])


def _rows(places, touched, lock) -> dict[tuple, list[FilledRow]]:
    """The rows of the matters by (model, campaign, matter), each with the matter's new facts."""
    matters = {one.matter.pk: one.matter for one in touched if one.matter.pk}
    found = defaultdict(list)
    for model in (Entry, NearbyEntry):
        rows = model.objects.filter(
            matter__in=list(matters), task__obligation__campaign__in=list(places.campaigns)
        ).order_by("pk")
        rows = list(rows.select_for_update(of=("self",)) if lock else rows)
        tasks = places.tasks({row.task_id for row in rows})
        for row in rows:
            row.matter, row.task = matters[row.matter_id], tasks[row.task_id]
            found[model, row.task.obligation.campaign_id, row.matter_id].append(row)
    return found


def _on_list(one: Touched, place: Place | None, rows: list[FilledRow]) -> Iterator[Effect]:
    here = former = None
    for row in rows:
        if place is not None and (row.task.obligation_id, row.task.unit_id) == place.key:
            here = row
        elif row.state not in LEFT_OUT:
            former = row
            yield Effect(EffectKind.LEAVES, one, row, because=_why(one))
    if place is None:
        return
    if here is None:
        yield Effect(EffectKind.JOINS, one, place=place, former=former)
    elif here.state == RowState.CANCELLED:
        yield Effect(EffectKind.RETURNS, one, here)
    elif here.state != RowState.EXCLUDED and one.changes:
        again = is_signed(here) and any(name in one.changes for name in REOPENING)
        yield Effect(EffectKind.REOPENS if again else EffectKind.SHOWS, one, here)


def is_signed(row: FilledRow) -> bool:
    """The unit has signed for the row: it is with the bureau, or with the district."""
    with_the_bureau = row.state in {RowState.SUBMITTED, RowState.APPROVED}
    return with_the_bureau or row.task.state == State.COLLECTED


def _why(one: Touched) -> LeftBecause:
    if one.matter.state == MatterState.CANCELLED:
        return LeftBecause.CANCELLED
    if one.matter.state == MatterState.SUSPENDED:
        return LeftBecause.SUSPENDED
    moved = any(name in one.changes for name in MOVING)
    return LeftBecause.MOVED if moved else LeftBecause.OUT_OF_SCOPE


def facts_in_words(one: Touched) -> str:
    """“事项名称由“甲”改为“乙”” for each fact that opens an answer again."""
    return "；".join(
        _("%(label)s由“%(old)s”改为“%(new)s”")
        % {"label": LABELS[name], "old": _word(name, old), "new": _word(name, new)}
        for name, (old, new) in one.changes.items()
        if name in REOPENING
    )


def _word(name, value):
    return WORDS.get(name, {}).get(value, value) or _("空")
