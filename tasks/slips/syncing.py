"""A new library version answers the slips that asked for it (A3-4: 后期自动同步)."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from matters.library.plan import FIELDS, Plan
from matters.models import LibraryVersion, Matter, MatterState
from tasks.models import ChangeSlip, SlipKind, SlipState
from units import inbox
from units.models import Action, Event, MessageKind, User, normalise_name

CODE, BASE_CODE, NAME, UNIT, DISTRICT = map(
    FIELDS.index, ("inner_code", "base_code", "name", "unit_id", "district_id")
)


@inbox.in_chinese
def sync(plan: Plan, version: LibraryVersion, *, by: User, at: datetime) -> int:
    """Mark the standing slips that `plan` answers, and tell their units; returns how many.

    The caller's transaction holds the version; the catalogue was written by it, not from here.
    """
    standing = ChangeSlip.objects.standing().select_related("unit", "matter").order_by("pk")
    slips = list(standing.select_for_update(of=("self",)))
    if not slips:
        return 0
    answered = [*_about_matters(slips, plan), *_about_new_ones(slips, plan)]
    for slip in answered:
        _mark(slip, version, by=by, at=at)
    return len(answered)


def _about_matters(slips: list[ChangeSlip], plan: Plan) -> Iterable[ChangeSlip]:
    """Asked to change or cancel a matter that the version changes or cancels."""
    changed = {code: changes for code, _name, changes in plan.changed}
    gone = {code for code, *_rest in plan.withdrawn}
    for slip in slips:
        if slip.matter is None:
            continue
        code = slip.matter.inner_code
        changes = changed.get(code, {})
        cancelled = code in gone or changes.get("state", ["", ""])[1] == MatterState.CANCELLED
        if cancelled or (changes and slip.kind != SlipKind.CANCEL):
            yield slip


def _about_new_ones(slips: list[ChangeSlip], plan: Plan) -> Iterable[ChangeSlip]:
    """Asked for a matter that was missing: it is there now, in the unit, by name or code."""
    open_slips = [slip for slip in slips if slip.matter is None]
    for values in plan.added if open_slips else ():
        units = {values[UNIT], values[DISTRICT]}
        for slip in open_slips:
            if slip.unit_id in units and _speaks_of(slip, values):
                slip.matter = Matter.objects.filter(inner_code=values[CODE]).first()
                yield slip
        open_slips = [slip for slip in open_slips if slip.matter is None]


def _speaks_of(slip: ChangeSlip, values: list) -> bool:
    text = normalise_name(slip.what + slip.wanted)
    return any(normalise_name(values[place]) in text for place in (BASE_CODE, NAME))


def _mark(slip: ChangeSlip, version: LibraryVersion, *, by: User, at: datetime) -> None:
    before, slip.state, slip.synced_in = slip.state, SlipState.SYNCED, version
    slip.save(update_fields=["state", "synced_in", "matter"])
    Event.objects.record(
        Action.LIBRARY_CHANGE,
        by=by,
        at=at,
        subject=slip,
        unit=slip.unit,
        changes={"state": [before, slip.state], "synced_in": ["", str(version)]},
    )
    inbox.tell(
        inbox.people_of([slip.unit_id]),
        kind=MessageKind.TASK,
        subject=_("变更提示单已同步入库：%(slip)s") % {"slip": slip},
        body=_("权力事项库 %(version)s 已有变化，请核对是否与提示单一致；不一致的请另提一份。")
        % {"version": version},
        url=slip.get_absolute_url(),
        at=at,
    )
