"""Settling: what became of a letter is noted on each message that was in it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from units.models import Delivery, DeliveryState
from units.models.channels import MOST_ATTEMPTS, SILENCE

from . import hours
from .letters import Letter
from .outcomes import End, Outcome, left_open

# After the first, second … attempt that failed; the last but one is the next morning.
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480)]
STATES = {
    End.TAKEN: DeliveryState.SENT,
    End.REFUSED: DeliveryState.FAILED,
    End.OPEN: DeliveryState.UNKNOWN,
}


@transaction.atomic
def settle(letter: Letter, outcome: Outcome, *, at: datetime) -> None:
    """Note how it ended. A worker that was so slow that it was given up still knows best, but
    what was 结果不明 meanwhile does not go out by itself any more."""
    rows = Delivery.objects.filter(
        letter=letter.number, state__in=[DeliveryState.SENDING, DeliveryState.UNKNOWN]
    )
    for row in rows.select_for_update(of=("self",), no_key=True).order_by("pk"):
        _note(row, outcome, at)


@transaction.atomic
def give_up_silent(*, at: datetime) -> int:
    """What was claimed and never came back has lost its worker: 结果不明, for a person to see."""
    lost = Delivery.objects.filter(state=DeliveryState.SENDING, claimed_at__lte=at - SILENCE)
    rows = list(lost.select_for_update(of=("self",), no_key=True).order_by("pk"))
    for row in rows:
        _note(row, left_open(_("发送时处理中断，不知是否送出；不会自动重发。")), at)
    return len(rows)


def _note(row: Delivery, outcome: Outcome, at: datetime) -> None:
    was_given_up = row.state == DeliveryState.UNKNOWN
    row.state = STATES.get(outcome.end) or _state_after_failure(row, was_given_up)
    if row.state == DeliveryState.QUEUED:
        row.due_at = _later(row, at)
    if row.state == DeliveryState.SENT:
        row.sent_at = at
    row.error = "" if row.state == DeliveryState.SENT else outcome.answer
    state = DeliveryState.FAILED if outcome.end is End.AGAIN else row.state
    row.tries = [*row.tries, {"at": at.isoformat(), "state": state, "answer": outcome.answer}]
    row.save(update_fields=["state", "due_at", "sent_at", "error", "tries"])


def _state_after_failure(row, was_given_up) -> DeliveryState:
    if was_given_up or row.attempts >= MOST_ATTEMPTS:
        return DeliveryState.FAILED
    return DeliveryState.QUEUED


def _later(row: Delivery, at: datetime) -> datetime:
    """After a pause; what was meant for this evening may still leave on it."""
    then = at + PAUSES[min(row.attempts, len(PAUSES)) - 1]
    this_evening = not hours.is_allowed(row.due_at) and hours.is_same_day(row.due_at, then)
    return then if this_evening else hours.next_allowed(then)
