"""市人力社保局 is late: two workdays after the deadline it has not reported its list."""

from datetime import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from tasks.chasing import issuing
from tasks.models import ChasingKind, State, Task
from tests.factories import CITY_TIME
from units.workdays import workdays_after

# 6 April 24:00 was the deadline, 8 April (a Sunday) and the 9th are workdays (domain §3.1).
LATE = datetime(2018, 4, 9, 10, 0, tzinfo=CITY_TIME)
NEXT = datetime(2018, 4, 10, 23, 59, tzinfo=CITY_TIME)
SAID = {"reason": "已超过报送时限", "demand": "请完成填报并报送", "due_at": NEXT}


def issue(tasks, by, kind=ChasingKind.URGE, at=LATE, **said):
    return issuing.issue(tasks, kind=kind, **{**SAID, **said}, by=by, at=at)


def reported(task):
    """The task came up, whatever it took."""
    Task.objects.filter(pk=task.pk).update(state=State.SUBMITTED, first_submitted_at=LATE)


def at(name, *args, query=""):
    return reverse(f"tasks:{name}", args=[getattr(arg, "pk", arg) for arg in args]) + query


def due():
    return workdays_after(timezone.localdate(), 2).isoformat()


@pytest.fixture
def bureau(as_user, reviewer):
    return as_user(reviewer)


@pytest.fixture
def unit(as_user, filler):
    return as_user(filler)


@pytest.fixture
def slip(tasks, reviewer):
    """催办〔2018〕1号 to 市人力社保局."""
    [slip] = issue(tasks.city_list, reviewer)
    return slip
