"""What becomes of a slip: the unit's feedback, the answer to it, 销号, withdrawal (G5)."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tasks.models import ChasingSlip, ChasingState, FeedbackAnswer, SlipFeedback
from units import inbox
from units.models import Action, Event, MessageKind, Role, UnitKind, User
from units.permissions import Permission, may


class SlipRefused(Exception):
    """The slip may not take this step; the sentence says why and what to do."""


def may_answer(slip: ChasingSlip, user: User) -> bool:
    """People of the unit, and whoever collects for it; nobody answers the own office."""
    return (
        may(user, Permission.FILL)
        and user.unit.contains(slip.unit)
        and slip.issuer_id != user.unit_id
    )


def may_decide_any(user: User) -> bool:
    """Whether `user` chases others at all, and so issues and closes slips."""
    return may(user, Permission.REVIEW) or may(user, Permission.COLLECT)


def may_decide(slip: ChasingSlip, user: User) -> bool:
    """Whoever may issue in the name of the office that issued it."""
    if slip.issuer.kind == UnitKind.DISTRICT:
        return slip.issuer_id == user.unit_id and may(user, Permission.COLLECT)
    return may(user, Permission.REVIEW)


@inbox.in_chinese
@transaction.atomic
def feed_back(
    slip: ChasingSlip, text: str, *, promised_on: date | None = None, by: User, at: datetime
) -> tuple[SlipFeedback, ChasingSlip]:
    """Store what the unit says; returns it with the slip as it is then.

    Nothing is lost: what arrives when the slip is closed already is kept beside it and changes
    nothing more. The same words sent twice are one feedback.
    """
    slip = _held(slip)
    last = slip.feedback.order_by("-pk").first()
    if last and last.text == text and last.promised_on == promised_on and not last.answer:
        return last, slip
    said = SlipFeedback.objects.create(slip=slip, text=text, promised_on=promised_on, at=at, by=by)
    before = slip.state
    if slip.is_standing:
        slip.state = ChasingState.ANSWERED
        slip.save(update_fields=["state"])
    _record(Action.FEEDBACK_SLIP, slip, before, reason=text, by=by, at=at)
    _tell_issuer(slip, said, at)
    return said, slip


@inbox.in_chinese
@transaction.atomic
def accept(said: SlipFeedback, *, by: User, at: datetime) -> ChasingSlip:
    """The feedback is taken note of; the slip stands until the thing is done."""
    slip, said = _waiting(said)
    _answer(slip, said, FeedbackAnswer.ACCEPTED, ChasingState.ACCEPTED, by, at)
    _record(Action.CONFIRM, slip, ChasingState.ANSWERED, by=by, at=at)
    _tell_unit(
        slip,
        _("反馈已采纳：%(slip)s") % {"slip": slip},
        _("请按反馈的安排在时限前完成：%(item)s。") % {"item": slip.item},
        at,
    )
    return slip


@inbox.in_chinese
@transaction.atomic
def send_back(said: SlipFeedback, *, reason: str, by: User, at: datetime) -> ChasingSlip:
    """The feedback does not do; it is the unit's turn again."""
    slip, said = _waiting(said)
    _answer(slip, said, FeedbackAnswer.SENT_BACK, ChasingState.SENT_BACK, by, at, note=reason)
    _record(Action.SEND_BACK, slip, ChasingState.ANSWERED, reason=reason, by=by, at=at)
    _tell_unit(
        slip,
        _("反馈已退回，请重新反馈：%(slip)s") % {"slip": slip},
        _("退回理由：%(reason)s") % {"reason": reason},
        at,
    )
    return slip


@inbox.in_chinese
@transaction.atomic
def close(
    slips: Iterable[ChasingSlip], *, note: str = "", by: User, at: datetime
) -> list[ChasingSlip]:
    """销号: those that still stand are closed and returned, numbers and history stay."""
    held = _held_all([slip.pk for slip in slips])
    closed = [slip for slip in held if slip.is_standing]
    for slip in closed:
        before, slip.state = slip.state, ChasingState.CLOSED
        slip.closed_at, slip.closed_by, slip.close_note = at, by, note
        _record(Action.CLOSE_SLIP, slip, before, reason=note, by=by, at=at)
        _tell_unit(slip, _("已销号：%(slip)s") % {"slip": slip}, note or slip.item, at)
    ChasingSlip.objects.bulk_update(closed, ["state", "closed_at", "closed_by", "close_note"])
    return closed


