"""Delivering: claim what is due, send one letter, note how it went, until nothing is due."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from units.models import GROUPS, Channel

from . import mail, preferences, robots, sms
from .claiming import claim, drop_stale
from .letters import Letter
from .outcomes import Outcome, left_open, refused
from .settling import give_up_silent, settle

log = logging.getLogger(__name__)

CARRIERS: dict[str, Callable[[Letter], Outcome]] = {
    Channel.EMAIL: mail.carry,
    Channel.SMS: sms.carry,
    Channel.DINGTALK: robots.carry,
    Channel.WECOM: robots.carry,
}
# The rest waits for the next bell: a run that nobody can interrupt must come to an end.
LETTERS_A_RUN = 100


def deliver(*, now: Callable[[], datetime]) -> int:
    """Send what is due by every channel; says how many letters were tried."""
    with translation.override("zh-hans"):
        drop_stale(at=now())
        give_up_silent(at=now())
        return sum(_deliver_by(channel, now) for channel in [*preferences.configured(), *GROUPS])


def _deliver_by(channel: str, now) -> int:
    """Letter by letter; a server that is out of order is not tried again for the next one."""
    for count in range(LETTERS_A_RUN):
        letter = claim(channel, at=now())
        if letter is None:
            return count
        outcome = _refusal(letter) or _carry(letter)
        settle(letter, outcome, at=now())
        if outcome.for_all:
            return count + 1
    return LETTERS_A_RUN


def _refusal(letter: Letter) -> Outcome | None:
    """What has changed since the message was queued."""
    if letter.robot and not letter.robot.is_on:
        return refused(_("该群机器人已停用，没有发送。"))
    if letter.person and not letter.person.is_active:
        return refused(_("收件人账号已停用，没有发送。"))
    if letter.person and not letter.address:
        return refused(_("收件人没有可用的地址，没有发送。"))
    return None


def _carry(letter: Letter) -> Outcome:
    """An error of the program is not allowed to hold up the others. What is written about it
    names the error only: its text may hold an address."""
    try:
        return CARRIERS[letter.channel](letter)
    except Exception as error:
        log.error("letter %s: %s", letter.number, type(error).__name__)
        return left_open(_("程序出错，不知是否送出，请联系管理员。"))
