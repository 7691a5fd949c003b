"""A portal with something to say at this very hour, stored by a process of its own.

60 departments owe the roster of four notices; for each notice another rung of the ladder speaks
today, by inbox and e-mail; one routine is due, too. Every day is a workday.
"""

from datetime import time, timedelta

import django

django.setup()

from django.contrib.auth.hashers import make_password  # noqa: E402 - once Django is set up
from django.db import transaction  # noqa: E402 - once Django is set up
from django.utils import timezone  # noqa: E402 - once Django is set up

from tasks.models import (  # noqa: E402 - once Django is set up
    Campaign,
    CampaignState,
    Obligation,
    ObligationKind,
    Rung,
    State,
    Task,
)
from tasks.supervision import deadlines  # noqa: E402 - once Django is set up
from tests import factories  # noqa: E402 - once Django is set up
from units.models import (  # noqa: E402 - once Django is set up
    Role,
    RosterDuty,
    RosterMember,
    Routine,
    SpecialDay,
    UnitKind,
    User,
)
from units.workdays import start_of  # noqa: E402 - once Django is set up

UNITS = 60
# Rung: so many days from today to the deadline it speaks of.
RUNGS = {"t-3": 3, "t-1": 1, "t+1": -1, "t+2": -2}
SLIPS = 2  # of the four rungs issue one to each unit
ROUTINE = "overdue-report"
REPORTS = 1  # of the four deadlines lies one workday back
MIDNIGHT = time(0)


@transaction.atomic
def build() -> None:
    now, today = timezone.now(), timezone.localdate()
    days = [today + timedelta(days=count) for count in range(-60, 60)]
    SpecialDay.objects.filter(day__in=days).delete()
    SpecialDay.objects.bulk_create(SpecialDay(day=day, works=True) for day in days)
    people = _people()
    with factories.library_open() as version:
        pass  # nobody's matters: a roster has none
    for number, distance in enumerate(RUNGS.values(), 1):
        _notice(number, today + timedelta(days=distance), people, version, now)
    Rung.objects.exclude(code__in=RUNGS).update(is_on=False)
    Rung.objects.filter(code__in=RUNGS).update(hour=MIDNIGHT, channels=["inbox", "email"])
    Routine.objects.exclude(code=ROUTINE).update(is_on=False)
    Routine.objects.filter(code=ROUTINE).update(
        hour=MIDNIGHT, counts_from=now - timedelta(days=1, hours=1)
    )


def _people() -> list[User]:
    """One head for each department, and the bureau's."""
    root = factories.unit("杭州市", UnitKind.CITY)
    bureau = factories.unit("市数据资源局", UnitKind.BUREAU, root)
    password = make_password(factories.PASSWORD)
    for name, role in (("admin", Role.ADMIN), ("reviewer", Role.REVIEWER)):
        User.objects.create(username=name, name=name, unit=bureau, role=role, password=password)
    return [_head(number, root, password) for number in range(1, UNITS + 1)]


def _head(number, root, password) -> User:
    unit = factories.unit(f"市委办局{number:02}", parent=root, sort_order=number)
    RosterMember.objects.bulk_create(
        RosterMember(unit=unit, duty=duty, name=f"成员{duty}", mobile="19900000011")
        for duty in RosterDuty
    )
    return User.objects.create(
        username=f"head{number:02}",
        name=f"何{number:02}",
        unit=unit,
        role=Role.HEAD,
        password=password,
        email=f"head{number:02}@example.gov.cn",
        phone="19900000011",
    )


def _notice(number, due_on, people, version, now) -> None:
    admin = User.objects.get(username="admin")
    month_ago = now - timedelta(days=30)
    notice = Campaign.objects.create(
        number=f"杭智办〔2018〕{number}号",
        title=f"通知{number}",
        issuer="办公室",
        issued_on=month_ago.date(),
        state=CampaignState.PUBLISHED,
        published_at=month_ago,
        published_by=admin,
        ranking_frozen_at=month_ago,
        library_version=version,
    )
    due_at = start_of(due_on + timedelta(days=1))
    roster = Obligation.objects.create(
        campaign=notice, kind=ObligationKind.ROSTER, title="名单", due_at=due_at
    )
    Task.objects.bulk_create(
        Task(
            obligation=roster,
            unit=one.unit,
            state=State.ACKNOWLEDGED,
            acknowledged_at=month_ago,
            acknowledged_by=one,
            moved_at=month_ago,
            due_at=due_at,
            late_at=deadlines.late_from(due_at, notice),
        )
        for one in people
    )


if __name__ == "__main__":
    build()
