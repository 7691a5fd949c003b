"""The rows that are out follow a new library version, in the transaction that writes it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matters.library.plan import Plan
from matters.models import LibraryVersion
from tasks.filling.judging import Surroundings, apply, judge
from tasks.filling.storing import BATCH, JUDGED, upsert
from tasks.models import (
    Campaign,
    CampaignState,
    Entry,
    FilledRow,
    LeftBecause,
    NearbyEntry,
    Objection,
    ObjectionState,
    ReturnClass,
    RowState,
    Task,
)
from tasks.slips import syncing
from tasks.suspicion.examining import examine_rows
from units import inbox
from units.models import Action, Event, User
from yichuang import bulk

from . import joining, reopening, telling
from .effects import Effect, EffectKind, effects_on, facts_in_words, touched_by
from .places import Places

STORED = ("state", "return_class", "return_reason", "left_on", "left_because", *JUDGED)
EVENT = (
    "action", "by_id", "at", "subject", "subject_id", "label", "changes", "reason", "unit_id",
)  # fmt: skip
WHY = {
    LeftBecause.CANCELLED: gettext_lazy("事项已取消"),
    LeftBecause.SUSPENDED: gettext_lazy("事项已暂停"),
    LeftBecause.MOVED: gettext_lazy("事项已移交其他部门"),
    LeftBecause.OUT_OF_SCOPE: gettext_lazy("事项不再属于本清单范围"),
}


@inbox.in_chinese
def follow(plan: Plan, version: LibraryVersion, *, by: User, at: datetime, on: date) -> Counter:
    """Let the rows of the campaigns that are out follow `plan`; the caller's transaction holds it.

    Only rows of matters the plan names are read and written (docs/decisions/0014). Returns how
    many rows there were of each `EffectKind`.
    """
    syncing.sync(plan, version, by=by, at=at)
    campaigns = list(Campaign.objects.out().order_by("pk").select_for_update(no_key=True))
    if not campaigns:
        return Counter()
    places = Places(campaigns)
    batches = list(touched_by(plan, on=on))
    reopening.hold(places, batches)
    effects = [one for some in batches for one in effects_on(places, some, lock=True)]
    _Following(places, version, by, at, on).write(effects)
    out = {one.pk for one in campaigns if one.state == CampaignState.PUBLISHED}
    Campaign.objects.filter(pk__in=out).update(library_version=version)
    # Who is about to get a list reads of it when the campaign is published.
    telling.tell([effect for effect in effects if effect.campaign_id in out], version, at=at)
    return Counter(effect.kind for effect in effects)


class _Following:
    """Writes the effects of one version, each kind of row in a few statements."""

    def __init__(self, places: Places, version, by, at, on):
        self.places, self.by, self.at, self.on = places, by, at, on
        self.title = _("权力事项库已更新（V%(number)s）") % {"number": version.number}
        self.around = {pk: Surroundings.within(one) for pk, one in places.campaigns.items()}
        self.events: list[tuple] = []

    def write(self, effects: list[Effect]) -> None:
        by_kind = defaultdict(list)
        for effect in effects:
            by_kind[effect.kind].append(effect)
        for kind, some in by_kind.items():
            if kind != EffectKind.JOINS:
                for effect in some:
                    self._alter(effect)
        for rows in _by_model([effect.row for effect in effects if effect.row]):
            upsert(rows, STORED)
            if isinstance(rows[0], Entry):
                # What opens again keeps what was found until it is reported again.
                examine_rows(row.pk for row in rows if row.state != RowState.RETURNED)
        self._close_objections([effect.row for effect in by_kind[EffectKind.LEAVES]])
        tasks = self._add(by_kind[EffectKind.JOINS])
        bulk.insert(Event, EVENT, self.events)
        reopening.settle(effects, tasks, title=self.title, by=self.by, at=self.at)

    def _alter(self, effect: Effect) -> None:
        """Give the row its new state; what the unit has answered is never touched."""
        row, before = effect.row, effect.row.state
        reason = self._reason(effect)
        if effect.kind == EffectKind.LEAVES:
            row.state, row.return_class, row.return_reason = RowState.CANCELLED, "", ""
            row.left_on, row.left_because = (
                effect.touched.matter.state_on or self.on,
                effect.because,
            )
        elif effect.kind == EffectKind.RETURNS:
            row.state = RowState.RETURNED if row.version else RowState.DRAFT
            row.left_on, row.left_because = None, ""
        elif effect.kind == EffectKind.REOPENS:
            row.state = RowState.RETURNED
        if row.state == RowState.RETURNED and effect.kind != EffectKind.SHOWS:
            row.return_class, row.return_reason = ReturnClass.LIBRARY, reason
        self._judge(row)
        self._record(row, [before, row.state], reason)

    def _reason(self, effect: Effect) -> str:
        """Why the row changed, for whoever opens it and for its history."""
        facts = facts_in_words(effect.touched)
        if effect.kind == EffectKind.LEAVES:
            since = (effect.touched.matter.state_on or self.on).isoformat()
            what = _("%(why)s，自%(since)s起不计入。") % {
                "why": WHY[effect.because],
                "since": since,
            }
        elif effect.kind == EffectKind.JOINS:
            what = _("新增事项，请补填。")
        elif effect.kind == EffectKind.SHOWS:
            what = _("%(facts)s。") % {"facts": facts or _("库内信息有更新，不影响填报内容")}
        else:
            again = [_("事项恢复使用")] if effect.kind == EffectKind.RETURNS else []
            facts = "；".join([*again, facts] if facts else again)
            what = _("%(facts)s，请复核。") % {"facts": facts}
        return f"{self.title}：{what}"

    def _judge(self, row: FilledRow) -> None:
        if row.state not in {RowState.CANCELLED, RowState.EXCLUDED}:
            apply(row, judge(row, self.around[row.task.obligation.campaign_id]))

    def _record(self, row: FilledRow, states: list, reason: str) -> None:
        changes = {} if states[0] == states[1] else {"state": states}
        label = str(row.matter)[:200]
        line = (row._meta.label_lower, row.pk, label, changes, reason, row.task.unit_id)
        self.events.append((Action.LIBRARY_CHANGE, self.by.pk, self.at, *line))

    def _close_objections(self, rows: list[FilledRow]) -> None:
        """Nothing is left to object to: pending objections end with the reason."""
        because = {row.pk: row.left_because for row in rows if isinstance(row, Entry)}
        pending = Objection.objects.pending().filter(entry__in=because).select_related("unit")
        for objection in pending.select_for_update(of=("self",)):
            why = WHY[because[objection.entry_id]]
            reason = f"{self.title}：" + _("%(why)s，疑义不再处理。") % {"why": why}
            Objection.objects.filter(pk=objection.pk).update(
                state=ObjectionState.WITHDRAWN, decision=reason
            )
            Event.objects.record(
                Action.WITHDRAW, by=self.by, at=self.at, subject=objection, unit=objection.unit,
                reason=reason,
                changes={"state": [objection.state, ObjectionState.WITHDRAWN]},
            )  # fmt: skip

    def _add(self, effects: list[Effect]) -> list[Task]:
        """Make the new rows; returns the lists that had to be made for them."""
        made = joining.make_rows(effects, by=self.by, at=self.at)
        rows = [effect.row for effect in effects]
        for row in rows:
            self._judge(row)
        for some in _by_model(rows):
            type(some[0]).objects.bulk_create(some, batch_size=BATCH)
        for effect in effects:
            self._record(effect.row, ["", effect.row.state], self._reason(effect))
        return made


def _by_model(rows: list[FilledRow]) -> Iterable[list[FilledRow]]:
    for model in (Entry, NearbyEntry):
        if some := [row for row in rows if isinstance(row, model)]:
            yield some
