"""Keeping group robots; on record is that an address or a secret changed, never what it is."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from units.models import Action, Channel, Delivery, Event, MessageKind, Robot, User

from . import groups
from .queueing import ring_after_commit
from .resending import not_so_soon

PLAIN, SECRET = ("name", "channel", "kinds", "is_on"), ("address", "secret")


@transaction.atomic
def keep(robot: Robot, *, by: User, at: datetime) -> bool:
    """Store a new robot or a changed one; False when nothing is new."""
    before = None
    if robot.pk:
        before = Robot.objects.select_for_update(no_key=True).get(pk=robot.pk)
    changes = {
        name: ["" if before is None else _shown(before, name), _shown(robot, name)]
        for name in PLAIN
        if before is None or getattr(before, name) != getattr(robot, name)
    }
    for name in SECRET:
        if getattr(robot, name) != (getattr(before, name) if before else ""):
            changes[name] = ["", _("已更换") if getattr(robot, name) else _("已清除")]
    if not changes:
        return False
    robot.save()
    action = Action.EDIT if before else Action.CREATE
    Event.objects.record(action, by=by, at=at, subject=robot, changes=changes)
    return True


def _shown(robot: Robot, name: str):
    if name == "kinds":
        return "、".join(str(MessageKind(kind).label) for kind in robot.kinds)
    return str(Channel(robot.channel).label) if name == "channel" else getattr(robot, name)


@transaction.atomic
def test(robot: Robot, *, by: User, at: datetime) -> Delivery:
    """Queue a test message, whatever the hour: somebody is waiting for it."""
    Robot.objects.select_for_update(no_key=True).get(pk=robot.pk)
    tests = Delivery.objects.filter(robot=robot, kind=MessageKind.OTHER, again__isnull=True)
    not_so_soon(tests, at=at)
    row = groups.row(
        robot,
        kind=MessageKind.OTHER,
        subject=_("“一窗”平台测试消息"),
        body=_("收到本消息，说明“%(group)s”可以接收平台通知。发送人：%(by)s。")
        % {"group": robot.name, "by": by.label},
        at=at,
        due_at=at,
    )
    row.save()
    Event.objects.record(Action.RUN, by=by, at=at, subject=row, unit=row.unit, label=row.subject)
    ring_after_commit()
    return row
