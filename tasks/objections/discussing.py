"""What both sides say before a decision: the bureau's proposal, the unit's answer, talks."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tasks.models import Objection, ObjectionState, Talk, TalkKind, Turn
from units import inbox
from units.models import Action, Event, User

from .deciding import Conclusion
from .storing import UNANSWERED, locked, store, tell


@inbox.in_chinese
@transaction.atomic
def propose(objection: Objection, conclusion: Conclusion, *, by: User, at: datetime) -> bool:
    """拟定结论: from now on it is the unit's turn; an earlier answer was to something else.

    False when the objection is over.
    """
    objection = locked(objection)
    if not objection.is_undecided:
        return False
    before, earlier = objection.state, objection.proposal
    proposed = {"proposal": conclusion.outcome, "proposal_text": conclusion.text}
    proposed |= {"proposed_at": at, "proposed_by": by, **conclusion.deferral, **UNANSWERED}
    store(objection, state=ObjectionState.DISCUSSED, **proposed)
    Event.objects.record(
        Action.PROPOSE, by=by, at=at, subject=objection, unit=objection.unit,
        reason=conclusion.text,
        changes={"state": [before, objection.state], "proposal": [earlier, objection.proposal]},
    )  # fmt: skip
    words = {"matter": objection, "outcome": objection.get_proposal_display()}
    subject = _("请答复疑义拟定结论“%(outcome)s”：%(matter)s") % words
    tell(objection, inbox.people_of([objection.unit_id]), subject, conclusion.text, at=at)
    return True


@inbox.in_chinese
@transaction.atomic
def answer(
    objection: Objection, *, agreed: bool, text: str = "", seen: str, by: User, at: datetime
) -> bool:
    """同意 or 不同意 to the proposal `seen` on the page; False when it is another one by now."""
    objection = locked(objection)
    if objection.turn != Turn.UNIT or seen != seal_of(objection):
        return False
    store(objection, agreed=agreed, answer=text, answered_at=at, answered_by=by)
    word = _("同意") if agreed else _("不同意")
    Event.objects.record(
        Action.AGREE, by=by, at=at, subject=objection, unit=objection.unit,
        reason=_("%(word)s：%(text)s") % {"word": word, "text": text} if text else word,
    )  # fmt: skip
    subject = _("%(unit)s%(word)s拟定结论：%(matter)s") % {
        "unit": objection.unit.full_label,
        "word": word,
        "matter": objection,
    }
    tell(objection, inbox.reviewers(), subject, text, at=at)
    return True


def seal_of(objection: Objection) -> str:
    """Which proposal this is, for the form that answers it."""
    return objection.proposed_at.isoformat() if objection.proposed_at else ""


@transaction.atomic
def note_talk(
    objection: Objection, *, kind: TalkKind, held_on: date, text: str, by: User, at: datetime
) -> Talk | None:
    """Keep what was said by telephone or in a meeting; None when the objection is over."""
    objection = locked(objection)
    if not objection.is_undecided:
        return None
    facts = {"kind": kind, "held_on": held_on, "text": text}
    # A double click: the same words about the same day are one record.
    talk, created = Talk.objects.get_or_create(
        objection=objection, by=by, **facts, defaults={"at": at}
    )
    if created:
        Event.objects.record(
            Action.CREATE, by=by, at=at, subject=talk, unit=objection.unit, label=str(objection),
            reason=text,
        )  # fmt: skip
    return talk
