"""Telling chat groups through their robots (Q3, Q4)."""

from collections.abc import Collection
from datetime import datetime

from units.models import GROUPS, Delivery, Robot, Unit

from . import hours
from .queueing import ring_after_commit


def tell_groups(
    *,
    kind: str,
    subject: str,
    body: str = "",
    at: datetime,
    not_before: datetime | None = None,
    channels: Collection[str] = GROUPS,
) -> list[Delivery]:
    """Queue one message to every group on one of `channels` that is told of this kind."""
    robots = Robot.objects.filter(is_on=True, channel__in=channels).order_by("pk")
    robots = [robot for robot in robots if kind in robot.kinds]
    if not robots:
        return []
    due_at = not_before or hours.next_allowed(at)
    rows = [
        row(robot, kind=kind, subject=subject, body=body, at=at, due_at=due_at) for robot in robots
    ]
    ring_after_commit()
    return Delivery.objects.bulk_create(rows)


def row(robot: Robot, *, kind: str, subject: str, body: str, at: datetime, due_at: datetime):
    """One message to a group; what is told to groups is the bureau's."""
    return Delivery(
        robot=robot,
        unit=Unit.objects.bureau(),
        channel=robot.channel,
        kind=kind,
        subject=subject[:120],
        body=body,
        asked_at=at,
        due_at=due_at,
    )