@inbox.in_chinese
@transaction.atomic
def cancel(slip: ChasingSlip, *, reason: str, by: User, at: datetime) -> ChasingSlip:
    """The slip was issued in error; its number is not given again."""
    slip = _held(slip)
    if not slip.is_standing:
        raise SlipRefused(over_in_words(slip))
    before, slip.state = slip.state, ChasingState.CANCELLED
    slip.cancelled_at, slip.cancelled_by, slip.cancel_reason = at, by, reason
    slip.save(update_fields=["state", "cancelled_at", "cancelled_by", "cancel_reason"])
    _record(Action.CANCEL_SLIP, slip, before, reason=reason, by=by, at=at)
    _tell_unit(
        slip,
        _("已撤销：%(slip)s") % {"slip": slip},
        _("撤销理由：%(reason)s") % {"reason": reason},
        at,
    )
    return slip


def over_in_words(slip: ChasingSlip) -> str:
    """Why nothing more happens to a slip: closed or withdrawn, when and by whom."""
    closed = slip.state == ChasingState.CLOSED
    who = slip.closed_by if closed else slip.cancelled_by
    sentence = _("该单已由%(who)s销号。") if closed else _("该单已由%(who)s撤销。")
    return sentence % {"who": who.label}


def _held(slip: ChasingSlip) -> ChasingSlip:
    [held] = _held_all([slip.pk])
    return held


def _held_all(pks) -> list[ChasingSlip]:
    """The slips as they are now and nobody else's, always locked in one order."""
    slips = ChasingSlip.objects.for_page().filter(pk__in=pks).order_by("pk")
    return list(slips.select_for_update(of=("self",), no_key=True))


def _waiting(said: SlipFeedback) -> tuple[ChasingSlip, SlipFeedback]:
    """The slip and its feedback, still the last one and unanswered; refused otherwise."""
    slip = _held(said.slip)
    if not slip.is_standing:
        raise SlipRefused(over_in_words(slip))
    last = slip.feedback.order_by("-pk").first()
    if last.pk != said.pk:
        raise SlipRefused(_("单位又有新的反馈，请先看最新的内容再答复。"))
    if last.answer:
        raise SlipRefused(_("该反馈已有人答复，请看本页的最新状态。"))
    return slip, last


def _answer(slip, said, answer, state, by, at, *, note=""):
    said.answer, said.answer_note, said.answered_at, said.answered_by = answer, note, at, by
    said.save(update_fields=["answer", "answer_note", "answered_at", "answered_by"])
    slip.state = state
    slip.save(update_fields=["state"])


def _record(action, slip, before, *, by, at, reason=""):
    changes = {"state": [before, slip.state]} if before != slip.state else {}
    Event.objects.record(
        action, by=by, at=at, subject=slip, unit=slip.unit, changes=changes, reason=reason
    )


def _tell_unit(slip, subject, body, at):
    inbox.tell(
        inbox.people_of([slip.unit_id]),
        kind=MessageKind.CHASING,
        subject=subject,
        body=body,
        url=slip.get_absolute_url(),
        at=at,
    )


def _tell_issuer(slip, said, at):
    """Who issued it and is still there, else everybody who could have."""
    inbox.tell(
        _issuers(slip),
        kind=MessageKind.CHASING,
        subject=_("%(unit)s反馈：%(slip)s") % {"unit": slip.unit.full_label, "slip": slip},
        body=said.text,
        url=slip.get_absolute_url(),
        at=at,
    )


def _issuers(slip):
    if slip.issued_by and slip.issued_by.is_active:
        return [slip.issued_by]
    if slip.issuer.kind == UnitKind.DISTRICT:
        return User.objects.filter(unit=slip.issuer, role=Role.COLLECTOR, is_active=True)
    return inbox.reviewers()
