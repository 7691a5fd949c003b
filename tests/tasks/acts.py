"""What units do in many tests: fill everything in, sign, submit."""

from django.urls import reverse

from tasks.filling import checking, submitting
from tasks.filling.content import checksum_of, content_of
from tasks.models import Entry, Objection, ObjectionReason, ReturnClass, Task
from tasks.review.reasons import Reason
from tests.factories import DURING

FACTS = {
    "system_level": "city_built",
    "system_name": "杭州市人社一体化系统",
    "contact": "方填报",
    "phone": "19900000011",
    "scope": "whole_city",
    "complete": True,
}
CONTACT = {"contact_name": "方填报", "contact_phone": "19900000011", "feedback": ""}


def page(name, *args):
    return reverse(f"tasks:{name}", args=[getattr(arg, "pk", arg) for arg in args])


def fresh(task):
    return Task.objects.for_page().get(pk=task.pk)


def acknowledged(task, by):
    submitting.acknowledge(task, by=by, at=DURING)
    return fresh(task)


def filled_in(task):
    """Every row of `task` has all its facts, and nothing is odd."""
    for row in Entry.objects.filter(task=task).select_related("matter"):
        Entry.objects.filter(pk=row.pk).update(**FACTS, volume=row.matter.volume)
    return fresh(task)


def fill_in(task, by):
    acknowledged(task, by)
    filled_in(task)


def signature(task, **more):
    """What the form of signing sends."""
    return {**CONTACT, "checksum": checksum_of(content_of(fresh(task))), **more}


def submit(task, by, at=DURING):
    return submitting.submit(fresh(task), by=by, at=at, **signature(task))


def submit_filled(task, by):
    filled_in(task)
    return submit(task, by)


def because(text, kind=ReturnClass.OTHER):
    """A reason to return something."""
    return Reason(kind, text)


def rows(task, state):
    return list(Entry.objects.filter(task=task, state=state).order_by("pk"))


def object_to(ranked, task, by):
    """Acknowledge the check and raise an objection against one of its lines."""
    submitting.acknowledge(task, by=by, at=DURING)
    return checking.object_to(task, objection(ranked=ranked), by=by, at=DURING)


def object_to_row(row, task, by):
    """Raise an objection against a row of an acknowledged list."""
    return checking.object_to(task, objection(entry=row), by=by, at=DURING)


def objection(**about):
    return Objection(
        **about,
        reason=ObjectionReason.RARE,
        text="全年只有个别办件",
        contact_name="方填报",
        contact_phone="19900000011",
    )


def raise_against(row, by):
    """An objection to a row that is with the bureau already."""
    one, owed = objection(entry=row), row.task
    one.campaign, one.unit = owed.obligation.campaign, owed.unit
    one.raised_by, one.raised_at = by, DURING
    one.save()
    return one
