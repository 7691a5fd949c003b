"""Sending again what a person wants sent again; the portal itself never does (trust C4)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from units.models import Action, Channel, Delivery, DeliveryState, Event, MessageKind, User

from . import hours, preferences
from .queueing import ring_after_commit

OPEN = (DeliveryState.QUEUED, DeliveryState.SENDING)
# Anybody may try an address: the portal must not be made to flood somebody else's.
BETWEEN_TESTS = timedelta(minutes=1)


class NotNow(Exception):
    """It is under way already, or it cannot be sent; the sentence is for who asked."""


def objection(delivery: Delivery) -> str:
    """Why it cannot be sent again; nothing when it can."""
    if delivery.channel == Channel.INBOX:
        return _("站内消息一直在收件人的消息里，不需要重发。")
    if delivery.state in OPEN:
        return _("这条消息正在发送或等待发送。")
    if delivery.resent.filter(state__in=OPEN).exists():
        return _("已经安排重发，请查看新的记录。")
    if delivery.robot and not delivery.robot.is_on:
        return _("该群机器人已停用。")
    if delivery.person and not _address(delivery):
        return _("收件人账号已停用，或没有可用的地址。")
    return ""


def _address(delivery) -> str:
    person = delivery.person
    return preferences.address_of(person, delivery.channel) if person.is_active else ""


@transaction.atomic
def resend(delivery: Delivery, *, by: User, at: datetime) -> Delivery:
    """Queue it once more, to where its reader is reached today; the first row stays as it was."""
    held = Delivery.objects.select_related("person", "robot", "unit")
    held = held.select_for_update(of=("self",), no_key=True).get(pk=delivery.pk)
    if problem := objection(held):
        raise NotNow(problem)
    fresh = Delivery.objects.create(
        message_id=held.message_id,
        person=held.person,
        robot=held.robot,
        unit=held.unit,
        channel=held.channel,
        kind=held.kind,
        subject=held.subject,
        body=held.body,
        inner=held.inner,
        address=_address(held) if held.person else "",
        asked_at=at,
        due_at=hours.next_allowed(at),
        again=held,
    )
    Event.objects.record(
        Action.RESEND, by=by, at=at, subject=fresh, unit=held.unit, label=held.subject
    )
    ring_after_commit()
    return fresh


def tests_of(person: User):
    """The letters by which `person` tried the own address."""
    mine = Delivery.objects.filter(person=person, channel=Channel.EMAIL)
    return mine.filter(message__isnull=True, again__isnull=True)


def not_so_soon(tests, *, at: datetime) -> None:
    """Refuse another test while the last one is younger than `BETWEEN_TESTS`."""
    if tests.filter(asked_at__gt=at - BETWEEN_TESTS).exists():
        raise NotNow(_("刚刚发过测试消息，请一分钟后再试。"))


@transaction.atomic
def test_mail(person: User, *, at: datetime) -> Delivery:
    """Queue a letter to oneself, whatever the hour: somebody is waiting for it."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    not_so_soon(tests_of(person), at=at)
    row = Delivery.objects.create(
        person=person,
        unit=person.unit,
        channel=Channel.EMAIL,
        kind=MessageKind.OTHER,
        address=person.email,
        subject=_("测试邮件"),
        body=_("收到本邮件，说明您的邮箱可以接收“一窗”平台的通知。"),
        asked_at=at,
        due_at=at,
    )
    Event.objects.record(Action.RUN, by=person, at=at, subject=row, label=row.subject)
    ring_after_commit()
    return row
