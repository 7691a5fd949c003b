"""What units do in many tests: fill everything in, sign, submit."""

from tasks.filling import checking, submitting
from tasks.filling.content import checksum_of, content_of
from tasks.models import Entry, Objection, ObjectionReason, Task
from tests.factories import DURING

FACTS = {
    "system_level": "city_built",
    "system_name": "杭州市人社一体化系统",
    "contact": "方填报",
    "phone": "19900000011",
    "scope": "whole_city",
    "complete": True,
}


def fill_in(task, by):
    """Acknowledge `task` and complete its rows without anything odd."""
    submitting.acknowledge(task, by=by, at=DURING)
    for row in Entry.objects.filter(task=task).select_related("matter"):
        Entry.objects.filter(pk=row.pk).update(**FACTS, volume=row.matter.volume)


def submit(task, by, at=DURING):
    task = Task.objects.for_page().get(pk=task.pk)
    checksum = checksum_of(content_of(task))
    return submitting.submit(
        task, by=by, at=at, contact_name="方填报", contact_phone="19900000011", checksum=checksum
    )


def rows(task, state):
    return list(Entry.objects.filter(task=task, state=state).order_by("pk"))


def object_to(ranked, task, by):
    """Acknowledge the check and raise an objection against one of its lines."""
    submitting.acknowledge(task, by=by, at=DURING)
    objection = Objection(
        ranked=ranked,
        reason=ObjectionReason.RARE,
        text="全年只有个别办件",
        contact_name="方填报",
        contact_phone="19900000011",
    )
    return checking.object_to(task, objection, by=by, at=DURING)
