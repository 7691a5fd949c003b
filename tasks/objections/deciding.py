"""The bureau's decision: 成立（不接入、暂缓）or 不成立, alone or agreed; and opening it again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter

from django.db import transaction
from django.utils.translation import gettext as _

from tasks.filling.submitting import Stale
from tasks.models import Objection, ObjectionState, Outcome
from tasks.models.objections import STATE_OF
from units import inbox
from units.models import Action, Event, User

from . import following
from .storing import UNANSWERED, locked, store, tell

# What the two sides had said; a reopened objection is discussed from the beginning.
FORGOTTEN = {
    "proposal": "",
    "proposal_text": "",
    "proposed_at": None,
    "proposed_by": None,
    **UNANSWERED,
    "outcome": "",
    "decision": "",
    "decided_at": None,
    "decided_by": None,
    "decided_alone": False,
    "deferred_until": None,
    "deferred_condition": "",
}


class NotAgreed(Exception):
    """The unit has not agreed to this conclusion, and nobody said that the bureau decides alone."""


class Contested(Exception):
    """Meanwhile another objection to the same matter stands."""


@dataclass(frozen=True)
class Conclusion:
    """What the bureau proposes or decides, with the words the unit will read.

    `alone`: the reviewer knows that the unit has not agreed, and decides all the same.
    """

    outcome: Outcome
    text: str
    deferred_until: date | None = None
    deferred_condition: str = ""
    alone: bool = False

    @property
    def state(self) -> ObjectionState:
        return STATE_OF[Outcome(self.outcome)]

    @property
    def deferral(self) -> dict:
        """Until when or until what; nothing for a conclusion that defers nothing."""
        if self.outcome != Outcome.DEFERRED:
            return {"deferred_until": None, "deferred_condition": ""}
        return {
            "deferred_until": self.deferred_until,
            "deferred_condition": self.deferred_condition,
        }

    def is_agreed(self, objection: Objection) -> bool:
        """Whether the unit has said yes to exactly this (A1-5: 经市数据资源局与各部门确认)."""
        same = all(getattr(objection, name) == value for name, value in self.deferral.items())
        return bool(objection.agreed) and objection.proposal == self.outcome and same


@inbox.in_chinese
@transaction.atomic
def decide(objection: Objection, conclusion: Conclusion, *, by: User, at: datetime) -> bool:
    """Decide; False when it is withdrawn or decided already. Raises `NotAgreed`.

    An accepted one leaves the obligation list, so that the next rank moves up, or the
    denominators of the lists its row is in (A1-5, domain case 3); a rejected one stays.
    """
    with following.held([objection]) as tasks:
        return _decide(objection, conclusion, tasks, by=by, at=at)


@inbox.in_chinese
@transaction.atomic
def decide_many(
    objections: Iterable[Objection],
    conclusion: Conclusion,
    *,
    expected: int,
    by: User,
    at: datetime,
) -> int:
    """Decide several with one reason, all or none.

    `expected` is the count the reviewer was shown; raises `Stale` when another number of them
    is undecided now, `NotAgreed` as for one.
    """
    objections = sorted(objections, key=attrgetter("pk"))  # everybody locks in this order
    with following.held(objections) as tasks:
        done = sum(_decide(one, conclusion, tasks, by=by, at=at) for one in objections)
    if done != expected:
        raise Stale
    return done


def _decide(objection, conclusion, tasks, *, by, at) -> bool:
    objection = locked(objection)
    if not objection.is_undecided:
        return False
    agreed = conclusion.is_agreed(objection)
    if not (agreed or conclusion.alone):
        raise NotAgreed
    before = objection.state
    store(
        objection,
        state=conclusion.state,
        outcome=conclusion.outcome,
        decision=conclusion.text,
        decided_by=by,
        decided_at=at,
        decided_alone=not agreed,
        **conclusion.deferral,
    )
    Event.objects.record(
        Action.DECIDE, by=by, at=at, subject=objection, unit=objection.unit,
        reason=_with_consent(conclusion.text, objection),
        changes={"state": [before, objection.state], "outcome": ["", objection.outcome]},
    )  # fmt: skip
    if objection.entry_id:
        follow = following.leave if objection.state == ObjectionState.ACCEPTED else following.stay
        follow(objection, tasks, by=by, at=at)
    _tell(objection, _("疑义%(state)s：%(matter)s"), conclusion.text, at)
    return True


def _with_consent(text, objection) -> str:
    """The record says for itself whether both sides confirmed."""
    if not objection.decided_alone:
        consent = _("双方已确认")
    elif objection.agreed is None:
        consent = _("单位未答复，由市局裁定")
    else:
        consent = _("单位未同意该结论，由市局裁定")
    return f"{text}（{consent}）"


@inbox.in_chinese
@transaction.atomic
def reopen(objection: Objection, *, reason: str, by: User, at: datetime) -> bool:
    """Take a decision back: the rank and the denominators are as before, talks begin again.

    False when it is not decided; raises `Contested` when another objection to it stands.
    """
    with following.held([objection]) as tasks:
        objection = locked(objection)
        if not objection.is_decided:
            return False
        subject = objection.ranked or objection.entry
        if subject.objections.live().exclude(pk=objection.pk).exists():
            raise Contested
        before, outcome = objection.state, objection.outcome
        store(objection, state=ObjectionState.DISCUSSED, **FORGOTTEN)
        Event.objects.record(
            Action.REOPEN, by=by, at=at, subject=objection, unit=objection.unit, reason=reason,
            changes={"state": [before, objection.state], "outcome": [outcome, ""]},
        )  # fmt: skip
        if objection.entry_id:
            following.come_back(objection, tasks, reason=reason, by=by, at=at)
    _tell(objection, _("疑义重新协商：%(matter)s"), reason, at)
    return True


def _tell(objection, subject, text, at):
    words = {"state": objection.get_state_display(), "matter": objection}
    tell(objection, inbox.people_of([objection.unit_id]), subject % words, text, at=at)
