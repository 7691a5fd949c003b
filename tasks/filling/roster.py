"""The working group of a unit (attachment 4): who is in it, in which order, whom to call."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from tasks.models import Task
from units.models import Action, Event, RosterDuty, RosterMember, User

from . import rights
from .content import checksum_of

FIELDS = ("duty", "name", "division", "position", "office_phone", "mobile", "remark")


def members_of(task: Task):
    return RosterMember.objects.filter(unit=task.unit_id).in_official_order()


def completeness(members) -> list[dict]:
    """Each duty the notice asks for, and who has it; an empty one is shown red (case 24)."""
    members = list(members)
    return [
        {"duty": duty, "members": [one for one in members if one.duty == duty]}
        for duty in RosterMember.REQUIRED_DUTIES
    ]


def whom_to_call(members) -> RosterMember | None:
    """For the phone round: the contact person, else the head of the division (case 24)."""
    reachable = [one for one in members if one.office_phone or one.mobile]
    for duty in (RosterDuty.STAFF, RosterDuty.HEAD, RosterDuty.LEADER):
        for one in reachable:
            if one.duty == duty:
                return one
    return None


@transaction.atomic
def add(task: Task, member: RosterMember, *, by: User, at: datetime) -> RosterMember:
    """Put `member`, judged by the form, at the end of the unit's roster."""
    task = rights.hold(task, by)
    last = members_of(task).aggregate(last=Max("rank"))["last"]
    member.unit, member.rank = task.unit, (last or 0) + 1
    member.save()
    facts = {name: ["", getattr(member, name)] for name in FIELDS if getattr(member, name)}
    _record(Action.CREATE, task, member, facts, by, at)
    return member


class Overtaken(Exception):
    """Somebody else changed the line since the form was opened; `stored` is what it says now."""

    def __init__(self, stored: RosterMember):
        super().__init__()
        self.stored = stored

    @property
    def facts(self) -> str:
        facts = [self.stored.get_duty_display()]
        facts += [getattr(self.stored, name) for name in FIELDS if name != "duty"]
        return "　".join(filter(None, facts))


def mark_of(member: RosterMember) -> str:
    """What a form carries to tell later whether the line is still the one it showed."""
    return checksum_of({name: getattr(member, name) for name in FIELDS})[:16]


@transaction.atomic
def change(
    task: Task, member: RosterMember, *, by: User, at: datetime, seen: str | None = None
) -> bool:
    """Store the changed facts of `member`; False when nothing changed or the line is gone.

    `seen` is the mark of the line as the form showed it; raises `Overtaken` when it is another.
    """
    task = rights.hold(task, by)
    stored = members_of(task).filter(pk=member.pk).first()
    if stored is None:
        return False
    if seen is not None and seen != mark_of(stored):
        raise Overtaken(stored)
    changes = {
        name: [getattr(stored, name), getattr(member, name)]
        for name in FIELDS
        if getattr(stored, name) != getattr(member, name)
    }
    if changes:
        member.save(update_fields=list(changes))
        _record(Action.EDIT, task, member, changes, by, at)
    return bool(changes)


@transaction.atomic
def remove(task: Task, member: RosterMember, *, by: User, at: datetime) -> bool:
    """Take `member` off the roster; False when somebody was quicker."""
    task = rights.hold(task, by)
    if not members_of(task).filter(pk=member.pk).exists():
        return False
    facts = {name: [getattr(member, name), ""] for name in FIELDS if getattr(member, name)}
    _record(Action.DELETE, task, member, facts, by, at)
    member.delete()
    return True


@transaction.atomic
def move(task: Task, member: RosterMember, step: int, *, by: User, at: datetime) -> bool:
    """One place up (-1) or down (+1); the order inside a unit is rank, not alphabet."""
    task = rights.hold(task, by)
    members = list(members_of(task))
    if member not in members:
        return False
    here = members.index(member)
    there = here + step
    if not 0 <= there < len(members):
        return False
    members[here], members[there] = members[there], members[here]
    for rank, one in enumerate(members, start=1):
        one.rank = rank
    RosterMember.objects.bulk_update(members, ["rank"])
    _record(Action.EDIT, task, member, {"rank": [here + 1, there + 1]}, by, at)
    return True


def _record(action, task, member, changes, by, at):
    Event.objects.record(action, by=by, at=at, subject=member, unit=task.unit, changes=changes)
    Task.objects.filter(pk=task.pk).move(Action.EDIT, by=by, at=at)
